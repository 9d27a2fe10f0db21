"""What an account finds in the file of its data, and who gets the file."""

import json
from datetime import UTC, date, datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.urls import reverse

from clinics.models import (
    Claim,
    HelpfulMark,
    LawAlert,
    Proposal,
    Report,
    Review,
    ReviewAnswer,
    ReviewDecision,
    ReviewTrace,
    User,
    VisitReceipt,
)
from clinics.reviews import publishing
from tests import factories as make
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db
PAGE, FILE, PROVE = "/accounts/data/", "/accounts/data/file/", "/accounts/reauthenticate/"
PASSWORD = "quiet-harbor-lantern-42"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
FIRST = "They explained each step, watched me all the time and told me the price before."
SECOND = "They explained each step, but nobody watched me for the first half hour of it."


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user():
    made = User.objects.create_user("u-1", "grace@example.org", PASSWORD, pseudonym="Blue Heron")
    made.emailaddress_set.create(email="grace@example.org", verified=True, primary=True)
    made.emailaddress_set.create(email="new@example.org", verified=False, primary=False)
    return made


@pytest.fixture
def signed_in(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def proven(signed_in):
    signed_in.post(PROVE, {"password": PASSWORD})
    return signed_in


@pytest.fixture
def download(proven):
    return lambda: json.loads(proven.post(FILE).content)


def test_nobody_gets_it_without_signing_in(client):
    assert client.get(PAGE).url == f"/accounts/login/?next={PAGE}"
    assert client.post(FILE).url == f"/accounts/login/?next={FILE}"


def test_the_password_is_asked_for_again_before_the_page_and_before_the_file(signed_in):
    assert signed_in.get(PAGE).url.startswith(PROVE)
    assert signed_in.post(FILE).url == PAGE
    assert signed_in.post(PROVE, {"password": PASSWORD, "next": PAGE}).url == PAGE
    page = Reading(signed_in.get(PAGE).content.decode())
    assert {"method": "post", "action": FILE} in page.attributes("form")


def test_whoever_waits_too_long_is_led_back_to_the_button(proven, frozen):
    frozen.shift(3600)
    assert proven.post(FILE).url == PAGE


def test_it_is_one_file_that_nobody_keeps_on_the_way(proven):
    response = proven.post(FILE)
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="clinicfinder-my-data-2026-11-25.json"'
    assert response["Content-Type"] == "application/json"
    assert "no-store" in response["Cache-Control"]
    assert proven.get(FILE).status_code == 405


def test_it_says_which_format_it_has_and_of_when_it_is(download):
    told = download()
    assert (told["format"], told["version"], told["made"]) == (
        "clinicfinder-my-data",
        1,
        "2026-11-25T12:00:00Z",
    )


def test_the_account_is_told_with_its_second_steps_and_without_a_secret(download, user):
    Authenticator.objects.create(
        user=user, type="webauthn", data={"name": "My phone", "credential": {"id": "s3cret-key"}}
    )
    Authenticator.objects.create(user=user, type="totp", data={"secret": "s3cret-seed"})
    account = download()["account"]
    assert account["pseudonym"] == "Blue Heron"
    assert account["joined"] == "2026-11-25T12:00:00Z"
    assert account["email_addresses"] == [
        {"email": "grace@example.org", "confirmed": True, "main": True},
        {"email": "new@example.org", "confirmed": False, "main": False},
    ]
    steps = account["second_steps_and_passkeys"]
    assert [(step["kind"], step["name"]) for step in steps] == [
        ("WebAuthn", "My phone"),
        ("TOTP Authenticator", "TOTP Authenticator"),
    ]
    text = json.dumps(account)
    assert "s3cret" not in text
    assert user.password not in text


def written(user, **columns):
    told = {"overall": 4, "role": "patient", "text": FIRST, "no_reward": True} | columns
    return publishing.send(Review(listing=make.ClinicFactory(name="Quiet Harbor"), author=user, **told))


def test_a_review_comes_with_every_answer_wording_and_decision(download, user, frozen):
    review = written(
        user,
        safety=2,
        condition=make.ConditionFactory(name="PTSD"),
        treatment=make.TreatmentFactory(name="IV infusion"),
        visited_on=date(2026, 10, 1),
        outcome=2,
        outcome_asked="month",
        side_effects=["nausea"],
        price_cents=45_000,
    )
    moderator = make.UserFactory(username="the-moderator", pseudonym="Grey Owl")
    publishing.decide(review, "returned", moderator, seen=review.sent_at, reason="names", note="Mr X.")
    frozen.shift(60)
    review.refresh_from_db()
    review.text = SECOND
    publishing.send(review)
    ReviewTrace.objects.create(review=review, network="d1gest", device="d1gest", created_at=NOW)
    (told,) = download()["reviews"]
    assert (told["listing"], told["overall"], told["safety"], told["staff"]) == ("Quiet Harbor", 4, 2, None)
    assert (told["condition"], told["treatment"], told["visited_on"]) == ("PTSD", "IV infusion", "2026-10-01")
    assert (told["outcome"], told["outcome_in_words"]) == (2, "Much improved")
    assert (told["side_effects"], told["price_cents"]) == (["nausea"], 45_000)
    assert (told["text"], told["state"]) == (SECOND, "pending")
    assert [row["text"] for row in told["wordings"]] == [FIRST, FIRST, SECOND]
    assert told["wordings"][1]["reason"] == "names"
    assert told["wordings"][1]["note"] == "Mr X."
    assert [(row["outcome"], row["reason"]) for row in told["decisions"]] == [
        ("Returned to its author", "names")
    ]
    assert "names a member of staff" in told["decisions"][0]["reason_in_words"]
    assert [row["thrown_away"] for row in told["traces"]] == ["2026-12-25T12:00:00Z"]
    text = json.dumps(told)
    assert "Grey Owl" not in text
    assert "the-moderator" not in text
    assert "d1gest" not in text


def test_every_column_of_a_review_is_there_or_left_out_on_purpose(download, user):
    written(user)
    (told,) = download()["reviews"]
    left_out = {"id", "author", "is_demo", "demo_name", "decided_by", "second_opinion_by"}
    assert {field.name for field in Review._meta.concrete_fields} - set(told) == left_out


def test_evidence_tells_whether_the_file_is_still_stored(download, user, private):
    review = written(user)
    VisitReceipt.objects.create(
        review=review, attachment=ContentFile(b"%PDF-1.7 bill", "bill.pdf"), sent_at=NOW
    )
    (waits,) = download()["evidence_of_visits"]
    assert (waits["listing"], waits["sent"], waits["file_still_stored"]) == (
        "Quiet Harbor",
        "2026-11-25T12:00:00Z",
        True,
    )
    assert waits["file"].endswith(".pdf")
    publishing.settle_receipt(review, make.UserFactory(), seen=review.sent_at, shows_visit=True)
    (seen,) = download()["evidence_of_visits"]
    assert (seen["outcome"], seen["file_still_stored"]) == ("Evidence of a visit seen", False)


def test_marks_claims_proposals_answers_letters_and_alerts_are_there(download, user):
    listing = make.ClinicFactory(name="Far Lantern")
    claim = Claim.objects.create(
        listing=listing, user=user, email="desk@lantern.example", role="Owner", state="granted", code="d1gest"
    )
    Proposal.objects.create(listing=listing, origin="claim", claim=claim, field="phone", old="1", new="2")
    review = make.ReviewFactory(listing=listing)
    ReviewAnswer.objects.create(review=review, author=user, text="Please call us.", sent_at=NOW)
    HelpfulMark.objects.create(review=make.ReviewFactory(), user=user)
    LawAlert.objects.create(user=user, state=make.StateFactory(), asked_at=NOW, told_until=NOW)
    make.ReportFactory(email="Grace@Example.org", text="The number rings out.")
    told = download()
    assert [(row["listing"], row["email"]) for row in told["claims"]] == [
        ("Far Lantern", "desk@lantern.example")
    ]
    assert [(row["field"], row["proposed"]) for row in told["proposals"]] == [("phone", "2")]
    assert [(row["text"], row["listing"]) for row in told["answers_for_a_clinic"]] == [
        ("Please call us.", "Far Lantern")
    ]
    assert len(told["marked_as_helpful"]) == 1
    assert [(row["state"], row["confirmed"]) for row in told["mails_about_law"]] == [("Texas", None)]
    assert [row["text"] for row in told["reports"]] == ["The number rings out."]
    assert "d1gest" not in json.dumps(told)


def test_nothing_of_anybody_else_is_in_the_file(download, user):
    other = make.UserFactory(username="other", email="other@example.org", pseudonym="Red Fox")
    review = make.ReviewFactory(
        author=other, text="Words of somebody else, which are not yours to take home."
    )
    written(user)
    HelpfulMark.objects.create(review=review, user=other)
    Claim.objects.create(listing=review.listing, user=other, email="o@example.org", role="Owner")
    # An address that is not proven may be anybody's.
    Report.objects.create(listing=review.listing, kind="other", email="new@example.org", text="Not yours")
    ReviewDecision.objects.create(review=review, listing=review.listing, outcome="published", at=NOW)
    told = download()
    assert [len(told[key]) for key in ("reviews", "claims", "marked_as_helpful", "reports")] == [1, 0, 0, 0]
    text = json.dumps(told)
    assert "Red Fox" not in text
    assert "somebody else" not in text


def test_an_empty_account_gets_a_file_too(download):
    told = download()
    assert (told["reviews"], told["claims"], told["mails_about_law"]) == ([], [], [])


def test_the_page_leads_to_deleting_the_account(proven):
    page = Reading(proven.get(PAGE).content.decode())
    assert reverse("delete-account") in [link.get("href") for link in page.attributes("a")]
