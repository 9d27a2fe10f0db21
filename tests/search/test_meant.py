"""Words of a search that name a condition or a treatment are recognised."""

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def terms():
    make.ConditionFactory(slug="crps", name="Complex regional pain syndrome (CRPS)", synonyms=["RSD"], bit=1)
    make.ConditionFactory(slug="suicidal-ideation", name="Suicidal thoughts", synonyms=["want to die"], bit=2)
    make.TreatmentFactory(slug="esketamine-spravato", name="Esketamine nasal spray (Spravato)", bit=1)


def meant(client, address):
    return [(meaning.slug, url) for meaning, url in client.get(address).context["meant"]]


@pytest.mark.parametrize("words", ["rsd", "RSD clinic", "CRPS"])
def test_a_synonym_leads_to_the_search_for_its_condition(client, words):
    assert meant(client, f"/search/?q={words}") == [("crps", "/search/?condition=crps")]


def test_all_else_of_the_search_stays_as_it_is(client):
    found = meant(client, "/providers/?q=spravto&language=spanish&sort=price&page=3")
    assert found == [
        ("esketamine-spravato", "/providers/?language=spanish&sort=price&treatment=esketamine-spravato")
    ]


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=harbor", "?q=rsd&condition=crps", "?q=%FF", "?condition=crps"]
)
def test_where_nothing_else_is_meant_nothing_is_suggested(client, query):
    assert meant(client, f"/search/{query}") == []


def test_the_page_asks_whether_it_was_meant(client):
    page = client.get("/search/?q=rsd").content.decode()
    assert "Did you mean the condition Complex regional pain syndrome (CRPS)?" in page
    assert 'href="/conditions/crps/"' in page


def test_who_wants_to_die_reads_988_first_and_is_sent_to_no_telehealth(client):
    page = client.get("/search/?q=want+to+die").content.decode()
    results = page[page.index('id="results"') :]
    assert results.index('href="tel:988"') < results.index("results-count")
    assert "condition=suicidal-ideation" not in results


def test_it_costs_no_query(client, django_assert_num_queries):
    client.get("/search/?q=harbor")
    with django_assert_num_queries(2):
        client.get("/search/?q=harbor")
    with django_assert_num_queries(2):
        client.get("/search/?q=rsd")
