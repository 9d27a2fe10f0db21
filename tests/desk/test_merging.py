"""Two become one: what moves, what stays, what is never lost."""

from datetime import date, time

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import models

from clinicfinder import clock
from clinics.desk import merging
from clinics.desk.merging import MOVED, WITH_KEYS, merge
from clinics.listings import index
from clinics.listings.records import change_slug
from clinics.models import (
    Check,
    Claim,
    Clinic,
    Confirmation,
    ExclusionMatch,
    FormerSlug,
    ImportRun,
    Listing,
    NotDuplicate,
    OpeningHours,
    Proposal,
    Provider,
    RegistryRecord,
    Report,
    Request,
    SearchEntry,
    SearchText,
    TelemedicineService,
)
from clinics.reviews import moving
from clinics.vetting import standing
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = clock.now()
DERIVED = {SearchEntry, SearchText, NotDuplicate, Provider}


@pytest.fixture
def user():
    return make.UserFactory(is_staff=True)


def make_one(user, keep, gone, reason="The same door."):
    index.rebuild()
    kept = merge(keep, gone, reason, user, clock.now())
    assert list(index.disagreements()) == []
    assert list(standing.all_disagreements()) == []
    return kept


def claim(listing, user, state="open"):
    return Claim.objects.create(listing=listing, user=user, email="a@example.org", role="Owner", state=state)


def test_whatever_points_at_a_listing_is_thought_of():
    pointing = {
        field.related_model
        for model in (Listing, Clinic, TelemedicineService)
        for field in model._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete and not field.related_model._meta.auto_created
    }
    known = {model for model, *_ in [*MOVED, *WITH_KEYS]} | DERIVED | {Clinic, TelemedicineService}
    known |= set(moving.MOVED)
    histories = {model for model in pointing if hasattr(model, "history_id")}
    assert pointing - known - histories == set()


def test_all_that_hangs_on_the_one_moves_to_the_other(user):
    keep, gone = make.ClinicFactory(), make.ClinicFactory()
    run = ImportRun.objects.create(source="nppes", file_name="a", digest="a")
    for listing in (keep, gone):
        make.CheckFactory(listing=listing)
        make.ReportFactory(listing=listing)
        Request.objects.create(kind="correct", listing=listing, name="Ada")
        Proposal.objects.create(listing=listing, origin="registry", field="phone")
        Confirmation.objects.create(listing=listing, email="a@example.org", sent_at=NOW)
        claim(listing, make.UserFactory())
        ExclusionMatch.objects.create(key=str(listing.pk), listed="Listed", listing=listing)
        RegistryRecord.objects.create(
            source="nppes",
            identifier=str(listing.pk),
            listing=listing,
            content={},
            digest="",
            run=run,
            last_seen_on=NOW,
        )
    make_one(user, keep, gone)
    moved = (Check, Report, Request, Proposal, Confirmation, Claim, ExclusionMatch, RegistryRecord)
    assert {model.__name__: model.objects.filter(listing=keep).count() for model in moved} == {
        model.__name__: 2 for model in moved
    }
    assert not Listing.objects.filter(pk=gone.pk).exists()


def test_evidence_of_both_verifies_the_one(user):
    keep, gone = make.ClinicFactory(), make.verified(make.ClinicFactory())
    kept = make_one(user, keep, gone)
    assert kept.verified_until is not None
    assert kept.affiliations.count() == 1


def test_what_the_one_lacks_is_taken_and_what_it_has_stays(user):
    aetna, cigna = make.PayerFactory(slug="aetna"), make.PayerFactory(slug="cigna")
    keep, gone = make.ClinicFactory(), make.ClinicFactory()
    ada = make.AffiliationFactory(listing=keep).provider
    make.AffiliationFactory(listing=gone, provider=ada)
    make.AffiliationFactory(listing=gone, provider=ada, role="therapist")
    make.OfferFactory(listing=keep, price_low_cents=1)
    make.OfferFactory(listing=gone, price_low_cents=2)
    make.OfferFactory(listing=gone, price_low_cents=3, per="month")
    make.ListingPayerFactory(listing=keep, payer=aetna, basis="superbill")
    make.ListingPayerFactory(listing=gone, payer=aetna)
    make.ListingPayerFactory(listing=gone, payer=cigna)
    kept = make_one(user, keep, gone)
    assert sorted(kept.offers.values_list("per", "price_low_cents")) == [("month", 3), ("session", 1)]
    payers = kept.payer_links.order_by("payer__slug").values_list("payer__slug", "basis")
    assert list(payers) == [("aetna", "superbill"), ("cigna", "in-network")]
    assert sorted(kept.affiliations.values_list("role", flat=True)) == ["prescriber", "therapist"]


