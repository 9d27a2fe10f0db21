"""Distances agree with the geodesic, and the grid never misses a point."""

from math import sqrt

import pytest
from geopy.distance import geodesic
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from clinics.places.points import (
    CELLS_PER_DEGREE,
    COLUMNS,
    cell_of,
    cell_spans_within,
    cells_within,
    chord_of,
    coordinates_of,
    earth_point,
    miles_between,
    miles_of,
)

HARD_PLACES = {
    "Austin": (30.2672, -97.7431),
    "Utqiagvik, Alaska": (71.2906, -156.7886),
    "Attu, Alaska, beyond the antimeridian": (52.9, 172.9),
    "Adak, Alaska": (51.88, -176.658),
    "Honolulu": (21.3069, -157.8583),
    "Hagatna, Guam": (13.4757, 144.7489),
    "Pago Pago, American Samoa": (-14.2781, -170.7025),
    "San Juan, Puerto Rico": (18.4663, -66.1057),
    "on the antimeridian": (60.0, 180.0),
    "just east of it": (-17.0, -179.999),
    "north pole": (90.0, 0.0),
    "beside the south pole": (-89.97, 31.0),
    "where the equator meets Greenwich": (0.0, 0.0),
}
points = st.sampled_from(list(HARD_PLACES.values())) | st.tuples(st.floats(-90, 90), st.floats(-180, 180))
radii = st.floats(0, 500)
bearings = st.floats(0, 360)
thorough = settings(deadline=None, max_examples=300)


def gone_from(start, miles, bearing):
    """The point that lies so many miles from `start`, by geopy."""
    there = geodesic(miles=miles).destination(start, bearing)
    return there.latitude, there.longitude


def is_covered(point, spans):
    return any(first <= cell_of(*point) <= last for first, last in spans)


@thorough
@given(start=points, miles=st.floats(0.5, 500), bearing=bearings)
def test_miles_agree_with_the_geodesic_within_a_two_thousandth(start, miles, bearing):
    there = gone_from(start, miles, bearing)
    assert miles_between(*start, *there) == pytest.approx(geodesic(start, there).miles, rel=0.0005)


@thorough
@given(start=points, miles=st.floats(500, 6000), bearing=bearings)
def test_far_away_they_still_agree_within_half_a_percent(start, miles, bearing):
    there = gone_from(start, miles, bearing)
    assert miles_between(*start, *there) == pytest.approx(geodesic(start, there).miles, rel=0.005)


@thorough
@given(start=points, radius=st.floats(1, 500), share=st.floats(0, 2), bearing=bearings)
def test_a_radius_in_chords_keeps_what_the_geodesic_keeps(start, radius, share, bearing):
    assume(abs(share - 1) > 0.0005)
    (ax, ay, az), (bx, by, bz) = earth_point(*start), earth_point(*gone_from(start, radius * share, bearing))
    square = (ax - bx) ** 2 + (ay - by) ** 2 + (az - bz) ** 2
    assert (square <= chord_of(radius) ** 2) == (share < 1)


@thorough
@given(
    start=points, near=st.floats(0.1, 490), further=st.floats(1.001, 1.02), bearing=bearings, other=bearings
)
def test_the_nearer_of_two_comes_first(start, near, further, bearing, other):
    one, two = gone_from(start, near, bearing), gone_from(start, near * further, other)
    assert miles_between(*start, *one) < miles_between(*start, *two)


@thorough
@given(start=points, miles=radii, share=st.floats(0, 1), bearing=bearings)
@example(start=(60.0, 180.0), miles=1.0, share=1.0, bearing=90.0)
@example(start=(90.0, 0.0), miles=500.0, share=1.0, bearing=180.0)
@example(start=(-90.0, 0.0), miles=0.0, share=0.0, bearing=0.0)
@example(start=(0.0, 0.0), miles=0.0, share=0.0, bearing=0.0)
@example(start=(52.9, 172.9), miles=500.0, share=1.0, bearing=75.0)
def test_the_cells_of_a_circle_miss_no_point_in_it(start, miles, share, bearing):
    assert is_covered(gone_from(start, miles * share, bearing), cell_spans_within(*start, miles))


