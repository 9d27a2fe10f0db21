"""Helpful: for whoever is signed in, once, and taken back as easily."""

import pytest
from django.test import Client

from clinics.models import Claim, HelpfulMark
from tests import factories as make
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    return make.ReviewFactory(listing=make.ClinicFactory(slug="harbor"))


@pytest.fixture
def path(review):
    return f"/reviews/{review.pk}/helpful/"


@pytest.fixture
def reader(client):
    user = make.UserFactory()
    client.force_login(user)
    return user


def buttons(client):
    page = Reading(client.get("/clinics/harbor/reviews/").content.decode())
    said = [b["value"] for b in page.attributes("button") if b.get("name") == "helpful"]
    return said, page.text


def test_a_mark_is_counted_shown_and_taken_back(client, reader, review, path):
    assert buttons(client)[0] == ["yes"]
    response = client.post(path, {"helpful": "yes"})
    assert response["Location"] == f"/clinics/harbor/reviews/#review-{review.pk}"
    value, text = buttons(client)
    assert value == ["no"]
    assert "1 reader found this helpful." in text
    client.post(path, {"helpful": "no"})
    assert buttons(client)[0] == ["yes"]
    assert "found this helpful" not in buttons(client)[1]


def test_asking_twice_is_asking_once(client, reader, path):
    for _ in range(2):
        assert client.post(path, {"helpful": "yes"}).status_code == 302
    assert HelpfulMark.objects.count() == 1
    for _ in range(2):
        assert client.post(path, {"helpful": "no"}).status_code == 302
    assert HelpfulMark.objects.count() == 0


def test_it_leads_back_to_the_page_on_which_the_review_stands(client, reader, review, path):
    make.reviewed(review.listing, *[4] * 25)
    assert client.post(path)["Location"] == f"/clinics/harbor/reviews/?page=2#review-{review.pk}"


def test_whoever_is_signed_out_signs_in_first_and_marks_nothing(client, review, path):
    for response in (client.get(path), client.post(path, {"helpful": "yes"})):
        assert response["Location"] == (
            f"/accounts/login/?next=%2Fclinics%2Fharbor%2Freviews%2F%23review-{review.pk}"
        )
    assert not HelpfulMark.objects.exists()


def test_a_visitor_who_only_reads_gets_no_cookie(client, review):
    for page in ("/clinics/harbor/reviews/", "/clinics/harbor/"):
        assert not client.get(page).cookies


def test_a_link_changes_nothing(client, reader, path):
    assert client.get(path, {"helpful": "yes"}).status_code == 302
    assert not HelpfulMark.objects.exists()


def test_nobody_finds_their_own_words_helpful(client, review, path):
    client.force_login(review.author)
    assert client.post(path).status_code == 403
    assert buttons(client)[0] == []
    assert not HelpfulMark.objects.exists()


def test_nor_does_whoever_keeps_the_listing(client, reader, review, path):
    Claim.objects.create(listing=review.listing, user=reader, state="granted")
    assert client.post(path).status_code == 403
    assert not HelpfulMark.objects.exists()


@pytest.mark.parametrize("state", ["pending", "returned", "removed"])
def test_only_what_can_be_read_can_be_marked(client, reader, state):
    hidden = make.ReviewFactory(state=state, reason="" if state == "pending" else "ad")
    assert client.post(f"/reviews/{hidden.pk}/helpful/").status_code == 404
    hidden = make.ReviewFactory(listing=make.ClinicFactory(status="draft"))
    assert client.post(f"/reviews/{hidden.pk}/helpful/").status_code == 404


def test_another_site_cannot_mark_for_somebody(reader, path):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reader)
    assert strict.post(path).status_code == 403
    assert not HelpfulMark.objects.exists()
