"""What changed in the law and in our notes of it, what will change, and what differs between two days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from clinics.regulations.answers import Answered
from clinics.regulations.models import RegulationNote
from clinics.regulations.rules import in_force, is_new_law

LATELY = timedelta(days=90)
REPLACED = RegulationNote.Status.REPLACED
ONE_DAY = timedelta(days=1)


class Event(StrEnum):
    BEGINS = "begins"
    ENDS = "ends"
    ADDED = "added"
    REWORDED = "reworded"


PAST = {
    Event.BEGINS: _("In force since then"),
    Event.ENDS: _("No longer in force since then"),
    Event.ADDED: _("Added to our notes"),
    Event.REWORDED: _("Reworded in our notes; the law is the same"),
}
TO_COME = {Event.BEGINS: _("In force from then on"), Event.ENDS: _("No longer in force from then on")}


@dataclass(frozen=True)
class Change:
    """One thing that happened, or will, to one note on a day."""

    day: date
    event: Event
    note: RegulationNote
    # Midnight where the law holds, or the instant at which an editor let the words be public.
    instant: datetime

    @property
    def of_law(self) -> bool:
        """The law changed, not only our words about it."""
        return self.event in TO_COME

    @property
    def past(self) -> str:
        return str(PAST[self.event])

    @property
    def to_come(self) -> str:
        return str(TO_COME[self.event])

    @property
    def day_before(self) -> date:
        return self.day - ONE_DAY


def held(note: RegulationNote, on: date) -> bool:
    """Whether this note is the law's word on the day `on`."""
    approved = note.status == RegulationNote.Status.APPROVED
    return approved and in_force(note.effective_from, note.effective_until, on)


def changes_of(notes: Iterable[RegulationNote], zone: str) -> list[Change]:
    """All changes of these notes, in no order. `zone` is where their days begin."""
    notes = list(notes)
    known = {note.pk: note for note in notes}
    opening = _opening(notes)
    taken_over = {(n.supersedes_id, n.effective_from) for n in notes if n.status == "approved"}
    found = []
    for note in notes:
        found += _of_law(note, zone, (note.pk, note.effective_until) in taken_over)
        if note.approved_at and not _opens(note, opening):
            event = _words_event(note, known.get(note.supersedes_id or 0))
            day = note.approved_at.astimezone(ZoneInfo(zone)).date()
            found.append(Change(day, event, note, note.approved_at))
    return found


def lately(changes: Iterable[Change], today: date) -> list[Change]:
    """What fell in the last 90 days, the newest first; a wording that was replaced is no news any more."""
    recent = [c for c in changes if today - LATELY < c.day <= today and c.note.status != REPLACED]
    return sorted(recent, key=lambda change: (-change.day.toordinal(), change.note.key))


def to_come(changes: Iterable[Change], today: date) -> list[Change]:
    """What we know will change, the soonest first."""
    ahead = [change for change in changes if change.of_law and change.day > today]
    return sorted(ahead, key=lambda change: (change.day, change.note.key))


def midnight(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))


def _of_law(note: RegulationNote, zone: str, taken_over: bool) -> list[Change]:
    """Its start and its end. An end on which its next version starts is told by that start."""
    if note.status != RegulationNote.Status.APPROVED:
        return []
    days = [(Event.BEGINS, note.effective_from)]
    if not taken_over:
        days.append((Event.ENDS, note.effective_until))
    return [Change(day, event, note, midnight(day, zone)) for event, day in days if day]


def _words_event(note: RegulationNote, old: RegulationNote | None) -> Event:
    if old is None or is_new_law(old.effective_from, note.effective_from):
        return Event.ADDED
    return Event.REWORDED


def _opening(notes: list[RegulationNote]) -> datetime | None:
    """When the reference facts were first loaded here: what came with them is where we began, no news."""
    return min((n.approved_at for n in notes if n.from_release and n.approved_at), default=None)


def _opens(note: RegulationNote, opening: datetime | None) -> bool:
    first = note.from_release and note.version == 1
    return bool(first and opening and note.approved_at and note.approved_at - opening < ONE_DAY)


@dataclass(frozen=True)
class Difference:
    """How the law of another day differs from today's."""

    answers: list[tuple[Answered, Answered]]
    only_then: list[RegulationNote]
    only_now: list[RegulationNote]

    def __bool__(self) -> bool:
        return bool(self.answers or self.only_then or self.only_now)


def difference(
    then: tuple[list[Answered], list[RegulationNote]], now: tuple[list[Answered], list[RegulationNote]]
) -> Difference:
    """Answers that differ, each then and now, and notes that hold on one of the days only."""
    (answers_then, notes_then), (answers_now, notes_now) = then, now
    pairs = zip(answers_then, answers_now, strict=True)
    return Difference(
        answers=[(one, other) for one, other in pairs if one.differs_by != other.differs_by],
        only_then=[note for note in notes_then if note not in notes_now],
        only_now=[note for note in notes_now if note not in notes_then],
    )
