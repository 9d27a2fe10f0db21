"""Prices in words."""

import pytest

from clinics.listings.models import Offer
from clinics.listings.prices import amount, dollars, has_price


@pytest.mark.parametrize(
    ("cents", "words"),
    [(45_000, "$450"), (125_000, "$1,250"), (8_950, "$89.50"), (5, "$0.05"), (0, "$0")],
)
def test_cents_show_only_where_there_are_some(cents, words):
    assert dollars(cents) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (45_000, 45_000, "$450"),
        (45_000, 60_000, "$450 to $600"),
        (45_000, None, "From $450"),
        (None, 60_000, "Up to $600"),
        (0, 0, "$0"),
        (None, None, ""),
    ],
)
def test_a_price_is_one_a_range_or_one_end_of_it(low, high, words):
    offer = Offer(price_low_cents=low, price_high_cents=high)
    assert amount(offer) == words
    assert has_price(offer) is bool(words)
