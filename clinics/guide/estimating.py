"""What a year of treatment may cost, and who pays it: plain arithmetic in US cents."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import quantiles

MONTHS = 12
# Fewer published prices than this tell more about a clinic than about a region.
FEWEST_PRICES = 5


@dataclass(frozen=True)
class Range:
    """A low, a middle and a high sum."""

    low: int
    middle: int
    high: int

    def __add__(self, other: "Range") -> "Range":
        return Range(self.low + other.low, self.middle + other.middle, self.high + other.high)

    def __mul__(self, times: int) -> "Range":
        return Range(self.low * times, self.middle * times, self.high * times)

    @property
    def each(self) -> tuple[int, int, int]:
        return self.low, self.middle, self.high


NOTHING = Range(0, 0, 0)


def exactly(cents: int) -> Range:
    """A sum that is known."""
    return Range(cents, cents, cents)


def between(low: int, high: int) -> Range:
    """Two ends, and the middle between them in whole dollars."""
    middle = (low + high) // 2
    return Range(low, min(high, max(low, (middle + 50) // 100 * 100)), high)


def quartiles(prices: Iterable[int]) -> Range | None:
    """The middle half of the prices and their median, in whole dollars; nothing where there are too few."""
    told = list(prices)
    if len(told) < FEWEST_PRICES:
        return None
    first, median, third = (round(price / 100) * 100 for price in quantiles(told, n=4, method="inclusive"))
    return Range(first, median, third)


@dataclass(frozen=True)
class Plan:
    """What an insurance leaves to the patient; copay or share, not both. None: no limit is known."""

    deductible: int
    percent: int | None = None
    copay: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Savings:
    """The maker's help with the medicine: the patient pays `rest` of it, up to a limit for the year."""

    drug: int
    limit: int
    rest: int


@dataclass(frozen=True)
class Course:
    """A year of treatment. `upkeep_tenths` are tenths of a session each month after the first series."""

    consult: Range
    session: Range
    first_sessions: int
    upkeep_tenths: int
    ride: int = 0

    @property
    def upkeep_sessions(self) -> int:
        """Of twelve months, half a session rounded up."""
        return (self.upkeep_tenths * MONTHS + 5) // 10

    @property
    def sessions(self) -> int:
        return self.first_sessions + self.upkeep_sessions

    @property
    def first_series(self) -> Range:
        return self.session * self.first_sessions

    @property
    def upkeep(self) -> Range:
        return self.session * self.upkeep_sessions

    @property
    def rides(self) -> Range:
        return exactly(self.ride * self.sessions)

    @property
    def total(self) -> Range:
        return self.consult + self.first_series + self.upkeep + self.rides


@dataclass(frozen=True)
class Shares:
    """Who pays a year of treatment. Rides are always the patient's."""

    insurer: Range
    program: Range
    you: Range


@dataclass(frozen=True)
class Paid:
    """Who pays, for one price."""

    insurer: int
    program: int
    you: int


def shares(course: Course, plan: Plan | None = None, savings: Savings | None = None) -> Shares:
    """What the insurer, the maker's program and the patient pay, for the low, middle and high price.

    All of it falls into one plan year.
    """
    paid: list[Paid] = []
    for consult, session in zip(course.consult.each, course.session.each, strict=True):
        now = split(consult, session, course.sessions, plan, savings)
        # Near the plan's maximum, a higher price can leave fewer treatments to pay a rest of. We promise
        # nobody that dearer care costs them less.
        more = max(paid[-1].you - now.you, 0) if paid else 0
        paid.append(Paid(now.insurer, now.program - more, now.you + more))
    return Shares(
        insurer=Range(*(each.insurer for each in paid)),
        program=Range(*(each.program for each in paid)),
        you=Range(*(each.you for each in paid)) + course.rides,
    )


def split(consult: int, session: int, sessions: int, plan: Plan | None, savings: Savings | None) -> Paid:
    """One first visit and so many sessions, without rides."""
    charged = consult + session * sessions
    if plan is None:
        return Paid(0, 0, charged)
    account = Account(plan)
    drug = min(savings.drug, session) if savings else 0
    own, helped = account.take(consult), 0
    for _session in range(sessions):
        part = account.share_of_session(session, drug)
        if savings:
            help_now = min(max(part.drug - savings.rest, 0), savings.limit - helped)
            helped += help_now
        own += part.drug + part.visit
    return Paid(insurer=charged - own, program=helped, you=own - helped)


@dataclass(frozen=True)
class Part:
    """The patient's share of a session's two bills."""

    drug: int
    visit: int


class Account:
    """A plan year as it goes: how much of the deductible and of the maximum is left."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.deductible = plan.deductible
        self.room = plan.most

    def share_of_session(self, session: int, drug: int) -> Part:
        """Of the bill for the medicine and of that for the visit; a copay is asked for once."""
        whole = self.take(session)
        of_drug = min(drug, whole * drug // session) if session else 0
        return Part(drug=of_drug, visit=whole - of_drug)

    def take(self, charge: int) -> int:
        """The patient's share of one charge: the deductible first, then the copay or the percentage."""
        first = min(charge, self.deductible)
        rest = charge - first
        if self.plan.copay is not None:
            later = min(self.plan.copay, rest)
        else:
            later = rest * (100 if self.plan.percent is None else self.plan.percent) // 100
        share = first + later
        if self.room is not None:
            share = min(share, self.room)
            self.room -= share
        self.deductible -= first
        return share
