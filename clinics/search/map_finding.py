"""All the clinics of a search, for its map: the same rows in the same order as its pages of results."""

from dataclasses import dataclass, replace

from clinics.listings.entries import EntryKind
from clinics.medicine.queries import Vocabulary
from clinics.search.criteria import Criteria, Moment, Scope
from clinics.search.dimensions import Dimension, dimensions
from clinics.search.filters import candidates
from clinics.search.finding import MOST_ROWS
from clinics.search.matching import KIND, Match, match
from clinics.search.ranking import ordered
from clinics.search.sieve import square, worth_reading
from clinics.search.wide import page_of, totals

MOST_POINTS = 2_000


@dataclass(frozen=True)
class Places:
    """The first clinics of a search, how many there are in all, and how many services go with them."""

    matches: list[Match]
    clinics: int
    services: int


def find_places(criteria: Criteria, vocabulary: Vocabulary, at: Moment) -> Places:
    """Run the search for its clinics. Telehealth stands nowhere, so it is only counted."""
    narrowing = dimensions(criteria, vocabulary, at)
    sieve = worth_reading(criteria, narrowing, at)
    rows = candidates(criteria).rows(*sieve, beside=square(criteria), most=MOST_ROWS + 1)
    if len(rows) > MOST_ROWS:
        return _find_wide(criteria, narrowing, at)
    results = match(rows, narrowing, unknown=criteria.unknown).nearest_of_each()
    clinics = [row for row in results if row[KIND] == EntryKind.CLINIC]
    first = ordered(clinics, criteria, at)[:MOST_POINTS]
    return Places(list(map(Match, first)), len(clinics), len(results) - len(clinics))


def _find_wide(criteria: Criteria, narrowing: list[Dimension], at: Moment) -> Places:
    """The same from the database, where the rows are too many to fetch."""
    listings, clinics = totals(criteria, narrowing, at)
    here = replace(criteria, scope=Scope.CLINICS)
    rows = page_of(here, narrowing, at, first=0, size=MOST_POINTS) if clinics else []
    return Places(list(map(Match, rows)), clinics, listings - clinics)
