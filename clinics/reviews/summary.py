"""What the reviews of one listing come to, worked out from their numbers alone.

The mean is that of `rules.figures`, of which `figures.write` makes the listing's column: there is no other.
Whatever no longer counts in the mean counts in nothing else here either.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.utils.translation import ngettext

from clinics.reviews import rules
from clinics.reviews.choices import OUTCOMES, Asked, Aspect, SideEffect
from clinics.reviews.figures import weight_of
from clinics.reviews.queries import visit_day
from clinics.reviews.queries_reading import Told
from clinics.reviews.rules import MEAN_FROM


@dataclass(frozen=True)
class Bar:
    """One row of a small chart; `share` is its length, 100 for the longest."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class AspectMean:
    """The mean of one aspect, and of how many it is made."""

    label: str
    mean: float
    number: int

    @property
    def mean_text(self) -> str:
        return one_decimal(self.mean)


@dataclass(frozen=True)
class Outcomes:
    """How people felt compared with before, best first, and when they were asked."""

    bars: tuple[Bar, ...]
    number: int
    asked: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class SideEffects:
    """What people tell of, the most frequent first; `tellers` of `number` reviews tell of any."""

    bars: tuple[Bar, ...]
    tellers: int
    number: int


@dataclass(frozen=True)
class Spread:
    """The lowest, the middle and the highest of some numbers."""

    low: int
    middle: int
    high: int
    number: int


@dataclass(frozen=True)
class Summary:
    """All figures of one listing. What is told by fewer than MEAN_FROM people is None or left out."""

    figures: rules.Figures
    stars: tuple[Bar, ...]
    aspects: tuple[AspectMean, ...]
    newest: date | None
    outcomes: Outcomes | None
    side_effects: SideEffects | None
    prices: Spread | None
    waits: Spread | None

    @property
    def total(self) -> int:
        """How many reviews can be read, with those that no longer count."""
        return self.figures.count + self.figures.old

    @property
    def mean_text(self) -> str:
        """The mean as people and machines read it; empty where there is none."""
        return "" if self.figures.mean is None else one_decimal(self.figures.mean)


def one_decimal(mean: float) -> str:
    """As the cards of a search tell it, too."""
    return f"{mean:.1f}"


def summarise(rows: Sequence[Told], today: date) -> Summary:
    """The figures of one listing on this day, from its published reviews."""
    weighed = [(row, weight_of(row.visited_on, row.first_sent_at, today)) for row in rows]
    counting = [row for row, weight in weighed if weight]
    figures = rules.figures((row.overall, weight) for row, weight in weighed)
    return Summary(
        figures=figures,
        stars=bars((_stars(stars), count) for stars, count in figures.distribution),
        aspects=tuple(_aspects(weighed)),
        newest=max(map(visit_day, rows), default=None),
        outcomes=_outcomes(counting),
        side_effects=_side_effects(counting),
        prices=spread(row.price_cents for row in counting),
        waits=spread(row.wait_days for row in counting),
    )


def bars(counts: Iterable[tuple[str, int]]) -> tuple[Bar, ...]:
    """Rows of a chart, the longest of which fills it."""
    counts = list(counts)
    longest = max((count for _label, count in counts), default=0)
    return tuple(Bar(label, count, round(100 * count / longest) if longest else 0) for label, count in counts)


def spread(values: Iterable[int | None]) -> Spread | None:
    """Of those that were told; None of fewer than MEAN_FROM."""
    known = [value for value in values if value is not None]
    if len(known) < MEAN_FROM:
        return None
    return Spread(min(known), round(median(known)), max(known), len(known))


def _stars(number: int) -> str:
    return ngettext("%(number)s star", "%(number)s stars", number) % {"number": number}


def _aspects(weighed: list[tuple[Told, float]]) -> Iterable[AspectMean]:
    for aspect in Aspect:
        rated = [(getattr(row, aspect.value), weight) for row, weight in weighed]
        made = rules.figures((stars, weight) for stars, weight in rated if stars is not None)
        if made.mean is not None:
            yield AspectMean(str(aspect.label), made.mean, made.count)


def _outcomes(counting: list[Told]) -> Outcomes | None:
    told = Counter(row.outcome for row in counting if row.outcome in OUTCOMES)
    if told.total() < MEAN_FROM:
        return None
    asked = Counter(row.outcome_asked for row in counting if row.outcome in OUTCOMES)
    return Outcomes(
        bars=bars((str(label), told[step]) for step, label in OUTCOMES.items()),
        number=told.total(),
        asked=tuple((str(when.label), asked[when.value]) for when in Asked if asked[when.value]),
    )


def _side_effects(counting: list[Told]) -> SideEffects | None:
    """A review that names none may mean that there was none, or that nobody thought of it."""
    known = set(SideEffect.values)
    named = [known.intersection(row.side_effects) for row in counting]
    tellers = sum(map(bool, named))
    if tellers < MEAN_FROM:
        return None
    counts = Counter(effect for effects in named for effect in effects)
    listed = sorted((effect for effect in SideEffect if counts[effect.value]), key=lambda e: -counts[e.value])
    return SideEffects(
        bars=bars((str(effect.label), counts[effect.value]) for effect in listed),
        tellers=tellers,
        number=len(counting),
    )
