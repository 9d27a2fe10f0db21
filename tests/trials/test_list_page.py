"""`/trials/`: who is offered which trial, in which order, and what is said where there is none."""

import pytest

from tests import factories as make
from tests.pages.reading import Reading
from tests.trials.registry import AUSTIN, OSLO, TULSA, WACO, nct, site, study, updated, with_status

NEAR = {"near": "78701"}


@pytest.fixture
def listed(client):
    """The numbers of the trials on the page, in their order."""

    def ask(**query):
        response = client.get("/trials/", query)
        assert response.status_code == 200
        page = Reading(response.content.decode())
        [total] = [e["data-result-count"] for e in page.attributes("div") if "data-result-count" in e]
        found = [int(e["data-trial"].removeprefix("NCT99")) for e in page.attributes("article")]
        assert int(total) >= len(found)
        return found

    return ask


@pytest.fixture
def said(client):
    """What the main part of the page says."""

    def ask(path="/trials/", **query):
        text = client.get(path, query).content.decode()
        return Reading(text[text.index("<main") : text.index("</main>")].replace("<", " <")).text

    return ask


@pytest.fixture
def errors(client):
    def ask(**query):
        response = client.get("/trials/", query)
        assert response.status_code == 200
        page = Reading(response.content.decode())
        return {
            element["attributes"]["data-error"]: " ".join("".join(element["said"]).split())
            for element in page.elements
            if "data-error" in element["attributes"]
        }

    return ask


def test_only_what_takes_people_now_or_soon_is_offered_unless_asked_for(importer, listed):
    statuses = ["RECRUITING", "NOT_YET_RECRUITING", "COMPLETED", "WITHDRAWN", "UNKNOWN", "SUSPENDED"]
    importer(*(with_status(number, status) for number, status in enumerate(statuses, 1)))
    assert listed() == [1, 2]
    assert listed(status="RECRUITING") == [1]
    assert listed(status=["completed", "UNKNOWN"]) == [3, 5]
    assert listed(status="") == [1, 2]


def test_a_status_that_changes_between_two_files_takes_a_trial_away_by_itself(importer, listed):
    importer(study(1), study(2))
    importer(updated(1, "2026-11-20", statusModule__overallStatus="COMPLETED"))
    assert listed() == [2]
    importer(updated(1, "2026-11-21"))
    assert listed() == [1, 2]


def test_a_trial_that_has_vanished_is_not_offered_in_any_status(importer, listed):
    importer(study(1), study(2), day="2026-11-10")
    importer(study(1), whole=True)
    assert listed() == [1]
    assert listed(status=["RECRUITING", "COMPLETED", "UNKNOWN"]) == [1]
    importer(study(1), study(2))
    assert listed() == [1, 2]


def test_conditions_are_any_of(importer, listed):
    importer(
        study(1), study(2, conditionsModule__conditions=["PTSD", "Depression"]),
        study(3, conditionsModule__conditions=["PTSD"]), study(4, conditionsModule__conditions=["Healthy"]),
    )  # fmt: skip
    assert listed(condition="ptsd") == [2, 3]
    assert listed(condition=["ptsd", "major-depressive-disorder"]) == [1, 2, 3]


@pytest.mark.parametrize(
    ("limits", "takes"),
    [
        (("18 Years", "65 Years"), [18, 65]),
        (("18 Years", None), [18, 65, 66, 120]),
        ((None, "17 Years"), [0, 17]),
        (("6 Months", "N/A"), [0, 17, 18, 65, 66, 120]),
        (("66 Months", "222 Months"), [17, 18]),
        ((None, None), [0, 17, 18, 65, 66, 120]),
    ],
    ids=["both", "from", "until", "months", "half years", "none"],
)
def test_an_age_fits_within_the_limits_and_on_them(importer, listed, limits, takes):
    importer(study(1, eligibilityModule__minimumAge=limits[0], eligibilityModule__maximumAge=limits[1]))
    assert [age for age in (0, 17, 18, 65, 66, 120) if listed(age=age)] == takes


def test_sex_and_healthy_volunteers(importer, listed):
    importer(
        study(1), study(2, eligibilityModule__sex="FEMALE"), study(3, eligibilityModule__sex="MALE"),
        study(4, eligibilityModule__healthyVolunteers=True),
        study(5, eligibilityModule__healthyVolunteers=None),
    )  # fmt: skip
    assert listed(sex="female") == [1, 2, 4, 5]
    assert listed(sex="MALE") == [1, 3, 4, 5]
    assert listed(healthy="1") == [4]


def test_words_stand_anywhere_in_the_trial_s_text(importer, listed):
    importer(
        study(1, descriptionModule__briefSummary="With a lantern."),
        study(2, sponsorCollaboratorsModule__leadSponsor={"name": "Lantern College"}),
        study(3),
    )
    assert listed(q="LANTERN") == [1, 2]
    assert listed(q="lantern college") == [2]
    assert listed(q=nct(3)) == [3]
    assert listed(q="100%") == []


