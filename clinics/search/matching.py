"""Which candidates match, and which miss by one filter alone: one pass over the index rows."""

from collections import defaultdict
from dataclasses import dataclass, field

from clinics.listings.entries import EntryKind
from clinics.places.points import miles_of
from clinics.search.dimensions import COLUMN, Dimension, Row

KIND, LISTING, PROVIDER = COLUMN["kind"], COLUMN["listing_id"], COLUMN["provider_id"]
STATE, SQUARE = COLUMN["state"], COLUMN["square"]
FAR = float("inf")


@dataclass(frozen=True, slots=True)
class Match:
    """A row that matches and is shown."""

    row: Row

    @property
    def miles(self) -> float | None:
        square = self.row[SQUARE]
        return None if square is None else miles_of(square**0.5)


@dataclass
class Matches:
    """The matching rows, and for each dimension the rows that only it keeps out."""

    passing: list[Row] = field(default_factory=list)
    kept_out_by: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    untold: set[int] = field(default_factory=set)

    def nearest_of_each(self) -> list[Row]:
        """One row for each subject: its nearest, else that of the first state."""
        best: dict[int, Row] = {}
        for row in self.passing:
            known = best.setdefault(subject_of(row), row)
            if known is not row and _place(row) < _place(known):
                best[subject_of(row)] = row
        return list(best.values())


def subject_of(row: Row) -> int:
    """The id of the practitioner or listing that the row speaks of."""
    return row[PROVIDER] if row[KIND] == EntryKind.PROVIDER else row[LISTING]


def match(rows: list[Row], narrowing: list[Dimension], *, unknown: bool) -> Matches:
    """Judge every candidate once.

    Where a listing has said nothing (`untold`), it matches only if the patient asked for those
    too (`unknown`); `Matches.untold` holds those that would come in.
    """
    found = Matches()
    active = [dimension for dimension in narrowing if dimension.wanted]
    for row in rows:
        missing = [d for d in active if not d.reading.mask(row) & d.wanted]
        if not missing:
            found.passing.append(row)
            continue
        failed = [d for d in missing if d.untold is None or not d.untold.test(row)]
        if unknown:
            missing = failed
        elif not failed:
            found.untold.add(subject_of(row))
        if not missing:
            found.passing.append(row)
        elif len(missing) == 1:
            found.kept_out_by[missing[0].parameter].append(row)
    found.untold.difference_update(map(subject_of, found.passing))
    return found


def _place(row: Row) -> tuple[float, str, int]:
    """By what the rows of one subject are told apart; an unknown distance is the farthest."""
    return FAR if row[SQUARE] is None else row[SQUARE], row[STATE], row[LISTING] or 0
