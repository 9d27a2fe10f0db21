"""After an account is deleted, nothing in the whole database tells of it."""

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client

from clinicfinder import clock
from clinics.listings import index
from clinics.models import (
    Check,
    Claim,
    ExclusionMatch,
    HelpfulMark,
    LawAlert,
    License,
    Listing,
    NotDuplicate,
    Proposal,
    Report,
    Request,
    Review,
    ReviewAnswer,
    ReviewDecision,
    ReviewFlag,
    ReviewTrace,
    SourcePage,
    SourceReading,
    User,
)
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGE, GONE, PROVE = "/accounts/delete/", "/accounts/gone/", "/accounts/reauthenticate/"
PASSWORD = "quiet-harbor-lantern-42"
# Found nowhere in a database but where it stands for this account.
NUMBER, NAME, PSEUDONYM = 987_654_321, "zebrafinch", "Purple Zebrafinch"
EMAIL, SECOND, AT_THE_CLINIC = "zf@zebrafinch.example", "zf2@zebrafinch.example", "zf@lantern.example"
SURE = {"sure": "on"}


@pytest.fixture
def user():
    made = User.objects.create_user(NAME, EMAIL, PASSWORD, pk=NUMBER, pseudonym=PSEUDONYM)
    made.emailaddress_set.create(email=EMAIL, verified=True, primary=True)
    return made


def log(by, row, message=""):
    return LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(row),
        object_id=row.pk,
        object_repr=str(row),
        action_flag=CHANGE,
        change_message=message,
    )


def someone_on_the_way_in(**data):
    session = SessionStore()
    session.update(data)
    session.save()


def as_a_reviewer(user, listing):
    """Reviews in every state with all that hangs on them; marks, alerts, letters."""
    for state in Review.State.values:
        reason = "ad" if state in ("returned", "removed") else ""
        decided = None if state == "pending" else clock.now()
        review = make.ReviewFactory(author=user, state=state, reason=reason, decided_at=decided)
        review.overall = 2
        review._history_user = user
        review.save()
        ReviewTrace.objects.create(review=review, network="n", device="d", created_at=clock.now())
        ReviewDecision.objects.create(
            review=review, listing=review.listing, outcome="published", at=clock.now()
        )
    # Deleted before, in a way that leaves its history.
    make.ReviewFactory(
        author=user, text="Written and gone: fifty letters at least must stand in here."
    ).delete()
    HelpfulMark.objects.create(review=make.ReviewFactory(), user=user)
    LawAlert.objects.create(
        user=user, state=make.StateFactory(), asked_at=clock.now(), told_until=clock.now()
    )
    make.ReportFactory(listing=listing, email=EMAIL.upper())
    Request.objects.create(kind="correct", listing=listing, name="A clinic", email=SECOND)


def as_a_keeper(user, listing):
    """Claims, what they proposed, an answer; changes of the listing made by them."""
    claim = Claim.objects.create(
        listing=listing, user=user, email=AT_THE_CLINIC, role="Owner", state="granted"
    )
    Claim.objects.create(listing=make.ClinicFactory(), user=user, email=AT_THE_CLINIC, role="Owner")
    Proposal.objects.create(listing=listing, origin="claim", claim=claim, field="email", new=AT_THE_CLINIC)
    Proposal.objects.create(
        listing=listing,
        origin="claim",
        claim=claim,
        field="phone",
        new="2",
        state="accepted",
        decided_by=user,
    )
    ReviewAnswer.objects.create(
        review=make.ReviewFactory(listing=listing), author=user, text="Please call us.", sent_at=clock.now()
    )
    return claim


