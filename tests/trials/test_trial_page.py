"""One trial's page: plain words first, the registry's own beside them."""

import pytest

from tests.pages.reading import Reading
from tests.trials.registry import AUSTIN, OSLO, PEOPLE, TULSA, WACO, nct, site, study, updated, with_status


@pytest.fixture
def read(client):
    """The main part of the page, read."""

    def ask(number=1):
        response = client.get(f"/trials/{nct(number)}/")
        assert response.status_code == 200
        text = response.content.decode()
        return Reading(text[text.index("<main") : text.index("</main>")].replace("<", " <"))

    return ask


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("RECRUITING", "Yes. It is taking people now."),
        ("NOT_YET_RECRUITING", "Not yet. It plans to take people."),
        ("ENROLLING_BY_INVITATION", "Only by invitation."),
        ("ACTIVE_NOT_RECRUITING", "No. It is under way and takes nobody new."),
        ("SUSPENDED", "No. It is paused."),
        ("COMPLETED", "No. It has ended."),
        ("TERMINATED", "No. It was stopped early"),
        ("WITHDRAWN", "No. It was withdrawn before anybody took part."),
        ("AVAILABLE", "This is not a trial."),
        ("NO_LONGER_AVAILABLE", "No. The medicine can no longer be had"),
        ("TEMPORARILY_NOT_AVAILABLE", "No. The medicine cannot be had"),
        ("APPROVED_FOR_MARKETING", "No. The medicine has since been approved"),
        ("WITHHELD", "We cannot tell. The registry holds"),
        ("UNKNOWN", "We cannot tell. Nobody has confirmed this record for two years."),
    ],
)
def test_whether_it_is_open_is_said_first(importer, read, status, words):
    importer(with_status(1, status))
    shown = read()
    assert f"Is it open now? {words}" in shown.text
    [main] = shown.attributes("main")
    assert (main["data-trial"], main["data-status"]) == (nct(1), status)


def test_what_it_is_and_who_may_join(importer, read):
    importer(study(1))
    text = read().text
    for words in (
        "A treatment is tested.", "Phase 2: does it seem to help, and what are the side effects?",
        "Phase 3: does it help more than something else? In many people.", "18 to 65 years",
        "People of any sex", "Healthy volunteers may not join.", "Who runs it University of Nowhere",
        "People 60 people", "Start Mar 2026", "Expected end 2028", "Confirmed by those who run it Oct 2026",
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (("2027-02", None), "Expected start Feb 2027"),
        (("2026-11-25", None), "Start 25 Nov 2026"),
        (("2026-11-26", None), "Expected start 26 Nov 2026"),
        (("2026", "2026-11"), "Start 2026 End Nov 2026"),
        ((None, "2027"), "Expected end 2027"),
    ],
    ids=["month", "today", "tomorrow", "this year", "no start"],
)
def test_days_are_as_precise_as_the_registry_knows_them(importer, read, dates, words):
    start, end = ({"date": day} if day else None for day in dates)
    importer(study(1, statusModule__startDateStruct=start, statusModule__completionDateStruct=end))
    assert words in read().text


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (("18 Years", None), "18 years and older"),
        ((None, "1 Year"), "Up to 1 year"),
        (("6 Months", "5 Years"), "From 6 months to 5 years"),
        (("2 Weeks", "N/A"), "2 weeks and older"),
        ((None, None), "Any age"),
    ],
    ids=["from", "until", "both", "weeks", "none"],
)
def test_ages_are_said_in_words(importer, read, limits, words):
    importer(study(1, eligibilityModule__minimumAge=limits[0], eligibilityModule__maximumAge=limits[1]))
    assert f"Who may join {words} People of any sex" in read().text


def test_what_the_registry_does_not_say_is_not_made_up(importer, read):
    bare = study(1, sites=[], eligibilityModule__healthyVolunteers=None)
    for name in ("designModule", "descriptionModule"):
        bare["protocolSection"].pop(name)
    importer(bare)
    text = read().text
    assert "The registry does not say whether healthy volunteers may join." in text
    assert "The registry names no place yet." in text
    assert "Phase" not in text
    assert "Official summary" not in text


