"""My reviews: what became of each, and what can be done."""

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from clinicfinder import clock
from clinics.listings import index
from clinics.models import Review, ReviewAnswer, VisitReceipt
from clinics.reviews import publishing
from tests import factories as make
from tests.pages.reading import Reading
from tests.reviews.writers import writer

pytestmark = pytest.mark.django_db

PATH = "/accounts/reviews/"
ACTS = ("take-back", "appeal", "receipt")


@pytest.fixture(autouse=True)
def nothing_derived_is_stale():
    """After every path, what is derived agrees with its sources."""
    yield
    call_command("check_derived")


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    """Private files lie in a folder of this test."""
    stored = settings.STORAGES["private"]
    options = stored.get("OPTIONS", {}) | {"location": tmp_path}
    settings.STORAGES = settings.STORAGES | {"private": stored | {"OPTIONS": options}}
    field = VisitReceipt._meta.get_field("attachment")
    before, field.storage = field.storage, storages["private"]
    yield tmp_path
    field.storage = before


@pytest.fixture
def user(client):
    return writer(client, pseudonym="Quiet reader")


def review_of(user, **columns):
    refused = columns.get("state") in ("returned", "removed")
    columns = ({"reason": "names"} if refused else {}) | columns
    review = make.ReviewFactory(author=user, **columns)
    index.refresh(listings=[review.listing_id])
    return review


def page(client, path=PATH):
    response = client.get(path)
    assert response.status_code == 200
    return Reading(response.content.decode())


def links(reading):
    return [link.get("href") for link in reading.attributes("a")]


def act(review, what):
    return f"{PATH}{review.pk}/{what}/"


def pdf():
    return SimpleUploadedFile("receipt.pdf", b"%PDF-1.7 a receipt")


def test_who_is_signed_out_is_asked_to_sign_in(client):
    assert client.get(PATH)["Location"] == f"/accounts/login/?next={PATH}"


def test_who_wrote_nothing_is_told_how_to_begin(client, user):
    assert "You have written no review yet" in page(client).text


@pytest.mark.parametrize(
    ("columns", "words", "can"),
    [
        ({"state": "pending"}, "Waits for a moderator", {"edit", "take-back", "receipt"}),
        ({"state": "published"}, "Published", {"shown", "edit", "take-back", "receipt"}),
        ({"state": "returned"}, "Returned to you", {"edit", "appeal", "take-back", "receipt"}),
        ({"state": "removed"}, "Removed", {"appeal", "take-back"}),
    ],
    ids=["pending", "published", "returned", "removed"],
)
def test_each_state_is_told_with_what_can_be_done(client, user, columns, words, can):
    review = review_of(user, **columns)
    reading = page(client)
    assert words in reading.text
    where = {
        "shown": review.get_absolute_url(),
        "edit": reverse("review-new-clinic", args=[review.listing.slug]),
        **{what: act(review, what) for what in ACTS},
    }
    assert {what for what, url in where.items() if url in links(reading)} == can


def test_a_refusal_tells_its_reason_and_the_moderators_note(client, user):
    review_of(user, state="returned", reason="names", note="Leave out the nurse’s name.")
    text = page(client).text
    assert "It names a member of staff" in text
    assert "Leave out the nurse’s name." in text


def test_an_appeal_is_told_while_it_waits_and_once_it_is_settled(client, user):
    review = review_of(user, state="removed")
    publishing.appeal(review, "It was not like that.")
    reading = page(client)
    assert "Another moderator will look at it" in reading.text
    assert "It was not like that." in reading.text
    assert act(review, "appeal") not in links(reading)
    review.refresh_from_db()
    publishing.settle_appeal(review, make.UserFactory(), seen=review.sent_at, granted=False)
    reading = page(client)
    assert "the decision stands" in reading.text
    assert act(review, "appeal") not in links(reading)


@pytest.mark.parametrize(("state", "is_shown"), [("published", True), ("pending", False)])
def test_what_the_place_answers_is_shown_once_it_is_published(client, user, state, is_shown):
    review = review_of(user)
    ReviewAnswer.objects.create(
        review=review, text="Thank you for telling us.", state=state, sent_at=clock.now()
    )
    assert ("Thank you for telling us." in page(client).text) is is_shown


def test_a_review_of_a_place_that_is_no_longer_shown_has_no_dead_links(client, user):
    review = review_of(user)
    type(review.listing).objects.filter(pk=review.listing_id).update(status="draft")
    index.refresh(listings=[review.listing_id])
    reading = page(client)
    assert "not shown at present" in reading.text
    assert [url for url in links(reading) if review.listing.slug in url] == []


def test_other_peoples_reviews_are_not_there(client, user):
    other = review_of(make.UserFactory(pseudonym="Other"), state="returned")
    assert other.listing.name not in page(client).text
    for what in ACTS:
        assert client.get(act(other, what)).status_code == 404
        assert client.post(act(other, what), {"words": "Mine"}).status_code == 404
    assert Review.objects.get().appealed_at is None


