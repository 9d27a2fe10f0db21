"""What the law says to a patient: the verdict in a sentence, with the note that it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinics.places.states import STATE_NAMES
from clinics.regulations.models import Basis, RegulationNote
from clinics.regulations.rules import Answer, Effect, Reason, in_force, telehealth_verdict

DAY = "j M Y"
LAWFUL = (Answer.ALLOWED, Answer.CONDITIONAL)
STATEMENTS = {
    Reason.FEDERAL_RULE: _(
        "a doctor licensed there may prescribe ketamine by video without seeing you in person first."
    ),
    Reason.SOME_CONDITIONS: _(
        "a doctor licensed there may prescribe ketamine by video without seeing you "
        "in person first for some conditions, but not for all."
    ),
    Reason.EXAMINED_BY_ANOTHER: _(
        "a doctor licensed there may prescribe ketamine by video only if a clinician "
        "has examined you in person or referred you."
    ),
    Reason.EXAMINED_LATER: _(
        "a doctor licensed there may prescribe ketamine by video, but a clinician must "
        "also examine you in person within a set time."
    ),
    Reason.SOURCES_DIFFER: _(
        "sources differ on whether a doctor may prescribe ketamine by video without seeing "
        "you in person first. Ask the prescriber, before you pay, which rule they follow."
    ),
    Reason.EXAMINED_FIRST: _("a doctor must examine you in person before prescribing ketamine by video."),
    Reason.CONDITION_EXCLUDED: _(
        "for what you seek help for, a doctor may not prescribe ketamine by video "
        "without seeing you in person first."
    ),
    Reason.NO_FEDERAL_RULE: _(
        "we know of no federal rule in force that lets a doctor prescribe ketamine by video "
        "without seeing you in person first. Ask the prescriber, before you pay, which rule they follow."
    ),
    Reason.NOT_SETTLED: _(
        "our notes do not settle whether a doctor may prescribe ketamine by video without "
        "seeing you in person first. Ask the prescriber or the medical board."
    ),
    Reason.NO_NOTES: _(
        "we have no notes on prescribing by video there. Ask the prescriber or the medical board."
    ),
}
ENDS = _("The federal rule that allows this ends %(end)s.")
ANSWERS = {
    Answer.ALLOWED: _("Allowed"),
    Answer.CONDITIONAL: _("Allowed in some cases"),
    Answer.NOT_ALLOWED: _("Not allowed"),
    Answer.UNKNOWN: _("Not settled"),
}


@dataclass(frozen=True)
class Law:
    """What one state's law says on a day, in a statement that can follow the state's name and a colon.

    `note` is the one that matters most, if any.
    """

    usps: str
    on: date
    answer: Answer
    statement: str
    note: RegulationNote | None
    # The first day on which the federal rule that it rests on no longer holds, if known.
    changes_on: date | None = None

    @property
    def label(self) -> str:
        """The answer in a few words."""
        return str(ANSWERS[self.answer])

    @property
    def sentence(self) -> str:
        """The statement with the state before it."""
        state = STATE_NAMES.get(self.usps, self.usps)
        return gettext("%(state)s: %(statement)s") % {"state": state, "statement": self.statement}

    @property
    def url(self) -> str:
        """The state's page, which shows every note."""
        return reverse("state", args=[self.usps.lower()])

    @property
    def source(self) -> str:
        """What the answer rests on and how sure we are: "Ala. Code 34-24-704, read 24 Nov 2026"."""
        if self.note is None:
            return ""
        if self.note.basis != Basis.STORED:
            return f"{self.note.citation}. {self.note.certainty}"
        read = gettext("%(citation)s, read %(day)s.") % {
            "citation": self.note.citation,
            "day": date_format(self.note.last_verified_on, DAY),
        }
        return f"{read} {self.note.certainty}"


def law_for(usps: str, on: date, conditions: Iterable[str] = ()) -> Law:
    """The law on the day `on` for a patient in the state, for these condition slugs. One query."""
    usps = usps.upper()
    return law_of(usps, RegulationNote.objects.telehealth_ground_of(usps), on, conditions)


def law_of(usps: str, notes: Iterable[RegulationNote], on: date, conditions: Iterable[str] = ()) -> Law:
    """The law from notes at hand; those of other states, of other days or without effect are set aside."""
    ground = {note.key: note for note in notes if speaks(note, usps, on)}
    verdict = telehealth_verdict([effect_of(note) for note in ground.values()], conditions)
    ends = federal_end(ground.values()) if verdict.answer in LAWFUL else None
    return Law(
        usps=usps,
        on=on,
        answer=verdict.answer,
        statement=statement(verdict.reason, ends),
        note=next((ground[key] for key in verdict.notes), None),
        changes_on=ends,
    )


def speaks(note: RegulationNote, usps: str, on: date) -> bool:
    """Whether a rule should read this note for the state and the day."""
    return (
        note.effect is not None
        and note.state_id in (None, usps)
        and in_force(note.effective_from, note.effective_until, on)
    )


def effect_of(note: RegulationNote) -> Effect:
    """The note as the rule reads it."""
    recalled = note.basis != Basis.STORED
    return Effect.read(note.key, note.effect, confidence=note.confidence, recalled=recalled)


def federal_end(notes: Iterable[RegulationNote]) -> date | None:
    """The first day without the federal rule; None where its end is not known."""
    ends = [note.effective_until or date.max for note in notes if effect_of(note).grants]
    last = max(ends, default=date.max)
    return None if last == date.max else last


def statement(reason: Reason, ends: date | None) -> str:
    """The reason in plain words; where it rests on a federal rule that ends, also its last day."""
    said = str(STATEMENTS[reason])
    if ends is None:
        return said
    return f"{said} " + ENDS % {"end": date_format(ends - timedelta(days=1), DAY)}