@pytest.mark.parametrize(("own", "hours"), [([], [(1, time(8))]), ([2], [(2, time(9))])])
def test_hours_go_together_because_a_day_without_them_means_closed(user, own, hours):
    keep, gone = make.ClinicFactory(), make.ClinicFactory()
    for weekday in own:
        make.OpeningHoursFactory(clinic=keep, weekday=weekday)
    make.OpeningHoursFactory(clinic=gone, weekday=1, opens=time(8))
    make_one(user, keep, gone)
    assert list(OpeningHours.objects.values_list("weekday", "opens")) == hours


def test_a_service_takes_the_states_that_it_lacks(user):
    keep = make.TelemedicineServiceFactory(states=["TX", "CA"])
    gone = make.TelemedicineServiceFactory(states=["CA", "NY"])
    kept = make_one(user, keep, gone)
    assert sorted(kept.served.values_list("state_id", flat=True)) == ["CA", "NY", "TX"]


def test_blanks_are_filled_and_nothing_is_overwritten(user):
    keep = make.ClinicFactory(name="Alpha", phone="", email="", wait_days=None, takes_insurance=False)
    gone = make.ClinicFactory(
        name="Bravo", phone="+15125550199", phone_extension="7", email="b@example.org", wait_days=3,
        takes_insurance=True, sliding_scale=True, street="Elsewhere", unit="Suite 9", organisation="Body",
        confirmed_on=date(2026, 1, 1), conditions=[make.ConditionFactory()],
    )  # fmt: skip
    kept = make_one(user, keep, gone)
    assert (kept.name, kept.street, kept.takes_insurance) == ("Alpha", "100 Example Street", False)
    assert (kept.phone.as_e164, kept.phone_extension, kept.email) == ("+15125550199", "7", "b@example.org")
    assert (kept.wait_days, kept.sliding_scale, kept.organisation) == (3, True, "Body")
    assert kept.confirmed_on == date(2026, 1, 1)
    assert kept.conditions.count() == 1
    assert kept.unit == ""


def test_an_extension_belongs_to_its_phone_and_a_confirmation_too(user):
    keep, gone = make.ClinicFactory(phone="+15125550123"), make.ClinicFactory(
        phone="+15125550199", phone_extension="7", confirmed_on=date(2026, 1, 1)
    )  # fmt: skip
    kept = make_one(user, keep, gone)
    assert (kept.phone_extension, kept.confirmed_on) == ("", None)


def test_a_point_comes_whole(user):
    keep = make.ClinicFactory(latitude=None, longitude=None)
    kept = make_one(user, keep, make.ClinicFactory())
    assert (kept.latitude, kept.longitude, kept.point_source) == (30.2713, -97.7426, "zip")


def test_every_old_address_leads_to_the_one_that_stays(user, client):
    alpha, bravo, charlie = (make.ClinicFactory(name=name) for name in ("Alpha", "Bravo", "Charlie"))
    change_slug(alpha, "alpha-new")
    make_one(user, bravo, alpha)
    make_one(user, charlie, bravo)
    for slug in ("alpha", "alpha-new", "bravo"):
        page = client.get(f"/clinics/{slug}/")
        assert (page.status_code, page.url) == (301, "/clinics/charlie/")
    assert client.get("/clinics/charlie/").status_code == 200
    assert FormerSlug.objects.filter(listing=charlie).count() == 3


