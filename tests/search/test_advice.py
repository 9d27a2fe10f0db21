"""An empty result says what to change, and what lies nearest."""

import pytest

from clinics.listings import index
from tests.search.test_matching import AUSTIN, SAN_MARCOS, clinic, condition, service

FAR = {"latitude": 32.7767, "longitude": -96.7970, "city": "Dallas", "zip_code": "75201"}


@pytest.fixture
def visit(client, texas):
    """The context of a results page, and its text."""

    def search(**query):
        index.rebuild()
        response = client.get("/search/", query)
        return response.context, response.content.decode()

    return search


def labels(context):
    return [(link.label, link.count) for link in context["relaxations"]]


def test_it_says_which_single_filter_to_leave_out_and_what_that_would_find(visit):
    for name in ("a", "b"):
        clinic(name, conditions=[condition("ptsd")], accepting_new_patients=False, **AUSTIN)
    clinic("c", conditions=[condition("crps")], accepting_new_patients=True, **AUSTIN)
    context, _ = visit(near="78701", condition="ptsd", accepting="1")
    assert labels(context) == [("Leave out “Accepts new patients”", 2), ("Leave out “PTSD”", 1)]


def test_it_offers_a_radius_at_which_the_nearest_counts(visit):
    clinic("dallas", **FAR)
    context, text = visit(near="78701")
    assert labels(context) == [("Search within 250 miles", None)]
    assert 'data-suggestion="clinic:dallas"' in text
    assert "data-listing=" not in text
    assert context["found"].total == 0


def test_it_offers_telehealth_in_the_state_for_the_same_condition(visit):
    service("remote", ["TX"], conditions=[condition("ptsd")])
    service("other", ["TX"], conditions=[condition("crps")])
    service("foreign", ["OK"], conditions=[condition("ptsd")])
    context, _ = visit(near="78701", condition="ptsd", care="in_person")
    assert [card.key for card in context["suggestions"]] == ["telehealth:remote"]


def test_it_offers_the_nearest_three_in_order_of_distance(visit):
    for number in range(4):
        clinic(f"sm{number}", **SAN_MARCOS)
    clinic("dallas", **FAR)
    context, _ = visit(near="78701", radius="5")
    assert [card.key for card in context["suggestions"]] == ["clinic:sm0", "clinic:sm1", "clinic:sm2"]


def test_those_that_have_not_said_are_one_of_the_ways_out(visit):
    clinic("silent", **AUSTIN)
    context, _ = visit(near="78701", condition="ptsd")
    assert labels(context) == [
        ("Leave out “PTSD”", 1),
        ("Also show places that have not said what they treat, cost or accept, or who prescribes", 1),
    ]


def test_with_nothing_at_all_it_still_says_something(visit):
    _, text = visit(near="78701")
    assert "Try a larger town nearby" in text


def test_words_sought_in_vain_can_be_left_out_and_do_not_hide_telehealth(visit):
    service("remote", ["TX"])
    context, text = visit(near="78701", q="zzzz")
    assert ("Leave out your words", None) in labels(context)
    assert 'data-suggestion="telehealth:remote"' in text


def test_where_no_single_filter_helps_all_of_them_can_go(visit):
    clinic("a", accepting_new_patients=False, **AUSTIN)
    context, _ = visit(state="TX", accepting="1", verified="1")
    assert labels(context) == [("Leave out all filters", None)]
