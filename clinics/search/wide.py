"""Searches with too many candidates to fetch: counted and ordered where they lie.

All of Texas, 500 miles around, or the whole country: the database counts what `facets` would
count, and orders as `ranking` would, with the very same results (proved in the tests).
"""

from dataclasses import dataclass

from clinics.listings.entries import COLUMNS, READ_COLUMNS, EntryKind, Sql
from clinics.search.criteria import Criteria, Moment, Scope
from clinics.search.dimensions import Dimension, Row
from clinics.search.facets import Facet, facet_of
from clinics.search.filters import candidates
from clinics.search.ranking import order_sql
from clinics.search.sieve import candidacy, meets, misses, square, stands_once

ALL_COLUMNS = Sql(", ".join(COLUMNS))
FETCHED = Sql(", ".join(READ_COLUMNS) + ",")
EVERY = "1 = 1"


@dataclass(frozen=True)
class Tally:
    """What a search would find; see `finding.Found`."""

    total: int
    untold: int
    without: dict[str, int]
    facets: list[Facet]


@dataclass(frozen=True)
class Count:
    """How many subjects have a row that meets `where` and, for each of `each`, that as well."""

    where: str
    each: list[str]


def tally(criteria: Criteria, narrowing: list[Dimension], at: Moment) -> Tally:
    """All totals in one query: those of the matching rows, and for each filter those without it."""
    unknown = criteria.unknown
    active = [dimension for dimension in narrowing if dimension.wanted]
    others = [dimension for dimension in narrowing if not dimension.wanted]
    counts = [
        Count(meets(narrowing, unknown=unknown), [EVERY, *(c for d in others for c in _choices(d, unknown))]),
        Count(meets(narrowing, unknown=True), [EVERY]),
        *(
            Count(
                meets(narrowing, unknown=unknown, but=d),
                [f"{misses(d, unknown=unknown)} = 1", *_choices(d, unknown)],
            )
            for d in active
        ),
    ]
    numbers = iter(_count(criteria, counts, at))
    total = next(numbers)
    found = {d.parameter: facet_of(d, [next(numbers) for _ in d.choices]) for d in others}
    untold = next(numbers) - total
    without = {}
    for dimension in active:
        without[dimension.parameter] = next(numbers)
        found[dimension.parameter] = facet_of(dimension, [next(numbers) for _ in dimension.choices])
    return Tally(total, untold, without, [found[d.parameter] for d in narrowing if d.shown])


def totals(criteria: Criteria, narrowing: list[Dimension], at: Moment) -> tuple[int, int]:
    """How many listings match, and how many of them are clinics, in one query."""
    passing = meets(narrowing, unknown=criteria.unknown)
    listings, clinics = _count(criteria, [Count(passing, [EVERY, f"kind = {int(EntryKind.CLINIC)}"])], at)
    return listings, clinics


def page_of(
    criteria: Criteria, narrowing: list[Dimension], at: Moment, *, first: int, size: int
) -> list[Row]:
    """So many rows in the order asked for, after the `first` ones."""
    passing = Sql(f"({meets(narrowing, unknown=criteria.unknown)})")
    source = candidates(criteria)
    columns = FETCHED + square(criteria) + Sql("AS square")
    rows = source.selecting(columns, *candidacy(criteria, at), passing)
    if not stands_once(criteria):
        by = "square IS NULL, square, state, COALESCE(listing_id, 0)"
        nearest = f"ROW_NUMBER() OVER (PARTITION BY {_subject(criteria)} ORDER BY {by})"
        numbered = Sql(f"SELECT *, {nearest} AS place FROM (")  # noqa: S608 (our own columns)
        rows = numbered + rows + Sql(") AS measured")
        rows = Sql("SELECT * FROM (") + rows + Sql(") AS numbered WHERE place = 1")
    order = order_sql(criteria, at, _subject(criteria))
    whole = Sql("SELECT * FROM (") + rows + Sql(") AS found ORDER BY") + order
    width = len(READ_COLUMNS)
    found = source.ask(whole + Sql(f"LIMIT {size} OFFSET {first}"))
    return [row[: width + 1] for row in found]


def _choices(dimension: Dimension, unknown: bool) -> list[str]:
    """For each choice, whether a row counts under it; one that has said nothing may count under all."""
    silent = f" OR {dimension.untold.sql}" if unknown and dimension.untold is not None else ""
    return [f"{dimension.reading.any_of(1 << choice.bit)}{silent}" for choice in dimension.choices]


def _count(criteria: Criteria, counts: list[Count], at: Moment) -> list[int]:
    """One number for each condition of each count, in their order."""
    source = candidates(criteria)
    # A circle's many cells are looked up once; a state's or country's rows are not worth a copy.
    kept = "MATERIALIZED" if criteria.place is not None else "NOT MATERIALIZED"
    base = Sql(f"WITH base AS {kept} (") + source.selecting(ALL_COLUMNS, *candidacy(criteria, at)) + Sql(")")
    sums = _sums if stands_once(criteria) else _sums_by(_subject(criteria))
    parts = ", ".join(f"({sums(count)}) AS part{number}" for number, count in enumerate(counts))
    [numbers] = source.ask(base + Sql(f"SELECT * FROM {parts}"))  # noqa: S608 (our own conditions)
    return [number or 0 for number in numbers]


def _sums(count: Count) -> str:
    """Where each subject has one row."""
    sums = ", ".join(f"SUM(CASE WHEN {each} THEN 1 ELSE 0 END)" for each in count.each)
    return f"SELECT {sums} FROM base WHERE {count.where}"  # noqa: S608


def _sums_by(subject: str):
    """Where a subject may have several rows: it counts once, by whichever row."""

    def sums(count: Count) -> str:
        names = [f"c{number}" for number in range(len(count.each))]
        any_row = ", ".join(
            f"MAX(CASE WHEN {each} THEN 1 ELSE 0 END) AS {name}"
            for each, name in zip(count.each, names, strict=True)
        )
        each_once = f"SELECT {any_row} FROM base WHERE {count.where} GROUP BY {subject}"  # noqa: S608
        return f"SELECT {', '.join(f'SUM({name})' for name in names)} FROM ({each_once}) AS subjects"  # noqa: S608

    return sums


def _subject(criteria: Criteria) -> str:
    return "provider_id" if criteria.scope == Scope.PROVIDERS else "listing_id"
