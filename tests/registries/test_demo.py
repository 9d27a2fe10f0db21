"""The fictional listings: many, varied, labelled, and gone when asked."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from clinicfinder import clock
from clinics.listings import index
from clinics.listings.entries import EntryKind
from clinics.models import (
    Check,
    Clinic,
    License,
    Listing,
    Offer,
    Provider,
    SearchEntry,
    TelemedicineService,
)
from clinics.places.states import STATES
from clinics.registries.demo.evidence import SOURCE
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def run(command, *options):
    said = StringIO()
    call_command(command, *options, stdout=said)
    return said.getvalue().splitlines()[-1] if said.getvalue() else ""


# These two come first: once the demo is loaded, it stays for the rest of the module.
def test_once_leaves_a_site_with_listings_alone():
    make.ClinicFactory()
    assert run("load_demo", "--once") == ""
    assert Listing.objects.count() == 1


def test_without_reference_facts_it_says_what_to_do():
    with pytest.raises(CommandError, match="load_reference"):
        run("load_demo")
    assert not Listing.objects.exists()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The whole demo over the real reference facts, loaded once and taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", stdout=StringIO())
        call_command("load_demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def test_there_are_enough_of_each_over_all_states_and_dc(demo):
    home = {row.usps for row in STATES if row.kind != "territory"}
    assert Clinic.objects.filter(is_demo=True).count() >= 300
    assert set(Clinic.objects.values_list("state", flat=True)) == home
    assert Provider.objects.filter(is_demo=True).count() >= 500
    assert TelemedicineService.objects.filter(status="published").count() == 12


def test_there_are_more_clinics_where_more_people_live(demo):
    by_state = Counter(Clinic.objects.values_list("state", flat=True))
    assert by_state["CA"] > by_state["OH"] > by_state["WY"] >= 2


def test_all_of_it_is_flagged_and_uses_numbers_and_addresses_set_aside_for_fiction(demo):
    for listing in Listing.objects.all():
        assert listing.is_demo
        assert listing.source == "demo"
        assert "Sample" in listing.name
        assert str(listing.phone.national_number)[3:8] == "55501"
        assert "example.org" in (listing.website or "example.org")
        assert (listing.email or "@example.org").endswith("example.org")
        assert listing.npi == ""
        assert listing.rating_count == 0
    assert not Provider.objects.filter(is_demo=False).exists()


def test_it_shows_the_variety_and_the_gaps_of_real_listings(demo):
    assert set(Listing.objects.values_list("status", flat=True)) == {
        "draft",
        "published",
        "suspended",
        "closed",
    }
    assert set(Clinic.objects.values_list("accepting_new_patients", flat=True)) == {None, True, False}
    assert set(Offer.objects.values_list("per", flat=True)) == {"session", "month", "course"}
    assert Offer.objects.filter(price_low_cents=None).exists()
    assert Clinic.objects.filter(conditions=None).exists()
    examined = set(TelemedicineService.objects.values_list("in_person_visit_required", flat=True))
    assert {True, False} <= examined
    assert License.objects.filter(status="active", expires_on__lt=TODAY).exists()


def test_most_are_verified_by_fictional_checks_and_some_are_not(demo):
    shown = SearchEntry.objects.exclude(kind=EntryKind.PROVIDER)
    verified = shown.filter(verified_until__gt=clock.now().timestamp()).count()
    assert 0.3 * shown.count() < verified < 0.9 * shown.count()
    assert set(Check.objects.values_list("source_name", flat=True)) == {SOURCE}
    assert set(Check.objects.values_list("looked_by", flat=True)) == {None}


def test_each_published_service_has_a_prescriber_licensed_in_each_state_it_serves(demo):
    for service in TelemedicineService.objects.filter(status="published"):
        licensed = set(
            License.objects.filter(provider__affiliations__listing=service).values_list("state", flat=True)
        )
        assert set(service.served.values_list("state", flat=True)) <= licensed


def test_loading_again_changes_nothing(demo):
    before = list(Listing.objects.order_by("pk").values("pk", "slug", "phone", "confirmed_on"))
    assert run("load_demo") == f"created=0 updated=0 left={len(before)}"
    assert list(Listing.objects.order_by("pk").values("pk", "slug", "phone", "confirmed_on")) == before


def test_the_index_knows_it(demo):
    assert list(index.disagreements()) == []


def test_clearing_removes_it_and_only_it(demo):
    real = make.ClinicFactory()
    met = make.AffiliationFactory(listing=real, provider=Provider.objects.filter(is_demo=True).first())
    met_name = met.provider.last_name.lower()
    index.refresh(listings=[real.pk])
    run("clear_demo")
    assert list(Listing.objects.values_list("pk", flat=True)) == [real.pk]
    assert not Provider.objects.exists()
    assert list(index.disagreements()) == []
    assert met_name not in index.SearchText.objects.get(listing=real).words


def test_the_same_demo_is_made_each_time(demo):
    before = sorted(Listing.objects.values_list("slug", "status", "phone"))
    run("clear_demo")
    run("load_demo")
    assert sorted(Listing.objects.values_list("slug", "status", "phone")) == before
