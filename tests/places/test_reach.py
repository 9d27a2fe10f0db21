"""How far a ZIP code reaches, told by the centers around it."""

import pytest

from clinics.places.points import miles_between
from clinics.places.reach import reaches

AUSTIN = (30.27, -97.74)


def test_close_neighbors_make_a_small_one_and_far_ones_a_large_one():
    town = [AUSTIN, (30.30, -97.74), (30.27, -97.70), (30.24, -97.74)]
    plain = [(44.0, -107.0), (44.3, -107.0), (44.0, -107.4), (43.7, -107.0)]
    found = reaches([*town, *plain])
    third = max(miles_between(*AUSTIN, *other) for other in town[1:])
    assert found[AUSTIN] == pytest.approx(2 * third, rel=0.01)
    assert found[plain[0]] > 2 * 20


def test_it_is_never_less_than_three_miles_nor_more_than_sixty():
    crowd = [(40.75 + n / 1_000, -73.99) for n in range(0, 40, 4)]
    found = reaches([*crowd, (64.0, -150.0)])
    assert found[crowd[5]] == 3
    assert found[64.0, -150.0] == 60


def test_post_boxes_in_the_same_place_are_no_neighbors():
    same = [(30.27 + n / 10_000, -97.74) for n in range(10)]
    assert reaches(same)[same[0]] == 60
