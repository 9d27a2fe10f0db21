"""The fictional listings: many, varied, labelled, and gone when asked."""

import json
import re
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
    Review,
    ReviewAnswer,
    ReviewDecision,
    SearchEntry,
    TelemedicineService,
)
from clinics.places.states import STATES
from clinics.registries.demo.evidence import SOURCE
from clinics.reviews import figures, rules
from clinics.reviews.choices import SideEffect
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


def test_some_have_reviews_and_each_review_is_flagged_and_by_nobody(demo):
    told = list(Review.objects.select_related("listing"))
    assert all(review.is_demo and review.listing.is_demo and review.author_id is None for review in told)
    assert all(review.name and "@" not in review.name for review in told)
    assert {review.state for review in told} == {"published"}
    assert {review.listing.status for review in told} == {"published"}
    numbers = Counter(review.listing_id for review in told)
    assert {*numbers.values()} == {1, 2, 3, 4, 5, 6, 7, 8}
    published = Listing.objects.filter(status="published").count()
    assert 0.3 * published < len(numbers) < 0.7 * published


def test_reviews_are_good_mixed_and_bad_of_late_and_of_long_ago(demo):
    assert set(Review.objects.values_list("overall", flat=True)) == {1, 2, 3, 4, 5}
    today = clock.today()
    weights = Counter(
        rules.weight(review.visited_on, review.first_sent_at.date(), today) for review in Review.objects.all()
    )
    assert weights[rules.FULL] > weights[rules.AGED] > weights[rules.GONE] > 0
    assert Review.objects.filter(outcome__isnull=False).exists()
    assert Review.objects.filter(role="companion").exists()
    assert Review.objects.exclude(conflict="").exists()
    assert Review.objects.filter(visited_on=None).exists()
    assert ReviewAnswer.objects.published().count() == ReviewAnswer.objects.count() > 10
    assert not Review.objects.filter(first_sent_at__gt=clock.now()).exists()


def test_their_figures_are_in_the_listings(demo):
    assert Listing.objects.filter(rating_mean__isnull=False).exists()
    assert Listing.objects.filter(rating_count__range=(1, 2), rating_mean=None).exists()
    assert list(figures.disagreements()) == []


def test_what_a_review_tells_is_what_its_listing_offers(demo):
    for review in Review.objects.select_related("listing").prefetch_related(
        "listing__conditions", "listing__offers"
    ):
        conditions = {row.pk for row in review.listing.conditions.all()}
        treatments = {offer.treatment_id for offer in review.listing.offers.all()}
        assert review.condition_id is None or review.condition_id in conditions
        assert review.treatment_id is None or review.treatment_id in treatments


def test_no_real_listing_gets_any(demo):
    real = make.ClinicFactory()
    run("load_demo")
    assert not real.reviews.exists()


def test_reviews_are_fictional_words_of_their_own_form(settings):
    folder = settings.BASE_DIR / "fixtures" / "demo" / "reviews.json"
    told = json.loads(folder.read_text())
    assert len(told["reviews"]) >= 12
    words = [row["columns"]["text"] for row in told["reviews"]]
    assert len(set(words)) == len(words)
    for row in told["reviews"]:
        assert 50 <= len(row["columns"]["text"]) <= 5000
        assert not re.search(
            r"\b\d+ ?(mg|ml|mcg)\b|\d{3}[-. ]\d{4}|@|https?:", json.dumps(row), re.IGNORECASE
        )
        assert set(row["columns"]["side_effects"]) <= set(SideEffect.values)
        assert (row["columns"]["outcome"] is None) == (row["columns"]["outcome_asked"] == "")
    for kind in ("clinic", "telehealth"):
        assert sum(row["kind"] in ("any", kind) for row in told["reviews"]) >= 8


def test_loading_again_changes_nothing(demo):
    before = list(Listing.objects.order_by("pk").values("pk", "slug", "phone", "confirmed_on"))
    reviews = list(Review.objects.order_by("pk").values())
    assert run("load_demo") == f"created=0 updated=0 left={len(before)}"
    assert list(Listing.objects.order_by("pk").values("pk", "slug", "phone", "confirmed_on")) == before
    assert list(Review.objects.order_by("pk").values()) == reviews


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
    assert not Review.objects.exists()
    assert list(index.disagreements()) == []
    assert met_name not in index.SearchText.objects.get(listing=real).words


def test_the_same_demo_is_made_each_time(demo):
    def all_of_it():
        told = Review.objects.values_list("listing__slug", "demo_name", "text", "visited_on", "price_cents")
        return sorted(Listing.objects.values_list("slug", "status", "phone")), sorted(told, key=str)

    before = all_of_it()
    run("clear_demo")
    run("load_demo")
    assert all_of_it() == before


def test_clearing_leaves_nothing_that_was_said_or_decided_of_the_demo(demo, db):
    review = Review.objects.filter(is_demo=True).first()
    decision = {"review": review, "listing": review.listing, "outcome": "removed", "at": clock.now()}
    ReviewDecision.objects.create(**decision)
    call_command("clear_demo")
    assert not Review.objects.exists()
    assert not Review.history.exists()
    assert not ReviewDecision.objects.exists()
