"""Points on the earth, distances in miles, and the grid of cells that finds what is near.

A point is kept as its position in miles from the earth's centre on the WGS 84 ellipsoid, so
that nearness is a comparison of straight chords: three multiplications and no trigonometry.
Up to 500 miles the chord, bent back to an arc of the mean radius, agrees with the geodesic
within 0.01 %.
"""

from collections.abc import Iterator
from itertools import chain
from math import asin, atan2, cos, degrees, floor, hypot, pi, radians, sin, sqrt

KM_PER_MILE = 1.609344
# WGS 84 (NIMA TR8350.2): half axes through the equator and through the poles, in miles.
EQUATOR_RADIUS = 6378.137 / KM_PER_MILE
POLE_RADIUS = 6356.7523142 / KM_PER_MILE
FLATNESS = (POLE_RADIUS / EQUATOR_RADIUS) ** 2
# (2a + b) / 3, the mean radius of the IUGG, in miles.
MEAN_RADIUS = 3958.7613

CELLS_PER_DEGREE = 4
ROWS = 180 * CELLS_PER_DEGREE
COLUMNS = 360 * CELLS_PER_DEGREE
# Cells are sought on a sphere. Where the earth curves most, a mile spans 0.6 % more degrees
# than on the sphere; the spare hundredth of a mile covers rounding of the last digit.
CELL_MARGIN = 1.01
CELL_SPARE_MILES = 0.01


def earth_point(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Where these degrees (WGS 84) lie, as x, y, z in miles from the earth's centre.

    The usual geodetic to earth-centred conversion, at height zero.
    """
    across, up = cos(radians(latitude)), sin(radians(latitude))
    normal = EQUATOR_RADIUS / sqrt(across * across + FLATNESS * up * up)
    return (
        normal * across * cos(radians(longitude)),
        normal * across * sin(radians(longitude)),
        normal * FLATNESS * up,
    )


def coordinates_of(x: float, y: float, z: float) -> tuple[float, float]:
    """Latitude and longitude in degrees of a point on the surface, given in miles."""
    return degrees(atan2(z, FLATNESS * hypot(x, y))), degrees(atan2(y, x))


def chord_of(miles: float) -> float:
    """The straight line, in miles, under an arc of so many miles."""
    return 2 * MEAN_RADIUS * sin(min(miles / (2 * MEAN_RADIUS), pi / 2))


def miles_of(chord: float) -> float:
    """The arc, in miles, over a straight line of so many miles."""
    return 2 * MEAN_RADIUS * asin(min(chord / (2 * MEAN_RADIUS), 1.0))


def miles_between(a_lat: float, a_lon: float, b_lat: float, b_lon: float) -> float:
    """The distance in miles between two points given in degrees."""
    (ax, ay, az), (bx, by, bz) = earth_point(a_lat, a_lon), earth_point(b_lat, b_lon)
    return miles_of(sqrt((ax - bx) ** 2 + (ay - by) ** 2 + (az - bz) ** 2))


def cell_of(latitude: float, longitude: float) -> int:
    """The quarter-degree cell of a point: rows from the south pole, columns from 180 degrees west."""
    return _row(latitude) * COLUMNS + floor((longitude + 180) * CELLS_PER_DEGREE) % COLUMNS


def cells_within(latitude: float, longitude: float, miles: float) -> list[int]:
    """Every cell that a circle of so many miles touches, and few others."""
    spans = cell_spans_within(latitude, longitude, miles)
    return list(chain.from_iterable(range(first, last + 1) for first, last in spans))


def cell_spans_within(latitude: float, longitude: float, miles: float) -> list[tuple[int, int]]:
    """The same cells as unbroken spans (first, last): one a row, two across the antimeridian."""
    angle = (miles * CELL_MARGIN + CELL_SPARE_MILES) / MEAN_RADIUS
    if angle >= pi / 2:
        # Toward the far side of the earth a small error of the chord is a large one of the arc.
        return [(row * COLUMNS, (row + 1) * COLUMNS - 1) for row in range(ROWS)]
    reach = degrees(angle)
    spans: list[tuple[int, int]] = []
    for row in range(_row(latitude - reach), _row(latitude + reach) + 1):
        south = max(row / CELLS_PER_DEGREE - 90, latitude - reach, -90.0)
        north = min((row + 1) / CELLS_PER_DEGREE - 90, latitude + reach, 90.0)
        spread = degrees(_spread(radians(latitude), angle, radians(south), radians(north)))
        spans.extend(_spans_of_row(row, longitude, spread))
    return spans


def _row(latitude: float) -> int:
    return min(max(floor((latitude + 90) * CELLS_PER_DEGREE), 0), ROWS - 1)


def _spread(latitude: float, angle: float, south: float, north: float) -> float:
    """How far east and west of its centre a circle reaches between two latitudes (radians).

    It reaches furthest where a meridian touches it, at asin(sin(latitude) / cos(angle)); away
    from there ever less. A circle that holds a pole has no such place.
    """
    widest = sin(latitude) / cos(angle)
    if abs(widest) < 1 and south <= asin(widest) <= north:
        return asin(min(sin(angle) / cos(latitude), 1.0))
    return max(_spread_at(latitude, angle, south), _spread_at(latitude, angle, north))


def _spread_at(latitude: float, angle: float, parallel: float) -> float:
    """The same on one parallel, by the spherical law of cosines; all around beside a pole."""
    scale = cos(latitude) * cos(parallel)
    if scale < 1e-9:
        return pi
    ratio = (cos(angle) - sin(latitude) * sin(parallel)) / scale
    return pi / 2 - asin(min(max(ratio, -1.0), 1.0))


def _spans_of_row(row: int, longitude: float, spread: float) -> Iterator[tuple[int, int]]:
    """The cells of a row from `spread` degrees west to as far east, split at the antimeridian."""
    start = row * COLUMNS
    west = floor((longitude - spread + 180) * CELLS_PER_DEGREE)
    east = floor((longitude + spread + 180) * CELLS_PER_DEGREE)
    if east - west >= COLUMNS:
        yield start, start + COLUMNS - 1
        return
    first, last = west % COLUMNS, east % COLUMNS
    if first <= last:
        yield start + first, start + last
    else:
        yield start, start + last
        yield start + first, start + COLUMNS - 1
