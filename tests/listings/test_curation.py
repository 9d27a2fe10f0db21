"""What a curator types is kept, placed on the map, found by patients, or refused beside its field."""

from datetime import date, time

import pytest
from django.contrib.admin.models import LogEntry
from geopy.exc import GeocoderTimedOut
from geopy.geocoders import Nominatim
from geopy.location import Location

from clinics.listings import index
from clinics.models import (
    Affiliation,
    Clinic,
    FormerSlug,
    Offer,
    Provider,
    SearchEntry,
    ServedState,
    TelemedicineService,
)
from tests import factories as make
from tests.listings.submission import HARBOR, address, errors, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texas_places")]


def told(client, response):
    """What the curator is told after a save."""
    return [str(message) for message in client.get(response.url).context["messages"]]


def results(client, path="/search/", **query):
    return [card.key for card in client.get(path, query).context["results"]]


def test_a_clinic_is_added_with_all_its_rows_found_by_patients_and_suspended(admin_client, client, add):
    ptsd, iv = make.ConditionFactory(slug="ptsd", bit=4), make.TreatmentFactory()
    aetna, ada = make.PayerFactory(), make.ProviderFactory()
    add(
        Clinic, **HARBOR, slug="quiet-harbor", conditions=[ptsd.pk],
        offers__0__treatment=iv.pk, offers__0__price_low_cents="450", offers__0__price_high_cents="512.50",
        payer_links__0__payer=aetna.pk, payer_links__0__basis="superbill",
        hours__0__weekday="5", hours__0__opens="09:00", hours__0__closes="13:30",
        affiliations__0__provider=ada.pk, affiliations__0__role="prescriber",
    )  # fmt: skip
    clinic = Clinic.objects.get()
    assert (clinic.kind, clinic.source, clinic.is_demo) == ("clinic", "curator", False)
    assert (clinic.latitude, clinic.longitude, clinic.point_source) == (30.2713, -97.7426, "zip")
    offer = clinic.offers.get()
    assert (offer.price_low_cents, offer.price_high_cents, offer.per) == (45_000, 51_250, "session")
    assert clinic.payer_links.get().basis == "superbill"
    assert (clinic.hours.get().weekday, clinic.hours.get().closes) == (5, time(13, 30))
    assert clinic.affiliations.get().provider == ada
    assert results(client, near="78701", condition="ptsd", max_price="450") == ["clinic:quiet-harbor"]

    chosen = {"action": "suspend", "_selected_action": [clinic.pk], "reason": "It is so"}
    admin_client.post(address(Clinic, "changelist"), chosen)
    assert results(client, near="78701") == []
    assert list(index.disagreements()) == []


def test_a_service_is_found_only_in_the_states_that_a_curator_names(client, add, change):
    make.StateFactory(usps="CA")
    add(TelemedicineService, name="Far Lantern", slug="far-lantern", status="published", states=["TX"])
    assert results(client, "/telehealth/", state="TX", unknown="1") == ["telehealth:far-lantern"]
    service = TelemedicineService.objects.get()
    change(service, states=["CA"])
    assert results(client, "/telehealth/", state="TX", unknown="1") == []
    assert results(client, "/telehealth/", state="CA", unknown="1") == ["telehealth:far-lantern"]


def test_a_state_that_stays_keeps_what_is_verified_of_it(change):
    service = make.TelemedicineServiceFactory(states=["TX", "CA"])
    kept = service.served.get(state="TX")
    change(service, states=["TX", "CA"], name="Renamed")
    change(service, states=["TX"])
    assert list(ServedState.objects.values_list("pk", "state_id")) == [(kept.pk, "TX")]


