"""A list in its address: shown without JavaScript, to anybody, and never kept on our side."""

import json
import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from clinics.listings.records import change_slug
from clinics.pages.choosing import Key, key_of
from tests import factories as make
from tests.pages.reading import Reading


@pytest.fixture
def shortlist(client, db):
    def read(*keys):
        response = client.get("/shortlist/", {"listing": list(keys)})
        assert response.status_code == 200
        return Reading(response.content.decode())

    return read


def items(reading):
    """By the name that the address knows it by, what each says, in order."""
    return {
        e["attributes"]["data-item"]: " ".join("".join(e["said"]).split())
        for e in reading.elements
        if "data-item" in e["attributes"]
    }


def test_each_says_how_to_reach_it_what_it_costs_and_how_we_know(shortlist):
    clinic = make.ClinicFactory(slug="a", name="Quiet Harbor", phone_extension="7")
    make.OfferFactory(listing=clinic, treatment=make.TreatmentFactory(name="IV infusion"))
    make.verified(make.TelemedicineServiceFactory(slug="far", states=["TX"]))
    make.ProviderFactory(slug="ada", first_name="Ada", last_name="Winter", phone="")
    said = items(shortlist("provider:ada", "clinic:a", "telehealth:far"))
    assert list(said) == ["provider:ada", "clinic:a", "telehealth:far"]
    assert "Clinic · 100 Example Street, Austin, TX" in said["clinic:a"]
    assert "(512) 555-0123, Extension 7" in said["clinic:a"]
    assert "IV infusion: $450 a session" in said["clinic:a"]
    assert "Not yet verified by us. Nobody has confirmed these details to us yet." in said["clinic:a"]
    assert "Serves 1 state. You must be there during visits." in said["telehealth:far"]
    assert re.search(r"Verified on \d+ \w+ \d{4}, until", said["telehealth:far"])
    assert "Price not published. Ask before you book." in said["telehealth:far"]
    assert "Phone number not known." in said["provider:ada"]


def test_what_cannot_be_shown_is_said_of_each_and_the_rest_stays(shortlist):
    make.ClinicFactory(slug="gone", name="Gone Harbor", status="closed")
    make.ClinicFactory(slug="secret", name="Secret Harbor", status="draft")
    change_slug(make.ClinicFactory(slug="old", name="Old Harbor"), "new")
    page = shortlist("clinic:gone", "clinic:secret", "clinic:old", "junk", "clinic:x" * 300)
    said = items(page)
    assert "Has closed, as far as we know." in said["clinic:gone"]
    assert "We know of no listing “clinic:secret”" in said["clinic:secret"]
    assert "Old Harbor" in said["clinic:new"]
    assert [a["data-asked"] for a in page.attributes("li") if a.get("data-item") == "clinic:new"] == [
        "clinic:old"
    ]
    assert "Secret Harbor" not in page.text
    assert "“junk” is not the address of a listing here." in page.text
    boxes = [a for a in page.attributes("input") if a.get("type") == "checkbox"]
    assert [box["value"] for box in boxes] == ["clinic:new"]


def test_twenty_fit_and_four_of_them_are_ready_to_compare(shortlist):
    keys = [f"clinic:{make.ClinicFactory().slug}" for _ in range(21)]
    page = shortlist(*keys)
    assert list(items(page)) == keys[:20]
    assert f"There is room for 20 here. This one is left out: {keys[20]}" in page.text
    boxes = [a for a in page.attributes("input") if a.get("type") == "checkbox"]
    assert ["checked" in box for box in boxes] == [True] * 4 + [False] * 16


def test_the_list_alone_explains_itself_and_names_nothing(shortlist, client):
    page = shortlist()
    assert items(page) == {}
    assert "Nothing is on the list yet" in page.text
    assert "Without JavaScript" in page.text


@pytest.mark.parametrize("number", [1, 20])
def test_twenty_cost_the_same_queries_as_one_of_each_kind(client, db, django_assert_num_queries, number):
    keys = [f"provider:{make.AffiliationFactory().provider.slug}"]
    keys += [f"telehealth:{make.TelemedicineServiceFactory(states=['TX', 'CA']).slug}"]
    keys += [f"clinic:{make.OfferFactory().listing.slug}" for _ in range(number)]
    with django_assert_num_queries(10):
        client.get("/shortlist/", {"listing": keys})


def test_opening_a_list_leaves_nothing_with_us(client, db):
    make.ClinicFactory(slug="a")
    answer = client.get("/shortlist/?listing=clinic:a")
    assert not answer.cookies
    assert not Session.objects.exists()
    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("clinic:a-b_1", Key("clinic", "a-b_1")),
        ("/telehealth/far/", Key("telehealth", "far")),
        ("/telehealth/", None),
        ("/clinics/a/reviews/", None),
        ("trial:a", None),
        ("clinic:a\nb", None),
        ("clinic:", None),
    ],
)
def test_only_a_name_or_the_address_of_a_page_names_a_listing(text, key):
    assert key_of(text) == key


def test_the_worker_reaches_every_page_and_knows_what_to_say_without_a_network(client, db):
    answer = client.get(reverse("service-worker"))
    script = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-store" in answer.headers["Cache-Control"]
    assert reverse("service-worker").count("/") == 1
    for _start, page in json.loads(re.search(r"PLACES = (.*);", script)[1]):
        assert "988" in client.get(page).content.decode()
    assert "You are offline" in Reading(client.get(reverse("offline")).content.decode()).text
