"""What cards and chips say, and do not say."""

import pytest

from tests import factories as make
from tests.search.test_matching import AUSTIN, clinic


@pytest.fixture
def cards(client, results):
    def found(path="/search/", **query):
        results(path, **query)
        return client.get(path, query).context

    return found


@pytest.mark.parametrize(
    ("status", "line"), [("active", "Licensed in Texas"), ("unknown", "License in Texas not looked up")]
)
def test_a_license_is_stated_only_if_somebody_looked_it_up(cards, status, line):
    provider = make.AffiliationFactory(listing=clinic("here", **AUSTIN)).provider
    make.LicenseFactory(provider=provider, status=status)
    for path in ("/search/", "/providers/"):
        [card] = cards(path, state="TX")["results"]
        assert line in card.reasons


def test_taking_new_patients_is_said_of_the_place_and_never_of_the_person(cards):
    place = clinic("here", accepting_new_patients=False, wait_days=3)
    make.LicenseFactory(provider=make.AffiliationFactory(listing=place).provider)
    [card] = cards("/providers/", state="TX")["results"]
    assert (card.accepting_line, card.wait_line) == ("This place takes no new patients now", "")


def test_practitioners_are_not_ordered_by_ratings_or_prices_that_they_do_not_have(cards):
    assert [link.label for link in cards("/providers/", near="78701")["sorts"]] == [
        "Best match", "Nearest", "Soonest appointment",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"), [("max_price", "0500"), ("min_rating", "4.0"), ("max_price", "+500")]
)
def test_a_chip_takes_its_filter_away_however_it_was_written(cards, name, value):
    [chip] = cards(**{name: value})["chips"]
    assert chip.url == "/search/"


def test_place_radius_and_state_are_chips_too(cards):
    chips = cards(near="78701", radius="20", state="OK")["chips"]
    assert [(chip.label, chip.url) for chip in chips] == [
        ("Austin, TX 78701", "/search/?state=OK"),
        ("Within 20 miles", "/search/?near=78701&state=OK"),
        ("Oklahoma", "/search/?near=78701&radius=20"),
    ]


def test_a_state_may_be_written_out(cards):
    assert cards(state="texas")["criteria"].state == "TX"


def test_more_fields_than_a_request_line_can_hold_are_no_error_below_that(client, texas):
    assert client.get("/search/?" + "a&" * 4_000).status_code == 200
