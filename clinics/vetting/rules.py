"""What must have been checked before we say "verified", and for how long each check is good.

Days are calendar days of the zone in which the patient is; spans are half-open: the second day
is no longer in them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

ESKETAMINE = "esketamine-spravato"


class Kind(StrEnum):
    """What a check looked at."""

    NPI = "npi"
    EXCLUSION = "exclusion"
    LICENSE = "license"
    BOARD = "board-certification"
    DEA = "dea"
    REMS = "rems"
    DIRECTOR = "medical-director"
    PRESCRIBERS = "prescribers"
    SAFETY = "safety-plan"
    CONTACT = "contact"
    PRICE = "price"
    PRIVACY = "privacy"
    VISIT = "visit"


class Outcome(StrEnum):
    """What came of a look. Only the first two count."""

    PASSED = "passed"
    FAILED = "failed"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"


class Whose(StrEnum):
    """On whom a requirement falls."""

    OWN = "own"
    A_PRESCRIBER = "a-prescriber"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Requirement:
    """One line of the policy. `treatment`: needed only where this treatment is offered."""

    kind: Kind
    whose: Whose = Whose.OWN
    treatment: str = ""


# THE POLICY. /guide/how-we-verify/ prints these two tables.
GOOD_FOR_DAYS: dict[Kind, int] = {
    Kind.NPI: 365,
    # OIG publishes a new list every month. Who reads each of them never sees it run short.
    Kind.EXCLUSION: 75,
    Kind.LICENSE: 365,
    Kind.BOARD: 365,
    Kind.DEA: 365,
    Kind.REMS: 180,
    Kind.DIRECTOR: 365,
    Kind.PRESCRIBERS: 365,
    Kind.SAFETY: 365,
    Kind.CONTACT: 180,
    Kind.PRICE: 180,
    Kind.PRIVACY: 365,
    Kind.VISIT: 730,
}
POLICY: dict[str, tuple[Requirement, ...]] = {
    "clinic": (
        Requirement(Kind.NPI),
        Requirement(Kind.CONTACT),
        Requirement(Kind.LICENSE, Whose.A_PRESCRIBER),
        Requirement(Kind.EXCLUSION, Whose.EVERYBODY),
        Requirement(Kind.REMS, treatment=ESKETAMINE),
    ),
    "telehealth": (
        Requirement(Kind.CONTACT),
        Requirement(Kind.PRIVACY),
        Requirement(Kind.LICENSE, Whose.A_PRESCRIBER),
        Requirement(Kind.EXCLUSION, Whose.EVERYBODY),
        Requirement(Kind.REMS, treatment=ESKETAMINE),
    ),
    "provider": (
        Requirement(Kind.NPI),
        Requirement(Kind.LICENSE),
        Requirement(Kind.EXCLUSION),
    ),
}
BY_STATE = frozenset({Kind.LICENSE, Kind.DEA})
OF_PEOPLE_ONLY = frozenset({Kind.LICENSE, Kind.BOARD, Kind.DEA})
OF_LISTINGS_ONLY = frozenset(
    {Kind.REMS, Kind.DIRECTOR, Kind.PRESCRIBERS, Kind.SAFETY, Kind.PRICE, Kind.PRIVACY, Kind.VISIT}
)

Span = tuple[date, date]
ALWAYS: Span = (date.min, date.max)


@dataclass(frozen=True)
class Look:
    """A check that counts: the newest that passed or failed of its kind, subject and state.

    `valid_until` is the last day on which what was seen holds; None where the source names none.
    """

    kind: str
    passed: bool
    looked_at: datetime
    valid_from: date | None = None
    valid_until: date | None = None
    license_type: str = ""


Looks = Mapping[tuple[str, str], Look]


@dataclass(frozen=True)
class Person:
    """Somebody affiliated with a listing, as the policy sees them."""

    looks: Looks
    prescribes: bool = False


@dataclass(frozen=True)
class Subject:
    """A listing or practitioner, as the policy sees it. `kind` is a key of the policy."""

    kind: str
    looks: Looks
    treatments: frozenset[str] = frozenset()
    people: tuple[Person, ...] = field(default=())


def span_of(look: Look | None, zone: tzinfo) -> list[Span]:
    """The days on which a check is good: none if it failed or never was."""
    if look is None or not look.passed:
        return []
    looked_on = look.looked_at.astimezone(zone).date()
    start = max(looked_on, look.valid_from or looked_on)
    end = looked_on + timedelta(days=GOOD_FOR_DAYS[Kind(look.kind)])
    if look.valid_until is not None:
        end = min(end, _day_after(look.valid_until))
    return [(start, end)] if start < end else []


def verified_days(subject: Subject, state: str, zone: tzinfo) -> list[Span]:
    """The days on which the subject counts as verified for a patient in this state, in order."""
    spans = [ALWAYS]
    for requirement in needed_of(subject):
        spans = both(spans, met_days(requirement, subject, state, zone))
    return spans


def needed_of(subject: Subject) -> list[Requirement]:
    """The lines of the policy that fall on this subject."""
    return [
        line for line in POLICY[subject.kind] if not line.treatment or line.treatment in subject.treatments
    ]


def met_days(requirement: Requirement, subject: Subject, state: str, zone: tzinfo) -> list[Span]:
    """The days on which one line of the policy is met."""
    key = (requirement.kind, state if requirement.kind in BY_STATE else "")
    own = span_of(subject.looks.get(key), zone)
    if requirement.whose == Whose.OWN:
        return own
    if requirement.whose == Whose.A_PRESCRIBER:
        found = (span_of(person.looks.get(key), zone) for person in subject.people if person.prescribes)
        return either(span for spans in found for span in spans)
    for person in subject.people:
        own = both(own, span_of(person.looks.get(key), zone))
    return own


def is_withheld(subject: Subject) -> bool:
    """Whether it stays out of results: it, or somebody who works there, is on the exclusion list."""
    key = (Kind.EXCLUSION, "")
    looks = [subject.looks.get(key), *(person.looks.get(key) for person in subject.people)]
    return any(look is not None and not look.passed for look in looks)


def current_or_next(spans: Iterable[Span], on: date) -> Span | None:
    """The span that holds the day, else the first that begins after it."""
    return next((span for span in spans if on < span[1]), None)


def stands(spans: Iterable[Span], on: date) -> bool:
    """Whether one of the spans holds the day."""
    return any(start <= on < end for start, end in spans)


def both(ones: list[Span], others: list[Span]) -> list[Span]:
    """The days that lie in spans of both."""
    found = ((max(a, c), min(b, d)) for a, b in ones for c, d in others)
    return either(span for span in found if span[0] < span[1])


def either(spans: Iterable[Span]) -> list[Span]:
    """The days that lie in any of the spans, those that touch made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _day_after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
