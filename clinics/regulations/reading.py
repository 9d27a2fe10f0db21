"""What a reader of one state's law sees on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinics.places.models import State
from clinics.regulations.answers import TELEHEALTH, Answered, answers
from clinics.regulations.changes import Change, Difference, changes_of, difference, held, lately, to_come
from clinics.regulations.comparison import Compared, compare
from clinics.regulations.models import RegulationNote
from clinics.regulations.topics import (
    COVERAGE,
    FEDERAL_FOR_PATIENTS,
    FEDERAL_IN_SHORT,
    LOOKUP,
    MONITORING,
    TOPICS,
    topic_name,
)
from clinics.regulations.verdict import DAY, Ground, Law

# These stand in sections of their own.
APART = (LOOKUP, MONITORING, COVERAGE)


@dataclass(frozen=True)
class Shown:
    """A note as it is shown on a day, and the versions of it that came before."""

    note: RegulationNote
    today: date
    on: date
    earlier: list[RegulationNote] = field(default_factory=list)

    @property
    def force(self) -> str:
        """When it was adopted, since when it holds and until when."""
        note = self.note
        said = [_("Adopted %(day)s.") % {"day": _day(note.adopted_on)}] if note.adopted_on else []
        if note.effective_from is None:
            said.append(_("In force; we do not know since when."))
        elif note.effective_from > self.today:
            said.append(_("In force from %(day)s on, not yet today.") % {"day": _day(note.effective_from)})
        else:
            said.append(_("In force since %(day)s.") % {"day": _day(note.effective_from)})
        if note.last_day:
            over = note.last_day < self.today
            words = _("The last day was %(day)s.") if over else _("The last day is %(day)s.")
            said.append(words % {"day": _day(note.last_day)})
        return " ".join(said)

    @property
    def review(self) -> str:
        """That we are late to look at it again; or, where a later day is looked at, that we mean to."""
        due = self.note.review_due_on
        if due is None or (due > self.on and due > self.today):
            return ""
        if self.note.review_is_due(self.today):
            words = _("We meant to look at this again by %(day)s. It may have changed since.")
        else:
            words = _("We mean to look at this again by %(day)s.")
        return words % {"day": _day(due)}


@dataclass(frozen=True)
class Group:
    """The notes on one topic; `earlier` are wordings and rules of the past that no shown note follows."""

    topic: str
    name: str
    notes: list[Shown]
    earlier: list[RegulationNote]

    @property
    def doubtful(self) -> bool:
        return any(not shown.note.confirmed for shown in self.notes)


class Reading:
    """One state's notes and the federal ones, as they stand on `on`, looked at from `today`.

    `notes` are those of `told_in`; `telling` those by which states are compared on that day.
    """

    def __init__(
        self,
        place: State,
        notes: Iterable[RegulationNote],
        on: date,
        today: date,
        telling: Iterable[RegulationNote] = (),
    ) -> None:
        self.place, self.on, self.today, self.telling = place, on, today, telling
        self._all = list(notes)
        self.notes = for_patients(self._all)
        self.own = [note for note in self.notes if note.state_id]
        self.federal = [note for note in self.notes if note.state_id is None]

    @cached_property
    def answers(self) -> list[Answered]:
        return self._answers(self.on)

    @cached_property
    def law(self) -> Law:
        """What the page says to machines: the answer on telehealth."""
        return next(one.law for one in self.answers if one.way.slug == TELEHEALTH)

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @cached_property
    def difference(self) -> Difference | None:
        """How this day differs from today; None for today itself."""
        if self.is_today:
            return None
        then, now = (
            (self._answers(day), [n for n in self.notes if held(n, day)]) for day in (self.on, self.today)
        )
        return difference(then, now)

    @cached_property
    def compared(self) -> list[Compared]:
        return compare([note for note in self.own if held(note, self.on)], self.telling)

    @property
    def knows_own_law(self) -> bool:
        return any(held(note, self.on) for note in self.own)

    @cached_property
    def groups(self) -> list[Group]:
        return self._by_topic(note for note in self.own if note.topic not in APART)

    @cached_property
    def federal_groups(self) -> list[Group]:
        return self._by_topic(note for note in self.federal if note.topic in FEDERAL_IN_SHORT)

    @cached_property
    def lookups(self) -> list[Shown]:
        return self._shown(note for note in self.own if note.topic == LOOKUP)

    @cached_property
    def federal_lookups(self) -> list[Shown]:
        return self._shown(note for note in self.federal if note.topic == LOOKUP)

    @cached_property
    def monitoring(self) -> list[Group]:
        return self._by_topic(note for note in self.own if note.topic == MONITORING)

    @cached_property
    def coverage(self) -> list[Group]:
        """The state's own notes on paying, then the federal ones."""
        own, federal = (
            self._by_topic(note for note in notes if note.topic == COVERAGE)
            for notes in (self.own, self.federal)
        )
        return [*own, *federal]

    @cached_property
    def _changes(self) -> list[Change]:
        return changes_of(self.notes, self.place.timezone)

    @property
    def lately(self) -> list[Change]:
        return lately(self._changes, self.today)

    @property
    def to_come(self) -> list[Change]:
        return to_come(self._changes, self.today)

    def _answers(self, on: date) -> list[Answered]:
        approved = [note for note in self._all if note.status == RegulationNote.Status.APPROVED]
        return answers(Ground.of(self.place.usps, approved, on))

    def _shown(self, notes: Iterable[RegulationNote]) -> list[Shown]:
        """Those that hold on the day, the confirmed ones first."""
        notes = list(notes)
        now = sorted((note for note in notes if held(note, self.on)), key=lambda note: not note.confirmed)
        return [Shown(note, self.today, self.on, _before(note, notes)) for note in now]

    def _by_topic(self, notes: Iterable[RegulationNote]) -> list[Group]:
        """In reading order; topics that an editor made up come last."""
        found: dict[str, list[RegulationNote]] = {}
        for note in notes:
            found.setdefault(note.topic, []).append(note)
        order = [*TOPICS, *sorted(found.keys() - TOPICS.keys())]
        groups = [self._group(topic, found[topic]) for topic in order if topic in found]
        return [group for group in groups if group.notes or group.earlier]

    def _group(self, topic: str, notes: list[RegulationNote]) -> Group:
        shown = self._shown(notes)
        keys = {one.note.key for one in shown}
        past = [note for note in notes if note.key not in keys and _is_past(note, self.on)]
        return Group(topic, topic_name(topic), shown, past)


def for_patients(notes: Iterable[RegulationNote]) -> list[RegulationNote]:
    """A state's own notes, and the federal ones that a patient needs."""
    return [note for note in notes if note.state_id or note.topic in FEDERAL_FOR_PATIENTS]


def _before(note: RegulationNote, notes: Iterable[RegulationNote]) -> list[RegulationNote]:
    earlier = [other for other in notes if other.key == note.key and other.version < note.version]
    return sorted(earlier, key=lambda other: -other.version)


def _is_past(note: RegulationNote, on: date) -> bool:
    ended = note.effective_until is not None and note.effective_until <= on
    return ended or note.status == RegulationNote.Status.REPLACED


def _day(day: date | None) -> str:
    return date_format(day, DAY) if day else ""
