"""Rules that must always hold are kept by the database itself."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError

from clinics.models import DeaRegistration, FormerSlug, Listing, Provider, ServedState
from tests import factories as make

pytestmark = pytest.mark.django_db
EARLY, LATE = datetime(2026, 10, 3, tzinfo=UTC), datetime(2027, 1, 2, tzinfo=UTC)


def refused(model, pk, **values):
    with pytest.raises(IntegrityError):
        model.objects.filter(pk=pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"verified_from": LATE, "verified_until": EARLY},
        {"verified_from": EARLY, "verified_until": None},
        {"verified_from": None, "verified_until": LATE},
        {"rating_mean": 6.0, "rating_count": 1},
        {"rating_mean": None, "rating_count": 3},
        {"rating_mean": 4.0, "rating_count": 2},
        {"is_demo": True},
        {"source": "demo"},
        {"npi": "123"},
        {"npi": "3234567893"},
    ],
)
def test_a_listing_cannot_hold_what_cannot_be(values):
    refused(Listing, make.ClinicFactory().pk, **values)


@pytest.mark.parametrize(
    "values",
    [
        {"latitude": None},
        {"longitude": None},
        {"latitude": 91},
        {"longitude": 181},
        {"point_source": ""},
    ],
)
def test_a_clinics_point_is_whole_on_the_globe_and_says_its_source(values):
    clinic = make.ClinicFactory()
    refused(type(clinic), clinic.pk, **values)


@pytest.mark.parametrize(
    "values",
    [
        {"latitude": 30.0},
        {"taxonomy": "psychiatry"},
        {"npi": "12345"},
        {"is_demo": True},
    ],
)
def test_a_practitioner_cannot_hold_what_cannot_be(values):
    refused(Provider, make.ProviderFactory().pk, **values)


def test_an_npi_belongs_to_one_practitioner():
    make.ProviderFactory(npi="1234567893")
    refused(Provider, make.ProviderFactory().pk, npi="1234567893")


def test_a_slug_belongs_to_one_listing_of_its_kind():
    make.ClinicFactory(slug="harbor")
    make.TelemedicineServiceFactory(slug="harbor")
    refused(Listing, make.ClinicFactory(slug="other").pk, slug="harbor")


@pytest.mark.parametrize(("low", "high"), [(50_000, 40_000), (None, 40_000)])
def test_a_price_range_has_its_lower_end_first(low, high):
    offer = make.OfferFactory()
    refused(type(offer), offer.pk, price_low_cents=low, price_high_cents=high)


def test_a_treatment_has_one_price_a_unit():
    offer = make.OfferFactory()
    with pytest.raises(IntegrityError):
        make.OfferFactory(listing=offer.listing, treatment=offer.treatment)


def test_a_place_closes_after_it_opens():
    hours = make.OpeningHoursFactory()
    refused(type(hours), hours.pk, closes=time(8))


def test_a_license_expires_after_its_issue():
    license = make.LicenseFactory()
    refused(type(license), license.pk, expires_on=date(2014, 12, 31))


def test_a_state_is_served_once():
    service = make.TelemedicineServiceFactory(states=["TX"])
    with pytest.raises(IntegrityError):
        ServedState.objects.create(service=service, state_id="TX")


def test_a_dea_registration_is_attested_once_a_state():
    provider, state = make.ProviderFactory(), make.StateFactory()
    DeaRegistration.objects.create(provider=provider, state=state, attested_on=date(2026, 1, 1))
    with pytest.raises(IntegrityError):
        DeaRegistration.objects.create(provider=provider, state=state, attested_on=date(2026, 2, 1))


def test_a_former_address_leads_to_exactly_one_subject():
    with pytest.raises(IntegrityError):
        FormerSlug.objects.create(kind="clinic", slug="old")


def test_a_report_speaks_of_exactly_one_subject():
    with pytest.raises(IntegrityError):
        make.ReportFactory(provider=make.ProviderFactory())
