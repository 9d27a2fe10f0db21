"""What the law says to a patient: the verdict in a sentence, with the note that it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinicfinder import languages
from clinics.places.state_names import state_name
from clinics.regulations.effects import Effect, Profile
from clinics.regulations.models import Basis, RegulationNote
from clinics.regulations.rules import (
    LAWFUL,
    REFERENCE,
    Answer,
    Practice,
    Reason,
    Verdict,
    in_force,
    legality,
)
from clinics.translations import catalog

DAY = "j M Y"
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
    Reason.EXAMINED_HERE: _(
        "a doctor licensed there may prescribe ketamine by video after examining you in person once."
    ),
    Reason.FORBIDDEN: _("this may not be prescribed by video for use at home."),
    Reason.STEPS: _(
        "a doctor or nurse licensed there may prescribe ketamine by video without seeing you in "
        "person first, on these terms: %(steps)s."
    ),
}
ON_SITE = {
    Reason.PERMITTED: _(
        "a clinic may give you this treatment on site. We know of no rule there that forbids it."
    ),
    Reason.STEPS: _("a clinic may give you this treatment on site. It needs: %(steps)s."),
    Reason.SOME_CONDITIONS: _(
        "a clinic may give you this treatment on site for some conditions, but not for all."
    ),
    Reason.FORBIDDEN: _("a clinic may not give you this treatment."),
    Reason.NOT_SETTLED: _("our notes do not settle whether a clinic may give you this treatment. Ask it."),
    Reason.NO_NOTES: _("we have no notes on the law for this treatment in a clinic there. Ask the clinic."),
}
NO_NOTES_ON_NURSES = _(
    "our notes do not say whether a nurse practitioner may prescribe ketamine by video without seeing "
    "you in person first. Ask the prescriber or the nursing board."
)
BEHIND_A_NURSE = _("a doctor who works with the nurse practitioner")
ENDS = _("The federal rule that allows this ends %(end)s.")
ANSWERS = {
    Answer.ALLOWED: _("Allowed"),
    Answer.CONDITIONAL: _("Allowed in some cases"),
    Answer.NOT_ALLOWED: _("Not allowed"),
    Answer.UNKNOWN: _("Not settled"),
}
ON_TERMS = _("Allowed, on terms")


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
    reason: Reason
    # The first day on which the federal rule that it rests on no longer holds, if known.
    changes_on: date | None = None

    @property
    def label(self) -> str:
        """The answer in a few words."""
        return str(ON_TERMS if self.reason == Reason.STEPS else ANSWERS[self.answer])

    @property
    def sentence(self) -> str:
        """The statement with the state before it."""
        state = state_name(self.usps)
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


@dataclass(frozen=True, eq=False)
class Ground:
    """The notes that rules read for one state on one day: its own, and the federal ones.

    One object stands for one state of the notes, so that what is made from it can be kept with it.
    """

    usps: str
    on: date
    notes: dict[str, RegulationNote]

    @classmethod
    def of(cls, usps: str, notes: Iterable[RegulationNote], on: date) -> "Ground":
        """From notes at hand; those of other states, of other days or without effect are set aside."""
        return cls(usps, on, {note.key: note for note in notes if speaks(note, usps, on)})

    @cached_property
    def effects(self) -> list[Effect]:
        return [effect_of(note) for note in self.notes.values()]

    @cached_property
    def federal_end(self) -> date | None:
        """The first day without the federal rule; None where its end is not known."""
        pairs = zip(self.notes.values(), self.effects, strict=True)
        last = max((note.effective_until or date.max for note, e in pairs if e.grants), default=date.max)
        return None if last == date.max else last

    def law(self, conditions: Iterable[str] = (), practice: Practice = REFERENCE) -> Law:
        """What the law says of this practice to a patient with these conditions (slugs; none: any)."""
        language = languages.current()
        return _law(self, frozenset(conditions), practice, language, catalog.stamp(language))

    def steps(self, verdict: Verdict) -> list[str]:
        """What is asked for besides, in the words of the notes."""
        effects = [self.notes[key].effect or {} for key in verdict.steps]
        return [catalog.said(str(effect.get("what") or "")) or str(BEHIND_A_NURSE) for effect in effects]


@lru_cache(maxsize=1024)
def _law(
    ground: Ground,
    conditions: frozenset[str],
    practice: Practice,
    _language: str,
    _stamp: catalog.Stamp | None,
) -> Law:
    """`Ground.law`, kept for each language: many cards and many searches ask the same."""
    verdict = legality(ground.effects, practice, sorted(conditions))
    rests_on_federal = verdict.reason not in (Reason.EXAMINED_HERE, Reason.FORBIDDEN)
    by_video = practice.profile == Profile.TELEHEALTH and rests_on_federal
    ends = ground.federal_end if by_video and verdict.answer in LAWFUL else None
    return Law(
        usps=ground.usps,
        on=ground.on,
        answer=verdict.answer,
        statement=statement(verdict, practice, ground.steps(verdict), ends),
        note=next((ground.notes[key] for key in verdict.notes), None),
        reason=verdict.reason,
        changes_on=ends,
    )


def ground_for(usps: str, on: date) -> Ground:
    """The ground of a state on the day `on`, in one query."""
    usps = usps.upper()
    return _ground(usps, on, RegulationNote.objects.ground_rows(usps))


@lru_cache(maxsize=256)
def _ground(usps: str, on: date, rows: tuple[tuple, ...]) -> Ground:
    """Kept by what the notes say, so that a change counts at once."""
    return Ground.of(usps, RegulationNote.objects.from_rows(rows), on)


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
    own = note.state_id is not None
    return Effect.read(note.key, note.effect, confidence=note.confidence, recalled=recalled, own=own)


def statement(verdict: Verdict, practice: Practice, steps: list[str], ends: date | None) -> str:
    """The reason in plain words; where it rests on a federal rule that ends, also its last day."""
    words = ON_SITE if practice.profile == Profile.CLINIC else STATEMENTS
    said = str(words[verdict.reason])
    if practice.nurses_only and verdict.reason in (Reason.NO_NOTES, Reason.NOT_SETTLED):
        said = str(NO_NOTES_ON_NURSES)
    if verdict.reason == Reason.STEPS:
        said = said % {"steps": "; ".join(steps)}
    if ends is None:
        return said
    return f"{said} " + ENDS % {"end": date_format(ends - timedelta(days=1), DAY)}
