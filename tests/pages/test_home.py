"""The start page: one question, the form under it, and nothing that is not true."""

import pytest

from tests.factories import ConditionFactory, StateFactory
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(client):
    StateFactory(usps="TX")
    ConditionFactory(slug="ptsd", name="PTSD", evidence="limited", source_name="A review of trials")
    return Reading(client.get("/").content.decode())


def test_the_headline_is_the_one_question(home):
    assert home.texts("h1") == ["Who may treat me with ketamine, where I live?"]


def test_the_form_asks_search_by_get(home):
    assert home.attributes("form") == [
        {
            "class": "home-search",
            "action": "/search/",
            "method": "get",
            "role": "search",
            "aria-label": "Find care",
        }
    ]


def test_the_form_asks_where_you_live_and_what_for(home):
    assert [field["name"] for field in home.attributes("input")] == ["near"]
    assert [field["name"] for field in home.attributes("select")] == ["state", "condition"]
    first, *states, unsure, condition = home.texts("option")
    assert (first, unsure, condition) == ("Same as the place", "I’m not sure yet", "PTSD")
    assert (len(states), "Texas" in states) == (56, True)


def test_every_box_has_its_label(home):
    labelled = {label["for"] for label in home.attributes("label")}
    boxes = home.attributes("input") + home.attributes("select")
    assert labelled == {box["id"] for box in boxes}


def test_each_condition_leads_to_its_search_and_says_how_strong_its_evidence_is(home):
    assert "/search/?condition=ptsd" in [link["href"] for link in home.attributes("a")]
    assert "PTSD Some small or short studies, off-label" in home.texts("a")


def test_suicidal_thoughts_are_not_offered_as_something_that_esketamine_prevents(client):
    ConditionFactory(slug="suicidal-ideation", evidence="fda-approved-esketamine")
    page = Reading(client.get("/").content.decode())
    assert "It is not known whether it prevents suicide. In danger now? Call or text 988." in page.text
    assert "FDA-approved for esketamine" not in page.text


def test_the_evidence_names_its_source_and_day(home):
    assert "A review of trials, read 24 Nov 2026" in home.text


def test_before_reference_facts_are_loaded_it_still_answers(client):
    page = Reading(client.get("/").content.decode())
    assert page.texts("option")[-1] == "I’m not sure yet"
    assert "What people seek help for" not in page.text


def test_it_costs_one_question_to_the_database(client, django_assert_num_queries):
    for bit, slug in enumerate(["ptsd", "ocd", "migraine"]):
        ConditionFactory(slug=slug, bit=bit)
    with django_assert_num_queries(1):
        client.get("/")
