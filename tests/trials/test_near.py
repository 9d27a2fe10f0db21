"""Trials below the results of a search for care: a link, and a few once somebody scrolls there."""

import pytest

from clinics.listings import index
from tests.pages.reading import Reading
from tests.trials.registry import AUSTIN, TULSA, WACO, nct, site, study, with_status

HTMX = {"HX-Request": "true"}
QUERY = "near=78701&radius=200&condition=ptsd&state=TX"


@pytest.fixture
def block(client):
    """The fragment: its text, and the trials in it."""

    def ask(query=QUERY):
        response = client.get(f"/trials/near/?{query}", headers=HTMX)
        assert response.status_code == 200
        assert "HX-Request" in response["Vary"]
        read = Reading(response.content.decode())
        return read.text, [one["data-trial"] for one in read.attributes("li")]

    return ask


def ptsd(number, **changes):
    return study(number, conditionsModule__conditions=["PTSD"], **changes)


def test_at_most_three_recruiting_trials_stand_there_the_nearest_first(importer, block):
    importer(
        ptsd(1, sites=[site(WACO)]), ptsd(2), ptsd(3), ptsd(4), study(5), ptsd(6, sites=[site(TULSA)]),
        with_status(7, "NOT_YET_RECRUITING", conditionsModule__conditions=["PTSD"]),
        ptsd(8, sites=[site(AUSTIN, status="NOT_YET_RECRUITING")]),
    )  # fmt: skip
    text, trials = block()
    assert trials == [nct(2), nct(3), nct(4)]
    assert "4 trials of ketamine take people now within 200 miles of Austin, TX 78701." in text
    assert "Within about 5 miles: Austin, Texas · 18 to 65 years" in text


def test_the_link_leads_to_the_same_search(importer, client, block):
    importer(ptsd(1))
    page = client.get(f"/trials/near/?{QUERY}&page=7&status=COMPLETED", headers=HTMX).content.decode()
    assert 'href="/trials/?near=78701&amp;radius=200&amp;condition=ptsd&amp;state=TX"' in page


def test_where_none_fits_or_none_is_loaded_it_says_which(importer, block):
    assert "We hold no list of trials yet." in block()[0]
    importer(study(1))
    assert "We know of no trial of ketamine that fits this search and takes people now." in block()[0]


@pytest.mark.parametrize(
    "query", ["near=Nowhereville+ZZ", "radius=x&age=y", "condition=nonsense", "near=%00"]
)
def test_a_wrong_value_breaks_nothing(importer, block, query):
    importer(study(1))
    assert block(query)[1] == [nct(1)]


def test_whoever_opens_the_address_itself_goes_to_the_list(client, importer):
    response = client.get(f"/trials/near/?{QUERY}")
    assert response.status_code == 302
    assert response["Location"] == "/trials/?near=78701&radius=200&condition=ptsd&state=TX"


@pytest.mark.parametrize(
    ("path", "words", "query"),
    [
        (f"/search/?{QUERY}&q=harbor&verified=1", "Trials for this condition near here", QUERY),
        ("/search/?near=78701", "Trials near here", "near=78701"),
        ("/telehealth/?state=TX&near=", "Trials near here", "state=TX"),
        ("/providers/?condition=ptsd&condition=x", "Trials for this condition", "condition=ptsd&condition=x"),
        ("/search/", "Trials that take people", ""),
        ("/states/tx/austin/", "Trials near here", "near=Austin%2C+TX"),
    ],
)
def test_a_search_for_care_leads_to_its_trials(importer, client, path, words, query):
    index.rebuild()
    text = client.get(path).content.decode()
    read = Reading(text)
    links = list(zip((link.get("href") for link in read.attributes("a")), read.texts("a"), strict=True))
    where = f"?{query}" if query else ""
    assert (f"/trials/{where}", words) in links
    [lazy] = [one for one in read.attributes("div") if one.get("hx-trigger") == "revealed"]
    assert lazy["hx-get"] == f"/trials/near/{where}"


def test_a_changed_filter_changes_the_trials_below(importer, client):
    headers = HTMX | {"HX-Current-URL": "http://testserver/search/?near=78701"}
    text = client.get("/search/?near=78701&condition=ptsd", headers=headers).content.decode()
    assert 'hx-swap-oob="innerHTML:#trials-below"' in text
    assert 'href="/trials/?near=78701&amp;condition=ptsd"' in text


def test_trials_below_are_no_results(importer, client):
    importer(ptsd(1))
    index.rebuild()
    read = Reading(client.get(f"/search/?{QUERY}").content.decode())
    assert [e["data-result-count"] for e in read.attributes("div") if "data-result-count" in e] == ["0"]
    fragment = Reading(client.get(f"/trials/near/?{QUERY}", headers=HTMX).content.decode())
    assert not [
        e for e in fragment.elements if {"data-listing", "data-result-count"} & e["attributes"].keys()
    ]
