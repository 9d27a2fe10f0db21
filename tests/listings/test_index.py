"""The search index agrees with its sources, after every way in which they change."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from clinics.listings import index
from clinics.listings.entries import Flag, SearchEntry, SearchText
from tests import factories as make

pytestmark = pytest.mark.django_db


def refresh_all():
    index.rebuild()
    return list(SearchEntry.objects.order_by("kind", "state", "pk"))


def test_a_published_clinic_has_one_row_with_its_masks_price_and_cell():
    ptsd, crps = make.ConditionFactory(slug="ptsd", bit=4), make.ConditionFactory(slug="crps", bit=11)
    spanish = make.LanguageFactory(slug="spanish", bit=65)
    clinic = make.ClinicFactory(conditions=[ptsd, crps], languages=[spanish], accepting_new_patients=True)
    make.OfferFactory(listing=clinic, treatment__bit=0, price_low_cents=45_000)
    make.OfferFactory(
        listing=clinic, treatment__slug="im-injection", treatment__bit=1, price_low_cents=30_000
    )
    [row] = refresh_all()
    assert (row.kind, row.listing_id, row.state) == (1, clinic.pk, "TX")
    assert row.conditions == 0b100000010000
    assert row.treatments == 0b11
    assert (row.languages, row.languages_high) == (0, 0b100)
    assert row.price_cents == 30_000
    assert row.accepting == 1
    assert row.cell > 0
    assert row.flags == Flag.IN_PERSON | Flag.PRICE_TOLD | Flag.PRESCRIBER_NAMED


@pytest.mark.parametrize("status", ["draft", "suspended", "closed"])
def test_an_unpublished_listing_has_no_row(status):
    make.ClinicFactory(status=status)
    assert refresh_all() == []


def test_a_price_by_the_month_is_told_but_is_no_price_of_a_session():
    make.OfferFactory(per="month", price_low_cents=20_000)
    [row] = refresh_all()
    assert row.price_cents is None
    assert row.flags & Flag.PRICE_TOLD


def test_saying_that_no_insurance_is_taken_is_an_answer():
    make.ClinicFactory(takes_insurance=False)
    [row] = refresh_all()
    assert row.flags & Flag.INSURANCE_TOLD
    assert row.payers == 0


def test_evening_and_weekend_hours_become_flags():
    clinic = make.ClinicFactory()
    make.OpeningHoursFactory(clinic=clinic, weekday=5)
    make.OpeningHoursFactory(clinic=clinic, weekday=1, closes="20:00")
    [row] = refresh_all()
    assert row.flags & Flag.WEEKEND
    assert row.flags & Flag.EVENING


def test_a_service_has_one_row_for_each_state_it_serves():
    make.TelemedicineServiceFactory(states=["TX", "CA"])
    rows = refresh_all()
    assert [(row.state, row.cell < 0) for row in rows] == [("CA", True), ("TX", True)]


def test_verification_of_a_service_stands_in_its_state_alone():
    service = make.TelemedicineServiceFactory(states=["TX", "CA"])
    with time_machine.travel("2026-11-25T12:00:00Z"):
        make.verified(service, states=["TX"], looked_at=datetime(2026, 11, 20, 18, tzinfo=UTC))
        make.LicenseFactory(provider=service.affiliations.get().provider, state=make.StateFactory(usps="CA"))
        rows = {row.state: row.verified_until for row in refresh_all() if row.provider_id is None}
    end = datetime(2027, 2, 3, 6, tzinfo=UTC)
    assert rows == {"TX": int(end.timestamp()), "CA": None}


def test_a_practitioner_has_a_row_only_where_they_work_and_hold_a_license():
    clinic = make.ClinicFactory()
    licensed, elsewhere = make.ProviderFactory(), make.ProviderFactory()
    for provider in (licensed, elsewhere):
        make.AffiliationFactory(listing=clinic, provider=provider)
    make.LicenseFactory(provider=licensed)
    make.LicenseFactory(provider=elsewhere, state=make.StateFactory(usps="OK"))
    people = [row.provider_id for row in refresh_all() if row.kind == 3]
    assert people == [licensed.pk]


@pytest.mark.parametrize("status", ["expired", "suspended", "revoked"])
def test_a_license_that_was_taken_or_has_expired_gives_no_row(status):
    affiliation = make.AffiliationFactory()
    make.LicenseFactory(provider=affiliation.provider, status=status)
    assert [row.kind for row in refresh_all()] == [1]


def test_a_license_ends_at_local_midnight_after_its_last_day():
    affiliation = make.AffiliationFactory()
    make.LicenseFactory(provider=affiliation.provider, issued_on=None, expires_on=date(2026, 12, 31))
    row = refresh_all()[-1]
    assert row.licensed_from is None
    assert row.licensed_until == int(datetime(2027, 1, 1, 6, tzinfo=UTC).timestamp())


def test_by_telehealth_a_practitioner_counts_in_each_served_state_of_their_licenses():
    service = make.TelemedicineServiceFactory(states=["TX", "CA", "OK"])
    provider = make.AffiliationFactory(listing=service).provider
    for usps in ("TX", "CA"):
        make.LicenseFactory(provider=provider, state=make.StateFactory(usps=usps))
    assert sorted(row.state for row in refresh_all() if row.kind == 3) == ["CA", "TX"]


def test_without_a_listing_the_practitioners_own_address_counts():
    provider = make.ProviderFactory(
        state=make.StateFactory(), city="Austin", latitude=30.27, longitude=-97.74, point_source="zip"
    )
    make.LicenseFactory(provider=provider, status="unknown")
    [row] = refresh_all()
    assert (row.provider_id, row.listing_id, row.state) == (provider.pk, None, "TX")
    assert row.cell > 0
    assert list(index.disagreements()) == []


def test_a_listing_is_found_by_the_names_of_its_practitioners():
    affiliation = make.AffiliationFactory(provider__first_name="Zoë", provider__last_name="Álvarez")
    index.rebuild()
    assert "zoe alvarez" in SearchText.objects.get(listing=affiliation.listing).words


def test_refreshing_a_listing_refreshes_its_practitioners():
    affiliation = make.AffiliationFactory()
    make.LicenseFactory(provider=affiliation.provider)
    index.rebuild()
    affiliation.listing.status = "suspended"
    affiliation.listing.save()
    index.refresh(listings=[affiliation.listing_id])
    assert not SearchEntry.objects.exists()


def test_refreshing_a_practitioner_refreshes_the_words_of_their_listings():
    affiliation = make.AffiliationFactory(provider__last_name="Before")
    index.rebuild()
    affiliation.provider.last_name = "After"
    affiliation.provider.save()
    index.refresh(providers=[affiliation.provider_id])
    assert "after" in SearchText.objects.get(listing=affiliation.listing).words


def test_refresh_agrees_with_a_rebuild():
    affiliation = make.AffiliationFactory()
    make.LicenseFactory(provider=affiliation.provider)
    service = make.TelemedicineServiceFactory(states=["TX"])
    index.refresh(listings=[affiliation.listing_id, service.pk])
    assert list(index.disagreements()) == []
    assert SearchEntry.objects.count() == 3


def test_a_change_behind_its_back_is_a_disagreement():
    clinic = make.ClinicFactory()
    index.rebuild()
    assert list(index.disagreements()) == []
    clinic.conditions.add(make.ConditionFactory(bit=3))
    assert [line.split(":")[0] for line in index.disagreements()] == [
        "missing SearchEntry",
        "stale SearchEntry",
    ]


def test_the_number_of_queries_does_not_grow_with_the_batch(django_assert_max_num_queries):
    ids = [make.ClinicFactory().pk for _ in range(25)]
    with django_assert_max_num_queries(34):
        index.refresh(listings=ids)
