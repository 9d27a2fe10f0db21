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
from tests.trials.registry import AUSTIN, TULSA, Importer, nct, site, study, updated, with_status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 25, 18, tzinfo=UTC))


@pytest.fixture(autouse=True)
def states():
    make.StateFactory()
    make.StateFactory(usps="OK")


@pytest.fixture
def importer(tmp_path):
    return Importer(tmp_path)


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
def test_the_page_costs_eight_queries_however_much_stands_there(
    client, importer, query, django_assert_num_queries
):
    State.objects.bulk_create(State(**row._asdict()) for row in STATES if row.usps not in ("TX", "OK"))
    load_notes()
    make.ClinicFactory.create_batch(8)
    make.TelemedicineServiceFactory(states=["TX"], prescriber="md")
    importer(*(study(number) for number in range(12)))
    index.rebuild()
    with django_assert_num_queries(8):
        assert client.get(f"/states/tx/{query}").status_code == 200


def trials(client, usps="tx"):
    """What the box on trials says: its links by address, and all its words."""
    text = client.get(f"/states/{usps}/").content.decode()
    box = text[text.index('aria-labelledby="trials-title"') :].partition("</section>")[0]
    reading = Reading(f"<section {box}</section>")
    links = [element["href"] for element in reading.attributes("a")]
    return dict(zip(links, reading.texts("a"), strict=True)), reading.text


def test_trials_there_are_looked_up_where_they_are_registered(client):
    make.StateFactory(usps="NY")
    page = client.get("/states/ny/").content.decode()
    address = "https://clinicaltrials.gov/search?intr=ketamine&amp;locStr=New+York"
    assert f'<a href="{address}" rel="noopener noreferrer">' in page
    assert "We hold no list of trials yet." in trials(client, "ny")[1]


def test_five_trials_that_recruit_there_are_named_and_all_are_counted(client, importer):
    importer(
        *(updated(number, f"2026-11-{number + 10}") for number in range(1, 8)),
        updated(8, "2026-11-23", sites=[site(TULSA)]),
        with_status(9, "NOT_YET_RECRUITING"),
        study(10, sites=[site(AUSTIN, status="COMPLETED"), site(TULSA)]),
    )
    links, text = trials(client)
    assert links["/trials/?state=tx&status=RECRUITING"] == "7 trials of ketamine take people in Texas"
    assert [link for link in links if "NCT" in link] == [
        f"/trials/{nct(number)}/" for number in (7, 6, 5, 4, 3)
    ]
    assert "Austin · updated 17 Nov 2026" in text
    assert "From ClinicalTrials.gov, file of 24 Nov 2026." in text
    assert "https://clinicaltrials.gov/search?intr=ketamine&locStr=Texas" in links
    followed = client.get("/trials/?state=tx&status=RECRUITING").content.decode()
    assert 'data-result-count="7"' in followed


def test_where_trials_are_held_and_none_recruits_there_the_page_says_so(client, importer):
    importer(with_status(1, "COMPLETED"), study(2, sites=[site(TULSA)]))
    links, text = trials(client)
    assert "No trial of ketamine that we know of takes people in Texas now." in text
    assert "https://clinicaltrials.gov/search?intr=ketamine&locStr=Texas" in links


def test_a_trial_that_has_vanished_is_not_named(client, importer):
    importer(study(1), study(2), day="2026-11-10")
    importer(study(1), whole=True)
    assert [link for link in trials(client)[0] if "NCT" in link] == [f"/trials/{nct(1)}/"]
