"""The judgement of `matching`, put to the database: what is worth fetching, and what matches."""

from clinics.listings.entries import Sql
from clinics.places.points import chord_of, earth_point
from clinics.search.criteria import Criteria, Moment, Scope
from clinics.search.dimensions import Dimension

LICENSED = (
    "(licensed_from IS NULL OR licensed_from <= %s) AND (licensed_until IS NULL OR licensed_until > %s)"
)


def square(criteria: Criteria) -> Sql:
    """The squared straight distance from the place in miles; null where there is no point or no place."""
    if criteria.place is None:
        return Sql("CAST(NULL AS double precision)")
    x, y, z = earth_point(criteria.place.latitude, criteria.place.longitude)
    return Sql("((x - %s) * (x - %s) + (y - %s) * (y - %s) + (z - %s) * (z - %s))", [x, x, y, y, z, z])


def candidacy(criteria: Criteria, at: Moment) -> list[Sql]:
    """Inside the radius, if it stands anywhere; with a license that stands; and where the law lets it."""
    conditions = []
    if criteria.place is not None:
        limit = Sql("<= %s)", [chord_of(criteria.radius_miles) ** 2])
        conditions.append(Sql("(x IS NULL OR") + square(criteria) + limit)
    if criteria.scope == Scope.PROVIDERS or criteria.patient_state:
        conditions.append(Sql(LICENSED, [at.second, at.second]))
    if at.legal is not None and not at.legal.silent:
        conditions.append(Sql(at.legal.may_treat_sql))
    return conditions


def stands_once(criteria: Criteria) -> bool:
    """Whether every subject has one candidate row: clinics always do, services do within one state."""
    return criteria.scope != Scope.PROVIDERS and bool(criteria.patient_state)


def worth_reading(criteria: Criteria, narrowing: list[Dimension], at: Moment) -> list[Sql]:
    """Leaves out the rows that two filters or more keep out: they count nowhere."""
    active = [dimension for dimension in narrowing if dimension.wanted]
    conditions = candidacy(criteria, at)
    if len(active) > 1:
        missing = " + ".join(misses(dimension, unknown=criteria.unknown) for dimension in active)
        failed = " + ".join(misses(dimension, unknown=True) for dimension in active)
        conditions.append(Sql(f"({missing} <= 1 OR {failed} = 0)"))
    return conditions


def misses(dimension: Dimension, *, unknown: bool) -> str:
    """1 where the filter keeps the row out, else 0; with `unknown`, silence is let in."""
    met = dimension.reading.any_of(dimension.wanted)
    if unknown and dimension.untold is not None:
        met = f"{met} OR {dimension.untold.sql}"
    return f"CASE WHEN {met} THEN 0 ELSE 1 END"


def meets(narrowing: list[Dimension], *, unknown: bool, but: Dimension | None = None) -> str:
    """Whether a row meets every filter, one of them set aside."""
    active = [dimension for dimension in narrowing if dimension.wanted and dimension is not but]
    return " AND ".join(f"{misses(dimension, unknown=unknown)} = 0" for dimension in active) or "1 = 1"
