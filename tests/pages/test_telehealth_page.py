"""A telemedicine service's own page."""

from datetime import UTC, datetime

import pytest

from clinics.listings.records import change_slug
from clinics.models import ServedState
from tests import factories as make
from tests.pages.reading import Reading
from tests.pages.test_clinic_page import main, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(client):
    def read(subject) -> Reading:
        response = client.get(subject.get_absolute_url())
        assert response.status_code == 200
        return Reading(response.content.decode())

    return read


def verify(*states):
    ServedState.objects.filter(state__in=states).update(
        verified_from=datetime(2020, 1, 1, tzinfo=UTC), verified_until=datetime(3299, 1, 1, tzinfo=UTC)
    )


def test_a_service_links_the_law_of_each_state_that_it_serves(show):
    reading = show(make.TelemedicineServiceFactory(states=["TX", "CA"]))
    links = [a.get("href") for a in reading.attributes("a")]
    assert "/states/tx/" in links
    assert "/states/ca/" in links
    assert "Serves 2 states." in reading.text


def test_states_that_nobody_told_are_unknown(show):
    assert "Not known which states it serves. Ask." in show(make.TelemedicineServiceFactory()).text


def test_a_service_is_verified_only_if_it_is_so_in_every_state(show):
    service = make.TelemedicineServiceFactory(states=["TX", "CA"])
    assert main(show(service))["data-verified"] == "no"
    verify("TX")
    reading = show(service)
    assert main(reading)["data-verified"] == "no"
    assert "Verified by us in Texas only, not yet elsewhere." in reading.text
    by_state = {
        li["data-state"]: li["data-state-verified"] for li in reading.attributes("li") if "data-state" in li
    }
    assert by_state == {"TX": "yes", "CA": "no"}
    verify("TX", "CA")
    assert main(show(service))["data-verified"] == "yes"


def needs(reading):
    """What “verified” needs, by line: the words and whether it is met."""
    return [
        (" ".join("".join(e["said"]).split()), e["attributes"]["class"])
        for e in reading.elements
        if e["tag"] == "li" and e["attributes"].get("class", "").startswith("need-")
    ]


def test_what_verified_needs_is_told_once_for_all_states(show):
    service = make.verified(make.TelemedicineServiceFactory(states=["TX", "CA"]), states=["TX"])
    told = dict(needs(show(service)))
    assert told == {
        "Met: Contact details": "need-met",
        "Met: Privacy": "need-met",
        "Met: Nobody here is on the federal exclusion list": "need-met",
        "Not met everywhere: A prescriber whose license we saw, in the state where you are "
        "Missing in 1 state Missing in: California. Met in: Texas.": "need-missing",
    }


def test_what_is_missing_in_every_state_says_so_without_a_list_of_them(show):
    service = make.TelemedicineServiceFactory(states=["TX", "CA"])
    assert needs(show(service)) == [
        ("Not met: Contact details", "need-missing"),
        ("Not met: Privacy", "need-missing"),
        ("Not met: A prescriber whose license we saw, in the state where you are", "need-missing"),
        ("Not met: Nobody here is on the federal exclusion list", "need-missing"),
    ]


def test_what_is_met_in_every_state_is_met(show):
    service = make.verified(make.TelemedicineServiceFactory(states=["TX", "CA"]), states=["TX", "CA"])
    assert {met for _words, met in needs(show(service))} == {"need-met"}


def test_spravato_adds_its_program_to_what_is_needed(show):
    service = make.TelemedicineServiceFactory(states=["TX"])
    make.OfferFactory(listing=service, treatment=make.TreatmentFactory(slug="esketamine-spravato"))
    assert ("Not met: Spravato safety program (REMS)", "need-missing") in needs(show(service))


def test_a_service_of_unknown_states_is_asked_for_none(show):
    assert needs(show(make.TelemedicineServiceFactory())) == []