def test_a_practitioner_is_added_with_a_license_and_found_where_they_work(client, add):
    clinic = make.ClinicFactory()
    add(
        Provider, first_name="Ada", last_name="Lark", status="published", slug="",
        licenses__0__state="TX", licenses__0__number="Q1", licenses__0__type="md",
        licenses__0__status="active", licenses__0__expires_on="2030-12-31",
        affiliations__0__listing=clinic.pk, affiliations__0__role="prescriber",
        certifications__0__board="A board", certifications__0__specialty="Psychiatry",
        dea_registrations__0__state="TX", dea_registrations__0__attested_on="2026-01-02",
    )  # fmt: skip
    ada = Provider.objects.get()
    assert ada.slug == "ada-lark"
    assert ada.licenses.get().expires_on == date(2030, 12, 31)
    assert ada.certifications.get().specialty == "Psychiatry"
    assert ada.dea_registrations.get().attested_on == date(2026, 1, 2)
    assert results(client, "/providers/", near="78701") == ["provider:ada-lark"]


def test_who_no_longer_works_at_a_clinic_is_no_longer_found_there(client, change):
    clinic = make.ClinicFactory()
    ada = make.LicenseFactory().provider
    make.AffiliationFactory(listing=clinic, provider=ada)
    index.rebuild()
    assert results(client, "/providers/", near="78701") == [f"provider:{ada.slug}"]
    change(clinic, affiliations__0__DELETE="on")
    assert not Affiliation.objects.exists()
    assert results(client, "/providers/", near="78701") == []


def test_a_practitioner_who_moves_from_one_clinic_to_another_is_found_there(change):
    old, new = make.ClinicFactory(), make.ClinicFactory()
    ada = make.LicenseFactory().provider
    make.AffiliationFactory(listing=old, provider=ada)
    change(ada, affiliations__0__listing=new.pk)
    assert SearchEntry.objects.get(provider=ada).listing_id == new.pk


def test_a_form_saved_unchanged_changes_nothing(admin_client, change):
    clinic = make.ClinicFactory(accepting_new_patients=None, takes_insurance=False)
    make.OfferFactory(listing=clinic, price_low_cents=45_050, price_high_cents=None)
    make.OpeningHoursFactory(clinic=clinic)
    before = shown(admin_client.get(address(clinic)))
    change(clinic)
    assert LogEntry.objects.latest("pk").get_change_message() == "No fields changed."
    assert shown(admin_client.get(address(clinic))) == before
    assert Offer.objects.get().price_low_cents == 45_050


def test_a_curator_cannot_type_a_source_or_a_verification(change):
    clinic = make.ClinicFactory(is_demo=True)
    change(clinic, source="curator", is_demo="", verified_until="2030-01-01", verified_from="2020-01-01")
    assert (clinic.is_demo, clinic.source) == (True, "demo")
    assert (clinic.verified_from, clinic.verified_until) == (None, None)


def test_an_address_that_changes_moves_the_point(client, admin_client, change):
    clinic = make.ClinicFactory(slug="harbor")
    response = change(clinic, city="San Marcos", zip_code="78666")
    assert (clinic.latitude, clinic.longitude, clinic.point_source) == (29.8754, -97.9404, "zip")
    assert results(client, near="78666", radius="5") == ["clinic:harbor"]
    assert "Placed on the map: center of the ZIP code." in told(admin_client, response)


def test_a_point_typed_by_hand_is_kept_when_the_address_changes_and_that_is_told(admin_client, change):
    clinic = make.ClinicFactory()
    change(clinic, latitude="30.3", longitude="-97.7")
    assert clinic.point_source == "hand"
    response = change(clinic, zip_code="78666")
    assert (clinic.latitude, clinic.longitude, clinic.point_source) == (30.3, -97.7, "hand")
    assert any("stays where it was placed by hand" in text for text in told(admin_client, response))


def test_emptied_coordinates_are_found_from_the_address_again(change):
    clinic = make.ClinicFactory(latitude=31.0, longitude=-99.0, point_source="hand")
    change(clinic, latitude="", longitude="")
    assert (clinic.latitude, clinic.longitude, clinic.point_source) == (30.2713, -97.7426, "zip")


