"""The moderators' queues: what waits where, for whom, and the way on after a decision."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from clinicfinder import clock
from clinics.desk.queue import BY_KEY
from clinics.desk.queue_admin import SESSION_KEY
from clinics.models import Review, ReviewAnswer, ReviewDecision
from clinics.reviews import publishing, workload
from clinics.reviews.admin_decide import QUEUE_PLACE
from tests import factories as make
from tests.pages.reading import Reading
from tests.reviews.moderators import (
    ago,
    answered,
    appealed,
    fill_with_reviews,
    flagged,
    keeper_of,
    moderator,
    page,
    press,
    receipt_of,
    said,
)

pytestmark = pytest.mark.django_db
KEYS = [work.key for work in workload.WORK]


@pytest.fixture
def mona(client):
    user = moderator()
    client.force_login(user)
    return user


def waits(key, user):
    """The pages that a queue leads to; its count agrees."""
    found = BY_KEY[key].page(user, 0, 50)
    assert BY_KEY[key].count(user) == len(found)
    return [item.url for item in found]


def waiting(at=0, **columns):
    return make.ReviewFactory(state="pending", sent_at=ago(days=at), first_sent_at=ago(days=at), **columns)


def start(client, key):
    return client.get(f"/admin/queue/{key}/next/").url


def test_pending_reviews_wait_the_longest_waiting_first(mona):
    later, first = waiting(1), waiting(3)
    for state in ("published", "returned", "removed"):
        make.ReviewFactory(state=state, reason="" if state == "published" else "ad")
    assert waits("reviews", mona) == [page(first), page(later)]


def test_an_edited_review_waits_from_its_last_sending_on(mona):
    edited = waiting(9)
    other = waiting(3)
    publishing.send(edited)
    assert waits("reviews", mona) == [page(other), page(edited)]


def test_appeals_wait_until_they_are_settled(mona):
    review = appealed(by=moderator("max"))
    assert waits("appeals", mona) == [page(review)]
    publishing.settle_appeal(review, mona, seen=review.sent_at, granted=False)
    assert waits("appeals", mona) == []


def test_answers_wait_while_readers_see_the_review(mona):
    answer = answered()
    answered(make.ReviewFactory(state="pending"))
    answered(state="returned", reason="Too long.")
    answered(state="published")
    assert waits("answers", mona) == [f"/admin/clinics/reviewanswer/{answer.pk}/decide/"]


def test_reported_reviews_wait_once_by_the_first_open_report(mona):
    one, other = make.ReviewFactory(), make.ReviewFactory()
    flagged(one, created_at=ago(days=1))
    flagged(other, created_at=ago(days=2))
    flagged(one, sender="another", created_at=ago(days=3))
    flagged(one, sender="", created_at=ago(days=9), state="done")
    flagged(make.ReviewFactory(state="pending"))
    assert waits("review-reports", mona) == [page(one), page(other)]


def test_evidence_waits_and_leads_to_its_review(mona):
    receipt = receipt_of(make.ReviewFactory())
    assert waits("review-evidence", mona) == [page(receipt.review)]


def test_a_review_waits_once_its_author_takes_care_of_the_place_until_it_is_taken_out(client, mona):
    review = make.ReviewFactory()
    keeper_of(review.listing)
    keeper_of(make.ClinicFactory(), review.author)
    assert waits("review-stakes", mona) == []
    keeper_of(review.listing, review.author)
    assert waits("review-stakes", mona) == [page(review)]
    Review.objects.filter(pk=review.pk).update(state="pending")
    shown = client.get(page(review)).content.decode()
    assert "Its author now takes care of this place" in shown
    assert ('value="publish"' in shown, 'value="remove:reward"' in shown) == (False, True)
    Review.objects.filter(pk=review.pk).update(state="published")
    start(client, "review-stakes")
    assert press(client, review, "remove:reward").redirect_chain[-1][0] == "/admin/queue/review-stakes/"
    assert waits("review-stakes", mona) == []


def test_each_entry_says_what_helps_to_choose(mona):
    review = waiting(overall=2)
    answered(make.ReviewFactory(listing=review.listing))
    flagged(review.listing.reviews.get(state="published"))

    def told(key):
        [item] = BY_KEY[key].page(mona, 0, 50)
        return item

    assert told("reviews").title == str(review)
    assert told("reviews").said.startswith("2 of 5 stars: They explained")
    assert told("answers").said == "Please call our front desk."
    assert str(review.listing) in told("answers").title
    assert str(review.listing) in told("review-reports").title


def test_nobody_is_led_to_what_another_must_decide(mona):
    waiting(author=mona)
    keeper_of(waiting().listing, mona)
    asked = waiting()
    publishing.ask_second_opinion(asked, mona, seen=asked.sent_at)
    appealed(by=mona)
    own = answered(author=mona)
    answered(make.ReviewFactory(author=mona))
    assert {key: waits(key, mona) for key in KEYS} == {key: [] for key in KEYS}
    max_ = moderator("max")
    assert page(asked) in waits("reviews", max_)
    assert len(waits("reviews", max_)) == 3
    assert len(waits("appeals", max_)) == 1
    assert f"/admin/clinics/reviewanswer/{own.pk}/decide/" in waits("answers", max_)


def test_what_a_queue_leaves_out_is_what_may_not_be_decided(mona, client):
    """The rule of one review and the question about all of them agree."""
    rows = [
        waiting(),
        waiting(author=mona),
        waiting(second_opinion_by=mona),
        waiting(decided_by=mona, decided_at=clock.now()),
    ]
    keeper_of(rows[0].listing, mona)
    free = {page(row) for row in rows if b'value="publish"' in client.get(page(row)).content}
    assert set(waits("reviews", mona)) == free
    assert len(free) == 1


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("role", ["Curator", "Regulations editor", "Administrator"])
def test_other_roles_see_nothing_of_it(client, key, role):
    user = make.UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    assert f"/admin/queue/{key}/" not in client.get("/admin/").content.decode()
    assert client.get(f"/admin/queue/{key}/").status_code == 403
    assert client.get(f"/admin/queue/{key}/next/").status_code == 403


def test_moderators_see_their_queues_with_counts(client, mona):
    fill_with_reviews(1)
    front = Reading(client.get("/admin/").content.decode()).texts("a")
    for work in workload.WORK:
        assert f"{work.title} 1" in front


@pytest.mark.parametrize(
    ("codenames", "seen"),
    [
        (["view_review", "change_review"], {"reviews", "appeals", "review-reports", "review-stakes"}),
        (
            ["view_review", "change_review", "change_reviewanswer"],
            {"reviews", "appeals", "review-reports", "review-stakes", "answers"},
        ),
        (
            ["view_review", "change_review", "view_visitreceipt"],
            {"reviews", "appeals", "review-reports", "review-stakes", "review-evidence"},
        ),
        (["view_review", "view_visitreceipt", "change_reviewanswer"], set()),
    ],
)
def test_each_queue_is_for_those_who_may_decide_there(codenames, seen):
    user = make.UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    assert {key for key in KEYS if BY_KEY[key].visible_to(user)} == seen


def test_a_decision_leads_to_the_next_and_the_last_one_back_to_the_list(client, mona):
    first, second = waiting(2), waiting(1)
    assert start(client, "reviews") == page(first)
    response = press(client, first, "publish")
    assert response.redirect_chain[-1][0] == page(second)
    assert said(response) == ["Published"]
    response = press(client, second, "remove:ad")
    assert response.redirect_chain[-1][0] == "/admin/queue/reviews/"
    assert "That was the last one here." in said(response)


def test_a_second_opinion_leads_on_too(client, mona):
    first, second = waiting(2), waiting(1)
    start(client, "reviews")
    assert press(client, first, "second-opinion").redirect_chain[-1][0] == page(second)


def test_evidence_answered_on_the_way_leaves_the_review_to_be_decided(client, mona):
    review, _next = waiting(2), waiting(1)
    receipt_of(review)
    start(client, "reviews")
    assert press(client, review, "no-visit").redirect_chain[-1][0] == page(review)


def test_without_a_queue_a_decision_leads_back_to_its_page(client, mona):
    review = waiting()
    assert press(client, review, "publish").redirect_chain == [(page(review), 302)]


def test_a_refused_decision_stays_on_the_page(client, mona):
    review = waiting(2)
    waiting(1)
    start(client, "reviews")
    Review.objects.filter(pk=review.pk).update(sent_at=clock.now())
    response = press(client, review, "publish")
    assert response.redirect_chain == []
    assert "The review was changed" in said(response)[0]


def test_a_review_that_was_taken_back_leads_on(client, mona):
    first, second = waiting(2), waiting(1)
    start(client, "reviews")
    publishing.take_back(Review.objects.get(pk=first.pk))
    response = press(client, first, "publish")
    assert response.redirect_chain[-1][0] == page(second)


def test_the_page_of_an_item_has_the_way_on(client, mona):
    first, second = waiting(2), waiting(1)
    reading = Reading(client.get(start(client, "reviews")).content.decode())
    on = next(a["href"] for a in reading.attributes("a") if "/next/" in a["href"])
    assert client.get(on).url == page(second)
    assert page(first) != page(second)


def test_the_place_in_a_queue_is_found_where_the_desk_keeps_it():
    assert QUEUE_PLACE == SESSION_KEY


def test_an_answer_is_decided_in_one_tap(client, mona):
    for do, state, reason in (
        ("publish", "published", ""),
        (
            "return:patient",
            "returned",
            "It says, or lets readers guess, that somebody was a patient or was not.",
        ),
        ("return:own-words", "returned", "Too loud."),
    ):
        answer = answered()
        address = f"/admin/clinics/reviewanswer/{answer.pk}/decide/"
        html = Reading(client.get(address).content.decode())
        assert answer.text in html.text
        assert answer.review.text in html.text
        note = "Too loud." if do == "return:own-words" else ""
        client.post(address, {"do": do, "note": note, "seen": answer.sent_at.isoformat()})
        answer.refresh_from_db()
        assert (answer.state, answer.reason, answer.decided_by) == (state, reason, mona)


@pytest.mark.parametrize("do", ["return:own-words", "return:nonsense", "return", "", "remove:ad"])
def test_an_answer_is_not_returned_without_a_reason(client, mona, do):
    answer = answered()
    address = f"/admin/clinics/reviewanswer/{answer.pk}/decide/"
    response = client.post(address, {"do": do, "note": "  ", "seen": answer.sent_at.isoformat()})
    assert response.status_code == 200
    assert Reading(response.content.decode()).attributes("ul")
    assert ReviewAnswer.objects.get().state == "pending"
    assert response.context["form"].errors


def test_an_answer_changed_meanwhile_is_read_again(client, mona):
    answer = answered()
    seen = answer.sent_at.isoformat()
    ReviewAnswer.objects.update(
        text="Something new, not read yet.", sent_at=clock.now() + timedelta(seconds=1)
    )
    address = f"/admin/clinics/reviewanswer/{answer.pk}/decide/"
    response = client.post(address, {"do": "publish", "seen": seen})
    assert "It was changed or decided since" in said(response)[0]
    assert "Something new, not read yet." in response.content.decode()
    assert ReviewAnswer.objects.get().state == "pending"


def test_answers_of_ones_own_place_are_anothers(client, mona):
    answer = answered()
    keeper_of(answer.review.listing, mona)
    address = f"/admin/clinics/reviewanswer/{answer.pk}/decide/"
    html = client.get(address).content.decode()
    assert "Another moderator decides." in html
    assert answer.text not in html
    client.post(address, {"do": "publish", "seen": answer.sent_at.isoformat()})
    assert ReviewAnswer.objects.get().state == "pending"


def test_the_workload_counts_what_waits_and_what_was_done(client, mona):
    waiting(3)
    waiting(1, author=mona)
    max_ = moderator("max")
    for by, days in ((mona, 0), (mona, 3), (mona, 8), (max_, 0)):
        ReviewDecision.objects.create(outcome="published", by=by, at=ago(days=days))
    [reviews, *others] = workload.waiting(mona)
    assert (reviews.count, reviews.for_me) == (2, 1)
    assert reviews.oldest.date() == ago(days=3).date()
    assert {(each.count, each.for_me, each.oldest) for each in others} == {(0, 0, None)}
    mine, everybodys = workload.decided(mona, clock.now())
    assert (mine.today, mine.week, everybodys.today, everybodys.week) == (1, 2, 2, 3)
    response = client.get(reverse("admin:review-workload"))
    reading = Reading(response.content.decode())
    assert "Reviews to decide on" in reading.texts("th")
    assert {"2", "1", "3"} <= set(reading.texts("td"))


def test_the_workload_asks_as_often_for_many_as_for_few(client, mona, django_assert_max_num_queries):
    asked = []
    for numbers in (range(2), range(2, 9)):
        for number in numbers:
            fill_with_reviews(number)
        with django_assert_max_num_queries(20) as queries:
            assert client.get(reverse("admin:review-workload")).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_workload_is_for_moderators(client):
    assert client.get(reverse("admin:review-workload")).status_code == 302
    client.force_login(make.UserFactory(is_staff=True))
    assert client.get(reverse("admin:review-workload")).status_code == 403
