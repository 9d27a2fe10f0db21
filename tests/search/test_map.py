"""The map of results: the clinics of a search as points, its page with the same places as a list."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from clinics.listings import index
from clinics.places.states import STATES
from clinics.search import map_finding, map_page
from tests import factories as make

NUMBER, LATITUDE, LONGITUDE, SLUG, NAME, PLACE, MILES, PRICE, CHECK, POSITION, VERIFIED, DEMO = range(12)
GEO = Path(finders.find("clinics/geo/states.json")).parent


@pytest.fixture
def points(client, texas):
    """The answer for the script to this search."""

    def ask(**query):
        index.rebuild()
        response = client.get(reverse("search-points"), query)
        assert response.status_code == 200
        return response.json()

    return ask


def test_the_map_holds_the_clinics_of_the_search_in_its_order(client, texas, points, results):
    ptsd = make.ConditionFactory(slug="ptsd")
    make.OfferFactory(
        listing=make.ClinicFactory(name="Quiet Harbor", conditions=[ptsd]), price_low_cents=45_000
    )
    make.ClinicFactory(name="Far Hill", conditions=[ptsd], latitude=29.88, longitude=-97.94)
    make.ClinicFactory(name="Something Else")
    make.TelemedicineServiceFactory(states=["TX"], conditions=[ptsd], prescriber="md")
    for sort in ("best", "distance", "price"):
        query = {"near": "78701", "condition": "ptsd", "sort": sort}
        found = points(**query)
        clinics = [key for key in results(**query) if key.startswith("clinic:")]
        assert [f"clinic:{row[SLUG]}" for row in found["points"]] == clinics
    harbor = next(row for row in found["points"] if row[NAME] == "Quiet Harbor")
    assert harbor[LATITUDE : LONGITUDE + 1] == [30.2713, -97.7426]
    assert (harbor[PLACE], harbor[MILES]) == ("Austin, TX", "0.0")
    assert found["prices"][harbor[PRICE]] == "From $450 a session"
    assert found["checks"][harbor[CHECK]] == "Not yet verified by us"
    assert found["near"][2:] == [50.0, "Austin, TX 78701"]


def test_telehealth_is_counted_in_words_and_stands_nowhere(points):
    make.ClinicFactory()
    for _ in range(2):
        make.TelemedicineServiceFactory(states=["TX"], prescriber="md")
    found = points(state="TX")
    assert found["messages"] == [
        "1 clinic on the map.",
        "2 telehealth services serve you wherever you live in Texas. They are in the results, not on the map.",
    ]
    assert found["total"] == len(found["points"]) == 1


def test_a_pin_says_how_exactly_it_stands(points):
    make.ClinicFactory(name="By ZIP")
    make.ClinicFactory(name="By city", point_source="city")
    make.ClinicFactory(name="By street", point_source="street")
    found = points(state="TX")
    said = {row[NAME]: found["positions"][row[POSITION]] for row in found["points"]}
    assert "center of its ZIP code" in said["By ZIP"]
    assert "center of its city" in said["By city"]
    assert said["By street"] == ""


def test_a_clinic_without_a_point_is_in_the_list_alone(client, points):
    make.ClinicFactory(name="Nowhere Yet", latitude=None, longitude=None)
    found = points(state="TX")
    assert found["points"] == []
    assert "1 clinic is in the list alone: we do not know where its address is." in found["messages"]
    page = client.get(reverse("search-map"), {"state": "TX"}).content.decode()
    assert "Nowhere Yet" in page
    assert "Not on the map" in page


def test_a_fictional_clinic_says_so(client, points):
    make.ClinicFactory(is_demo=True)
    assert points()["points"][0][DEMO] == 1
    assert "Fictional, for demonstration" in client.get(reverse("search-map")).content.decode()


def test_invalid_values_are_told_and_the_rest_of_the_search_applies(client, points):
    make.ClinicFactory()
    found = points(near="78701", radius="9999", max_price="x")
    assert set(found["errors"]) == {"radius", "max_price"}
    assert len(found["points"]) == 1
    page = client.get(reverse("search-map"), {"near": "78701", "radius": "9999"})
    assert page.status_code == 200
    assert 'data-error="radius"' in page.content.decode()


def test_the_first_two_thousand_are_shown_and_the_others_told(monkeypatch, points):
    monkeypatch.setattr(map_finding, "MOST_POINTS", 2)
    for _ in range(3):
        make.ClinicFactory()
    found = points(state="TX")
    assert len(found["points"]) == 2
    assert "The map holds the first 2 of 3 clinics. Narrow the search to see more." in found["messages"]


def test_too_many_rows_to_fetch_give_the_same_points(monkeypatch, points):
    ptsd = make.ConditionFactory(slug="ptsd")
    for number in range(6):
        make.ClinicFactory(
            conditions=[ptsd] if number % 2 else [], latitude=30.2 + number / 50, longitude=-97.7
        )
    make.TelemedicineServiceFactory(states=["TX", "CA"], conditions=[ptsd], prescriber="md")
    queries = [
        {},
        {"state": "TX"},
        {"near": "78701", "condition": "ptsd"},
        {"near": "78701", "sort": "distance"},
    ]
    fetched = [points(**query) for query in queries]
    assert [len(found["points"]) for found in fetched] == [6, 6, 3, 6]
    monkeypatch.setattr(map_finding, "MOST_ROWS", 0)
    assert [points(**query) for query in queries] == fetched


def test_nothing_of_a_search_is_kept_by_browsers_or_proxies(client, texas):
    for name in ("search-map", "search-points"):
        answer = client.get(reverse(name), {"near": "78701"})
        assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("number", [5, 200])
def test_map_and_points_cost_at_most_eight_queries(
    client, texas, monkeypatch, django_assert_max_num_queries, number
):
    for _ in range(number):
        make.ClinicFactory()
    index.rebuild()
    for most in (map_finding.MOST_ROWS, 0):
        monkeypatch.setattr(map_finding, "MOST_ROWS", most)
        for name in ("search-map", "search-points"):
            with django_assert_max_num_queries(8):
                answer = client.get(
                    reverse(name), {"near": "Austin, TX", "condition": "ptsd", "unknown": "1"}
                )
    # Each further point costs about a hundred bytes.
    assert len(answer.content) < 1_500 + 140 * number


def test_the_list_goes_on_on_further_pages_with_the_numbers_of_the_pins(client, texas, monkeypatch):
    monkeypatch.setattr(map_page, "LIST_SIZE", 2)
    for _ in range(3):
        make.ClinicFactory()
    index.rebuild()
    first = client.get(reverse("search-map"), {"state": "TX"})
    assert [one.number for one in first.context["placed"]] == [1, 2]
    second = client.get(first.context["next_url"])
    assert [one.number for one in second.context["placed"]] == [3]
    assert second.context["next_url"] == ""


def test_an_empty_map_leads_back_to_the_results(client, texas):
    page = client.get(reverse("search-map"), {"near": "78701", "max_price": "1"})
    assert page.context["results_url"] == "/search/?near=78701&max_price=1"
    assert "No clinic matches all of this." in page.content.decode()


def test_every_state_has_its_outline_and_each_is_small():
    overview = json.loads((GEO / "states.json").read_text())
    assert set(overview) == {row.usps for row in STATES}
    assert all(state["box"][2] < 0 for state in overview.values())
    sizes = {path.name: path.stat().st_size for path in GEO.glob("*.json")}
    assert {f"{row.usps.lower()}.json" for row in STATES} < set(sizes)
    assert max(sizes.values()) < 64_000
    assert sum(sizes.values()) < 1_000_000


def test_a_results_page_without_its_map_stays_under_sixty_kilobytes(client, texas):
    ptsd = make.ConditionFactory(slug="ptsd")
    for _ in range(25):
        make.LicenseFactory(
            provider=make.AffiliationFactory(listing=make.ClinicFactory(conditions=[ptsd])).provider
        )
    index.rebuild()
    page = client.get("/search/?near=78701&condition=ptsd").content
    files = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', page.decode())
    assert "clinics/js/search.js" in files
    assert [name for name in files if "map" in name or "leaflet" in name] == []
    loaded = [page, *(Path(finders.find(name)).read_bytes() for name in files)]
    assert sum(len(gzip.compress(content)) for content in loaded) < 60_000


def test_no_street_map_unless_somebody_chooses_one(client, texas, settings):
    assert "data-tiles" not in client.get(reverse("search-map")).content.decode()
    settings.MAP_TILES_URL = "https://{s}.tiles.example.org/{z}/{x}/{y}.png"
    page = client.get(reverse("search-map")).content.decode()
    assert "The street map comes from tiles.example.org, which sees which area you look at" in page
