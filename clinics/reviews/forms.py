"""The form on which a review is written and edited, and those of its author's own page."""

import hashlib
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinicfinder import clock
from clinics.accounts.names import clean_pseudonym
from clinics.medicine.models import Condition, Treatment
from clinics.reviews import forms_parts as parts
from clinics.reviews.choices import Asked, Aspect, SideEffect
from clinics.reviews.forms_flags import PlainField
from clinics.reviews.models import LONGEST, SHORTEST, Review
from clinics.reviews.personal import Detail, find
from clinics.reviews.queries_signals import names_at
from clinics.vetting.attachments import validate_attachment

# What is stored as it was typed or chosen; the month of the visit is put together from two fields.
STORED = (
    "overall", *Aspect.values, "role", "text", "no_reward", "conflict", "condition", "treatment", "sessions",
    "price_cents", "wait_days", "outcome", "outcome_asked", "side_effects",
)  # fmt: skip
# Facts that nobody needs to give: they can be folded away.
FACTS = (
    "condition", "treatment", "visited_month", "visited_year", "sessions", "price_cents", "wait_days",
    "outcome", "outcome_asked", "side_effects",
)  # fmt: skip
WORDS = ("text", "conflict")
APPEAL_LONGEST = 2000


class ReviewForm(forms.Form):
    """One review of one listing. `review` is the stored one to be edited, or a new one."""

    overall = parts.stars(
        gettext_lazy("All in all, how was it?"),
        error_messages={"required": gettext_lazy("Choose 1 to 5 for the whole.")},
    )
    safety = parts.aspect(Aspect.SAFETY)
    consent = parts.aspect(Aspect.CONSENT)
    honesty = parts.aspect(Aspect.HONESTY)
    staff = parts.aspect(Aspect.STAFF)
    follow_up = parts.aspect(Aspect.FOLLOW_UP)
    role = forms.ChoiceField(
        label=gettext_lazy("Who are you?"),
        choices=Review.Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether you were the patient.")},
    )
    text = PlainField(
        label=gettext_lazy("In your words"),
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": gettext_lazy("Write what you want others to know.")},
    )
    condition = forms.ModelChoiceField(
        Condition.objects.all(),
        label=gettext_lazy("Treated for"),
        required=False,
        empty_label=parts.RATHER_NOT,
        to_field_name="slug",
        error_messages={"invalid_choice": gettext_lazy("Choose a condition from the list.")},
    )
    treatment = forms.ModelChoiceField(
        Treatment.objects.all(),
        label=gettext_lazy("Treatment"),
        required=False,
        empty_label=parts.RATHER_NOT,
        to_field_name="slug",
        error_messages={"invalid_choice": gettext_lazy("Choose a treatment from the list.")},
    )
    visited_month = forms.TypedChoiceField(
        label=gettext_lazy("Month"), required=False, coerce=int, empty_value=None
    )
    visited_year = forms.TypedChoiceField(
        label=gettext_lazy("Year"), required=False, coerce=int, empty_value=None
    )
    sessions = parts.WholeNumber(label=gettext_lazy("Number of sessions so far"), least=1, most=500)
    price_cents = parts.Dollars(
        label=gettext_lazy("What you paid for a session, in dollars"),
        help_text=gettext_lazy("What you paid yourself, without what insurance paid."),
    )
    wait_days = parts.WholeNumber(
        label=gettext_lazy("Days that you waited for the first visit"), least=0, most=1000
    )
    outcome = parts.outcome()
    outcome_asked = forms.ChoiceField(
        label=gettext_lazy("When is that?"),
        choices=[("", parts.RATHER_NOT), *Asked.choices],
        required=False,
        help_text=gettext_lazy("Counted from your last session."),
    )
    side_effects = forms.MultipleChoiceField(
        label=gettext_lazy("Side effects"),
        choices=SideEffect.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    conflict = parts.PlainLine(
        label=gettext_lazy("Do you have a stake in this place, or in another?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Such as: I work for another clinic. Readers see this. If not, leave it empty."
        ),
        error_messages={"max_length": gettext_lazy("Please shorten it to 200 characters.")},
    )
    pseudonym = forms.CharField(
        label=gettext_lazy("The name that readers see"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Choose one that does not tell who you are. It stands above all your reviews. Your e-mail "
            "address is never shown."
        ),
    )
    no_reward = forms.BooleanField(
        label=gettext_lazy("Nobody gave or promised me anything for this review."),
        error_messages={
            "required": gettext_lazy("Tick this if it is true. We cannot take reviews written for a reward.")
        },
    )
    # Which wording this form began with, so that a second tab does not undo the first unseen.
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, review: Review, user: Any = None, initial: dict[str, Any] | None = None
    ) -> None:
        self.review, self.user = review, user
        super().__init__(data, initial=initial_of(review) | (initial or {}))
        self.today = clock.today()
        self.fields["visited_month"].choices = parts.months()  # type: ignore[attr-defined]
        self.fields["visited_year"].choices = self._years()  # type: ignore[attr-defined]
        if not user or user.pseudonym:
            del self.fields["pseudonym"]
        self.found: dict[str, list[Detail]] = {}

    def _years(self) -> list[tuple[str, Any]]:
        """A visit longer ago stays as it was told."""
        choices = parts.years(self.today)
        told = self.review.visited_on
        if told and str(told.year) not in dict(choices):
            choices.append((str(told.year), str(told.year)))
        return choices

    @property
    def aspects(self) -> list[forms.BoundField]:
        return [self[name] for name in Aspect.values]

    @property
    def facts_open(self) -> bool:
        """Whether any of the optional facts is told or wrong, so that it must be seen."""
        wrong = any(name in self.errors for name in FACTS) if self.is_bound else False
        return wrong or any(self[name].value() not in (None, "", []) for name in FACTS)

    @property
    def says_something_new(self) -> bool:
        """Whether it differs from what is stored."""
        return self.review.pk is None or bool({*self.changed_data} - {"version", "pseudonym", "no_reward"})

    @property
    def is_outdated(self) -> bool:
        """Whether the review was sent elsewhere since this form was opened."""
        return self.cleaned_data.get("version", "") != version_of(self.review)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if len(text) < SHORTEST:
            missing = SHORTEST - len(text)
            raise ValidationError(
                ngettext(
                    "Write a little more: one more character is needed.",
                    "Write a little more: %(missing)s more characters are needed.",
                    missing,
                )
                % {"missing": missing}
            )
        if len(text) > LONGEST:
            raise ValidationError(
                _("Shorten it: it has %(length)s characters, and %(most)s are the most.")
                % {"length": f"{len(text):,}", "most": f"{LONGEST:,}"}
            )
        return text

    def clean_pseudonym(self) -> str:
        return clean_pseudonym(self.cleaned_data["pseudonym"], self.user)

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        self._clean_visit(told.get("visited_month"), told.get("visited_year"))
        if told.get("outcome") and not told.get("outcome_asked") and "outcome_asked" not in self.errors:
            self.add_error("outcome_asked", _("Choose when that is."))
        if told.get("outcome_asked") and not told.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", _("Choose how you are, or leave out when that is."))
        self._look_for_details()
        return told

    def _clean_visit(self, month: int | None, year: int | None) -> None:
        if {"visited_month", "visited_year"} & {*self.errors}:
            return
        if month and not year:
            self.add_error("visited_year", _("Choose the year of your last visit, too."))
        elif year and not month:
            self.add_error("visited_month", _("Choose the month of your last visit, too."))
        elif month and year and date(year, month, 1) > self.today:
            self.add_error("visited_month", _("This month is still to come. Choose the month of a visit."))

    def _look_for_details(self) -> None:
        """Possible personal details hold it back once: their author looks at them first."""
        listing = self.review.listing
        names, known = names_at(listing), [listing.name]
        for name in WORDS:
            found = find(self.cleaned_data.get(name, ""), names, known)
            if found:
                self.found[name] = found
        if self.found and not self.is_sent_as_it_is:
            self.add_error(None, _("Nothing is sent yet: look at what is marked below."))

    @property
    def digest(self) -> str:
        """Tells one wording from another."""
        words = "|".join(self.cleaned_data.get(name, "") for name in WORDS)
        return hashlib.sha256(words.encode()).hexdigest()[:32]

    @property
    def is_sent_as_it_is(self) -> bool:
        """Whether its author has seen the marks in this very wording, and ticked that they may stay."""
        return self.data.get("as_is") == self.digest

    def filled(self) -> Review:
        """The review with what was told; nothing is stored yet."""
        told = self.cleaned_data
        for name in STORED:
            setattr(self.review, name, told[name])
        month, year = told["visited_month"], told["visited_year"]
        self.review.visited_on = date(year, month, 1) if month and year else None
        return self.review


