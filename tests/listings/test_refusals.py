"""What a curator types wrong is refused beside its field, and nothing is lost."""

import pytest

from clinics.models import (
    Clinic,
    License,
    Listing,
)
from tests import factories as make
from tests.listings.submission import HARBOR, address, errors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texas_places")]
NPI_MESSAGE = "1234567890 is not an NPI: it has ten digits, and the last one is a check digit."
BOTH = "Type both latitude and longitude, or empty both."
ZIP_MESSAGE = "A ZIP code has five digits, or nine, such as 78701 or 78701-1234."


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"npi": "1234567890"}, "npi", NPI_MESSAGE),
        ({"zip_code": "7870"}, "zip_code", ZIP_MESSAGE),
        ({"latitude": "30"}, "longitude", BOTH),
        ({"longitude": "-97"}, "latitude", BOTH),
        ({"latitude": "91", "longitude": "0"}, "latitude", "From -90 to 90 degrees."),
        ({"latitude": "0", "longitude": "-181"}, "longitude", "From -180 to 180 degrees."),
        ({"latitude": "nan", "longitude": "0"}, "latitude", "Enter a number."),
        ({"wait_days": "-1"}, "wait_days", "Ensure this value is greater than or equal to 0."),
        ({"website": "javascript:alert(1)"}, "website", "Enter a valid URL."),
        ({"slug": "two words"}, "slug", "Enter a valid “slug” consisting of letters, numbers, "
            "underscores or hyphens."),
        ({"state": "ZZ"}, "state", "Select a valid choice. That choice is not one of the available choices."),
    ],
)  # fmt: skip
def test_bad_input_is_refused_beside_its_field(add, typed, field, message):
    refused = errors(add(Clinic, **HARBOR | typed))
    assert refused == {field: [message]}
    assert not Listing.objects.exists()


def test_a_phone_number_that_cannot_be_is_refused(add):
    [message] = errors(add(Clinic, **HARBOR | {"phone": "12"}))["phone"]
    assert message.startswith("Enter a valid phone number")


IN_ORDER = "The higher price goes here, the lower one before it."


@pytest.mark.parametrize(
    ("low", "high", "field", "message"),
    [
        ("500", "400", "price_high_cents", IN_ORDER),
        ("", "400", "price_high_cents", IN_ORDER),
        ("-1", "", "price_low_cents", "Ensure this value is greater than or equal to 0."),
        ("1e9", "", "price_low_cents", "Ensure this value is less than or equal to 100000."),
        ("4.505", "", "price_low_cents", "Ensure that there are no more than 2 decimal places."),
        ("free", "", "price_low_cents", "Enter a number."),
    ],
)
def test_a_price_that_cannot_be_is_refused(add, low, high, field, message):
    row = {"offers__0__treatment": make.TreatmentFactory().pk, "offers__0__price_low_cents": low}
    refused = errors(add(Clinic, **HARBOR, **row, offers__0__price_high_cents=high))
    assert refused == {f"offers-0-{field}": [message]}


def test_hours_that_end_before_they_begin_are_refused(add):
    span = {"hours__0__weekday": "0", "hours__0__opens": "17:00", "hours__0__closes": "09:00"}
    assert errors(add(Clinic, **HARBOR, **span)) == {"hours-0-closes": ["It closes before it opens."]}


def test_a_payer_named_twice_is_refused(change):
    link = make.ListingPayerFactory()
    row = {"payer_links__1__payer": link.payer_id, "payer_links__1__basis": "superbill"}
    refused = errors(change(link.listing, **row))
    assert refused["payer_links-1-__all__"] == ["This row says the same as one above."]


def test_two_new_rows_that_say_the_same_are_refused(add, admin_client):
    payer = make.PayerFactory().pk
    rows = {
        "payer_links-0-payer": payer, "payer_links-0-basis": "superbill",
        "payer_links-1-payer": payer, "payer_links-1-basis": "in-network", "payer_links-TOTAL_FORMS": "2",
    }  # fmt: skip
    refused = errors(add(Clinic, **HARBOR, **rows))
    assert refused["payer_links"] == ["Two of these rows say the same. Keep one of them."]


LICENSE = {
    "licenses__1__state": "TX", "licenses__1__number": "Q1", "licenses__1__type": "md",
    "licenses__1__status": "active",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({}, "licenses-1-__all__", "This row says the same as one above."),
        (
            {
                "licenses__1__number": "Q2", "licenses__1__issued_on": "2026-01-02",
                "licenses__1__expires_on": "2026-01-01",
            },
            "licenses-1-expires_on",
            "It expires before it was issued.",
        ),
        ({"licenses__1__number": ""}, "licenses-1-number", "This field is required."),
    ],
)  # fmt: skip
def test_a_license_that_cannot_be_is_refused(change, typed, field, message):
    held = make.LicenseFactory(number="Q1")
    refused = errors(change(held.provider, **LICENSE | typed))
    assert refused[field] == [message]
    assert License.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"npi": "1234567893"}, "npi", "Another practitioner has this NPI."),
        ({"taxonomy": "psychiatry"}, "taxonomy", "This is not the shape of a NUCC code, such as 2084P0800X."),
        ({"first_name": ""}, "first_name", "This field is required."),
    ],
)
def test_a_practitioner_who_cannot_be_is_refused(change, typed, field, message):
    make.ProviderFactory(npi="1234567893")
    assert errors(change(make.ProviderFactory(), **typed)) == {field: [message]}


def test_hostile_words_are_only_text(admin_client):
    clinic = make.ClinicFactory(name="<script>alert(1)</script>", slug="x", city="<b>Austin</b>")
    for url in (address(clinic), address(Clinic, "changelist"), address(clinic, "delete")):
        page = admin_client.get(url).content.decode()
        assert "<script>alert(1)" not in page
        assert "<b>Austin" not in page
