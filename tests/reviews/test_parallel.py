"""Several at once, on connections of their own. SQLite lets one write at a time; PostgreSQL does not."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, connections

from clinics.listings import index
from clinics.models import Review
from clinics.reviews import publishing
from clinics.reviews.leaving import leave_reviews
from tests import factories as make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="asks for real parallel writers"),
]
WORDS = "They explained each step, watched me all the time and told me the price before."


def at_once(*works):
    """Start all of these at one moment, each on a connection of its own; what each returned or raised."""
    start = Barrier(len(works))

    def run(work):
        try:
            start.wait()
            return work()
        except (ValidationError, IntegrityError) as refused:
            return type(refused)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def proven(listing):
    call_command("check_derived")
    listing.refresh_from_db()
    return listing.rating_mean, listing.rating_count


def test_one_account_that_sends_eight_times_at_once_has_written_one_review():
    listing, author = make.ClinicFactory(), make.UserFactory(pseudonym="Blue Heron")

    def send():
        review = Review(listing=listing, author=author, overall=5, role="patient", text=WORDS, no_reward=True)
        return publishing.send(review).pk

    answers = at_once(*[send] * 8)
    assert answers.count(ValidationError) == 7
    assert Review.objects.count() == 1


def test_moderators_who_publish_at_once_make_a_mean_of_all():
    listing = make.ClinicFactory()
    index.refresh(listings=[listing.pk])
    waiting = [make.ReviewFactory(listing=listing, state="pending", overall=n % 5 + 1) for n in range(10)]
    moderators = [make.UserFactory() for _ in waiting]

    def publish(review, moderator):
        return lambda: publishing.decide(review, "published", moderator, seen=review.sent_at).pk

    at_once(*map(publish, waiting, moderators))
    assert proven(listing) == (3.0, 10)


def test_two_who_decide_on_one_review_at_once_both_leave_figures_that_agree():
    listing = make.reviewed(make.ClinicFactory(), 5, 5, 5)
    review = make.ReviewFactory(listing=listing, state="pending", overall=1)
    first, second = make.UserFactory(), make.UserFactory()
    at_once(
        lambda: publishing.decide(review, "published", first, seen=review.sent_at),
        lambda: publishing.decide(review, "removed", second, seen=review.sent_at, reason="ad"),
    )
    review.refresh_from_db()
    assert proven(listing) == ((4.0, 4) if review.state == "published" else (5.0, 3))


def test_accounts_deleted_edits_and_decisions_at_once_never_let_the_figures_drift():
    listing = make.reviewed(make.ClinicFactory(), *[5, 4, 3, 2, 1] * 2)
    reviews = list(listing.reviews.order_by("pk"))
    moderator = make.UserFactory()

    def edit(review):
        review.overall = 5
        return lambda: publishing.send(review).pk

    def go(review, keep):
        return lambda: leave_reviews(review.author, keep=keep)

    def remove(review):
        return lambda: publishing.decide(review, "removed", moderator, seen=review.sent_at, reason="ad").pk

    at_once(
        *map(edit, reviews[:2]),
        go(reviews[2], True),
        go(reviews[3], False),
        *map(remove, reviews[4:6]),
        *[lambda: index.refresh(listings=[listing.pk])] * 4,
    )
    _mean, count = proven(listing)
    assert count == listing.reviews.published().count() == 10 - 2 - 1 - 2
