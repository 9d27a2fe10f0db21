"""The pages of conditions: what is known, how well, from where, and the way on."""

import re

import pytest
from django.urls import NoReverseMatch, reverse

from clinics.medicine.loading import load_vocabularies
from clinics.models import Condition, Trial
from clinics.pages import onward
from tests import factories as make
from tests.medicine.factories import FactFactory
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db

UNREAD = "We have not read this at its source yet. Look it up:"


@pytest.fixture
def ptsd():
    return make.ConditionFactory(slug="ptsd", name="PTSD", evidence="weak", synonyms=["flashbacks"])


@pytest.fixture
def read(client):
    def page(path):
        response = client.get(path)
        assert response.status_code == 200
        return Reading(response.content.decode())

    return page


def links(page):
    return [link.get("href") for link in page.attributes("a")]


def trial(number, *conditions, status="RECRUITING", gone_on=None):
    one = Trial.objects.create(
        nct_id=f"NCT{number:08d}", title="A trial", status=status, gone_on=gone_on,
        updated_on=make.READ_ON, retrieved_on=make.READ_ON,
    )  # fmt: skip
    one.conditions.set(conditions)


def test_the_list_goes_from_the_strongest_evidence_to_the_weakest(read):
    for bit, evidence in enumerate(
        ["against", "weak", "fda-approved-esketamine", "limited", "strong-off-label"]
    ):
        make.ConditionFactory(slug=evidence, evidence=evidence, bit=bit)
    page = read("/conditions/")
    assert [href.split("/")[2] for href in links(page) if re.fullmatch(r"/conditions/.+/", href or "")] == [
        "fda-approved-esketamine", "strong-off-label", "limited", "weak", "against",
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["flashbacks", "PTDS", "ptsd"])
def test_words_that_name_one_condition_lead_to_its_page(client, ptsd, words):
    assert client.get("/conditions/", {"q": words}).url == "/conditions/ptsd/"


def test_words_that_name_a_treatment_lead_there(client):
    make.TreatmentFactory(slug="esketamine-spravato", name="Esketamine nasal spray (Spravato)")
    assert client.get("/conditions/?q=spravato").url == "/treatments/esketamine-spravato/"


def test_words_that_name_two_are_a_choice(read, ptsd):
    make.ConditionFactory(slug="migraine", name="Migraine", bit=40)
    page = read("/conditions/?q=ptsd+and+migraine")
    assert "“ptsd and migraine” may mean:" in page.texts("p")
    choices = [link["href"] for link in page.attributes("a") if "button" in link.get("class", "")]
    assert choices == ["/conditions/ptsd/", "/conditions/migraine/"]


def test_unknown_words_are_kept_and_said_to_be_unknown(read, ptsd):
    page = read("/conditions/?q=<b>harbor</b>")
    assert "We don’t know “<b>harbor</b>”." in page.text
    assert page.attributes("input")[0]["value"] == "<b>harbor</b>"


def test_too_many_words_get_a_message_beside_the_box_and_stay(read, ptsd):
    page = read("/conditions/?q=" + "x" * 201)
    assert "Use a few words, at most 200 letters." in page.text
    assert page.attributes("input")[0]["value"] == "x" * 201


@pytest.mark.parametrize("query", ["?q=", "?q=%20", "?q=%00", "?q=%FF", "?p=1", "?q=a&q=b"])
def test_no_words_and_odd_ones_break_nothing(client, ptsd, query):
    assert client.get(f"/conditions/{query}").status_code == 200


def test_an_unknown_condition_is_not_found(client):
    assert client.get("/conditions/hiccups/").status_code == 404


def test_each_fact_leads_to_its_source_and_the_source_tells_its_day(read, ptsd):
    FactFactory(condition=ptsd, text="67% responded.", source_url="https://example.org/feder")
    page = read("/conditions/ptsd/")
    assert "67% responded. Source 2" in page.text
    assert "#source-2" in links(page)
    assert "https://example.org/feder" in links(page)
    assert "A trial, read 24 Nov 2026" in page.text


def test_what_nobody_has_read_yet_says_so_and_where_to_look(read, ptsd):
    FactFactory(condition=ptsd, basis="recalled", source_name="A guideline")
    page = read("/conditions/ptsd/")
    assert f"{UNREAD} A guideline" in page.text
    assert "A guideline, not read by us yet" in page.text


