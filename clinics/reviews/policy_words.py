"""What each public reason means, with an example: for authors, readers and moderators alike."""

from django.utils.translation import gettext_lazy as _

from clinics.reviews.choices import Reason

MEANINGS = {
    Reason.PERSONAL: _(
        "A phone number, an e-mail or street address, a birthday, the number of a record or of an "
        "insurance card. It can be used to find or to harm somebody, so it goes, even if it is your own."
    ),
    Reason.NAMES: _(
        "Write “the nurse” or “the doctor”, not their name. They cannot answer here for themselves. The "
        "names of a place and of a treatment are fine."
    ),
    Reason.HEALTH: _(
        "What you saw or heard about another patient is theirs. If you accompanied somebody, tell what "
        "you saw of the care, not of their illness."
    ),
    Reason.NO_VISIT: _(
        "A review is about care at this place: a visit, a call for an appointment, a bill. News about the"
        " company, or ketamine in general, is something else."
    ),
    Reason.INSULTS: _(
        "Say what happened as sharply as it was. Swearing at people, threats, and words against a group "
        "of people are not shown."
    ),
    Reason.DOSING: _(
        "Your own dose and how it felt may be told. How others should take a drug, get it without a "
        "prescription, or make it stronger may not."
    ),
    Reason.AD: _("It praises a product, another place or a code for a discount in order to sell it."),
    Reason.REWARD: _(
        "Money, a discount, a gift or a prize for a review, from whomever; or a review by somebody who "
        "owns, works for, or competes with the place. A smaller stake may be told in the review, and "
        "readers see it."
    ),
    Reason.TWICE: _(
        "One account writes about a place once, and can edit that. Copies of other texts are taken out."
    ),
    Reason.NOT_REAL: _(
        "Several signs, read by a human, say that it was made up. No single sign is enough, and a "
        "moderator who is not sure asks a second one."
    ),
}
