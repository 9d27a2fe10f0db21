"""Any query string gives a page, with messages beside what was wrong."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinics.search.filters import ListingFilterSet
from tests import factories as make
from tests.search.test_matching import clinic

PARAMETERS = [*ListingFilterSet.base_filters, "nonsense", "condition[]"]
NASTY = [
    "", " ", "0", "-1", "1e400", "NaN", "inf", "-Infinity", "1.5", "9" * 5000, "\x00", "a\x00b", "ptsd",
    "PTSD", "TX", "tx", "78701", "78701-1234", "Austin, TX", "Springfield", "'; DROP TABLE x; --",
    "<script>alert(1)</script>", "%", "_", "\\", "é" * 200, "\u202e", "💊" * 50, "null", "[]", "{}", "1,2",
    "true", "best", "../..", "x" * 3000, "\ud7ff", "٣", "１２", "+5", "1_000", " 50 ",
]  # fmt: skip
values = st.one_of(st.sampled_from(NASTY), st.text(max_size=60), st.floats().map(str), st.integers().map(str))
queries = st.dictionaries(st.sampled_from(PARAMETERS), st.lists(values, min_size=1, max_size=4), max_size=8)


@pytest.mark.parametrize("path", ["/search/", "/providers/", "/telehealth/"])
@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(query=queries)
def test_any_query_string_gives_a_page(client, texas, path, query):
    response = client.get(path, query)
    assert response.status_code == 200
    assert b"data-result-count=" in response.content


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("state", "ZZ"),
        ("state", "Narnia"),
        ("near", "99999"),
        ("near", "Nowhereville, TX"),
        ("radius", "0"),
        ("radius", "501"),
        ("radius", "nan"),
        ("radius", "far"),
        ("condition", "sadness"),
        ("care", "both"),
        ("treatment", "x"),
        ("insurance", "x"),
        ("max_price", "-5"),
        ("max_price", "12.50"),
        ("max_price", "9" * 400),
        ("min_rating", "6"),
        ("verified", "yes"),
        ("accepting", "2"),
        ("unknown", "no"),
        ("language", "x"),
        ("accessibility", "x"),
        ("age_group", "x"),
        ("hours", "night"),
        ("q", "x" * 201),
        ("q", "a\x00b"),
        ("q", "克他命"),
        ("q", "?!"),
        ("sort", "price-desc"),
        ("page", "0"),
        ("page", "two"),
    ],
)
def test_a_wrong_value_has_its_message_and_the_rest_still_applies(client, results, parameter, value):
    clinic("open", accepting_new_patients=True)
    clinic("shut", accepting_new_patients=False)
    query = {"accepting": "1", "condition": [], parameter: value}
    expected = {"clinic:open"} if parameter != "accepting" else {"clinic:open", "clinic:shut"}
    assert set(results(**query)) == expected
    page = client.get("/search/", query).content.decode()
    assert re.findall(r'data-error="(\w+)"', page) == [parameter]


def test_one_wrong_condition_does_not_take_away_the_good_one(client, results):
    clinic("treats", conditions=[make.ConditionFactory(slug="ptsd")])
    clinic("other", conditions=[make.ConditionFactory(slug="crps")])
    assert results(condition=["ptsd", "sadness"]) == ["clinic:treats"]
    page = client.get("/search/", {"condition": ["ptsd", "sadness"]})
    assert 'data-error="condition"' in page.content.decode()
    assert "sadness" in page.content.decode()


def test_what_was_typed_is_kept(client, texas):
    page = client.get("/search/", {"near": "Nowhereville, TX", "radius": "9999"}).content.decode()
    assert 'value="Nowhereville, TX"' in page
    assert 'value="9999"' in page


def test_unknown_parameters_are_ignored(client, results):
    clinic("open")
    assert results(utm_source="x", foo="bar") == ["clinic:open"]


def test_a_whole_state_as_the_place_cannot_be_another_than_the_one_lived_in(client, results):
    clinic("here")
    assert results(near="Texas", state="TX") == ["clinic:here"]
    make.StateFactory(usps="CA")
    page = client.get("/search/", {"near": "Texas", "state": "CA"})
    assert "To look in Texas, type a ZIP code or city there." in page.content.decode()
    assert page.context["criteria"].state == "CA"


def test_a_number_that_cannot_be_is_answered_in_plain_words(client, texas):
    page = client.get("/search/", {"radius": "900", "max_price": "12.50"}).content.decode()
    assert "Type a number of miles from 1 to 500." in page
    assert "Type a whole number of dollars" in page
    assert "Ensure" not in page


def test_an_own_price_stands_in_its_place_and_can_be_taken_back(client, texas):
    page = client.get("/search/", {"max_price": "400"})
    price = next(facet for facet in page.context["facets"] if facet.parameter == "max_price")
    assert [choice.value for choice in price.choices] == ["300", "400", "500", "800", "1200"]
    assert "Up to $1,200 a session" in page.content.decode()
    assert 'id="max_price-any" value="">' in page.content.decode()
    assert 'id="min_rating-any" value="" checked>' in page.content.decode()