def test_the_nearest_stands_first_and_those_of_unknown_distance_last(importer, listed):
    importer(
        study(1, sites=[site(WACO)]), study(2, sites=[site(AUSTIN)]), study(3, sites=[site(OSLO), site(TULSA)]),
        study(4, sites=[site(city="Marfa", state="Texas")]), study(5, sites=[]), study(6, sites=[site(OSLO)]),
    )  # fmt: skip
    assert listed(**NEAR) == [2, 4]
    assert listed(**NEAR, radius=100) == [2, 1, 4]
    assert listed(**NEAR, radius=500) == [2, 1, 3, 4]
    assert listed() == [1, 2, 3, 4, 5, 6]


def test_without_a_place_the_trial_that_was_updated_last_stands_first(importer, listed):
    importer(updated(1, "2026-11-02"), updated(2, "2026-11-20"), updated(3, "2026-11-10"))
    assert listed() == [2, 3, 1]
    assert listed(**NEAR) == [2, 3, 1]


def test_of_several_places_the_nearest_open_one_counts(importer, listed, client):
    importer(study(1, sites=[site(AUSTIN, status="COMPLETED"), site(WACO), site(AUSTIN, status="WITHDRAWN")]))
    assert listed(**NEAR) == []
    page = Reading(client.get("/trials/", NEAR | {"radius": "150"}).content.decode())
    [card] = page.attributes("article")
    assert 90 < float(card["data-miles"]) < 100
    assert "About 95 miles away" in page.text
    assert "Waco, Texas" in page.text
    assert "Austin, Texas" not in page.text


def test_a_place_that_says_it_recruits_is_closed_where_the_trial_is(importer, listed):
    importer(with_status(1, "SUSPENDED", sites=[site(AUSTIN, status="RECRUITING")]))
    assert listed(**NEAR) == []
    assert listed(**NEAR, status="SUSPENDED") == [1]


def test_a_state_has_the_trials_with_an_open_place_in_it(importer, listed):
    importer(
        study(1, sites=[site(WACO), site(TULSA)]), study(2, sites=[site(AUSTIN, status="COMPLETED"), site(TULSA)]),
        study(3, sites=[site(city="Tbilisi", country="Georgia")]),
    )  # fmt: skip
    assert listed(state="tx") == [1]
    assert listed(state="Oklahoma") == [1, 2]
    assert listed(state="GA") == []


def test_a_whole_state_may_be_typed_as_a_place(importer, listed):
    importer(study(1, sites=[site(WACO)]), study(2, sites=[site(TULSA)]))
    assert listed(near="Texas") == [1]


def test_a_place_counts_across_the_border_of_the_state(importer, listed):
    importer(study(1, sites=[site(TULSA)]))
    assert listed(**NEAR, state="TX", radius=500) == [1]


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ({"near": "Nowhereville, ZZ"}, "near", "We don’t know “Nowhereville, ZZ”."),
        ({"near": "09001"}, "near", "Choose the state where you seek care"),
        ({"near": "Texas", "state": "OK"}, "near", "You named Texas here and chose Oklahoma."),
        ({"near": "x" * 200}, "near", "at most 100 characters"),
        ({"near": "a\0b"}, "near", "Null characters"),
        ({"radius": "0"}, "radius", "Type a number of miles from 1 to 500."),
        ({"radius": "nan"}, "radius", "Type a number of miles"),
        ({"state": "ZZ"}, "state", "We don’t know this state."),
        ({"condition": "sadness"}, "condition", "We don’t know “sadness”."),
        ({"status": "OPEN"}, "status", "We don’t know “OPEN”."),
        ({"age": "old"}, "age", "Type a whole number of years from 0 to 120."),
        ({"age": "121"}, "age", "Type a whole number of years"),
        ({"age": "9" * 5000}, "age", "Type a whole number of years"),
        ({"sex": "cat"}, "sex", "Choose one from the list."),
        ({"healthy": "2"}, "healthy", "Tick the box, or leave it out."),
        ({"q": "∞"}, "q", "Use plain letters or digits."),
        ({"page": "0"}, "page", "We don’t know this page number."),
        ({"page": "two"}, "page", "We don’t know this page number."),
    ],
    ids=range(18),
)  # fmt: skip
def test_a_wrong_value_is_told_beside_its_field_and_the_rest_applies(
    importer, errors, listed, query, field, words
):
    make.ZipCodeFactory(code="09001", city="APO", region="AE", latitude=None, longitude=None)
    importer(study(1), study(2, conditionsModule__conditions=["PTSD"]))
    told = errors(**({"condition": ["ptsd"]} | query))
    assert list(told) == [field]
    assert words in told[field]
    good = {"condition": ["ptsd", *([query["condition"]] if field == "condition" else [])]}
    assert listed(**(query | good)) == ([] if query.get("state") == "OK" else [2])


