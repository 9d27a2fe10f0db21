"""Sorting and paging: one total order."""

from datetime import date

from tests import factories as make
from tests.search.test_matching import AUSTIN, SAN_MARCOS, clinic, service


def test_distance_puts_the_nearest_first_and_services_last(results):
    service("remote", ["TX"])
    clinic("far", **SAN_MARCOS)
    clinic("near", **AUSTIN)
    assert results(near="78701", sort="distance") == ["clinic:near", "clinic:far", "telehealth:remote"]


def test_price_puts_unknown_prices_last(results):
    clinic("silent")
    make.OfferFactory(listing=clinic("dear"), price_low_cents=90_000)
    make.OfferFactory(listing=clinic("cheap"), price_low_cents=30_000)
    assert results(sort="price") == ["clinic:cheap", "clinic:dear", "clinic:silent"]


def test_rating_puts_unrated_last(results):
    clinic("none")
    make.reviewed(clinic("good"), 4, 4, 5)
    make.reviewed(clinic("better"), 5, 5, 4)
    make.reviewed(clinic("two-voices"), 5, 5)
    assert results(sort="rating") == ["clinic:better", "clinic:good", "clinic:two-voices", "clinic:none"]


def test_soonest_sorts_by_the_wait_in_days(results):
    clinic("silent")
    clinic("later", wait_days=14)
    clinic("today", wait_days=0)
    assert results(sort="soonest") == ["clinic:today", "clinic:later", "clinic:silent"]


def test_best_prefers_the_complete_and_lately_confirmed(results, time_machine):
    time_machine.move_to("2026-11-25T18:00:00Z")
    clinic("bare")
    clinic("fresh", confirmed_on=date(2026, 11, 1))
    clinic("full", confirmed_on=date(2026, 11, 1), wait_days=3, description="Told.")
    assert results() == ["clinic:full", "clinic:fresh", "clinic:bare"]


def test_nothing_is_shown_twice_or_lost_from_page_to_page(results):
    for number in range(45):
        clinic(f"c{number:02}")
    pages = [results(page=page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({key for page in pages for key in page}) == 45


def test_a_page_past_the_end_is_the_last_page(results):
    for number in range(21):
        clinic(f"c{number:02}")
    assert results(page=99) == results(page=2)
    assert len(results(page=99)) == 1
