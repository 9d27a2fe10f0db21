"""A map of the country on which every state and territory is one tile of the same size.

No outlines: Rhode Island is as easy to find and to tap as Texas. Neighbours stand near each other
where the grid lets them; what lies across the sea stands at the lower corners.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinics.places.models import State
from clinics.regulations.verdict import Law

# Each word is a tile, each dot an empty place.
ROWS = """
    AK .  .  .  .  .  .  .  .  .  .  ME
    .  WA ID MT ND MN WI .  MI NY VT NH
    .  OR NV WY SD IA IL IN OH PA CT MA
    .  CA UT CO NE MO KY WV VA MD NJ RI
    .  .  AZ NM KS AR TN NC SC DC DE .
    .  .  .  .  OK LA MS AL GA .  .  .
    HI .  .  .  TX .  .  .  .  FL .  .
    AS GU MP .  .  .  .  .  .  .  PR VI
"""
TILES: dict[str, tuple[int, int]] = {
    usps: (row, column)
    for row, line in enumerate(ROWS.strip().splitlines())
    for column, usps in enumerate(line.split())
    if usps != "."
}
SIDE = 40
WIDTH = SIDE * (1 + max(column for _row, column in TILES.values()))
HEIGHT = SIDE * (1 + max(row for row, _column in TILES.values()))


@dataclass(frozen=True)
class Tile:
    """One state on the map; `x` and `y` are its upper corner at the start of the line."""

    state: State
    law: Law
    x: int
    y: int

    @property
    def name(self) -> str:
        """What a screen reader says: "Texas: allowed in some cases"."""
        label = self.law.label
        return _("%(state)s: %(answer)s") % {
            "state": str(self.state),
            "answer": label[:1].lower() + label[1:],
        }


def tiles(laws: Iterable[tuple[State, Law]]) -> list[Tile]:
    """The tiles in reading order. A state that stands nowhere on the map is left to the table."""
    placed = [(TILES[state.usps], state, law) for state, law in laws if state.usps in TILES]
    return [
        Tile(state, law, column * SIDE, row * SIDE)
        for (row, column), state, law in sorted(placed, key=lambda one: one[0])
    ]
