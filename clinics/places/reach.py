"""How far a ZIP code reaches. No table of outlines ships with the app, so its neighbors tell.

Where centers lie close together, ZIP codes are small; where they lie far apart, large. An
address lies hardly ever further from its own center than twice the way to the third nearest.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import ceil

from clinics.places.points import CELLS_PER_DEGREE, COLUMNS, cell_of, chord_of, earth_point, miles_of

LEAST_MILES, MOST_MILES = 3.0, 60.0
NEIGHBORS, SHARE = 3, 2
# Post-box ZIP codes share the center of the town.
SAME_CENTER_MILES = 0.2
# A quarter degree of longitude is at least so many miles wide up to Anchorage.
CELL_MILES = 8
Point = tuple[float, float]
Earth = tuple[float, float, float]


def reaches(centers: Iterable[Point]) -> dict[Point, float]:
    """By center (latitude, longitude), the miles that its ZIP code reaches; 3 to 60."""
    cells: dict[int, list[Earth]] = defaultdict(list)
    points = {center: earth_point(*center) for center in centers}
    for (latitude, longitude), point in points.items():
        cells[cell_of(latitude, longitude)].append(point)
    return {center: _reach(point, cell_of(*center), cells) for center, point in points.items()}


def _reach(point: Earth, cell: int, cells: dict[int, list[Earth]]) -> float:
    for rings in range(1, ceil(MOST_MILES / SHARE / CELL_MILES) + 1):
        near = sorted(_squares(point, _around(cell, rings), cells))[:NEIGHBORS]
        # Beyond the rings a nearer one may lie, unless all three lie within them.
        if len(near) == NEIGHBORS and near[-1] <= chord_of(rings * CELL_MILES) ** 2:
            return min(max(SHARE * miles_of(near[-1] ** 0.5), LEAST_MILES), MOST_MILES)
    return MOST_MILES


def _squares(point: Earth, around: Iterable[int], cells: dict[int, list[Earth]]) -> Iterator[float]:
    """The squared chords to the other centers in these cells."""
    x, y, z = point
    same = chord_of(SAME_CENTER_MILES) ** 2
    for cell in around:
        for a, b, c in cells.get(cell, ()):
            square = (a - x) ** 2 + (b - y) ** 2 + (c - z) ** 2
            if square > same:
                yield square


def _around(cell: int, rings: int) -> Iterator[int]:
    row, column = divmod(cell, COLUMNS)
    for up in range(-rings, rings + 1):
        for across in range(-rings, rings + 1):
            yield (row + up) * COLUMNS + (column + across) % COLUMNS


assert CELLS_PER_DEGREE == 4  # noqa: S101 (CELL_MILES is of a quarter degree)
