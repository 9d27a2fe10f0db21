"""Report a review: without an account, with nothing lost, once."""

import pytest

from clinics.models import ReviewFlag
from clinics.reviews.flags import flag
from tests import factories as make
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db

TELL = {"kind": "not-real", "text": "I work there and know all patients."}


@pytest.fixture
def review():
    return make.ReviewFactory(listing=make.ClinicFactory(slug="harbor"))


@pytest.fixture
def path(review):
    return f"/reviews/{review.pk}/report/"


def test_anybody_may_report_and_is_told_what_happens_next(client, review, path):
    response = client.post(path, TELL)
    assert (response.status_code, response["Location"]) == (302, f"{path}thanks/")
    assert "What happens next" in client.get(response["Location"]).content.decode()
    kept = ReviewFlag.objects.get()
    assert (kept.review, kept.kind, kept.text, kept.state) == (review, TELL["kind"], TELL["text"], "open")


def test_only_what_is_wrong_is_required(client, path):
    client.post(path, {"kind": "insults"})
    assert ReviewFlag.objects.get().text == ""


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"kind": ""}, "kind", "Choose what is wrong."),
        ({"kind": "nonsense"}, "kind", "Select a valid choice"),
        ({"text": "x" * 1001}, "text", "Please shorten it to 1,000 characters."),
    ],
    ids=["nothing chosen", "not on the list", "too long"],
)
def test_a_mistake_is_named_beside_its_field_and_nothing_typed_is_lost(client, path, wrong, field, message):
    response = client.post(path, TELL | wrong)
    assert response.status_code == 200
    reading = Reading(response.content.decode())
    [error] = [e for e in reading.elements if e["attributes"].get("data-error")]
    assert error["attributes"]["data-error"] == field
    assert message in "".join(error["said"])
    assert "".join(reading.texts("textarea")) == (TELL | wrong)["text"]
    assert ReviewFlag.objects.count() == 0


def test_hidden_characters_are_gone_before_it_is_measured(client, path):
    client.post(path, TELL | {"text": "\u202e" * 500 + "\x00" + "a\r\n" * 500})
    kept = ReviewFlag.objects.get().text
    assert kept == "a\n" * 499 + "a"


def test_who_told_is_a_digest_of_this_review_alone(client, path):
    other = make.ReviewFactory()
    client.post(path, TELL)
    client.post(f"/reviews/{other.pk}/report/", TELL)
    first, second = ReviewFlag.objects.values_list("sender", flat=True)
    assert len(first) == 64
    assert first != second
    assert "127.0.0.1" not in first


def test_the_second_report_by_the_same_sender_finds_a_friendly_page(client, path):
    client.post(path, TELL)
    for response in (client.post(path, TELL), client.get(path)):
        assert response.status_code == 200
        assert "You need not tell us again." in response.content.decode()
    assert ReviewFlag.objects.count() == 1
    assert client.post(path, TELL, REMOTE_ADDR="203.0.113.9").status_code == 302
    assert ReviewFlag.objects.count() == 2


def test_two_reports_at_once_leave_one(review):
    assert flag(review, "a" * 64, "other", "One") is True
    assert flag(review, "a" * 64, "other", "Two") is False
    assert [f.text for f in ReviewFlag.objects.all()] == ["One"]


def test_once_it_was_looked_at_the_same_sender_may_tell_us_again(client, path):
    client.post(path, TELL)
    ReviewFlag.objects.update(state="done", sender="")
    client.post(path, TELL)
    assert ReviewFlag.objects.open().count() == 1


def test_the_sixth_report_within_the_hour_waits_with_its_words_kept(client, path):
    for _ in range(5):
        client.post(f"/reviews/{make.ReviewFactory().pk}/report/", TELL)
    response = client.post(path, TELL)
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    reading = Reading(response.content.decode())
    assert "Please send them again in an hour." in reading.text
    assert reading.texts("textarea") == [TELL["text"]]
    assert ReviewFlag.objects.count() == 5


def test_a_program_that_fills_every_field_is_thanked_and_ignored(client, path):
    assert client.post(path, TELL | {"homepage": "https://example.org"}).status_code == 302
    assert ReviewFlag.objects.count() == 0


@pytest.mark.parametrize("state", ["pending", "returned", "removed"])
def test_only_what_can_be_read_can_be_reported(client, state):
    reason = "" if state == "pending" else "ad"
    path = f"/reviews/{make.ReviewFactory(state=state, reason=reason).pk}/report/"
    assert [client.get(path).status_code, client.post(path, TELL).status_code] == [404, 404]
    assert client.get(f"{path}thanks/").status_code == 404


def test_where_the_listing_has_no_page_its_reviews_have_no_form(client):
    hidden = make.ReviewFactory(listing=make.ClinicFactory(status="draft"))
    assert client.get(f"/reviews/{hidden.pk}/report/").status_code == 404
    assert client.get("/reviews/999999999999999999/report/").status_code == 404


@pytest.mark.parametrize("end", ["", "thanks/"])
def test_a_report_page_is_neither_cached_nor_indexed(client, path, end):
    response = client.get(path + end)
    assert "no-store" in response["Cache-Control"]
    assert {"name": "robots", "content": "noindex"} in Reading(response.content.decode()).attributes("meta")


def test_the_page_never_says_who_reported(client, review, path):
    client.post(path, TELL)
    assert TELL["text"] not in client.get("/clinics/harbor/reviews/").content.decode()
