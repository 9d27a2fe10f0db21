"""What counts, for how much, and who may decide: plain functions of plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# Fewer reviews than this make no mean: one voice is not a verdict.
MEAN_FROM = 3
# A visit counts in full for two years, by half for three more, and then no longer.
FULL_MONTHS, COUNTED_MONTHS = 24, 60
FULL, AGED, GONE = 1.0, 0.5, 0.0
# A count of fewer than this could single somebody out.
FEWEST_SHOWN = 5
FORGET_TRACES_DAYS = 30


@dataclass(frozen=True)
class Figures:
    """What the ratings of one listing come to.

    `mean` is None below MEAN_FROM reviews that count; `count` is how many count; `aged` how many of
    those count by half; `old` how many no longer count; `distribution` the counting ones by stars, 5 to 1.
    """

    mean: float | None
    count: int
    aged: int
    old: int
    distribution: tuple[tuple[int, int], ...]


def months_between(earlier: date, later: date) -> int:
    """Whole calendar months: dates of one month are 0 apart."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def weight(visited_on: date | None, sent_on: date, today: date) -> float:
    """How much a review weighs in the mean: by the month of the visit, else by the day it was first sent."""
    age = months_between(visited_on or sent_on, today)
    if age > COUNTED_MONTHS:
        return GONE
    return AGED if age > FULL_MONTHS else FULL


def figures(ratings: Iterable[tuple[int, float]]) -> Figures:
    """From pairs of stars (1–5) and weight: a mean of the weights, rounded to a millionth."""
    ratings = list(ratings)
    counting = [(stars, share) for stars, share in ratings if share]
    mean = None
    if len(counting) >= MEAN_FROM:
        mean = round(sum(s * share for s, share in counting) / sum(share for _s, share in counting), 6)
    return Figures(
        mean=mean,
        count=len(counting),
        aged=sum(share == AGED for _s, share in counting),
        old=len(ratings) - len(counting),
        distribution=tuple((stars, sum(s == stars for s, _w in counting)) for stars in (5, 4, 3, 2, 1)),
    )


def may_moderate(
    moderator: int,
    *,
    author: int | None,
    keepers: Iterable[int | None],
    asked_for_second_opinion: int | None = None,
    decided_before: int | None = None,
) -> bool:
    """Whether this account (by id) may decide on a review.

    Nobody decides on their own words or on those about a listing that they keep; a second opinion is
    another's; and who decided does not settle the appeal (`decided_before`).
    """
    return moderator not in {author, asked_for_second_opinion, decided_before, *keepers}
