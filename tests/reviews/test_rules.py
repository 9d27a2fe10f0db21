"""Ageing, means, what may be told, and who may decide."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinics.reviews.rules import figures, may_moderate, weight

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("visited_on", "expected"),
    [
        (date(2026, 11, 1), 1.0),
        (date(2024, 11, 1), 1.0),
        (date(2024, 10, 1), 0.5),
        (date(2021, 11, 1), 0.5),
        (date(2021, 10, 1), 0.0),
        (date(1990, 1, 1), 0.0),
    ],
)
def test_a_visit_counts_in_full_for_two_years_by_half_for_three_more_and_then_no_longer(visited_on, expected):
    assert weight(visited_on, TODAY, TODAY) == expected


def test_without_the_month_of_a_visit_the_day_of_writing_counts():
    assert weight(None, date(2024, 10, 31), TODAY) == 0.5


def test_a_month_that_has_not_come_counts_in_full():
    assert weight(date(2027, 1, 1), TODAY, TODAY) == 1.0


def test_two_voices_make_no_mean():
    two = figures([(5, 1.0), (1, 1.0)])
    assert (two.mean, two.count) == (None, 2)


def test_the_mean_weighs_old_visits_by_half_and_leaves_out_those_that_are_gone():
    made = figures([(5, 1.0), (5, 1.0), (1, 0.5), (1, 0.0)])
    assert made.mean == pytest.approx((5 + 5 + 0.5) / 2.5)
    assert (made.count, made.aged, made.old) == (3, 1, 1)
    assert made.distribution == ((5, 2), (4, 0), (3, 0), (2, 0), (1, 1))


RATINGS = st.lists(st.tuples(st.integers(1, 5), st.sampled_from([0.0, 0.5, 1.0])), max_size=40)


@given(RATINGS)
def test_a_mean_lies_between_the_worst_and_the_best(ratings):
    made = figures(ratings)
    counting = [stars for stars, share in ratings if share]
    assert made.count == len(counting) == sum(number for _stars, number in made.distribution)
    assert (made.mean is None) == (len(counting) < 3)
    if made.mean is not None:
        assert min(counting) <= made.mean <= max(counting)


@given(RATINGS, st.randoms(use_true_random=False))
def test_the_order_of_reviews_does_not_matter(ratings, random):
    shuffled = random.sample(ratings, len(ratings))
    assert figures(shuffled) == figures(ratings)


def test_nobody_decides_on_their_own_words_or_on_a_listing_that_they_keep():
    assert may_moderate(1, author=2, keepers={3})
    assert not may_moderate(1, author=1, keepers=set())
    assert not may_moderate(1, author=2, keepers={1, 3})


def test_a_second_opinion_is_anothers_and_so_is_an_appeal():
    assert not may_moderate(1, author=2, keepers=set(), asked_for_second_opinion=1)
    assert not may_moderate(1, author=2, keepers=set(), decided_before=1)
    assert may_moderate(1, author=None, keepers=set(), asked_for_second_opinion=None, decided_before=None)
