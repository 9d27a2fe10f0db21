"""The page on which moderators decide, and the lists that they read."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from clinicfinder import clock
from clinics.models import HelpfulMark, Review, ReviewFlag, VisitReceipt
from clinics.reviews import publishing
from clinics.reviews.choices import Reason
from tests import factories as make
from tests.pages.reading import Reading
from tests.reviews.moderators import (
    PDF,
    ago,
    answered,
    appealed,
    evidenced,
    flagged,
    keeper_of,
    moderator,
    page,
    press,
    said,
)

pytestmark = pytest.mark.django_db
SECRET = "ada.lovelace@example.org"


@pytest.fixture(autouse=True)
def private(settings, tmp_path, monkeypatch):
    """Evidence lies in a folder of this test."""
    options = settings.STORAGES["private"]["OPTIONS"] | {"location": tmp_path}
    monkeypatch.setattr(VisitReceipt._meta.get_field("attachment"), "storage", FileSystemStorage(**options))
    return tmp_path


@pytest.fixture
def mona(client):
    user = moderator()
    client.force_login(user)
    return user


def waiting(**columns):
    return make.ReviewFactory(state="pending", **columns)


def read(client, review):
    response = client.get(page(review))
    assert response.status_code == 200
    return Reading(response.content.decode())


def buttons(reading):
    return [each["value"] for each in reading.attributes("button") if each.get("name") == "do"]


def state(review):
    review.refresh_from_db()
    return review.state, review.reason, review.decided_by


def test_a_review_stands_there_with_its_facts_and_the_pseudonym_and_no_address(client, mona):
    author = make.UserFactory(pseudonym="Quiet owl", email=SECRET, username="ada.lovelace")
    review = waiting(
        author=author, safety=2, condition=make.ConditionFactory(slug="ptsd"), conflict="I know the owner."
    )
    reading = read(client, review)
    for words in (review.text, "Quiet owl", "2 of 5 stars", "Ptsd", "I know the owner.", review.listing.name):
        assert words in reading.text
    assert "lovelace" not in reading.text
    for name in ("clinics_review_changelist", "clinics_reviewdecision_changelist"):
        assert "lovelace" not in client.get(reverse(f"admin:{name}")).content.decode()
    change = client.get(reverse("admin:clinics_review_change", args=[review.pk])).content.decode()
    assert "Quiet owl" in change
    assert "lovelace" not in change


def test_possible_personal_details_are_marked_with_what_they_may_be(client, mona):
    review = waiting(text="Call me at 512-555-0123, I can tell you more about how they worked with me.")
    assert read(client, review).texts("mark") == ["512-555-0123 (a phone number)"]


def test_names_of_practitioners_there_are_marked(client, mona):
    review = waiting(
        text="I was seen by winterbourne, Ada Winterbourne, and she was quick but careful with me."
    )
    provider = make.ProviderFactory(first_name="Ada", last_name="Winterbourne")
    make.AffiliationFactory(listing=review.listing, provider=provider)
    assert "Ada Winterbourne (a name)" in read(client, review).texts("mark")


def test_text_is_shown_as_text(client, mona):
    review = waiting(text="<script>alert(1)</script> <b>bold</b> " + "and quite a few words more. " * 3)
    html = client.get(page(review)).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("outcome", ["return", "remove"])
@pytest.mark.parametrize("reason", Reason.values)
def test_every_reason_is_one_tap(client, mona, outcome, reason):
    review = waiting()
    assert f"{outcome}:{reason}" in buttons(read(client, review))
    press(client, review, f"{outcome}:{reason}", note="Please  leave it out.")
    assert state(review) == ({"return": "returned", "remove": "removed"}[outcome], reason, mona)
    assert review.note == "Please leave it out."


def test_publishing_is_one_tap(client, mona):
    review = waiting()
    response = press(client, review, "publish")
    assert state(review) == ("published", "", mona)
    assert said(response) == ["Published"]


@pytest.mark.parametrize(
    "do", ["", "publish:names", "return", "return:negative", "remove:", "delete", "second-opinion:x"]
)
def test_nothing_but_what_stands_on_the_buttons_is_done(client, mona, do):
    review = waiting()
    response = press(client, review, do, note="Kept words")
    assert state(review) == ("pending", "", None)
    assert "Choose one of the buttons." in response.content.decode()
    assert "Kept words" in Reading(response.content.decode()).texts("textarea")


def test_a_note_that_is_too_long_is_refused_beside_its_field_and_kept(client, mona):
    review = waiting()
    response = press(client, review, "return:names", note="x" * 301)
    assert state(review)[0] == "pending"
    assert response.status_code == 200
    reading = Reading(response.content.decode())
    [field] = reading.attributes("textarea")
    assert field["aria-invalid"] == "true"
    assert "id_note_error" in field["aria-describedby"]
    assert "x" * 301 in reading.texts("textarea")


def test_what_was_edited_meanwhile_is_not_decided_on_and_is_read_again(client, mona):
    review = waiting()
    seen = review.sent_at
    Review.objects.filter(pk=review.pk).update(
        text="Something else entirely, that no moderator has read until now.",
        sent_at=seen + timedelta(microseconds=1),
    )
    response = press(client, review, "publish", note="Fine", seen=seen)
    assert state(review)[0] == "pending"
    assert said(response) == ["The review was changed since you opened this page. Read it again."]
    reading = Reading(response.content.decode())
    assert "Something else entirely" in reading.text
    assert {"type": "hidden", "name": "seen", "value": review.sent_at.isoformat()} in reading.attributes(
        "input"
    )
    assert "Fine" in reading.texts("textarea")
    press(client, review, "publish")
    assert state(review)[0] == "published"


@pytest.mark.parametrize("seen", ["", "x", "2026-01-01", "2026-01-01T00:00:00", "99999-01-01T00:00:00+00:00"])
def test_an_instant_that_nobody_wrote_decides_nothing(client, mona, seen):
    review = waiting()
    response = client.post(page(review), {"do": "publish", "seen": seen})
    assert response.status_code == 200
    assert state(review)[0] == "pending"


def test_a_review_that_was_taken_back_leads_to_the_list(client, mona):
    review = waiting()
    publishing.take_back(Review.objects.get(pk=review.pk))
    for response in (client.get(page(review), follow=True), press(client, review, "publish")):
        assert said(response) == ["This review is no longer there: its author has taken it back."]


def test_its_author_a_keeper_and_who_asked_for_a_second_opinion_see_why_they_may_not(client, mona):
    own = waiting(author=mona)
    kept = waiting()
    keeper_of(kept.listing, mona)
    asked = waiting(second_opinion_by=mona)
    for review, why in (
        (own, "You wrote this review."),
        (kept, "You take care of this listing"),
        (asked, "You asked for a second opinion."),
    ):
        reading = read(client, review)
        assert why in reading.text
        assert buttons(reading) == []
        press(client, review, "publish")
        assert state(review)[0] == "pending"


def test_a_keeper_reads_nothing_that_readers_do_not(client, mona):
    review = waiting(text="Words that only moderators read until somebody has decided about them.")
    keeper_of(review.listing, mona)
    flagged(review, text="A reader says something.")
    evidenced(review)
    answered(review)
    assert review.text not in read(client, review).text
    assert "A reader says something." not in read(client, review).text
    assert client.get(page(review, "receipt")).status_code == 403
    for name in ("review", "reviewflag", "reviewanswer"):
        listed = Reading(client.get(f"/admin/clinics/{name}/").content.decode()).text
        assert review.listing.name not in listed


def test_an_appeal_is_read_and_settled_by_another_than_who_decided(client, mona):
    review = appealed(by=mona, note="It praises a shop.")
    reading = read(client, review)
    assert "I advertise nothing." in reading.text
    assert "You made this decision" in reading.text
    assert buttons(reading) == []
    client.force_login(moderator("max"))
    reading = read(client, review)
    assert [do for do in buttons(reading) if do != "second-opinion"] == ["grant", "refuse"]
    press(client, review, "grant", note="Sorry.")
    assert state(review)[0] == "published"
    assert review.note == "Sorry."


def test_a_refused_appeal_leaves_what_was_decided(client, mona):
    review = appealed(by=moderator("max"))
    response = press(client, review, "publish")
    assert said(response) == ["Its author appeals: settle the appeal."]
    press(client, review, "refuse")
    assert state(review) == ("removed", "ad", mona)
    assert review.appeal_settled_at


def test_a_second_opinion_is_asked_of_others(client, mona):
    review = waiting()
    press(client, review, "second-opinion")
    assert buttons(read(client, review)) == []
    client.force_login(moderator("max"))
    reading = read(client, review)
    assert "mona asks for a second opinion." in reading.text
    press(client, review, "publish")
    assert state(review)[0] == "published"


def test_reports_are_read_and_settled_in_one_tap(client, mona):
    review = make.ReviewFactory()
    flagged(review, "insults", text="It calls me names.")
    reading = read(client, review)
    assert "It insults or threatens people" in reading.text
    assert "It calls me names." in reading.text
    assert "publish" not in buttons(reading)
    press(client, review, "dismiss")
    assert ReviewFlag.objects.get().state == "done"
    assert state(review)[0] == "published"
    assert "dismiss" not in buttons(read(client, review))


def test_evidence_is_downloaded_and_answered(client, mona, private):
    review = make.ReviewFactory()
    evidenced(review)
    response = client.get(page(review, "receipt"))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Type"] == "application/pdf"
    assert {"visit", "no-visit"} <= set(buttons(read(client, review)))


@pytest.mark.parametrize(("do", "seen_today"), [("visit", True), ("no-visit", False)])
def test_evidence_is_deleted_with_the_answer(
    client, mona, private, do, seen_today, django_capture_on_commit_callbacks
):
    review = make.ReviewFactory()
    evidenced(review)
    assert [each for each in private.rglob("*") if each.is_file()]
    with django_capture_on_commit_callbacks(execute=True):
        press(client, review, do)
    review.refresh_from_db()
    assert review.visit_seen_on == (clock.today() if seen_today else None)
    assert [each for each in private.rglob("*") if each.is_file()] == []
    assert not VisitReceipt.objects.exists()
    assert client.get(page(review, "receipt")).status_code == 404
    assert said(press(client, review, do)) == ["Somebody has looked at this evidence already."]


def test_only_those_who_may_see_evidence_see_it(client):
    user = make.UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_review", "change_review"]))
    client.force_login(user)
    review = make.ReviewFactory()
    evidenced(review)
    assert client.get(page(review, "receipt")).status_code == 403
    assert "visit" not in buttons(read(client, review))
    press(client, review, "visit")
    assert VisitReceipt.objects.exists()


def test_a_file_that_is_lost_is_not_found(client, mona):
    review = make.ReviewFactory()
    VisitReceipt.objects.create(review=review, attachment="receipts/lost.pdf", sent_at=clock.now())
    assert client.get(page(review, "receipt")).status_code == 404


def test_earlier_wordings_stand_against_the_last_one(client, mona):
    review = waiting(text="They were late by an hour and nobody told me why, which I found rude.", overall=2)
    press(client, review, "return:names")
    review.refresh_from_db()
    review.text = "They were late by an hour and a nurse told me why, which I found kind."
    review.overall = 4
    publishing.send(review)
    reading = read(client, review)
    assert {"nobody", "rude.", "2 of 5 stars"} <= set(reading.texts("del"))
    assert {"kind.", "4 of 5 stars"} <= set(reading.texts("ins"))
    assert len([text for text in reading.texts("summary") if "Sent on" in text]) == 1


def test_earlier_decisions_stand_there(client, mona):
    review = waiting()
    press(client, review, "remove:ad")
    assert "Removed. It advertises something (mona)" in read(client, review).text


def test_shortcuts_are_told_by_attributes_that_all_differ(client, mona):
    review = waiting()
    evidenced(review)
    flagged(review)
    reading = read(client, review)
    keys = [e["attributes"]["data-shortcut"] for e in reading.elements if "data-shortcut" in e["attributes"]]
    assert len(keys) == len(set(keys)) == len(buttons(reading)) + 1
    [box] = [e["attributes"] for e in reading.elements if e["attributes"].get("id") == "shortcuts"]
    assert "hidden" in box


@pytest.mark.parametrize("end", ["decide", "receipt"])
def test_others_do_not_come_in(client, end):
    review = waiting()
    evidenced(review)
    address = page(review, end)
    assert client.get(address).status_code == 302
    client.force_login(review.author)
    assert client.get(address).status_code == 302
    client.force_login(make.UserFactory(is_staff=True))
    assert client.get(address).status_code == 403
    assert client.post(address, {"do": "publish"}).status_code == 403


def test_who_may_only_read_decides_nothing(client):
    user = make.UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_review"))
    client.force_login(user)
    review = waiting()
    assert buttons(read(client, review)) == []
    assert press(client, review, "publish").status_code == 403


def fill(review, number):
    for each in range(number):
        flagged(review, sender=f"{number}{each}")
        publishing.ask_second_opinion(review, moderator(f"m{number}-{each}"), seen=review.sent_at)
        make.ReviewFactory(listing=review.listing)
        HelpfulMark.objects.create(review=review, user=make.UserFactory())
        make.AffiliationFactory(listing=review.listing)
        Review.history.model.objects.filter(id=review.pk).update(sent_at=ago(days=number * 10 + each))


def test_the_page_asks_as_often_for_much_as_for_little(client, mona, django_assert_max_num_queries):
    review = waiting()
    asked = []
    for number in (3, 12):
        fill(review, number)
        with django_assert_max_num_queries(30) as queries:
            read(client, review)
        asked.append(len(queries))
    assert asked[0] == asked[1]