def test_the_page_costs_the_same_for_one_and_for_many(client, user, django_assert_max_num_queries):
    for _ in range(6):
        review = review_of(user)
        ReviewAnswer.objects.create(review=review, text="Thank you for it.", sent_at=clock.now())
    with django_assert_max_num_queries(6):
        client.get(PATH)


class TestTakingBack:
    def test_it_is_asked_for_and_then_done(self, client, user):
        review = review_of(user)
        assert "Delete your review?" in page(client, act(review, "take-back")).text
        assert Review.objects.count() == 1
        response = client.post(act(review, "take-back"), follow=True)
        assert "Your review is deleted." in Reading(response.content.decode()).text
        assert (Review.objects.count(), Review.history.count()) == (0, 0)

    def test_twice_is_not_found_the_second_time(self, client, user):
        review = review_of(user)
        assert client.post(act(review, "take-back")).status_code == 302
        assert client.post(act(review, "take-back")).status_code == 404


class TestAppealing:
    def test_it_is_stored_once(self, client, user):
        review = review_of(user, state="returned")
        assert "It names a member of staff" in page(client, act(review, "appeal")).text
        assert client.post(act(review, "appeal"), {"words": "I named\u202e nobody."})["Location"] == PATH
        assert Review.objects.get().appeal == "I named nobody."
        response = client.post(act(review, "appeal"), {"words": "Again"})
        assert response.status_code == 200
        assert response.context["form"]["words"].value() == "Again"
        assert Review.objects.get().appeal == "I named nobody."
        assert client.get(act(review, "appeal"))["Location"] == PATH

    def test_what_is_wrong_is_told_and_kept(self, client, user):
        review = review_of(user, state="returned")
        response = client.post(act(review, "appeal"), {"words": "x" * 2001})
        assert response.status_code == 200
        assert response.context["form"]["words"].value() == "x" * 2001

    def test_what_is_published_cannot_be_appealed(self, client, user):
        review = review_of(user)
        assert client.post(act(review, "appeal"), {"words": "Why not?"}).status_code == 200
        assert Review.objects.get().appealed_at is None

    def test_words_sent_after_signing_out_are_there_again(self, client, user):
        review = review_of(user, state="returned")
        client.logout()
        response = client.post(act(review, "appeal"), {"words": "I named nobody."})
        assert response["Location"] == f"/accounts/login/?next={act(review, 'appeal')}"
        client.force_login(user)
        response = client.get(act(review, "appeal"))
        assert response.context["form"]["words"].value() == "I named nobody."
        client.post(act(review, "appeal"), {"words": "I named nobody."})
        assert "I named nobody." not in str(dict(client.session.items()))

    def test_a_review_that_is_gone_meanwhile_is_not_found(self, client, user, monkeypatch):
        review = review_of(user, state="returned")

        def gone(*_args):
            raise Review.DoesNotExist

        monkeypatch.setattr(publishing, "appeal", gone)
        assert client.post(act(review, "appeal"), {"words": "Why?"}).status_code == 404


class TestEvidence:
    def test_a_file_is_sent_and_can_be_deleted(
        self, client, user, private, django_capture_on_commit_callbacks
    ):
        review = review_of(user)
        assert "Black out whatever you want" in page(client, act(review, "receipt")).text
        assert client.post(act(review, "receipt"), {"attachment": pdf()})["Location"] == PATH
        assert VisitReceipt.objects.get().review == review
        assert "Your file waits for a moderator" in page(client).text
        assert "Delete my file" in page(client, act(review, "receipt")).text
        with django_capture_on_commit_callbacks(execute=True):
            client.post(act(review, "receipt"), {"withdraw": "1"})
        assert VisitReceipt.objects.count() == 0
        assert [path for path in private.rglob("*") if path.is_file()] == []

    @pytest.mark.parametrize(
        "content", [b"", b"<script>", b"MZ an executable"], ids=["empty", "script", "program"]
    )
    def test_what_is_no_picture_or_pdf_is_refused(self, client, user, content):
        review = review_of(user)
        response = client.post(
            act(review, "receipt"), {"attachment": SimpleUploadedFile("receipt.pdf", content)}
        )
        assert response.status_code == 200
        assert response.context["form"].errors.keys() == {"attachment"}
        assert VisitReceipt.objects.count() == 0

    def test_no_file_is_told(self, client, user):
        response = client.post(act(review_of(user), "receipt"))
        assert response.context["form"].errors["attachment"] == ["Choose a file first."]

    def test_a_visit_that_was_seen_needs_no_more(self, client, user):
        review = review_of(user, visit_seen_on=clock.today())
        reading = page(client)
        assert "A moderator saw evidence of your visit" in reading.text
        assert act(review, "receipt") not in links(reading)
        assert client.get(act(review, "receipt"))["Location"] == PATH
        assert client.post(act(review, "receipt"), {"attachment": pdf()}).status_code == 200
        assert VisitReceipt.objects.count() == 0
