"""What may happen to a review, step by step."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command

from clinicfinder import clock
from clinics.listings import index
from clinics.models import Claim, Review, ReviewAnswer, ReviewDecision, ReviewFlag, SearchEntry
from clinics.reviews import publishing
from tests import factories as make

pytestmark = pytest.mark.django_db
WORDS = "They explained each step, watched me all the time and told me the price before."


@pytest.fixture(autouse=True)
def nothing_derived_is_stale():
    """After every path, what is derived agrees with its sources."""
    yield
    call_command("check_derived")


@pytest.fixture
def moderator():
    return make.UserFactory(username="moderator")


def written(**columns):
    review = make.ReviewFactory(**columns)
    index.refresh(listings=[review.listing_id])
    return review


def waiting(**columns):
    return written(state="pending", **columns)


def clinic():
    made = make.ClinicFactory()
    index.refresh(listings=[made.pk])
    return made


def keeper_of(listing):
    user = make.UserFactory(pseudonym="Keeper")
    Claim.objects.create(listing=listing, user=user, email="a@example.org", role="Office", state="granted")
    return user


def figures_of(listing):
    listing.refresh_from_db()
    entry = SearchEntry.objects.filter(listing=listing).first()
    assert (entry.rating_mean, entry.rating_count) == (listing.rating_mean, listing.rating_count)
    return listing.rating_mean, listing.rating_count


def decided(review):
    return list(review.decisions.order_by("pk").values_list("outcome", flat=True))


def test_what_is_sent_waits_and_counts_only_when_it_is_published(moderator):
    listing = make.reviewed(make.ClinicFactory(), 5, 5)
    author = make.UserFactory(pseudonym="Blue Heron")
    review = publishing.send(
        Review(listing=listing, author=author, overall=2, role="patient", text=WORDS, no_reward=True)
    )
    assert review.state == "pending"
    assert figures_of(listing) == (None, 2)
    publishing.decide(review, "published", moderator, seen=review.sent_at)
    assert figures_of(listing) == (4.0, 3)
    assert decided(review) == ["published"]


def test_an_edit_waits_again_and_leaves_the_mean_until_then(moderator):
    listing = make.reviewed(make.ClinicFactory(), 4, 4, 4)
    review = listing.reviews.first()
    review.overall = 1
    publishing.send(review)
    assert figures_of(listing) == (None, 2)
    publishing.decide(review, "published", moderator, seen=review.sent_at)
    assert figures_of(listing) == (3.0, 3)


def test_the_wording_before_an_edit_is_kept():
    author = make.UserFactory()
    review = Review(listing=clinic(), author=author, overall=2, role="patient", text=WORDS)
    review.no_reward = True
    publishing.send(review)
    review.text = WORDS + " I would go again."
    publishing.send(review)
    assert list(review.history.order_by("history_id").values_list("text", flat=True)) == [WORDS, review.text]
    assert review.first_sent_at < review.sent_at


def test_nobody_writes_twice_about_one_listing():
    review = written()
    again = Review(listing=review.listing, author=review.author, overall=1, role="patient", text=WORDS)
    again.no_reward = True
    with pytest.raises(ValidationError, match="before"):
        publishing.send(again)


def test_whoever_keeps_a_listing_does_not_review_it():
    listing = clinic()
    own = Review(listing=listing, author=keeper_of(listing), overall=5, role="patient", text=WORDS)
    own.no_reward = True
    with pytest.raises(PermissionDenied):
        publishing.send(own)


@pytest.mark.parametrize("outcome", ["returned", "removed"])
def test_nothing_is_refused_without_a_reason_from_the_list(moderator, outcome):
    review = waiting()
    with pytest.raises(ValidationError, match="reason"):
        publishing.decide(review, outcome, moderator, seen=review.sent_at)
    publishing.decide(
        review, outcome, moderator, seen=review.sent_at, reason="names", note="The second line."
    )
    review.refresh_from_db()
    assert (review.state, review.reason, review.note) == (outcome, "names", "The second line.")
    assert review.decisions.get().reason == "names"


def test_nothing_is_published_with_a_reason_against_it(moderator):
    review = waiting()
    with pytest.raises(ValidationError):
        publishing.decide(review, "published", moderator, seen=review.sent_at, reason="ad")
    with pytest.raises(ValidationError):
        publishing.decide(review, "pending", moderator, seen=review.sent_at)


def test_a_moderator_decides_on_the_wording_that_they_have_read(moderator):
    review = waiting()
    read = review.sent_at
    publishing.send(review)
    with pytest.raises(ValidationError, match="changed"):
        publishing.decide(review, "published", moderator, seen=read)
    review.refresh_from_db()
    assert review.state == "pending"


def test_author_and_keeper_decide_on_nothing(moderator):
    review = waiting()
    for user in (review.author, keeper_of(review.listing)):
        with pytest.raises(PermissionDenied):
            publishing.decide(review, "removed", user, seen=review.sent_at, reason="ad")
    review.refresh_from_db()
    assert review.state == "pending"


def test_a_second_opinion_is_another_moderators(moderator):
    review = waiting()
    publishing.ask_second_opinion(review, moderator, seen=review.sent_at)
    with pytest.raises(PermissionDenied):
        publishing.decide(review, "published", moderator, seen=review.sent_at)
    publishing.decide(review, "published", make.UserFactory(), seen=review.sent_at)
    assert decided(review) == ["second-opinion", "published"]


def test_what_was_published_may_be_removed_after_a_report(moderator):
    listing = make.reviewed(make.ClinicFactory(), 1, 5, 5)
    review = listing.reviews.get(overall=1)
    flag = ReviewFlag.objects.create(review=review, kind="other", sender="digest", created_at=clock.now())
    publishing.decide(review, "removed", moderator, seen=review.sent_at, reason="not-real")
    flag.refresh_from_db()
    assert (flag.state, flag.sender, flag.handled_by) == ("done", "", moderator)
    assert figures_of(listing) == (None, 2)


def test_a_report_may_be_looked_at_and_change_nothing(moderator):
    listing = make.reviewed(make.ClinicFactory(), 1, 5, 5)
    review = listing.reviews.get(overall=1)
    ReviewFlag.objects.create(review=review, kind="other", sender="digest", created_at=clock.now())
    publishing.dismiss_flags(review, moderator, seen=review.sent_at)
    publishing.dismiss_flags(review, moderator, seen=review.sent_at)
    assert decided(review) == ["flag-dismissed"]
    assert figures_of(listing)[1] == 3


def test_what_was_removed_is_not_edited_but_appealed_once(moderator):
    review = waiting()
    publishing.decide(review, "removed", moderator, seen=review.sent_at, reason="no-visit")
    review.refresh_from_db()
    with pytest.raises(ValidationError, match="removed"):
        publishing.send(review)
    review.refresh_from_db()
    publishing.appeal(review, "I was there in May.")
    with pytest.raises(ValidationError):
        publishing.appeal(review, "I was there in May.")


def test_an_appeal_is_settled_by_somebody_else(moderator):
    review = waiting()
    publishing.decide(review, "removed", moderator, seen=review.sent_at, reason="no-visit")
    publishing.appeal(review, "I was there in May.")
    other = make.UserFactory()
    with pytest.raises(PermissionDenied):
        publishing.settle_appeal(review, moderator, seen=review.sent_at, granted=True)
    with pytest.raises(ValidationError, match="appeal"):
        publishing.decide(review, "published", other, seen=review.sent_at)
    publishing.settle_appeal(review, other, seen=review.sent_at, granted=True)
    review.refresh_from_db()
    assert (review.state, review.reason) == ("published", "")
    with pytest.raises(ValidationError):
        publishing.settle_appeal(review, make.UserFactory(), seen=review.sent_at, granted=False)


def test_a_refused_appeal_leaves_the_decision_and_its_reason(moderator):
    review = waiting()
    publishing.decide(review, "returned", moderator, seen=review.sent_at, reason="names")
    publishing.appeal(review, "I named nobody.")
    publishing.settle_appeal(review, make.UserFactory(), seen=review.sent_at, granted=False, note="Line two.")
    review.refresh_from_db()
    assert (review.state, review.reason, review.note) == ("returned", "names", "Line two.")
    assert decided(review) == ["returned", "appeal-refused"]


def test_a_new_wording_may_be_appealed_again(moderator):
    review = waiting()
    publishing.decide(review, "returned", moderator, seen=review.sent_at, reason="names")
    publishing.appeal(review, "I named nobody.")
    publishing.settle_appeal(review, make.UserFactory(), seen=review.sent_at, granted=False)
    review.refresh_from_db()
    publishing.send(review)
    publishing.decide(review, "returned", moderator, seen=review.sent_at, reason="health")
    publishing.appeal(review, "It is my own health.")
    review.refresh_from_db()
    assert publishing.is_appealed(review)


def test_whoever_takes_a_review_back_leaves_no_wording_of_it(moderator):
    listing = make.reviewed(make.ClinicFactory(), 5, 5, 2)
    review = listing.reviews.get(overall=2)
    publishing.decide(review, "published", moderator, seen=review.sent_at)
    publishing.take_back(review)
    assert figures_of(listing) == (None, 2)
    assert not Review.history.filter(id=review.pk).exists()
    assert ReviewDecision.objects.get().review is None


def test_an_answer_is_decided_by_nobody_who_has_a_part_in_it(moderator):
    review = written()
    keeper = keeper_of(review.listing)
    answer = ReviewAnswer.objects.create(
        review=review, author=keeper, text="Please call us about this.", sent_at=clock.now()
    )
    for user in (keeper, review.author):
        with pytest.raises(PermissionDenied):
            publishing.decide_answer(answer, user, seen=answer.sent_at)
    publishing.decide_answer(answer, moderator, seen=answer.sent_at)
    answer.refresh_from_db()
    assert answer.state == "published"
    with pytest.raises(ValidationError):
        publishing.decide_answer(answer, moderator, seen=answer.sent_at)


def test_a_returned_answer_says_why(moderator):
    review = written()
    answer = ReviewAnswer.objects.create(
        review=review,
        author=keeper_of(review.listing),
        text="You were with us on May 3.",
        sent_at=clock.now(),
    )
    publishing.decide_answer(
        answer, moderator, seen=answer.sent_at, reason="It says that somebody was there."
    )
    answer.refresh_from_db()
    assert (answer.state, answer.reason) == ("returned", "It says that somebody was there.")


def test_nobody_publishes_a_review_whose_author_has_come_to_keep_the_place(moderator):
    """A claim can be granted while a review of the same account waits, or while it appeals."""
    review = waiting(listing=clinic())
    claim = Claim.objects.create(
        listing=review.listing, user=review.author, email="a@example.org", role="Office", state="granted"
    )
    with pytest.raises(ValidationError, match="nobody reviews their own"):
        publishing.decide(review, "published", moderator, seen=review.sent_at)
    publishing.decide(review, "removed", moderator, seen=review.sent_at, reason="reward")
    publishing.appeal(review, "I only wanted to help.")
    with pytest.raises(ValidationError, match="nobody reviews their own"):
        publishing.settle_appeal(review, make.UserFactory(), seen=review.sent_at, granted=True)
    review.refresh_from_db()
    assert (review.state, decided(review)) == ("removed", ["removed"])
    claim.delete()
    publishing.settle_appeal(review, make.UserFactory(), seen=review.sent_at, granted=True)
    assert figures_of(review.listing) == (None, 1)
