"""About, contact, terms and privacy; and what every page has."""

from itertools import pairwise

import pytest
from django.urls import reverse

from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db
TEXT_PAGES = ["about", "contact", "terms", "privacy"]


def read(client, name: str) -> Reading:
    response = client.get(reverse(name))
    assert response.status_code == 200
    return Reading(response.content.decode())


@pytest.mark.parametrize("name", ["home", *TEXT_PAGES])
class TestEveryPage:
    def test_it_says_where_to_turn_in_a_crisis(self, client, name):
        page = read(client, name)
        assert "In crisis? Call or text 988, any time." in page.text
        assert "Veterans: press 1." in page.text
        assert {"tel:988", "sms:988", "tel:911"} <= {link["href"] for link in page.attributes("a")}

    def test_it_has_one_first_heading_and_no_level_is_skipped(self, client, name):
        page = read(client, name)
        levels = [int(e["tag"][1]) for e in page.elements if e["tag"] in ("h1", "h2", "h3", "h4")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_no_script_or_style_stands_in_the_page_itself(self, client, name):
        page = read(client, name)
        assert page.attributes("style") == []
        assert all("src" in script for script in page.attributes("script"))
        names = {key for element in page.elements for key in element["attributes"]}
        assert "style" not in names
        assert not [key for key in names if key.startswith("on")]

    def test_nothing_is_loaded_from_another_host(self, client, name):
        page = read(client, name)
        loaded = [e["attributes"].get("src") for e in page.elements] + [
            link["href"] for link in page.attributes("link") if link["rel"] != "alternate"
        ]
        assert all(address.startswith("/static/") for address in loaded if address)

    def test_looking_sets_no_cookie(self, client, name):
        assert client.get(reverse(name)).cookies.output() == ""

    def test_the_place_data_is_credited(self, client, name):
        page = read(client, name)
        assert "Place data © GeoNames, CC BY 4.0." in page.text
        assert "https://www.geonames.org/" in [link["href"] for link in page.attributes("a")]

    def test_a_keyboard_can_skip_to_the_content(self, client, name):
        page = read(client, name)
        assert page.attributes("a")[0] == {"class": "skip-link", "href": "#content"}
        assert page.attributes("main")[0]["id"] == "content"

    def test_nothing_that_was_searched_is_kept_by_htmx(self, client, name):
        config = [meta for meta in read(client, name).attributes("meta") if meta.get("name") == "htmx-config"]
        assert '"historyCacheSize": 0' in config[0]["content"]


def links(page: Reading) -> list[str]:
    return [link["href"] for link in page.attributes("a")]


@pytest.mark.parametrize("name", TEXT_PAGES)
def test_the_operator_is_named(client, settings, name):
    settings.OPERATOR_NAME = "The Example Society"
    assert "The Example Society" in read(client, name).text


@pytest.mark.parametrize("name", ["contact", "privacy"])
def test_the_address_to_write_to_is_given_where_there_is_one(client, settings, name):
    settings.CONTACT_EMAIL = "desk@example.org"
    assert "mailto:desk@example.org" in links(read(client, name))


@pytest.mark.parametrize("name", TEXT_PAGES)
def test_without_an_address_there_is_no_dead_link(client, settings, name):
    settings.CONTACT_EMAIL = ""
    assert not [href for href in links(read(client, name)) if href.startswith("mailto:")]


def test_without_an_address_the_contact_page_points_to_the_report_link(client, settings):
    settings.CONTACT_EMAIL = ""
    assert "Please use the link to report a problem on a listing" in read(client, "contact").text


def test_the_about_page_does_not_claim_that_listings_are_verified(client):
    text = read(client, "about").text
    assert "nobody here has compared the listing with a license register" in text


def test_privacy_leads_to_ones_own_data_and_to_deleting_the_account(client):
    assert {reverse("my-data"), reverse("delete-account")} <= set(links(read(client, "privacy")))
