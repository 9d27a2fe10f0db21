"""Mails on decision: plain words, nothing of the review, and never in the way of the decision."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as outbox
from django.urls import reverse

from clinics.models import ReviewAnswer, ReviewDecision
from clinics.reviews import letters
from clinics.reviews.choices import Reason
from tests import factories as make
from tests.reviews.moderators import answered, appealed, flagged, keeper_of, moderator, press, receipt_of

pytestmark = pytest.mark.django_db
WORDS = "They gave me ketamine for my depression in a room with a view of the river."


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://finder.example/"


@pytest.fixture
def mona(client):
    user = moderator()
    client.force_login(user)
    return user


@pytest.fixture
def press_and_post(client, django_capture_on_commit_callbacks):
    def press_it(review, do, note=""):
        with django_capture_on_commit_callbacks(execute=True):
            press(client, review, do, note)
        return outbox.outbox

    return press_it


def with_mailbox(user, verified=True):
    EmailAddress.objects.create(
        user=user, email=f"{user.username}@example.org", verified=verified, primary=True
    )
    return user


def waiting(**columns):
    columns = {"state": "pending", "text": WORDS, "condition": make.ConditionFactory(slug="ptsd")} | columns
    review = make.ReviewFactory(**columns)
    with_mailbox(review.author)
    return review


@pytest.mark.parametrize(
    ("do", "subject", "words"),
    [
        ("publish", "Your review is published", "It is published now."),
        ("return:names", "Your review: please change something", "You can change it and send it again"),
        ("remove:names", "Your review is not shown", "you can appeal once"),
    ],
)
def test_its_author_is_told_what_was_decided_why_and_what_they_can_do(
    mona, press_and_post, do, subject, words
):
    review = waiting()
    [letter] = press_and_post(review, do, note="Please write “the nurse”.")
    assert letter.subject == subject
    assert letter.to == [f"{review.author.username}@example.org"]
    assert words in letter.body
    assert "Please write “the nurse”." in letter.body
    assert f"https://finder.example{reverse('my-reviews')}" in letter.body
    assert (str(Reason.NAMES.label) in letter.body) == (do != "publish")


@pytest.mark.parametrize("do", ["publish", "return:names", "remove:health"])
def test_a_mail_tells_nobody_else_what_the_review_is_about(mona, press_and_post, do):
    review = waiting()
    [letter] = press_and_post(review, do)
    said = f"{letter.subject} {letter.body}".lower()
    for word in ("ketamine", "depression", "river", "ptsd", review.listing.name.lower(), review.name.lower()):
        assert word not in said


@pytest.mark.parametrize(("do", "words"), [("grant", "you were right"), ("refuse", "The decision stays")])
def test_an_appeal_is_answered(mona, press_and_post, do, words):
    review = appealed(by=moderator("max"))
    with_mailbox(review.author)
    [letter] = press_and_post(review, do, note="We talked about it.")
    assert letter.subject == "Your appeal is decided"
    assert words in letter.body
    assert "We talked about it." in letter.body
    assert (str(Reason.AD.label) in letter.body) == (do == "refuse")


@pytest.mark.parametrize(
    ("do", "words"), [("visit", "now says “visit seen”"), ("no-visit", "does not show a visit")]
)
def test_whoever_sent_evidence_is_told_what_was_seen(mona, press_and_post, do, words):
    review = waiting(state="published", note="An older note.")
    receipt_of(review)
    [letter] = press_and_post(review, do)
    assert letter.subject == "We looked at your evidence of a visit"
    assert words in letter.body
    assert "Your file has been deleted." in letter.body
    assert "An older note." not in letter.body


@pytest.mark.parametrize("do", ["second-opinion", "dismiss"])
def test_what_does_not_concern_its_author_is_not_mailed(mona, press_and_post, do):
    review = waiting(state="published")
    flagged(review)
    assert press_and_post(review, do) == []
    assert review.decisions.exists()


def test_who_is_published_already_is_not_told_again(mona, press_and_post):
    assert press_and_post(waiting(state="published"), "publish") == []


@pytest.mark.parametrize("mailbox", ["unverified", "none"])
def test_an_account_without_a_verified_mailbox_gets_no_mail(mona, press_and_post, mailbox):
    review = make.ReviewFactory(state="pending", author=make.UserFactory(email="ada@example.org"))
    if mailbox == "unverified":
        with_mailbox(review.author, verified=False)
    assert press_and_post(review, "publish") == []
    review.refresh_from_db()
    assert review.state == "published"


def test_nothing_is_mailed_when_nothing_was_decided(mona, press_and_post):
    assert press_and_post(waiting(), "return:nonsense") == []


@pytest.mark.parametrize("error", [OSError, ValueError])
def test_a_mail_that_fails_undoes_nothing(mona, press_and_post, monkeypatch, error):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    review = waiting()
    assert press_and_post(review, "remove:ad") == []
    review.refresh_from_db()
    assert review.state == "removed"


def test_without_an_address_of_the_site_a_mail_says_where_to_go(mona, press_and_post, settings):
    settings.SITE_URL = ""
    [letter] = press_and_post(waiting(), "publish")
    assert "open “My reviews”" in letter.body
    assert "http" not in letter.body


@pytest.mark.parametrize(
    ("do", "words"),
    [
        ("publish", "It is published now"),
        ("return:care", "It tells of somebody’s care or health."),
    ],
)
def test_whoever_answered_is_told(client, mona, django_capture_on_commit_callbacks, do, words):
    review = make.ReviewFactory(text=WORDS)
    answer = answered(review, author=with_mailbox(keeper_of(review.listing)))
    address = f"/admin/clinics/reviewanswer/{answer.pk}/decide/"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"do": do, "seen": answer.sent_at.isoformat()})
    [letter] = outbox.outbox
    assert letter.subject == "Your answer to a review"
    assert words in letter.body
    assert review.listing.name in letter.body
    assert reverse("review-answers-clinic", args=[review.listing.slug]) in letter.body
    assert "river" not in letter.body
    assert answer.text not in letter.body


def test_an_answer_whose_author_has_left_is_decided_without_a_mail(
    client, mona, django_capture_on_commit_callbacks
):
    answer = answered(author=None)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            f"/admin/clinics/reviewanswer/{answer.pk}/decide/",
            {"do": "publish", "seen": answer.sent_at.isoformat()},
        )
    assert ReviewAnswer.objects.get().state == "published"
    assert outbox.outbox == []


def test_every_mail_has_a_subject_and_every_outcome_of_a_review_that_its_author_waits_for_a_mail():
    assert set(letters.TEMPLATES.values()) | {"review_answer"} == set(letters.SUBJECTS)
    untold = set(ReviewDecision.Outcome) - set(letters.TEMPLATES)
    assert untold == {"second-opinion", "flag-dismissed", "answer-published", "answer-returned"}
