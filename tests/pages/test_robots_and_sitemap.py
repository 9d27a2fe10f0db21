"""What search engines may read."""

import re
from datetime import date

import pytest

from clinics.models import GuidePage
from clinics.pages import sitemaps
from tests import factories as make
from tests.trials.registry import Importer, nct, updated

pytestmark = pytest.mark.django_db


def addresses(client, path="/sitemap.xml"):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    return re.findall(r"<loc>http://testserver(.*?)</loc>", response.content.decode())


def test_robots_stay_out_of_searches_reports_and_the_admin(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain"
    lines = response.content.decode().splitlines()
    for line in (
        "Disallow: /admin/", "Disallow: /search/?", "Disallow: /clinics/*/report/",
        "Disallow: /clinics/*/reviews/new/", "Disallow: /reviews/*/report/", "Disallow: /costs/?",
        "Disallow: /search/map", "Disallow: /search/feed", "Disallow: /compare/?", "Disallow: /shortlist/?",
        "Disallow: /es/search/?", "Disallow: /es/search/map", "Disallow: /es/admin/",
        "Sitemap: http://testserver/sitemap.xml",
    ):  # fmt: skip
        assert line in lines


def test_the_sitemap_lists_pages_states_listings_and_practitioners(client):
    make.ClinicFactory(slug="harbor", state=make.StateFactory(usps="TX"))
    make.TelemedicineServiceFactory(slug="lantern")
    make.ProviderFactory(slug="ada")
    found = addresses(client)
    assert found[0] == "/"
    assert {"/about/", "/privacy/", "/states/", "/states/tx/"} <= set(found)
    assert {"/clinics/harbor/", "/telehealth/lantern/", "/providers/ada/"} <= set(found)


def test_the_sitemap_lists_conditions_and_treatments(client):
    make.ConditionFactory(slug="ptsd")
    make.TreatmentFactory(slug="iv-infusion")
    assert {"/conditions/", "/conditions/ptsd/", "/treatments/", "/treatments/iv-infusion/"} <= set(
        addresses(client)
    )


def test_the_sitemap_lists_the_guide_and_the_questions_but_no_drafts(client):
    days = {"reviewed_on": date(2026, 11, 25), "review_due_on": date(2027, 5, 25)}
    GuidePage.objects.create(slug="paying", title="Paying", body="Words.", **days)
    GuidePage.objects.create(slug="may-i-drive", part="faq", title="May I drive?", body="Words.", **days)
    GuidePage.objects.create(slug="draft", title="A draft", body="Words.", published=False, **days)
    found = set(addresses(client))
    assert {"/guide/", "/guide/paying/", "/faq/", "/faq/may-i-drive/", "/costs/", "/assistance/"} <= found
    assert "/guide/draft/" not in found


@pytest.mark.parametrize("status", ["draft", "suspended", "closed"])
def test_what_is_not_published_is_not_listed(client, status):
    make.ClinicFactory(slug="hidden", status=status)
    make.ProviderFactory(slug="hidden", status=status)
    assert not [address for address in addresses(client) if "hidden" in address]


def test_what_is_fictional_is_never_listed(client, settings):
    settings.SHOW_DEMO = True
    make.ClinicFactory(slug="demo", is_demo=True)
    make.ProviderFactory(slug="demo", is_demo=True)
    assert not [address for address in addresses(client) if "demo" in address]


def test_a_large_sitemap_becomes_an_index_of_pages(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_IN_ONE", 2)
    monkeypatch.setattr(sitemaps.ListingSitemap, "limit", 2)
    for number in range(3):
        make.ClinicFactory(slug=f"c{number}")
    found = addresses(client)
    assert found == [
        "/sitemap-pages.xml", "/sitemap-states.xml", "/sitemap-conditions.xml", "/sitemap-treatments.xml",
        "/sitemap-guide.xml", "/sitemap-cities.xml", "/sitemap-listings.xml",
        "/sitemap-listings.xml?p=2", "/sitemap-listings.xml?p=3", "/sitemap-providers.xml",
        "/sitemap-trials.xml",
    ]  # fmt: skip
    paths = [f"/sitemap-listings.xml?p={number}" for number in (1, 2, 3)]
    assert sorted(address for path in paths for address in addresses(client, path)) == [
        "/clinics/c0/", "/clinics/c1/", "/clinics/c2/", "/es/clinics/c0/", "/es/clinics/c1/", "/es/clinics/c2/",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/sitemap-nothing.xml", "/sitemap-listings.xml?p=99", "/sitemap-listings.xml?p=x"]
)
def test_a_part_that_does_not_exist_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_the_pages_of_larger_cities_are_listed_and_those_of_villages_are_not(client):
    make.CityFactory(name="Saint Cloud", state=make.StateFactory(usps="MN"), population=70_000)
    make.CityFactory(name="Tiny", state=make.StateFactory(usps="MN"), population=70)
    assert [address for address in addresses(client) if "/mn/" in address] == [
        "/states/mn/", "/es/states/mn/", "/states/mn/saint-cloud/", "/es/states/mn/saint-cloud/",
    ]  # fmt: skip


def test_trials_are_listed_while_the_registry_holds_them(client, tmp_path):
    importer = Importer(tmp_path)
    first, second, third = (updated(number, "2025-01-01") for number in (1, 2, 3))
    importer(first, second, third, retrieved="2025-02-01")
    importer(first, second, retrieved="2025-02-02", whole=True)
    assert [address for address in addresses(client) if address.startswith("/trials/")] == [
        "/trials/", f"/trials/{nct(1)}/", f"/trials/{nct(2)}/",
    ]  # fmt: skip