def test_places_stand_by_state_with_a_status_of_their_own(importer, read):
    importer(
        study(1, sites=[
            site(TULSA), site(AUSTIN, "Second Hall", "COMPLETED"), site(AUSTIN, "First Hall"),
            site(WACO, status="NOT_YET_RECRUITING"), site(OSLO, "Fjord Rooms"),
        ])
    )  # fmt: skip
    shown = read()
    headings = shown.texts("h3")
    assert headings == ["Oklahoma", "Texas", "Norway"]
    assert (
        "Texas Austin : First Hall Austin : Second Hall Completed Waco : Larkspur Research Rooms Not yet recruiting "
        "1 place abroad Norway Oslo : Fjord Rooms"
    ) in shown.text


def test_a_trial_that_is_held_abroad_alone_says_so(importer, read):
    importer(study(1, sites=[site(OSLO)]))
    assert "No place in the United States is named." in read().text


def test_our_conditions_lead_to_a_search_beside_the_registry_s_words(importer, read):
    importer(study(1, conditionsModule__conditions=["PTSD", "Insomnia"]))
    shown = read()
    assert "/search/?condition=ptsd" in [link.get("href") for link in shown.attributes("a")]
    assert "In the registry’s words: PTSD Insomnia" in shown.text


def test_official_texts_are_text_and_their_addresses_no_links(importer, read, client):
    text = "See https://example.org <a href='https://example.org'>here</a> <script>alert(1)</script>"
    importer(study(1, eligibilityModule__eligibilityCriteria=text, descriptionModule__briefSummary=text))
    links = [link.get("href", "") for link in read().attributes("a")]
    assert not [link for link in links if "example.org" in link]
    assert read().texts("blockquote")[1:] == [text, text]
    assert "<script>alert" not in client.get(f"/trials/{nct(1)}/").content.decode()


def test_the_official_record_and_the_days_are_named(importer, read):
    importer(study(1))
    shown = read()
    assert "Updated at the registry 1 Nov 2026. From ClinicalTrials.gov, file of 24 Nov 2026." in shown.text
    links = [link.get("href", "") for link in shown.attributes("a")]
    assert f"https://clinicaltrials.gov/study/{nct(1)}" in links
    assert "https://www.nimh.nih.gov/health/trials" in links


def test_no_person_stands_on_the_page(importer, client):
    importer(study(1))
    text = client.get(f"/trials/{nct(1)}/").content.decode()
    assert [name for name in PEOPLE if name in text] == []


def test_a_trial_that_has_vanished_says_since_when_and_is_not_for_search_engines(importer, read, client):
    importer(study(1), study(2), day="2026-11-10")
    importer(study(1), whole=True)
    assert (
        "The list that we read from ClinicalTrials.gov on 24 Nov 2026 no longer held this trial."
        in read(2).text
    )
    assert "noindex" in client.get(f"/trials/{nct(2)}/").content.decode()
    assert "noindex" not in client.get(f"/trials/{nct(1)}/").content.decode()
    importer(updated(2, "2026-11-24"))
    assert "no longer held" not in read(2).text


@pytest.mark.parametrize("written", [nct(1).lower(), "Nct99000001"])
def test_other_letters_lead_to_the_one_address(importer, client, written):
    importer(study(1))
    response = client.get(f"/trials/{written}/")
    assert (response.status_code, response["Location"]) == (301, f"/trials/{nct(1)}/")


@pytest.mark.parametrize("path", [nct(404), nct(404).lower(), "NCT1", "near-me", "NCT٩٩٠٠٠٠٠١"])
def test_an_unknown_number_is_not_found(importer, client, path):
    assert client.get(f"/trials/{path}/").status_code == 404


def test_the_page_costs_four_queries_however_many_places_there_are(
    importer, client, django_assert_num_queries
):
    importer(study(1, sites=[site(), *[site(OSLO)] * 200, *[site(TULSA)] * 40]))
    with django_assert_num_queries(4):
        client.get(f"/trials/{nct(1)}/")
