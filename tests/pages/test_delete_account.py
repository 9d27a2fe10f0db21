"""Deleting an account: what it says before, what goes, what stays without a name, who may not."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client

from clinicfinder import clock
from clinics.models import (
    Claim,
    Proposal,
    Review,
    User,
    VisitReceipt,
)
from clinics.pages.leaving import HasARole, leave
from tests import factories as make
from tests.pages.reading import Reading

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


@pytest.fixture
def proven(client, user):
    client.force_login(user)
    client.post(PROVE, {"password": PASSWORD})
    return client


def page_of(client):
    return Reading(client.get(PAGE).content.decode())


def errors_of(response):
    return response.context["form"].errors


def test_the_password_is_asked_for_again_first(client, user):
    client.force_login(user)
    assert client.get(PAGE).url.startswith(PROVE)
    assert client.post(PAGE, SURE).url.startswith(PROVE)
    assert User.objects.filter(pk=NUMBER).exists()


def test_what_was_sent_before_the_password_counts_after_it(client, user):
    client.force_login(user)
    client.post(PAGE, SURE)
    assert client.post(PROVE, {"password": PASSWORD, "next": PAGE}).url == GONE
    assert not User.objects.filter(pk=NUMBER).exists()


def test_it_asks_what_should_become_of_reviews_and_chooses_nothing_itself(proven, user):
    make.ReviewFactory(author=user)
    page = page_of(proven)
    radios = [one for one in page.attributes("input") if one.get("type") == "radio"]
    assert [one["value"] for one in radios] == ["keep", "remove"]
    assert not [one for one in page.attributes("input") if "checked" in one]
    assert list(errors_of(proven.post(PAGE, SURE))) == ["reviews"]
    assert list(errors_of(proven.post(PAGE, {"reviews": "keep"}))) == ["sure"]
    assert list(errors_of(proven.post(PAGE, {"reviews": "sell"} | SURE))) == ["reviews"]
    assert User.objects.filter(pk=NUMBER).exists()


def test_whoever_wrote_none_is_not_asked_about_reviews(proven):
    assert [one for one in page_of(proven).attributes("input") if one.get("type") == "radio"] == []
    assert proven.post(PAGE, SURE).url == GONE


def test_it_names_the_listings_that_nobody_keeps_from_then_on(proven, user):
    alone, shared = make.ClinicFactory(name="Far Lantern"), make.ClinicFactory(name="Two Keepers")
    asked = make.ClinicFactory(name="Only Asked")
    for listing, state in ((alone, "granted"), (shared, "granted"), (asked, "open")):
        Claim.objects.create(listing=listing, user=user, email=AT_THE_CLINIC, role="Owner", state=state)
    colleague = make.UserFactory()
    Claim.objects.create(
        listing=shared, user=colleague, email="c@keepers.example", role="Nurse", state="granted"
    )
    text = page_of(proven).text
    assert "Nobody else takes care of this" in text
    assert "Far Lantern" in text
    assert "Two Keepers" not in text
    assert "Only Asked" not in text


def test_afterwards_they_are_signed_out_and_told_by_mail(proven, mailoutbox):
    response = proven.post(PAGE, SURE)
    assert response.url == GONE
    assert "_auth_user_id" not in proven.session
    assert response["Clear-Site-Data"] == '"storage"'
    assert Reading(proven.get(GONE).content.decode()).texts("h1") == ["Your account is gone"]
    (sent,) = mailoutbox
    assert sent.to == [EMAIL]
    assert sent.subject == "Your account is gone"
    assert PSEUDONYM not in sent.body


def test_an_address_that_was_never_confirmed_gets_no_mail(proven, user, mailoutbox):
    user.emailaddress_set.update(verified=False)
    assert proven.post(PAGE, SURE).url == GONE
    assert mailoutbox == []


def test_the_farewell_is_a_page_that_anybody_may_read(client):
    assert client.get(GONE).status_code == 200
    assert client.get(GONE).cookies.output() == ""


@pytest.mark.parametrize("role", ["is_staff", "is_superuser", "group"])
def test_whoever_has_a_role_is_refused_with_the_reason_and_loses_nothing(client, user, role):
    review = make.ReviewFactory(author=user)
    if role == "group":
        user.groups.add(Group.objects.get(name="Review moderator"))
    else:
        setattr(user, role, True)
        user.save()
    client.force_login(user)
    client.post(PROVE, {"password": PASSWORD})
    for response in (client.get(PAGE), client.post(PAGE, {"reviews": "remove"} | SURE)):
        assert response.status_code == 403
        assert "Ask an administrator to take your role away" in response.content.decode()
    assert Review.objects.get(pk=review.pk).author == user


def test_a_role_that_was_given_meanwhile_counts(user):
    """The page was opened before; what is stored decides, and nothing has changed."""
    review = make.ReviewFactory(author=user)
    stale = User.objects.get(pk=NUMBER)
    User.objects.filter(pk=NUMBER).update(is_staff=True)
    with pytest.raises(HasARole):
        leave(stale, keep_reviews=False)
    assert Review.objects.get(pk=review.pk).author == user


def test_who_is_gone_already_is_no_mistake(user, mailoutbox):
    same = User.objects.get(pk=NUMBER)
    assert leave(user, keep_reviews=False)
    assert not leave(same, keep_reviews=False)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(("choice", "count"), [("keep", 4), ("remove", 3)])
def test_figures_are_right_after_either_choice(proven, user, choice, count):
    listing = make.reviewed(make.ClinicFactory(), 5, 5, 4)
    make.reviewed(listing, 1, author=user)
    proven.post(PAGE, {"reviews": choice} | SURE)
    call_command("check_derived")
    listing.refresh_from_db()
    assert listing.rating_count == count


def test_a_review_that_stays_says_that_its_author_has_left(proven, user):
    review = make.ReviewFactory(author=user)
    proven.post(PAGE, {"reviews": "keep"} | SURE)
    review.refresh_from_db()
    assert review.author is None
    assert review.name == "Somebody who has left"


def test_the_file_of_evidence_is_deleted_with_the_review(
    proven, user, private, django_capture_on_commit_callbacks
):
    for state in ("published", "pending"):
        VisitReceipt.objects.create(
            review=make.ReviewFactory(author=user, state=state),
            attachment=ContentFile(b"%PDF-1.7 bill", "bill.pdf"),
            sent_at=clock.now(),
        )
    assert len(list(private.rglob("*.pdf"))) == 2
    with django_capture_on_commit_callbacks(execute=True):
        proven.post(PAGE, {"reviews": "keep"} | SURE)
    assert list(private.rglob("*.pdf")) == []


def test_letters_from_an_unproven_address_keep_it(user):
    """Else whoever types somebody's address into an account could make us forget theirs."""
    user.emailaddress_set.create(email="victim@example.org", verified=False, primary=False)
    report = make.ReportFactory(email="victim@example.org")
    leave(user, keep_reviews=False)
    report.refresh_from_db()
    assert report.email == "victim@example.org"


