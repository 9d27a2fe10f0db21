"""How states compare: what notes with a `tells` effect say, in words, and one row for each state."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clinics.places.models import State
from clinics.regulations.effects import TELLS, unreadable
from clinics.regulations.models import RegulationNote
from clinics.regulations.rules import in_force
from clinics.regulations.topics import CLINIC_RULES, MONITORING, topic_name
from clinics.regulations.verdict import Ground, Law

NURSES, COMPACT, MEDICAID = "np-practice", "imlc", "medicaid-spravato"
SUBJECTS = {
    NURSES: _("Nurse practitioners"),
    COMPACT: _("Medical licensure compact"),
    "state-registration": _("State registration for controlled drugs"),
    "crna-opt-out": _("Nurse anesthetists"),
    MEDICAID: _("Medicaid and Spravato"),
}
# Why a patient may want to know.
MEANING = {
    NURSES: _("Whether a nurse practitioner may treat you without a doctor behind them."),
    COMPACT: _("A doctor from another member state can get a license there faster. They still need one."),
    "state-registration": _("Some states ask prescribers to register with the state besides the DEA."),
    "crna-opt-out": _(
        "A Medicare rule for hospitals and surgery centers asks that a doctor supervise nurse anesthetists, "
        "unless the state opts out. It does not decide what a private clinic may do."
    ),
    MEDICAID: _("Plans in the same state can differ: ask yours before you book."),
}
WORDS = {
    NURSES: {
        "full": _("May practice without a doctor"),
        "independent-with-experience": _("May practice without a doctor once they have experience"),
        "reduced": _("Need an agreement with a doctor"),
        "restricted": _("Work under a doctor"),
    },
    COMPACT: {"member": _("Member"), "no-member": _("Not a member")},
    "state-registration": {"asked": _("Asked for"), "not-known": _("We know of none")},
    "crna-opt-out": {
        "opted-out": _("Opted out of the Medicare rule"),
        "no-opt-out": _("Has not opted out of the Medicare rule"),
    },
    MEDICAID: {
        "with-prior-approval": _("Covered with prior approval"),
        "covered": _("Covered"),
        "not-covered": _("Not covered"),
    },
}
# The choices of a filter for states of which we know something, and of which we do not.
KNOWN, UNKNOWN = "known", "unknown"
NAMED = re.compile(r"The prescription monitoring program is (?P<name>.+?)\. Prescribers")


@dataclass(frozen=True)
class Told:
    """What a note says about a subject that all states can be compared by."""

    about: str
    value: str
    note: RegulationNote

    @property
    def words(self) -> str:
        return str(WORDS.get(self.about, {}).get(self.value, self.value))


@dataclass(frozen=True)
class Compared:
    """One subject on a state's page: what holds there, if known, and in how many others."""

    name: str
    meaning: str
    told: Told | None
    shared_by: int

    @property
    def shared(self) -> str:
        """In how many states our notes say the same."""
        return ngettext(
            "By our notes, the same in %(count)d state or territory in all.",
            "By our notes, the same in %(count)d states and territories in all.",
            self.shared_by,
        ) % {"count": self.shared_by}


@dataclass(frozen=True)
class ClinicRule:
    """A note on what a clinic must have or be, and what it is about."""

    note: RegulationNote
    name: str


@dataclass(frozen=True)
class Row:
    """One state among all."""

    state: State
    law: Law
    told: Mapping[str, Told]
    clinic_rules: list[ClinicRule]
    monitoring: RegulationNote | None

    @property
    def nurses(self) -> Told | None:
        return self.told.get(NURSES)

    @property
    def compact(self) -> Told | None:
        return self.told.get(COMPACT)

    @property
    def program(self) -> str:
        """The monitoring program by its name, where its note is worded so that it can be read out."""
        named = NAMED.match(self.monitoring.summary) if self.monitoring else None
        return named["name"] if named else gettext("Monitoring program")

    @property
    def medicaid(self) -> Told | None:
        return self.told.get(MEDICAID)


def told(notes: Iterable[RegulationNote]) -> dict[str, Told]:
    """By subject, what these notes say: the confirmed before the others, then in the order given.

    What no rule can read says nothing.
    """
    found: dict[str, Told] = {}
    for note in sorted(notes, key=lambda note: not note.confirmed):
        effect = note.effect
        if effect is not None and unreadable(effect) is None and effect["rule"] == TELLS:
            about = effect["about"]
            found.setdefault(about, Told(about, effect["value"], note))
    return found


def told_by_state(notes: Iterable[RegulationNote]) -> Counter[tuple[str, str]]:
    """In how many states each value holds."""
    theirs = by_state(notes)
    return Counter((one.about, one.value) for state in theirs for one in told(theirs[state]).values())


def compare(own: Iterable[RegulationNote], everywhere: Iterable[RegulationNote]) -> list[Compared]:
    """How one state compares; `everywhere` are the telling notes of all states on the day."""
    said, counts = told(own), told_by_state(everywhere)
    rows = []
    for about, name in SUBJECTS.items():
        one = said.get(about)
        shared = counts[about, one.value] if one else 0
        rows.append(Compared(str(name), str(MEANING[about]), one, shared))
    return rows


def by_state(notes: Iterable[RegulationNote]) -> dict[str | None, list[RegulationNote]]:
    """Notes in the order given, under their state's code; federal ones under None."""
    found: dict[str | None, list[RegulationNote]] = {}
    for note in notes:
        found.setdefault(note.state_id, []).append(note)
    return found


def rows(
    states: Iterable[State], notes: Iterable[RegulationNote], day_in: Callable[[State], date]
) -> list[Row]:
    """One row for each state, on the day that `day_in` gives for it."""
    theirs = by_state(notes)
    federal = theirs.get(None, [])
    return [_row(state, theirs.get(state.usps, []), federal, day_in(state)) for state in states]


def _row(state: State, own: list[RegulationNote], federal: list[RegulationNote], on: date) -> Row:
    own = [note for note in own if in_force(note.effective_from, note.effective_until, on)]
    monitoring = [note for note in own if note.topic == MONITORING]
    return Row(
        state=state,
        law=Ground.of(state.usps, [*own, *federal], on).law(),
        told=told(own),
        clinic_rules=[ClinicRule(note, topic_name(note.topic)) for note in own if note.topic in CLINIC_RULES],
        monitoring=monitoring[0] if monitoring else None,
    )


# What each filter of the form reads in a row.
READS: dict[str, Callable[[Row], str]] = {
    "telehealth": lambda row: row.law.answer.value,
    "nurses": lambda row: row.nurses.value if row.nurses else UNKNOWN,
    "clinic_rules": lambda row: KNOWN if row.clinic_rules else UNKNOWN,
    "monitoring": lambda row: KNOWN if row.monitoring else UNKNOWN,
    "compact": lambda row: row.compact.value if row.compact else UNKNOWN,
    "medicaid": lambda row: row.medicaid.value if row.medicaid else UNKNOWN,
}


def chosen(compared: Iterable[Row], wanted: Mapping[str, str | None]) -> list[Row]:
    """The rows that have every value asked for; nothing asked for means any."""
    asked = {name: value for name, value in wanted.items() if name in READS and value}
    return [row for row in compared if all(READS[name](row) == value for name, value in asked.items())]


def counted(compared: Iterable[Row], name: str) -> Counter[str]:
    """How many rows have each value of a filter."""
    return Counter(READS[name](row) for row in compared)