def test_history_says_what_happened_and_keeps_what_was(user, client):
    keep, gone = make.ClinicFactory(name="Alpha"), make.ClinicFactory(name="Bravo")
    reason = "The same door. " * 12
    make_one(user, keep, gone, reason)
    newest = Clinic.history.filter(id=keep.pk).first()
    assert newest.history_change_reason.startswith("Merged with Bravo (bravo): The same door.")
    assert newest.history_user == user
    assert [row.history_type for row in Clinic.history.filter(id=gone.pk)] == ["-", "+"]
    notes = LogEntry.objects.filter(user=user).values_list("action_flag", "object_id", "change_message")
    assert {(flag, pk) for flag, pk, _ in notes} == {(2, str(keep.pk)), (3, str(gone.pk))}
    assert all(reason.strip() in message for *_, message in notes)


@pytest.mark.parametrize(
    ("own", "other", "living"),
    [("open", "granted", "granted"), ("granted", "open", "granted"), ("open", "open", "open")],
)
def test_of_two_living_claims_of_one_person_the_further_stays(user, own, other, living):
    keep, gone, owner = make.ClinicFactory(), make.ClinicFactory(), make.UserFactory()
    claim(keep, owner, own)
    claim(gone, owner, other)
    make_one(user, keep, gone)
    assert sorted(Claim.objects.filter(listing=keep).values_list("state", flat=True)) == sorted(
        [living, "revoked"]
    )


@pytest.mark.parametrize(
    ("own", "other", "stays"),
    [("refused", "open", "open"), ("open", "confirmed", "confirmed"), ("confirmed", "refused", "confirmed")],
)
def test_of_two_decisions_on_one_exclusion_the_graver_stays(user, own, other, stays):
    keep, gone = make.ClinicFactory(), make.ClinicFactory()
    for listing, decision in ((keep, own), (gone, other)):
        ExclusionMatch.objects.create(key="a", listed="L", listing=listing, decision=decision, reason="Said")
    make_one(user, keep, gone)
    assert ExclusionMatch.objects.get(listing=keep).decision == stays


def test_whoever_was_told_apart_from_the_one_is_told_apart_from_the_other(user):
    third, keep, gone, fourth = (make.ClinicFactory() for _ in range(4))
    for first, second in ((third, keep), (third, gone), (gone, fourth), (keep, gone)):
        NotDuplicate.objects.create(first=first, second=second)
    make_one(user, keep, gone)
    pairs = NotDuplicate.objects.order_by("pk").values_list("first", "second")
    assert set(pairs) == {(third.pk, keep.pk), (keep.pk, fourth.pk)}


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_needed(user, reason):
    with pytest.raises(ValidationError, match="Say why"):
        merge(make.ClinicFactory(), make.ClinicFactory(), reason, user, NOW)


@pytest.mark.parametrize(
    ("keep", "gone"),
    [
        (make.ClinicFactory, make.TelemedicineServiceFactory),
        (make.ClinicFactory, lambda: make.ClinicFactory(is_demo=True)),
        (lambda: make.ClinicFactory(status="draft"), make.ClinicFactory),
    ],
)
def test_some_cannot_be_one(user, keep, gone):
    with pytest.raises(ValidationError):
        merge(keep(), gone(), "Same.", user, NOW)
    assert Listing.objects.count() == 2


def test_nothing_is_merged_with_itself(user):
    clinic = make.ClinicFactory()
    with pytest.raises(ValidationError):
        merge(clinic, clinic, "Same.", user, NOW)


def test_where_anything_fails_nothing_has_happened(user, monkeypatch):
    keep, gone = make.ClinicFactory(phone=""), make.ClinicFactory()
    make.CheckFactory(listing=gone)
    make.OfferFactory(listing=gone)

    def fail(**_ids):
        raise RuntimeError

    monkeypatch.setattr(merging.index, "refresh", fail)
    with pytest.raises(RuntimeError):
        merge(keep, gone, "Same.", user, NOW)
    keep.refresh_from_db()
    assert keep.phone == ""
    assert (gone.checks.count(), gone.offers.count(), FormerSlug.objects.count()) == (1, 1, 0)
    assert not LogEntry.objects.exists()


def test_a_new_line_is_all_that_a_new_room_needs():
    for model, column in MOVED:
        assert isinstance(model._meta.get_field(column), models.ForeignKey)