def test_how_it_works_is_told_or_unknown(show):
    service = make.TelemedicineServiceFactory(
        modality="video-or-phone", platforms="Browser", evaluation="An hour with a doctor.",
        in_person_visit_required=False, home_delivery=True, monitor_required=None,
        privacy_practice="Notes stay with us.", business_associate_agreement=True,
        emergency_plan="We call your contact.",
    )  # fmt: skip
    said = rows(show(service))
    assert said["Visits by"] == "Video or phone"
    assert said["What you need"] == "Browser"
    assert said["How you are evaluated"] == "An hour with a doctor."
    assert said["Examined in person before the first prescription"] == "No"
    assert said["Medicine sent to your home"] == "Yes"
    assert said["Another adult must be with you"] == "Not known. Ask."
    assert said["Privacy"] == "Notes stay with us."
    assert said["Signed privacy agreement (BAA) with its video service"] == "Yes"
    assert said["Emergency plan"] == "We call your contact."


def test_a_closed_service_says_so(client):
    service = make.TelemedicineServiceFactory(status="closed")
    reading = Reading(client.get(service.get_absolute_url()).content.decode())
    assert "This telemedicine service has closed." in reading.text
    assert "/telehealth/" in [a.get("href") for a in reading.attributes("a")]


def test_a_renamed_service_redirects(client):
    service = make.TelemedicineServiceFactory(slug="old")
    change_slug(service, "new")
    assert client.get("/telehealth/old/").headers["Location"] == "/telehealth/new/"


@pytest.mark.parametrize("status", ["draft", "suspended"])
def test_a_service_that_is_not_public_has_no_page(client, status):
    service = make.TelemedicineServiceFactory(status=status)
    assert client.get(service.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(("people", "states"), [(1, ["TX"]), (25, ["TX", "CA", "OK", "NM", "NV", "AZ"])])
def test_a_page_costs_the_same_queries_whatever_it_holds(client, people, states, django_assert_num_queries):
    service = make.TelemedicineServiceFactory(states=states, conditions=[make.ConditionFactory()])
    make.OfferFactory(listing=service, per="month")
    for number in range(people):
        provider = make.ProviderFactory(slug=f"p{number}")
        make.AffiliationFactory(listing=service, provider=provider)
        make.LicenseFactory(provider=provider)
    make.reviewed(service, *[4] * people)
    with django_assert_num_queries(34):
        client.get(service.get_absolute_url())


def law_notes(usps, rule="follows_federal", required="none", by=None):
    """The federal flexibility, and one state's rule."""
    make.RegulationNoteFactory(key="us-flexible", state=None, effect={"rule": "federal_flexibility"})
    effect = {
        "rule": rule,
        "examination": {"required": required, "days": None, "by": by},
        "conditions_allowed": "all",
        "prescribers": "all",
    }
    make.RegulationNoteFactory(key=f"{usps}-rule".lower(), state=make.StateFactory(usps=usps), effect=effect)


def of_state(page, usps):
    """The line of one state."""
    return page.split(f'<li data-state="{usps}"')[1].split("</li>")[0]


def test_each_state_says_what_its_law_makes_of_the_service(client):
    law_notes("TX")
    make.RegulationNoteFactory(
        key="al-rule",
        state=make.StateFactory(usps="AL"),
        effect={
            "rule": "requires_examination",
            "examination": {"required": "before_first", "days": None, "by": "prescriber"},
            "conditions_allowed": "all",
            "prescribers": "all",
        },
    )
    make.TelemedicineServiceFactory(slug="far", states=["AL", "TX", "VT"], prescriber="md")
    page = client.get("/telehealth/far/").content.decode()
    assert "Allowed" in of_state(page, "TX")
    assert "Not allowed" in of_state(page, "AL")
    assert "Not settled" in of_state(page, "VT")


def test_a_state_where_nobody_named_is_licensed_says_so(client):
    service = make.TelemedicineServiceFactory(slug="far", states=["TX", "OK"])
    person = make.AffiliationFactory(listing=service).provider
    make.LicenseFactory(provider=person, state=make.StateFactory(usps="TX"))
    page = client.get("/telehealth/far/").content.decode()
    assert "nobody it names is licensed there today" in of_state(page, "OK")
    assert "nobody it names is licensed there today" not in of_state(page, "TX")
    assert 'data-state-licensed="yes"' in of_state(page, "TX")