class AppealForm(forms.Form):
    """Why the decision was wrong."""

    words = PlainField(
        label=gettext_lazy("Why do you think that the decision was wrong?"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Another moderator reads this, and nobody else. Up to 2,000 characters."),
        error_messages={"required": gettext_lazy("Say why, in a sentence or two.")},
    )

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        if len(words) > APPEAL_LONGEST:
            raise ValidationError(
                _("Shorten it: it has %(length)s characters, and %(most)s are the most.")
                % {"length": f"{len(words):,}", "most": f"{APPEAL_LONGEST:,}"}
            )
        return words


class ReceiptForm(forms.Form):
    """Evidence of a visit."""

    attachment = forms.FileField(
        label=gettext_lazy("The file"),
        validators=[validate_attachment],
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        help_text=gettext_lazy("A PDF, or a picture (PNG or JPEG), of at most 10 MB."),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("This file is empty. Choose another."),
        },
    )


def initial_of(review: Review) -> dict[str, Any]:
    """What stands in the form at first."""
    version = {"version": version_of(review)}
    if review.pk is None:
        return version
    told = {name: getattr(review, name) for name in STORED}
    told["condition"] = review.condition and review.condition.slug
    told["treatment"] = review.treatment and review.treatment.slug
    if review.price_cents is not None:
        whole, rest = divmod(review.price_cents, 100)
        told["price_cents"] = f"{whole}.{rest:02d}" if rest else str(whole)
    if review.visited_on:
        told |= {"visited_month": review.visited_on.month, "visited_year": review.visited_on.year}
    return told | version


def version_of(review: Review) -> str:
    """Changes with each sending; empty before the first."""
    return review.sent_at.isoformat() if review.pk else ""
