"""The benchmark measures what it says: true index rows, and three ways to the same answer."""

import json

import pytest
from django.http import QueryDict

from bench import naive, search, timing
from bench.queries import QUERIES
from clinics.listings import index
from clinics.listings.entries import EntryKind, SearchEntry
from clinics.listings.models import Clinic, Provider, TelemedicineService
from clinics.search.criteria import Scope
from clinics.search.page import search_page

pytestmark = pytest.mark.filterwarnings("ignore:No directory at:UserWarning")


def test_the_index_rows_are_those_that_would_be_derived(listings):
    assert list(index.disagreements()) == []


def test_listings_are_mostly_clinics_with_practitioners(listings):
    assert Clinic.objects.count() + TelemedicineService.objects.count() == 200
    assert 180 <= Clinic.objects.count() <= 196
    assert Provider.objects.count() > 150
    assert SearchEntry.objects.filter(kind=EntryKind.PROVIDER).exists()


def test_there_are_sixty_four_searches_and_none_twice():
    assert len(QUERIES) == len(set(QUERIES)) == 64


def test_the_naive_way_finds_as_many(listings):
    for query in QUERIES:
        found = naive.ManyToManyFilterSet(QueryDict(query))
        total = search_page(Scope.LISTINGS, QueryDict(query), "/search/")["found"].total
        assert (query, found.conditions().count()) == (query, total)


def test_every_way_is_timed_and_a_search_costs_at_most_eight_queries(listings):
    queries = QUERIES[:6]
    times = timing.measure(queries, rounds=2, naive_seconds=60)
    assert [len(times.of(way)) for way in ("floor", "search", "naive")] == [6, 6, 6]
    assert timing.most_queries(QUERIES) <= 8


def test_naive_searches_stop_when_their_time_is_up(listings):
    assert timing.measure(QUERIES[:3], rounds=1, naive_seconds=0).of("naive") == []


def test_the_report_is_one_json_object_with_the_names_of_the_contract():
    times = timing.Times()
    for way, taken in (("floor", [10.0, 12.0]), ("search", [15.0, 30.0]), ("naive", [100.0, 200.0])):
        for query, milliseconds in zip(("a", "b"), taken, strict=True):
            times.taken[way][query].append(milliseconds)
    report = search.report(1000, "sqlite", times, most_queries=7, searches=2)
    assert json.loads(json.dumps(report)) == {
        "listings": 1000,
        "database": "sqlite",
        "floor_ms": {"p50": 10.0, "p95": 12.0},
        "search_ms": {"p50": 15.0, "p95": 30.0},
        "naive_ms": {"p50": 100.0, "p95": 200.0},
        "queries": 7,
        "searches": 2,
        "naive_searches": 2,
    }