@thorough
@given(start=points, other=points, miles=st.floats(0, 13_000))
@example(start=(-89.97, 31.0), other=(80.0, 0.0), miles=11_566.0)
def test_they_miss_none_for_a_circle_of_any_size(start, other, miles):
    if miles_between(*start, *other) <= miles:
        assert is_covered(other, cell_spans_within(*start, miles))


@settings(deadline=None, max_examples=60)
@given(start=points, miles=st.floats(0, 120))
def test_the_cells_of_a_circle_hold_little_else(start, miles):
    for cell in cells_within(*start, miles):
        row, column = divmod(cell, COLUMNS)
        middle = (row + 0.5) / CELLS_PER_DEGREE - 90, (column + 0.5) / CELLS_PER_DEGREE - 180
        assert miles_between(*start, *middle) < miles * 1.02 + 13


@settings(deadline=None)
@given(start=points, miles=st.floats(0, 300))
def test_spans_and_cells_are_the_same_cells_each_once(start, miles):
    cells = cells_within(*start, miles)
    assert len(cells) == len(set(cells))
    assert len(cells) == sum(last - first + 1 for first, last in cell_spans_within(*start, miles))
    assert cell_of(*start) in cells


def test_a_cell_is_its_row_from_the_south_and_its_column_from_the_antimeridian():
    assert cell_of(-90, -180) == 0
    assert cell_of(-89.76, -179.74) == 1
    assert cell_of(-89.74, -180) == 1440
    assert cell_of(0, 0) == 360 * 1440 + 720
    assert cell_of(90, 179.9) == 720 * 1440 - 1


def test_180_degrees_east_is_180_degrees_west():
    assert cell_of(12, 180) == cell_of(12, -180)


def test_a_small_circle_inside_a_cell_is_that_cell():
    assert cells_within(30.125, -97.125, 5) == [cell_of(30.125, -97.125)]


def test_a_circle_across_the_antimeridian_has_cells_on_both_sides():
    columns = {cell % COLUMNS for cell in cells_within(0.1, 179.9, 10)}
    assert columns == {0, 1439}


def test_a_circle_around_the_pole_has_whole_rows():
    assert cells_within(90, 45, 10) == list(range(719 * 1440, 720 * 1440))


def test_known_points_of_the_ellipsoid():
    assert earth_point(0, 0) == pytest.approx((3963.1906, 0, 0), abs=0.001)
    assert earth_point(90, 0) == pytest.approx((0, 0, 3949.9028), abs=0.001)


@thorough
@given(latitude=st.floats(-89.9, 89.9), longitude=st.floats(-179.9, 179.9))
def test_a_point_leads_back_to_its_coordinates(latitude, longitude):
    back = coordinates_of(*earth_point(latitude, longitude))
    assert back == pytest.approx((latitude, longitude), abs=1e-9)


def test_chords_and_arcs_undo_each_other():
    for miles in (0, 0.1, 50, 500, 6000):
        assert miles_of(chord_of(miles)) == pytest.approx(miles)


def test_no_distance_is_too_great_for_the_earth():
    assert chord_of(1e9) == pytest.approx(2 * 3958.7613)
    assert miles_of(1e9) == pytest.approx(12436.815, abs=0.001)


def test_a_degree_has_the_miles_that_the_tables_of_the_ellipsoid_give():
    km = 1 / 1.609344
    assert miles_between(0, 0, 0, 1) == pytest.approx(111.320 * km, abs=0.001)
    assert miles_between(-0.5, 20, 0.5, 20) == pytest.approx(110.574 * km, abs=0.001)
    assert miles_between(89, -150, 90, -150) == pytest.approx(111.694 * km, abs=0.001)


def test_the_chord_is_shorter_than_the_arc():
    (ax, ay, az), (bx, by, bz) = earth_point(0, 0), earth_point(0, 90)
    assert sqrt((ax - bx) ** 2 + (ay - by) ** 2 + (az - bz) ** 2) < miles_between(0, 0, 0, 90)
