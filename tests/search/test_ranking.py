"""The order of results, worked out by hand."""

import pytest

from clinics.search.ranking import freshness, points, shrunk_rating

PLAIN = {"square_share": None, "verified": False, "completeness": 0, "rating": (None, 0), "fresh": 0.0}


def test_the_best_possible_result_comes_near_a_hundred_points():
    best = points(square_share=0, verified=True, completeness=100, rating=(5.0, 10_000), fresh=1.0)
    assert best == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize(("share", "expected"), [(0, 40), (0.25, 30), (1, 0), (None, 20)])
def test_distance_points_fall_with_the_square(share, expected):
    without = points(**PLAIN) - 20
    assert points(**PLAIN | {"square_share": share}) - without == pytest.approx(expected)


def test_verification_is_worth_twenty_five_points():
    assert points(**PLAIN | {"verified": True}) - points(**PLAIN) == 25


def test_completeness_is_worth_fifteen_points():
    assert points(**PLAIN | {"completeness": 100}) - points(**PLAIN) == 15


@pytest.mark.parametrize(
    ("mean", "count", "expected"), [(None, 0, 3.5), (5.0, 5, 4.25), (1.0, 1, 18.5 / 6), (4.0, 95, 3.975)]
)
def test_a_few_ratings_move_little(mean, count, expected):
    assert shrunk_rating(mean, count) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("age", "share"),
    [(-1, 1.0), (0, 1.0), (90, 1.0), (91, 0.6), (180, 0.6), (181, 0.3), (365, 0.3), (366, 0.0)],
)
def test_freshness_falls_in_steps(age, share):
    assert freshness(1000 - age, 1000) == share


def test_never_confirmed_is_not_fresh():
    assert freshness(None, 1000) == 0.0
