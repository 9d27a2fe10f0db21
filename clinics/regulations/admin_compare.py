"""A draft beside the version that it supersedes, and what the rule would make of it."""

from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.regulations.effects import Profile
from clinics.regulations.forms_effect import in_words
from clinics.regulations.models import RegulationNote
from clinics.regulations.rules import REFERENCE, Practice, is_new_law
from clinics.regulations.topics import topic_name
from clinics.regulations.verdict import DAY, Ground, Law
from clinics.regulations.watching import ADDED, GONE, SAME, Piece, word_differences

WORDS = ("summary", "for_patients", "citation", "source_url", "stored_page_url")
DATES = ("adopted_on", "effective_from", "effective_until", "last_verified_on", "review_due_on")
# What a patient may ask: the words, the practice, the conditions.
QUESTIONS: list[tuple[Any, Practice, tuple[str, ...]]] = [
    (gettext_lazy("By telehealth, any condition"), REFERENCE, ()),
    (gettext_lazy("By telehealth, depression"), REFERENCE, ("major-depressive-disorder",)),
    (gettext_lazy("By telehealth, chronic pain"), REFERENCE, ("chronic-pain",)),
    (gettext_lazy("By telehealth, from a nurse practitioner"), Practice(nurses_only=True), ()),
    (gettext_lazy("By telehealth, after an examination in person"), Practice(examines_first=True), ()),
    (gettext_lazy("In a clinic"), Practice(profile=Profile.CLINIC), ()),
]


@dataclass(frozen=True)
class Line:
    """One fact of two versions: the pieces of the old and of the new."""

    label: str
    old: list[Piece]
    new: list[Piece]

    @property
    def differs(self) -> bool:
        return any(mark != SAME for mark, _text in (*self.old, *self.new))


@dataclass(frozen=True)
class Trial:
    """One question, answered without the draft and with it."""

    label: str
    now: Law
    then: Law

    @property
    def differs(self) -> bool:
        return self.now.sentence != self.then.sentence


def facts_of(note: RegulationNote | None) -> dict[str, str]:
    """What a note says, in words, by the names of its facts."""
    if note is None:
        return {}
    named = {name: str(getattr(note, name)) for name in WORDS}
    days = {name: _day(getattr(note, name)) for name in DATES}
    told = {
        "topic": topic_name(note.topic),
        **named,
        **days,
        "basis": note.get_basis_display(),
        "confidence": note.get_confidence_display(),
    }
    facts = {_label(name): value for name, value in told.items()}
    effect = in_words(note.effect) or [(_("What it does"), _("Nothing that a rule reads"))]
    return facts | dict(effect)


def side_by_side(draft: RegulationNote) -> list[Line]:
    """Every fact that either version tells, with the words marked that differ."""
    old, new = facts_of(draft.supersedes), facts_of(draft)
    lines = []
    for label in [*new, *(label for label in old if label not in new)]:
        before, after = old.get(label, ""), new.get(label, "")
        if not before and not after:
            continue
        pieces = word_differences(before, after) if draft.supersedes_id else [(SAME, after)]
        lines.append(Line(label, [p for p in pieces if p[0] != ADDED], [p for p in pieces if p[0] != GONE]))
    return lines


def trials(draft: RegulationNote, usps: str, on: date) -> list[Trial]:
    """What a state would answer on a day, without this draft and with it in its place."""
    notes = list(RegulationNote.objects.ground_of(usps))
    now = Ground.of(usps, notes, on)
    then = Ground.of(usps, _with(draft, notes), on)
    asked = list(QUESTIONS)
    treatments = (draft.effect or {}).get("treatments")
    if isinstance(treatments, list) and treatments:
        practices = (
            (gettext_lazy("In a clinic, with this treatment"), Profile.CLINIC),
            (gettext_lazy("By telehealth, with this treatment"), Profile.TELEHEALTH),
        )
        asked += [
            (label, Practice(profile=profile, treatments=frozenset(treatments)), ())
            for label, profile in practices
        ]
    return [
        Trial(str(label), now.law(conditions, practice), then.law(conditions, practice))
        for label, practice, conditions in asked
    ]


def _with(draft: RegulationNote, notes: list[RegulationNote]) -> list[RegulationNote]:
    """The notes as they would be once the draft is public: the old one ended, or gone."""
    there = []
    for note in notes:
        if note.pk != draft.supersedes_id:
            there.append(note)
        elif is_new_law(note.effective_from, draft.effective_from):
            ended = copy(note)
            ended.effective_until = min(filter(None, (note.effective_until, draft.effective_from)))
            there.append(ended)
    return [*there, draft]


def _label(name: str) -> str:
    label = str(RegulationNote._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def _day(day: date | None) -> str:
    return date_format(day, DAY) if day else ""
