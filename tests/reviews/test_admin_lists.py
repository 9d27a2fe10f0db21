"""The lists that moderators read, and the audit of decisions."""

import pytest
from django.apps import apps

from clinicfinder import clock
from clinics.models import Review, ReviewDecision
from clinics.reviews import publishing
from tests import factories as make
from tests.reviews.moderators import ago, answered, flagged, moderator, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def mona(client):
    user = moderator()
    client.force_login(user)
    return user


def waiting(**columns):
    return make.ReviewFactory(state="pending", **columns)


LISTS = ["review", "reviewanswer", "reviewflag", "reviewdecision"]


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_are_read_only_and_ask_as_often_for_many(client, mona, name, django_assert_max_num_queries):
    asked = []
    for number in (2, 9):
        for _each in range(number):
            review = make.ReviewFactory()
            answered(review)
            flagged(review)
            publishing.dismiss_flags(review, moderator(f"m{number}{_each}"), seen=review.sent_at)
        with django_assert_max_num_queries(25) as queries:
            assert client.get(f"/admin/clinics/{name}/").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
    key = apps.get_model("clinics", name).objects.first().pk
    assert client.get(f"/admin/clinics/{name}/{key}/change/").status_code == 200
    assert client.post(f"/admin/clinics/{name}/{key}/change/", {"text": "Mine now."}).status_code == 403
    assert client.get(f"/admin/clinics/{name}/add/").status_code == 403
    assert client.post(f"/admin/clinics/{name}/{key}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_can_be_searched(client, mona, name):
    for listing in ("Quiet Harbor", "Far Lantern"):
        review = make.ReviewFactory(listing=make.ClinicFactory(name=listing))
        answered(review)
        flagged(review)
        publishing.dismiss_flags(review, mona, seen=review.sent_at)
    rows = client.get(f"/admin/clinics/{name}/", {"q": "lantern"}).context["cl"].result_list
    assert [str(getattr(row, "review", row).listing) for row in rows] == ["Far Lantern"]


def decision(**columns):
    return ReviewDecision.objects.create(
        **{"outcome": "removed", "reason": "ad", "at": clock.now()} | columns
    )


def test_the_audit_is_filtered_by_moderator_outcome_reason_and_month(client, mona):
    max_, old = moderator("max"), ago(days=70)
    decision(by=mona)
    decision(by=max_, outcome="published", reason="")
    decision(by=max_, reason="names", at=old)

    def found(**asked):
        rows = client.get("/admin/clinics/reviewdecision/", asked).context["cl"].result_list
        return sorted((row.by.username, row.outcome, row.reason) for row in rows)

    assert found(by=max_.pk) == [("max", "published", ""), ("max", "removed", "names")]
    assert found(outcome__exact="removed", reason__exact="ad") == [("mona", "removed", "ad")]
    assert found(month=f"{old:%Y-%m}") == [("max", "removed", "names")]
    assert found(month="x") == found(by="x") == found(month="0000-01") == found(month="2024-13") == []


def test_the_audit_names_moderators_and_no_other_account(client, mona):
    decision(by=mona)
    author = make.ReviewFactory(author=make.UserFactory(username="ada.lovelace")).author
    html = client.get("/admin/clinics/reviewdecision/").content.decode()
    assert "mona" in html
    assert author.username not in html


def test_a_decision_on_a_review_that_is_gone_stays_in_the_audit(client, mona):
    review = waiting()
    press(client, review, "remove:ad")
    publishing.take_back(Review.objects.get(pk=review.pk))
    assert "deleted by its author" in client.get("/admin/clinics/reviewdecision/").content.decode()
