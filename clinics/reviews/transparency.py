"""What moderators decided, by month, in counts that single nobody out. Plain functions of plain values.

Every number is made from cells that are shown, or from the bare fact that a cell is hidden: the page would be
the same whatever a hidden count is. So no subtraction, across rows, months or totals, can tell it. Only
months that are over are counted, because a count that grows by one tells of one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from clinics.reviews.rules import FEWEST_SHOWN


@dataclass(frozen=True)
class Count:
    """A number, or all that may be told of it: at least, and at most."""

    least: int
    most: int

    @property
    def exact(self) -> bool:
        return self.least == self.most

    def __add__(self, other: "Count") -> "Count":
        return Count(self.least + other.least, self.most + other.most)


@dataclass(frozen=True)
class Cell:
    """How often one thing was decided for one reason, within a month."""

    outcome: str
    reason: str
    count: Count


@dataclass(frozen=True)
class Month:
    """One month: its cells in the order of the lists, and what they come to."""

    first_day: date
    cells: tuple[Cell, ...]
    total: Count


NOTHING = Count(0, 0)
Row = tuple[date, str, str, int]


def told(number: int) -> Count:
    """A count as it is shown: those from 1 up to one below FEWEST_SHOWN all look the same."""
    if 0 < number < FEWEST_SHOWN:
        return Count(1, FEWEST_SHOWN - 1)
    return Count(number, number)


def months(rows: Iterable[Row], outcomes: Sequence[str], reasons: Sequence[str], today: date) -> list[Month]:
    """From rows of month, outcome, reason and number: every month that is over, the newest first."""
    cells: dict[date, list[Cell]] = {}
    for first_day, outcome, reason, number in rows:
        if number and first_day < today.replace(day=1):
            cells.setdefault(first_day, []).append(Cell(outcome, reason, told(number)))
    order = {outcome: place for place, outcome in enumerate(outcomes)}
    within = {reason: place for place, reason in enumerate(["", *reasons])}
    made = []
    for first_day in sorted(cells, reverse=True):
        there = sorted(cells[first_day], key=lambda cell: (order[cell.outcome], within[cell.reason]))
        made.append(Month(first_day, tuple(there), total(there)))
    return made


def total(cells: Iterable[Cell]) -> Count:
    """What cells come to, of what is told of them and of nothing else."""
    return sum((cell.count for cell in cells), NOTHING)


def by_outcome(shown: Iterable[Month], outcomes: Sequence[str]) -> list[tuple[str, Count]]:
    """What the months shown come to, outcome by outcome."""
    cells = [cell for month in shown for cell in month.cells]
    sums = [(name, total(cell for cell in cells if cell.outcome == name)) for name in outcomes]
    return [(name, count) for name, count in sums if count.most]
