"""Mails that tell whoever takes care of a listing what curators decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clinicfinder import languages, mail
from clinics.desk import facts, facts_rows
from clinics.desk.facts_lines import changes
from clinics.desk.models import Claim, Proposal
from clinics.medicine.queries import Vocabulary, vocabulary


@dataclass(frozen=True)
class Letter:
    """One mail, written and not sent yet."""

    email: str
    template: str
    subject: str
    language: str
    context: dict[str, Any]


@dataclass(frozen=True)
class Decided:
    """What came of one fact, in words."""

    label: str
    words: list[str]


def post(letter: Letter) -> bool:
    """False if it could not be sent."""
    with languages.reading(letter.language):
        return mail.send(letter.template, letter.subject, letter.email, letter.context)


def about_claim(claim: Claim) -> Letter:
    """Granted, refused or revoked."""
    language = claim.user.language
    with languages.reading(language):
        subject = _("Your claim of %(name)s") % {"name": claim.listing.name}
    return Letter(_address(claim), "claim_decided", subject, language, {"claim": claim})


def about_proposals(done: Iterable[Proposal]) -> list[Letter]:
    """One letter to each who proposed any of these and still takes care of the listing."""
    by_claim: dict[Claim, list[Proposal]] = {}
    for proposal in done:
        if proposal.claim and proposal.claim.state == Claim.State.GRANTED:
            by_claim.setdefault(proposal.claim, []).append(proposal)
    return [_about(claim, some) for claim, some in by_claim.items()]


def _about(claim: Claim, done: list[Proposal]) -> Letter:
    with languages.reading(claim.user.language):
        return _in_their_language(claim, done, vocabulary())


def _in_their_language(claim: Claim, done: list[Proposal], words: Vocabulary) -> Letter:
    subject = _("What you told us about %(name)s") % {"name": claim.listing.name}
    told = {
        state: [_in_words(one, words) for one in done if one.state == state]
        for state in (Proposal.State.ACCEPTED, Proposal.State.REFUSED)
    }
    context = {
        "claim": claim,
        "accepted": told[Proposal.State.ACCEPTED],
        "refused": told[Proposal.State.REFUSED],
    }
    return Letter(_address(claim), "proposals_decided", subject, claim.user.language, context)


def _in_words(proposal: Proposal, words: Vocabulary) -> Decided:
    name, model = proposal.field, facts.model_of(proposal.listing)
    label = facts.label(model, name)
    if not facts.is_rows(name):
        return Decided(label, [facts.shown(model, name, proposal.new) or _("not told any more")])
    pairs = [facts_rows.told(name, change, words) for change in changes(proposal.old, proposal.new)]
    return Decided(label, [_difference(before, after) for before, after in pairs])


def _difference(before: str, after: str) -> str:
    before, after = ("; ".join(text.split("\n")) for text in (before, after))
    if not before:
        return _("added: %(what)s") % {"what": after}
    if not after:
        return _("taken away: %(what)s") % {"what": before}
    return _("%(what)s (before: %(before)s)") % {"what": after, "before": before}


def _address(claim: Claim) -> str:
    """The one that the account has proved to be theirs; the one in the claim may be anybody's."""
    return claim.user.email or claim.email