def test_only_its_own_facts_and_those_of_everybody_stand_there(read, ptsd):
    FactFactory(condition=make.ConditionFactory(slug="ocd", bit=41), text="About OCD.")
    FactFactory(topic="caution", level="talk", about="Liver", text="Ask first.")
    FactFactory(topic="red-flag", text="Promises a cure.")
    page = read("/conditions/ptsd/")
    assert "Liver. Ask first." in page.text
    assert "About OCD." not in page.text
    assert "Promises a cure." not in page.text


def test_the_search_has_the_condition_filled_in(read, ptsd):
    page = read("/conditions/ptsd/")
    assert {"type": "hidden", "name": "condition", "value": "ptsd"} in page.attributes("input")
    assert page.attributes("form")[0]["action"] == "/search/"
    assert "Texas" in page.texts("option")


def test_treatments_are_those_that_its_facts_speak_of(read, ptsd):
    iv = make.TreatmentFactory(slug="iv-infusion", bit=1)
    make.TreatmentFactory(slug="oral-sublingual", bit=2)
    FactFactory(condition=ptsd, treatment=iv)
    page = read("/conditions/ptsd/")
    assert "/treatments/iv-infusion/" in links(page)
    assert "/treatments/oral-sublingual/" not in links(page)


@pytest.mark.parametrize("slug", ["suicidal-ideation", "postpartum-depression"])
def test_where_a_life_may_be_at_risk_help_comes_before_everything(read, slug):
    make.ConditionFactory(slug=slug, description="What it is.")
    page = read(f"/conditions/{slug}/")
    assert page.text.index("Call 988") < page.text.index("What it is.")


def test_elsewhere_the_strip_at_the_top_is_enough(read, ptsd):
    assert "Call 988" not in read("/conditions/ptsd/").text


def test_somebody_in_danger_is_sent_to_care_in_person(read):
    make.ConditionFactory(slug="suicidal-ideation")
    page = read("/conditions/suicidal-ideation/")
    assert {"type": "hidden", "name": "care", "value": "in_person"} in page.attributes("input")
    assert "It is not known whether it prevents suicide." in page.text


def resolving(*there):
    """Reverses names as if only these pages were there, beside those of this room."""

    def address(name, *args, **kwargs):
        if name in ("costs", "trial-list"):
            if name not in there:
                raise NoReverseMatch
            return f"/{name}/"
        return reverse(name, *args, **kwargs)

    return address


def test_pages_that_are_not_there_are_not_linked(read, ptsd, monkeypatch):
    monkeypatch.setattr(onward, "reverse", resolving())
    FactFactory(condition=ptsd, treatment=make.TreatmentFactory(slug="iv-infusion"))
    trial(1, ptsd)
    page = read("/conditions/ptsd/")
    assert "What it costs" not in page.text
    assert "Trials" not in page.texts("h2")


def test_costs_and_open_trials_are_linked_where_they_are(read, ptsd, monkeypatch):
    monkeypatch.setattr(onward, "reverse", resolving("costs", "trial-list"))
    FactFactory(condition=ptsd, treatment=make.TreatmentFactory(slug="iv-infusion"))
    trial(1, ptsd)
    trial(2, ptsd, status="NOT_YET_RECRUITING")
    trial(3, ptsd, status="COMPLETED")
    trial(4, ptsd, gone_on=make.READ_ON)
    trial(5, make.ConditionFactory(slug="ocd", bit=41))
    page = read("/conditions/ptsd/")
    assert "2 trials for this take people now or soon." in page.text
    assert {"/trial-list/?condition=ptsd", "/costs/?treatment=iv-infusion"} <= set(links(page))


@pytest.fixture
def shipped():
    load_vocabularies()


def test_each_shipped_page_links_to_all_its_sources_and_to_nothing_that_is_missing(client, read, shipped):
    for condition in Condition.objects.all():
        page = read(f"/conditions/{condition.slug}/")
        anchors = {element.get("id") for element in page.attributes("li")}
        cited = {href[1:] for href in links(page) if href.startswith("#source-")}
        assert cited == {anchor for anchor in anchors if anchor and anchor.startswith("source-")}
        for href in {href.split("#")[0].split("?")[0] for href in links(page) if href.startswith("/")}:
            assert client.get(href).status_code == 200, href


def test_a_listing_links_to_what_is_known_of_its_conditions_and_treatments(read, ptsd):
    offer = make.OfferFactory(treatment=make.TreatmentFactory(slug="iv-infusion"))
    offer.listing.conditions.add(ptsd)
    page = read(offer.listing.get_absolute_url())
    assert {"/conditions/ptsd/", "/treatments/iv-infusion/"} <= set(links(page))


def test_home_leads_to_the_conditions(read, ptsd):
    assert "/conditions/" in links(read("/"))