def test_an_unknown_address_is_kept_without_a_point_and_that_is_told(admin_client, add):
    response = add(Clinic, **HARBOR | {"zip_code": "00001", "city": "Nowhere"})
    clinic = Clinic.objects.get()
    assert (clinic.latitude, clinic.point_source) == (None, "")
    answers = told(admin_client, response)
    assert any("neither its ZIP code nor its city" in text for text in answers)
    assert "No search finds this: the address is not on the map." in answers


def test_a_practitioner_needs_no_address(admin_client, add):
    response = add(Provider, first_name="Ada", last_name="Lark")
    assert Provider.objects.get().point_source == ""
    assert not any("map" in text for text in told(admin_client, response))


def test_a_street_is_placed_by_the_geocoder_that_the_settings_name(settings, monkeypatch, add):
    asked = []

    def geocode(self, query, **kwargs):
        asked.append(query)
        return Location(query, (30.2655, -97.7467), {})

    settings.CURATION_GEOCODER = "nominatim"
    settings.CURATION_GEOCODER_OPTIONS = {"user_agent": "tests"}
    monkeypatch.setattr(Nominatim, "geocode", geocode)
    add(Clinic, **HARBOR)
    clinic = Clinic.objects.get()
    assert asked == ["100 Example Street, Austin, TX 78701"]
    assert (clinic.latitude, clinic.longitude, clinic.point_source) == (30.2655, -97.7467, "street")


def test_a_geocoder_that_fails_leaves_the_center_of_the_zip_and_says_so(
    settings, monkeypatch, admin_client, add
):
    def geocode(self, query, **kwargs):
        raise GeocoderTimedOut

    settings.CURATION_GEOCODER = "nominatim"
    settings.CURATION_GEOCODER_OPTIONS = {"user_agent": "tests"}
    monkeypatch.setattr(Nominatim, "geocode", geocode)
    response = add(Clinic, **HARBOR)
    assert Clinic.objects.get().point_source == "zip"
    expected = "Placed on the map: center of the ZIP code. The geocoder for streets gave no answer."
    assert expected in told(admin_client, response)


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        (30.2713, -97.7426, ["30.27130, -97.74260", "Center of the ZIP code", "0.0 miles from"]),
        # A tenth of a degree of latitude is 6.9 miles.
        (30.3713, -97.7426, ["6.9 miles from the center of its ZIP code"]),
        (31.2713, -97.7426, ["That is far: check it."]),
        (None, None, ["Not yet. Save, and its address says where it is."]),
    ],
)
def test_the_form_shows_where_the_point_is(admin_client, latitude, longitude, words):
    clinic = make.ClinicFactory(latitude=latitude, longitude=longitude)
    page = admin_client.get(address(clinic)).content.decode()
    for word in words:
        assert word in page
    assert ("https://www.openstreetmap.org/?mlat=" in page) == (latitude is not None)


def test_a_changed_address_of_a_page_is_remembered(client, change):
    clinic = make.ClinicFactory(slug="old")
    change(clinic, slug="new")
    assert client.get("/clinics/old/").url == "/clinics/new/"
    assert FormerSlug.objects.get().slug == "old"


def test_the_former_addresses_stand_on_the_form(admin_client):
    clinic = make.ClinicFactory()
    FormerSlug.objects.create(kind="clinic", slug="once-here", listing=clinic)
    assert "once-here" in admin_client.get(address(clinic)).content.decode()


def test_an_empty_slug_is_made_from_the_name_and_town(add):
    make.ClinicFactory(slug="quiet-harbor-austin")
    add(Clinic, **HARBOR, slug="")
    assert Clinic.objects.filter(slug="quiet-harbor-austin-2").exists()


@pytest.mark.parametrize("taken", ["present", "past"])
def test_a_slug_that_another_has_or_had_is_refused_beside_the_field(change, taken):
    other, clinic = make.ClinicFactory(slug="present"), make.ClinicFactory(slug="mine")
    FormerSlug.objects.create(kind="clinic", slug="past", listing=other)
    refused = errors(change(clinic, slug=taken))
    assert refused == {"slug": ["This address is or was that of another listing. Choose another one."]}
    assert clinic.slug == "mine"