def as_staff_once(user, listing):
    """All that somebody may have decided while they had a role."""
    now, columns = clock.now(), {"decided_by": user, "decided_at": clock.now()}
    other = make.UserFactory(username="grey-owl", email="owl@example.org")
    listing._history_user = user
    listing.save()
    license_ = make.LicenseFactory()
    License.history.filter(id=license_.pk).update(history_user=user)
    claim = Claim.objects.create(
        listing=listing, user=other, email="owl@lantern.example", role="Nurse", **columns
    )
    Proposal.objects.create(listing=listing, origin="claim", claim=claim, field="phone", decided_by=user)
    Report.objects.create(listing=listing, kind="other", handled_by=user, handled_at=now)
    Request.objects.create(kind="correct", listing=listing, name="A clinic", handled_by=user)
    twin = make.ClinicFactory()
    low, high = sorted((listing, twin), key=lambda one: one.pk)
    NotDuplicate.objects.create(
        first=Listing.objects.get(pk=low.pk), second=Listing.objects.get(pk=high.pk), decided_by=user
    )
    make.CheckFactory(listing=listing, looked_by=user)
    make.RegulationNoteFactory(written_by=user)
    make.RegulationNoteFactory(decided_by=user)
    page = SourcePage.objects.create(url="https://example.org/law")
    SourceReading.objects.create(page=page, text="Law", read_at=now, read_by=user, settled_by=user)
    review = make.ReviewFactory(listing=listing, decided_by=user, second_opinion_by=user)
    review._history_user = user
    review.save()
    ReviewDecision.objects.create(review=review, listing=listing, outcome="published", by=user, at=now)
    ReviewFlag.objects.create(
        review=review, kind="other", state="done", handled_by=user, handled_at=now, created_at=now
    )
    answered = make.ReviewFactory(listing=listing)
    ReviewAnswer.objects.create(
        review=answered, author=other, text="Please call us.", sent_at=now, decided_by=user
    )


def as_an_account(user):
    """Second steps, sessions on two devices and half of one, and what the admin's log says of it."""
    user.emailaddress_set.create(email=SECOND, verified=True, primary=False)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": f"Phone of {NAME}"})
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    Client().force_login(user)
    someone_on_the_way_in(account_login={"user_pk": user_pk_to_url_str(user), "email": None})
    someone_on_the_way_in(account_verified_email=EMAIL)
    someone_on_the_way_in(_auth_user_id="12")
    admin = make.UserFactory(username="root")
    log(admin, user, f'[{{"added": {{"name": "address", "object": "{EMAIL}"}}}}]')
    log(admin, key)
    log(user, make.ClinicFactory())


def found_anywhere(words):
    """Every column of every table, and every session, in which one of these words or numbers stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                found += [
                    (table, column, word)
                    for column, value in zip(columns, row, strict=True)
                    for word in words
                    if word in str(value).lower()
                ]
    for session in Session.objects.all():
        found += [("session", word) for word in words if word in str(session.get_decoded()).lower()]
    return found


@pytest.mark.parametrize("choice", ["keep", "remove"])
def test_nothing_in_the_whole_database_tells_of_the_account(client, user, choice):
    client.force_login(user)
    client.post(PROVE, {"password": PASSWORD})
    listing = make.ClinicFactory(name="Far Lantern")
    as_an_account(user)
    as_a_reviewer(user, listing)
    claim = as_a_keeper(user, listing)
    log(make.UserFactory(username="curator"), claim)
    as_staff_once(user, listing)
    words = [str(NUMBER), user_pk_to_url_str(user), NAME, AT_THE_CLINIC]
    before = {found[0] for found in found_anywhere(words)}
    assert_every_pointer_was_tried(before)
    index.rebuild()
    response = client.post(PAGE, {"reviews": choice} | SURE)
    assert response.url == GONE
    assert found_anywhere(words) == []
    call_command("check_derived")
    assert Review.objects.filter(author=None, is_demo=False).count() == (1 if choice == "keep" else 0)
    assert Check.objects.count() == 1
    assert ReviewDecision.objects.filter(review=None).count() == (3 if choice == "keep" else 4)
    # Whoever else was there is there, and signed in.
    assert User.objects.filter(username="root").exists()
    assert [row.get_decoded() for row in Session.objects.all()] == [{"_auth_user_id": "12"}]


# With a role nobody gets this far. All histories are written by one library, and some are tried above.
NOT_TRIED = {"clinics_user_groups", "clinics_user_user_permissions", ExclusionMatch._meta.db_table}


def assert_every_pointer_was_tried(tables):
    """A model that comes to point at accounts must come into this test: its rows are made above."""
    pointers = [
        one.field
        for one in User._meta.get_fields(include_hidden=True)
        if one.auto_created and one.is_relation and not one.concrete
    ]
    pointing = {one.model._meta.db_table for one in pointers if one.name != "history_user"}
    assert pointing - tables - NOT_TRIED == set()