def test_what_the_clinic_proposed_and_we_accepted_stays_and_the_rest_goes(user):
    listing = make.ClinicFactory()
    claim = Claim.objects.create(
        listing=listing, user=user, email=AT_THE_CLINIC, role="Owner", state="granted"
    )
    for state in ("open", "refused", "accepted"):
        Proposal.objects.create(
            listing=listing, origin="claim", claim=claim, field="phone", new="2", state=state
        )
    leave(user, keep_reviews=False)
    assert [(one.state, one.claim) for one in Proposal.objects.all()] == [("accepted", None)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks for real parallel writers")
def test_two_clicks_at_once_are_one_deletion_and_no_error(mailoutbox):
    user = User.objects.create_user(NAME, EMAIL, PASSWORD, pseudonym=PSEUDONYM)
    user.emailaddress_set.create(email=EMAIL, verified=True, primary=True)
    listings = [make.reviewed(make.ClinicFactory(), 5, 5, 4) for _number in range(3)]
    for listing in listings:
        make.reviewed(listing, 1, author=user)
    browser = Client()
    browser.force_login(user)
    browser.post(PROVE, {"password": PASSWORD})
    start = Barrier(4)

    def click():
        mine = Client()
        mine.cookies = browser.cookies
        try:
            start.wait()
            return mine.post(PAGE, {"reviews": "remove"} | SURE).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        answers = [future.result() for future in [threads.submit(click) for _number in range(4)]]
    assert set(answers) == {302}
    assert not User.objects.filter(username=NAME).exists()
    assert len(mailoutbox) == 1
    call_command("check_derived")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks for real parallel writers")
def test_two_who_leave_the_same_places_at_once_wait_for_each_other():
    one, other = make.ClinicFactory(), make.ClinicFactory()
    users = [make.UserFactory(pseudonym=name) for name in ("Blue Heron", "Red Fox")]
    for user, listings in zip(users, [(one, other), (other, one)], strict=True):
        for listing in listings:
            make.reviewed(listing, 3, author=user)
    start = Barrier(2)

    def go(user):
        try:
            start.wait()
            return leave(user, keep_reviews=False)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(go, users)) == [True, True]
    assert not Review.objects.exists()
    call_command("check_derived")
