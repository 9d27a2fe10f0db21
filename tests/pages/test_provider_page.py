"""A practitioner's own page."""

from datetime import date

import pytest
import time_machine

from clinics.listings.records import change_slug
from clinics.models import BoardCertification, DeaRegistration
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


def test_a_practitioner_shows_name_credentials_and_declared_specialty(show):
    provider = make.ProviderFactory(
        last_name="Winter", suffix="Jr.", specialty="Psychiatry", taxonomy="2084P0800X"
    )
    reading = show(provider)
    assert reading.texts("h1") == ["Ada Winter Jr., MD"]
    assert "Psychiatry self-declared, code 2084P0800X" in reading.text
    assert main(reading)["data-verified"] == "no"


def test_each_license_is_one_line_by_state(show):
    held = make.LicenseFactory(number="Q1", issued_on=date(2015, 1, 1), expires_on=None, status="unknown")
    assert (
        "Physician (MD): Texas license Q1, not yet looked up, issued 1 Jan 2015, end date not known,"
        " not yet verified by us"
    ) in show(held.provider).texts("li")


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        ("2027-12-31T23:00:00-06:00", "active, expires 31 Dec 2027"),
        ("2028-01-01T00:30:00-06:00", "expired, expired on 31 Dec 2027"),
    ],
)
def test_a_license_ends_at_midnight_in_its_own_state(show, instant, said):
    held = make.LicenseFactory(number="Q1", issued_on=None, expires_on=date(2027, 12, 31))
    with time_machine.travel(instant, tick=False):
        assert said in show(held.provider).text


@pytest.mark.parametrize(("status", "said"), [("suspended", "suspended"), ("revoked", "revoked")])
def test_a_license_taken_away_says_so(show, status, said):
    held = make.LicenseFactory(number="Q1", status=status)
    assert f"Texas license Q1, {said}" in show(held.provider).text


def test_dea_is_by_their_own_word_and_never_a_number(show):
    provider = make.ProviderFactory()
    DeaRegistration.objects.create(provider=provider, state=make.StateFactory(), attested_on=date(2026, 5, 3))
    said = rows(show(provider))["Registered to prescribe (DEA)"]
    assert said == "Texas, by their own word of 3 May 2026"


def test_certificates_carry_their_date_and_that_we_have_not_checked(show):
    provider = make.ProviderFactory()
    BoardCertification.objects.create(
        provider=provider, board="Example Board", specialty="Anesthesiology", expires_on=date(2030, 1, 1)
    )
    said = rows(show(provider))["Board certification"]
    assert said == "Anesthesiology, Example Board, dated until 1 Jan 2030, not yet verified by us"


@pytest.mark.parametrize(("value", "said"), [(True, "Yes"), (False, "No"), (None, "Not known. Ask.")])
def test_life_support_training_is_yes_no_or_unknown(show, value, said):
    told = rows(show(make.ProviderFactory(acls=value, bls=value)))
    assert told["Advanced life support (ACLS)"] == said
    assert told["Basic life support (BLS)"] == said


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (2001, "About 25 years, since 2001"),
        (2025, "About 1 year, since 2025"),
        (2026, "Since this year"),
        (2030, "Years in practice not known. Ask."),
        (None, "Years in practice not known. Ask."),
    ],
)
def test_years_in_practice_are_counted_to_this_year(show, since, said):
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        assert rows(show(make.ProviderFactory(practising_since=since)))["In practice"] == said


def test_new_patients_are_a_matter_of_the_place_not_of_the_person(show):
    provider = make.ProviderFactory()
    clinic = make.ClinicFactory(name="Quiet Harbor", accepting_new_patients=True)
    make.AffiliationFactory(provider=provider, listing=clinic, role="prescriber")
    make.AffiliationFactory(provider=provider, listing=clinic, role="therapist")
    reading = show(provider)
    assert reading.texts("h3") == ["Quiet Harbor"]
    assert "Clinic · Austin, TX · Prescribes, Therapist" in reading.texts("p")
    assert "This place takes new patients" in reading.texts("p")


def test_a_service_is_a_place_of_work_too(show):
    provider = make.ProviderFactory()
    service = make.TelemedicineServiceFactory(name="Far Lantern")
    make.AffiliationFactory(provider=provider, listing=service)
    assert "Telemedicine service · Prescribes" in show(provider).texts("p")


@pytest.mark.parametrize("status", ["draft", "suspended", "closed"])
def test_a_place_that_is_not_published_is_not_named(show, status):
    provider = make.ProviderFactory()
    make.AffiliationFactory(provider=provider, listing=make.ClinicFactory(name="Hidden", status=status))
    reading = show(provider)
    assert "Hidden" not in reading.text
    assert "We do not know yet where they practice. Ask." in reading.text


def test_somebody_who_stopped_has_a_page_that_says_so(client):
    provider = make.ProviderFactory(status="closed")
    reading = Reading(client.get(provider.get_absolute_url()).content.decode())
    assert "This practitioner no longer practices, as far as we know." in reading.text


@pytest.mark.parametrize("status", ["draft", "suspended"])
def test_a_practitioner_who_is_not_public_has_no_page(client, status):
    provider = make.ProviderFactory(status=status)
    assert client.get(provider.get_absolute_url()).status_code == 404


def test_a_changed_address_redirects(client):
    change_slug(make.ProviderFactory(slug="old"), "new")
    response = client.get("/providers/old/")
    assert (response.status_code, response["Location"]) == (301, "/providers/new/")


def test_a_demo_practitioner_is_hidden_where_demo_is(client, settings):
    provider = make.ProviderFactory(is_demo=True)
    settings.SHOW_DEMO = True
    assert "Fictional listing" in client.get(provider.get_absolute_url()).content.decode()
    settings.SHOW_DEMO = False
    assert client.get(provider.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("number", [1, 25])
def test_a_page_costs_the_same_queries_whatever_the_number_of_places(
    client, number, django_assert_num_queries
):
    provider = make.ProviderFactory()
    for place in range(number):
        make.AffiliationFactory(provider=provider, listing=make.ClinicFactory(slug=f"c{place}"))
        make.LicenseFactory(provider=provider)
    with django_assert_num_queries(16):
        client.get(provider.get_absolute_url())
