"""Which candidates match, and which miss by one filter alone: one pass over the index rows."""

from collections import defaultdict
from dataclasses import dataclass, field

from clinics.listings.entries import EntryKind
from clinics.places.points import chord_of, earth_point, miles_of
from clinics.search.criteria import Criteria, Moment
from clinics.search.dimensions import COLUMN, Dimension, Row

KIND, LISTING, PROVIDER = COLUMN["kind"], COLUMN["listing_id"], COLUMN["provider_id"]
STATE = COLUMN["state"]
X, Y, Z = COLUMN["x"], COLUMN["y"], COLUMN["z"]
LICENSED_FROM, LICENSED_UNTIL = COLUMN["licensed_from"], COLUMN["licensed_until"]


@dataclass(frozen=True, slots=True)
class Match:
    """A row that matches. `square` is the squared straight distance in miles, None if unknown."""

    row: Row
    square: float | None

    @property
    def subject(self) -> int:
        """The id of the practitioner or listing that the row speaks of."""
        return subject_of(self.row)

    @property
    def miles(self) -> float | None:
        return None if self.square is None else miles_of(self.square**0.5)


@dataclass
class Matches:
    """The matching rows, and for each dimension the rows that only it keeps out."""

    passing: list[Match] = field(default_factory=list)
    kept_out_by: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    untold: set[int] = field(default_factory=set)

    def nearest_of_each(self) -> list[Match]:
        """One match for each subject: the nearest of its rows, else that of the first state."""
        best: dict[int, Match] = {}
        for match in self.passing:
            known = best.setdefault(subject_of(match.row), match)
            if known is not match and _place(match) < _place(known):
                best[subject_of(match.row)] = match
        return list(best.values())


def subject_of(row: Row) -> int:
    return row[PROVIDER] if row[KIND] == EntryKind.PROVIDER else row[LISTING]


def match(rows: list[Row], criteria: Criteria, narrowing: list[Dimension], at: Moment) -> Matches:
    """Judge every candidate once.

    A row outside the radius or without a standing license is no candidate at all. Where a
    listing has said nothing (`untold`), it matches only if the patient asked for those too;
    `Matches.untold` holds those that would come in.
    """
    found = Matches()
    active = [dimension for dimension in narrowing if dimension.wanted]
    for row, square in _within(rows, criteria):
        if row[KIND] == EntryKind.PROVIDER and not _licensed(row, at.second):
            continue
        missing = [d for d in active if not d.reading.mask(row) & d.wanted]
        failed = [d for d in missing if d.untold is None or not d.untold.test(row)] if missing else missing
        if missing and not failed and not criteria.unknown:
            found.untold.add(subject_of(row))
        if criteria.unknown:
            missing = failed
        if not missing:
            found.passing.append(Match(row, square))
        elif len(missing) == 1:
            found.kept_out_by[missing[0].parameter].append(row)
    found.untold -= {match.subject for match in found.passing}
    return found


def _within(rows: list[Row], criteria: Criteria) -> list[tuple[Row, float | None]]:
    """The rows inside the radius with their squared distance; services without a place stay."""
    if criteria.place is None:
        return [(row, None) for row in rows]
    here_x, here_y, here_z = earth_point(criteria.place.latitude, criteria.place.longitude)
    limit = chord_of(criteria.radius_miles) ** 2
    inside: list[tuple[Row, float | None]] = []
    for row in rows:
        if row[X] is None:
            inside.append((row, None))
            continue
        east, north, up = row[X] - here_x, row[Y] - here_y, row[Z] - here_z
        square = east * east + north * north + up * up
        if square <= limit:
            inside.append((row, square))
    return inside


def _licensed(row: Row, second: float) -> bool:
    """No start means since before we looked; no end means until told otherwise."""
    since, until = row[LICENSED_FROM], row[LICENSED_UNTIL]
    return (since is None or since <= second) and (until is None or second < until)


def _place(match: Match) -> tuple[float, str, int]:
    """By what the rows of one subject are told apart; an unknown distance is the farthest."""
    distance = float("inf") if match.square is None else match.square
    return distance, match.row[STATE], match.row[LISTING] or 0
