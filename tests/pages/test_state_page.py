"""A state's page shows how much care is listed there, and a few of its clinics."""

from datetime import UTC, date, datetime

import pytest

from clinicfinder import clock
from clinics.listings import index
from clinics.places.models import State
from clinics.places.states import STATES
from clinics.regulations.loading import load_notes
from tests import factories as make
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 25, 18, tzinfo=UTC))


@pytest.fixture(autouse=True)
def states():
    make.StateFactory()
    make.StateFactory(usps="OK")


def care(client, usps="tx", query=""):
    """What the box on care says: its links by address, and all its words."""
    index.rebuild()
    text = client.get(f"/states/{usps}/{query}").content.decode()
    box = text[text.index('aria-labelledby="care-title"') :].partition("</section>")[0]
    reading = Reading(f"<section {box}</section>")
    links = [element["attributes"]["href"] for element in reading.elements if element["tag"] == "a"]
    return dict(zip(links, reading.texts("a"), strict=True)), reading.text


def counts(client, usps="tx"):
    links, _text = care(client, usps)
    addresses = ("/search/?state={}&care=in_person", "/telehealth/?state={}", "/providers/?state={}")
    return [int(links[address.format(usps.upper())].split()[0]) for address in addresses]


def named(client, usps="tx"):
    """The names of the clinics shown, in their order."""
    links, _text = care(client, usps)
    return [name for address, name in links.items() if address.startswith("/clinics/")]


def test_each_number_leads_to_its_search(client):
    make.ClinicFactory()
    links, text = care(client)
    assert links["/search/?state=TX&care=in_person"] == "1 clinic there"
    assert links["/telehealth/?state=TX"] == "0 telehealth services that name the state"
    assert links["/providers/?state=TX"] == "0 practitioners licensed there"
    assert "counted before the law and licenses are asked" in text


def test_what_stands_or_serves_there_is_counted_and_nothing_else(client):
    make.ClinicFactory.create_batch(2)
    make.ClinicFactory(status="draft")
    make.ClinicFactory(state_id="OK")
    make.TelemedicineServiceFactory(states=["TX", "OK"])
    make.TelemedicineServiceFactory(states=["OK"])
    assert counts(client) == [2, 1, 0]
    assert counts(client, "ok") == [1, 2, 0]


def test_a_practitioner_counts_once_and_only_with_a_license_that_stands(client):
    for number in range(3):
        person = make.ProviderFactory()
        for clinic in make.ClinicFactory.create_batch(2):
            make.AffiliationFactory(listing=clinic, provider=person)
        make.LicenseFactory(provider=person, expires_on=date(2026, 11, 24 + number))
    # It is 25 November: one license is over, one has its last day.
    assert counts(client) == [6, 0, 2]


def test_a_service_with_two_prescribers_counts_once(client):
    service = make.TelemedicineServiceFactory(states=["TX"], prescriber="md")
    other = make.AffiliationFactory(listing=service).provider
    make.LicenseFactory(provider=other, type="np", issued_on=date(2026, 1, 1), expires_on=date(2027, 1, 1))
    assert counts(client) == [0, 1, 2]


def test_clinics_are_shown_verified_first_then_the_most_complete_at_most_five(client):
    for number in range(5):
        make.ClinicFactory(name=f"Plain {number}", city="Waco")
    make.ClinicFactory(name="Talkative", description="What we do.", website="https://example.org")
    make.verified(make.ClinicFactory(name="Checked"))
    shown = named(client)
    assert shown == ["Checked", "Talkative", "Plain 0", "Plain 1", "Plain 2"]
    _links, text = care(client)
    assert "Checked Austin · Verified by us Talkative Austin · Not verified by us Plain 0 Waco" in text


def test_a_verification_that_has_ended_comes_no_longer_first(client, monkeypatch):
    make.ClinicFactory(name="Talkative", description="What we do.", website="https://example.org")
    make.verified(make.ClinicFactory(name="Checked"))
    assert named(client)[0] == "Checked"
    monkeypatch.setattr(clock, "now", lambda: datetime(2029, 11, 25, 18, tzinfo=UTC))
    assert named(client)[0] == "Talkative"


def test_fictional_clinics_are_labelled_or_kept_away(client, settings):
    make.ClinicFactory(name="Made up", is_demo=True)
    settings.SHOW_DEMO = True
    assert "Made up Austin · Not verified by us Fictional" in care(client)[1]
    settings.SHOW_DEMO = False
    assert "Made up" not in care(client)[1]
    assert counts(client) == [0, 0, 0]


def test_where_no_clinic_stands_none_are_announced(client):
    assert counts(client) == [0, 0, 0]
    assert "Some of the clinics" not in care(client)[1]


def test_care_is_that_of_today_whatever_the_day_of_the_law(client):
    make.ClinicFactory(name="Here now")
    assert care(client, query="?on=2030-01-01") == care(client)


@pytest.mark.parametrize("query", ["", "?on=2027-01-02"])
def test_the_page_costs_seven_queries_however_much_stands_there(client, query, django_assert_num_queries):
    State.objects.bulk_create(State(**row._asdict()) for row in STATES if row.usps not in ("TX", "OK"))
    load_notes()
    make.ClinicFactory.create_batch(8)
    make.TelemedicineServiceFactory(states=["TX"], prescriber="md")
    index.rebuild()
    with django_assert_num_queries(7):
        assert client.get(f"/states/tx/{query}").status_code == 200


def test_trials_there_are_looked_up_where_they_are_registered(client):
    make.StateFactory(usps="NY")
    page = client.get("/states/ny/").content.decode()
    address = "https://clinicaltrials.gov/search?intr=ketamine&amp;locStr=New%20York"
    assert f'<a href="{address}" rel="noopener noreferrer">' in page
