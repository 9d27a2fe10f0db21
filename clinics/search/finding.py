"""One search from criteria to an ordered page, in one query over the index."""

from dataclasses import dataclass, field, replace

from clinics.listings.entries import Sql
from clinics.medicine.queries import Vocabulary
from clinics.search.criteria import MOST_RADIUS_MILES, Criteria, Moment, Scope, Sort
from clinics.search.dimensions import Dimension, dimensions
from clinics.search.facets import Facet, facets
from clinics.search.filters import candidates
from clinics.search.matching import SQUARE, Match, match, subject_of
from clinics.search.ranking import ordered
from clinics.search.sieve import candidacy, meets, square, stands_once, worth_reading
from clinics.search.wide import page_of, tally

PAGE_SIZE = 20
MOST_SUGGESTIONS = 3
# More rows than this are not fetched: the database counts them (docs/performance.md).
MOST_ROWS = 20_000


@dataclass(frozen=True)
class Found:
    """What a search found.

    `untold` counts those that would match but have not said what they treat, cost or accept, or who
    prescribes; `without` tells, for each filter, how many results there would be without it.
    """

    criteria: Criteria
    total: int
    page: int
    pages: int
    matches: list[Match]
    facets: list[Facet]
    untold: int
    without: dict[str, int] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The number of the first result on this page, from 1; 0 where there is none."""
        return (self.page - 1) * PAGE_SIZE + 1 if self.total else 0

    @property
    def last(self) -> int:
        return self.first + len(self.matches) - 1 if self.total else 0


def find(criteria: Criteria, vocabulary: Vocabulary, at: Moment) -> Found:
    """Run the search. A page past the end is the last page."""
    narrowing = dimensions(criteria, vocabulary, at)
    sieve = worth_reading(criteria, narrowing, at)
    rows = candidates(criteria).rows(*sieve, beside=square(criteria), most=MOST_ROWS + 1)
    if len(rows) > MOST_ROWS:
        return _find_wide(criteria, narrowing, at)
    once = stands_once(criteria)
    matches = match(rows, narrowing, unknown=criteria.unknown)
    results = ordered(matches.passing if once else matches.nearest_of_each(), criteria, at)
    page, pages = _page(criteria, len(results))
    return Found(
        criteria=criteria,
        total=len(results),
        page=page,
        pages=pages,
        matches=list(map(Match, results[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])),
        facets=facets(matches, narrowing, unknown=criteria.unknown, once=once),
        untold=len(matches.untold),
        without={
            parameter: len({subject_of(row) for row in rows})
            for parameter, rows in matches.kept_out_by.items()
        },
    )


def _find_wide(criteria: Criteria, narrowing: list[Dimension], at: Moment) -> Found:
    """The same from the database, where the rows are too many to fetch."""
    counted = tally(criteria, narrowing, at)
    page, pages = _page(criteria, counted.total)
    first = (page - 1) * PAGE_SIZE
    rows = page_of(criteria, narrowing, at, first=first, size=PAGE_SIZE) if counted.total else []
    return Found(
        criteria=criteria,
        total=counted.total,
        page=page,
        pages=pages,
        matches=list(map(Match, rows)),
        facets=counted.facets,
        untold=counted.untold,
        without={parameter: count for parameter, count in counted.without.items() if count},
    )


def _page(criteria: Criteria, total: int) -> tuple[int, int]:
    """The page to show and the number of pages."""
    pages = max(1, -(-total // PAGE_SIZE))
    return min(criteria.page, pages), pages


def suggest(criteria: Criteria, vocabulary: Vocabulary, at: Moment) -> list[Match]:
    """What an empty search offers instead: the nearest matches farther out, then telehealth.

    The nearest keep every filter but the radius; telehealth keeps only what is sought help for.
    """
    if not criteria.patient_state:
        return []
    wide = replace(criteria, radius_miles=MOST_RADIUS_MILES, sort=Sort.DISTANCE)
    served = Criteria(
        state=criteria.patient_state,
        chosen={"care": frozenset({"telehealth"}), "condition": criteria.values("condition")},
    )
    asked, remote = dimensions(wide, vocabulary, at), dimensions(served, vocabulary, at)
    either = Sql(f"({meets(asked, unknown=wide.unknown)} OR {meets(remote, unknown=False)})")
    rows = candidates(wide).rows(*candidacy(wide, at), either, beside=square(wide))
    near = match(rows, asked, unknown=wide.unknown).nearest_of_each()
    nearest = ordered([row for row in near if row[SQUARE] is not None], wide, at)[:MOST_SUGGESTIONS]
    if criteria.scope != Scope.PROVIDERS:
        if criteria.words:
            # The words were sought in vain: telehealth is offered without them.
            rows = candidates(served).rows(*candidacy(served, at), beside=square(served))
        services = match(rows, remote, unknown=False).nearest_of_each()
        nearest += ordered(services, served, at)[:MOST_SUGGESTIONS]
    return list(map(Match, nearest))
