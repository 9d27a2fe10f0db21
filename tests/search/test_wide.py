"""A search counted in the database finds the very same as one whose rows were fetched."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from bench.queries import QUERIES
from clinics.medicine.queries import vocabulary
from clinics.search import finding
from clinics.search.criteria import Moment, Scope
from clinics.search.filters import search_form
from tests.bench.conftest import listings  # noqa: F401 (a fixture)

AT = Moment(second=1_795_000_000.5, day=739_945)
VALUES = {
    "near": ["77002", "10011", "59715", "99801"],
    "state": ["TX", "NY", "CA", "VT"],
    "radius": ["5", "50", "500"],
    "condition": ["ptsd", "anxiety", "crps"],
    "treatment": ["iv-infusion", "esketamine-spravato"],
    "insurance": ["aetna", "medicare"],
    "language": ["spanish", "english"],
    "care": ["in_person", "telehealth"],
    "hours": ["evening", "weekend"],
    "max_price": ["0", "400", "500"],
    "min_rating": ["3", "4.2"],
    "verified": ["1"],
    "accepting": ["1"],
    "unknown": ["1"],
    "q": ["harbor", "quiet clinic", "ada"],
    "sort": ["best", "distance", "rating", "price", "soonest"],
    "page": ["1", "2", "9"],
}
searches = st.lists(
    st.sampled_from([(name, value) for name, values in VALUES.items() for value in values]), max_size=6
)


def found_both_ways(monkeypatch, scope, query):
    words = vocabulary()
    criteria = search_form(query, words).criteria(scope)
    fetched = finding.find(criteria, words, AT)
    with monkeypatch.context() as patched:
        patched.setattr(finding, "MOST_ROWS", -1)
        counted = finding.find(criteria, words, AT)
    return told(fetched), told(counted)


def told(found):
    shown = [match.row for match in found.matches]
    counts = {(f.parameter, c.value): (c.count, c.selected) for f in found.facets for c in f.choices}
    return found.total, found.page, found.pages, found.untold, found.without, counts, shown


@pytest.mark.parametrize("scope", list(Scope))
def test_typical_searches_find_the_same_both_ways(listings, monkeypatch, scope):  # noqa: F811
    for query in QUERIES:
        fetched, counted = found_both_ways(monkeypatch, scope, QueryDict(query))
        assert counted == fetched, query


@pytest.mark.parametrize("scope", list(Scope))
@given(pairs=searches)
@example_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_search_finds_the_same_both_ways(listings, monkeypatch, scope, pairs):  # noqa: F811
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    fetched, counted = found_both_ways(monkeypatch, scope, query)
    assert counted == fetched
