"""The order of results. Plain functions of plain values; /guide/how-we-rank/ prints these weights.

`best` is a sum of points, 100 at most. Nothing else counts, and nobody can pay for a place.
"""

from collections.abc import Callable

from clinics.listings.entries import Sql
from clinics.listings.rules import verification_stands
from clinics.places.points import chord_of
from clinics.search.criteria import Criteria, Moment, Sort
from clinics.search.dimensions import COLUMN, Row
from clinics.search.matching import FAR, SQUARE, subject_of
from clinics.search.readings import stands_sql

DISTANCE_POINTS = 40.0
VERIFICATION_POINTS = 25.0
COMPLETENESS_POINTS = 15.0
RATING_POINTS = 15.0
FRESHNESS_POINTS = 5.0
# Without a distance (telehealth, or no place given) everybody gets half of the distance points.
NO_DISTANCE_POINTS = DISTANCE_POINTS / 2
# Ratings are drawn to 3.5 as if five more people had given it: a few votes move little.
PRIOR_MEAN, PRIOR_COUNT = 3.5, 5
# Confirmed within this many days: the share of the freshness points.
FRESHNESS = ((90, 1.0), (180, 0.6), (365, 0.3))

RATING, RATINGS = COLUMN["rating_mean"], COLUMN["rating_count"]
PRICE, WAIT = COLUMN["price_cents"], COLUMN["wait_days"]
VERIFIED_FROM, VERIFIED_UNTIL = COLUMN["verified_from"], COLUMN["verified_until"]
COMPLETENESS, CONFIRMED = COLUMN["completeness"], COLUMN["confirmed_on"]


def shrunk_rating(mean: float | None, count: int) -> float:
    """The mean rating (1–5) drawn to the prior; the prior itself where there are too few for a mean."""
    if mean is None:
        return PRIOR_MEAN
    return (PRIOR_MEAN * PRIOR_COUNT + mean * count) / (PRIOR_COUNT + count)


def freshness(confirmed_on: int | None, today: int) -> float:
    """0 to 1: how lately the details were confirmed; a day in the future counts as today."""
    if confirmed_on is None:
        return 0.0
    age = today - confirmed_on
    return next((share for days, share in FRESHNESS if age <= days), 0.0)


def points(
    *,
    square_share: float | None,
    verified: bool,
    completeness: int,
    rating: tuple[float | None, int],
    fresh: float,
) -> float:
    """The points of one result.

    `square_share` is the square of distance over radius, 0 (here) to 1 (at the edge), or None
    without a distance: points fall slowly near the patient and fast at the edge.
    `completeness` is a percentage.
    """
    distance = NO_DISTANCE_POINTS if square_share is None else DISTANCE_POINTS * (1 - square_share)
    return (
        distance
        + VERIFICATION_POINTS * verified
        + COMPLETENESS_POINTS * completeness / 100
        + RATING_POINTS * (shrunk_rating(*rating) - 1) / 4
        + FRESHNESS_POINTS * fresh
    )


def ordered(rows: list[Row], criteria: Criteria, at: Moment) -> list[Row]:
    """All rows in the order asked for. Ties go to the nearer, then to the older record."""
    lead = _lead_key(criteria, at)
    legal = at.legal
    if legal is not None and legal.unsettled:
        first = lead

        def lead(row: Row) -> tuple[float, ...]:
            return legal.comes_last(row), *first(row)

    return sorted(rows, key=lambda row: (*lead(row), _or_last(row[SQUARE]), subject_of(row)))


def _lead_key(criteria: Criteria, at: Moment) -> Callable[[Row], tuple[float, ...]]:
    if criteria.sort == Sort.RATING:
        return lambda row: (-(row[RATING] or 0.0), -row[RATINGS])
    if criteria.sort == Sort.PRICE:
        return lambda row: (_or_last(row[PRICE]),)
    if criteria.sort == Sort.SOONEST:
        return lambda row: (_or_last(row[WAIT]),)
    if criteria.sort == Sort.DISTANCE and criteria.place is not None:
        return lambda row: ()
    edge = chord_of(criteria.radius_miles) ** 2
    return lambda row: (-points_of(row, edge, at),)


def points_of(row: Row, edge: float, at: Moment) -> float:
    """The points of a row; `edge` is the squared straight distance at the radius."""
    return points(
        square_share=None if row[SQUARE] is None else row[SQUARE] / edge,
        verified=verification_stands(row[VERIFIED_FROM], row[VERIFIED_UNTIL], at.second),
        completeness=row[COMPLETENESS],
        rating=(row[RATING], row[RATINGS]),
        fresh=freshness(row[CONFIRMED], at.day),
    )


def order_sql(criteria: Criteria, at: Moment, subject: str) -> Sql:
    """The same order in SQL, over the columns of a row and its `square`."""
    lead = _lead_sql(criteria, at)
    if at.legal is not None and at.legal.unsettled:
        lead = Sql(f"{at.legal.comes_last_sql},") + lead
    return lead + Sql(f"square IS NULL, square, {subject}")


def _lead_sql(criteria: Criteria, at: Moment) -> Sql:
    if criteria.sort == Sort.RATING:
        return Sql("COALESCE(rating_mean, 0) DESC, rating_count DESC,")
    if criteria.sort == Sort.PRICE:
        return Sql("price_cents IS NULL, price_cents,")
    if criteria.sort == Sort.SOONEST:
        return Sql("wait_days IS NULL, wait_days,")
    if criteria.sort == Sort.DISTANCE and criteria.place is not None:
        return Sql("")
    return Sql(f"{_points_sql(at)} DESC,", [chord_of(criteria.radius_miles) ** 2])


def _points_sql(at: Moment) -> str:
    """`points_of`, step by step: the same numbers to the last digit. The placeholder is the edge."""
    rating = (
        f"CASE WHEN rating_mean IS NULL THEN {_real(PRIOR_MEAN)} ELSE"
        f" ({_real(PRIOR_MEAN * PRIOR_COUNT)} + rating_mean * rating_count)"
        f" / ({PRIOR_COUNT} + rating_count) END"
    )
    fresh = " ".join(
        f"WHEN {at.day} - confirmed_on <= {days} THEN {_real(FRESHNESS_POINTS * share)}"
        for days, share in FRESHNESS
    )
    return (
        f"(CASE WHEN square IS NULL THEN {_real(NO_DISTANCE_POINTS)}"
        f" ELSE {_real(DISTANCE_POINTS)} * (1 - square / %s) END"
        f" + CASE WHEN {stands_sql(at.second)} THEN {_real(VERIFICATION_POINTS)} ELSE {_real(0)} END"
        f" + {_real(COMPLETENESS_POINTS)} * completeness / 100"
        f" + {_real(RATING_POINTS)} * ({rating} - 1) / 4"
        f" + CASE {fresh} ELSE {_real(0)} END)"
    )


def _real(number: float) -> str:
    """A literal that PostgreSQL does not take for a decimal."""
    return f"CAST({number!r} AS double precision)"


def _or_last(value: float | None) -> float:
    """Unknown comes after everything known."""
    return FAR if value is None else value