def test_of_several_values_the_good_ones_count(importer, errors, listed):
    importer(study(1), with_status(2, "COMPLETED"))
    query = {"status": ["COMPLETED", "OPEN"]}
    assert list(errors(**query)) == ["status"]
    assert listed(**query) == [2]


def test_a_city_of_which_there_are_several_is_to_be_chosen(importer, client, errors):
    make.CityFactory(name="Austin", state=make.StateFactory(usps="MN"), population=26_000)
    importer(study(1))
    assert "There is more than one Austin." in errors(near="Austin")["near"]
    page = Reading(client.get("/trials/", {"near": "Austin", "age": "30"}).content.decode())
    links = [link.get("href", "") for link in page.attributes("a")]
    assert "/trials/?age=30&near=Austin%2C+MN" in links


def test_twenty_stand_on_a_page_and_a_page_past_the_end_is_the_last(importer, listed, client):
    importer(*(study(number) for number in range(1, 46)))
    assert listed() == list(range(1, 21))
    assert listed(page=3) == listed(page=99) == list(range(41, 46))
    page = client.get("/trials/?condition=major-depressive-disorder&page=2").content.decode()
    assert "21 to 40 of 45" in page
    assert 'rel="next" href="/trials/?condition=major-depressive-disorder&amp;page=3"' in page


def test_where_no_list_is_loaded_the_page_says_so_and_leads_to_the_registry(importer, said, client):
    query = {"condition": "ptsd", "state": "TX"}
    assert "We hold no list of trials yet" in said(**query)
    address = 'href="https://clinicaltrials.gov/search?intr=ketamine&amp;cond=PTSD&amp;locStr=Texas"'
    assert address in client.get("/trials/", query).content.decode()


def test_an_empty_result_says_what_can_be_changed(importer, said, client):
    importer(study(1, sites=[site(TULSA)]), study(2, sites=[site(TULSA), site(OSLO)]))
    text = said(**NEAR, age=30)
    assert "No trial matches all of this" in text
    for words in ("Within 500 miles: 2 trials", "Oklahoma: 2", "Everywhere", "Leave out the age"):
        assert words in text
    page = Reading(client.get("/trials/", NEAR | {"age": 30}).content.decode())
    links = [link.get("href", "") for link in page.attributes("a")]
    assert {"/trials/?near=78701&age=30&radius=500", "/trials/?age=30&state=OK", "/trials/?age=30"} <= set(
        links
    )
    assert "Within 100 miles" not in text


def test_a_card_says_who_may_join_where_and_when_it_was_updated(importer, said):
    importer(study(1, sites=[site(AUSTIN), site(WACO), site(TULSA), site(OSLO)]))
    text = said(**NEAR)
    for words in (
        "1 trial within about 50 miles of Austin, TX 78701", "Recruiting Within about 5 miles",
        "Austin, Texas · Waco, Texas and 2 more cities", "18 to 65 years", "Phase 2 and Phase 3",
        "Updated at the registry 1 Nov 2026", "From ClinicalTrials.gov, file of 24 Nov 2026.",
    ):  # fmt: skip
        assert words in text


def test_a_trial_without_places_says_so(importer, said):
    importer(study(1, sites=[]), study(2, sites=[site(status="COMPLETED")]))
    text = said()
    assert "No place is named yet" in text
    assert "No place of it is named as open" in text


def test_what_a_title_holds_is_shown_as_text(importer, client):
    importer(study(1, identificationModule__briefTitle="Ketamine <script>alert(1)</script>"))
    page = client.get("/trials/").content.decode()
    assert "Ketamine &lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({}, 7),
        (NEAR | {"radius": 500}, 9),
        ({"state": "TX", "condition": "ptsd", "age": 20, "sex": "MALE", "q": "ketamine"}, 8),
    ],
    ids=["all", "near", "filters"],
)
def test_the_number_of_queries_does_not_grow_with_the_trials(
    importer, client, query, number, django_assert_num_queries
):
    about = {"conditionsModule__conditions": ["PTSD", "Depression"]}
    importer(study(1, sites=[site(), site(WACO)], **about), study(2, **about))
    with django_assert_num_queries(number):
        client.get("/trials/", query)
    importer(*(study(one, sites=[site()] * 12, **about) for one in range(3, 60)))
    with django_assert_num_queries(number):
        client.get("/trials/", query)


def test_search_engines_read_the_list_itself_and_no_search(importer, client):
    assert "noindex" not in client.get("/trials/").content.decode()
    assert "noindex" in client.get("/trials/?age=30").content.decode()


def test_nothing_may_be_sent(client, importer):
    assert client.post("/trials/").status_code == 405
