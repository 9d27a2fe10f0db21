"""What the database itself refuses, whoever asks."""

import pytest
from django.db import IntegrityError, transaction

from clinicfinder import clock
from clinics.models import HelpfulMark, Review, ReviewAnswer
from tests import factories as make

pytestmark = pytest.mark.django_db


def told(columns):
    """A test's name that is the same in every run."""
    return " ".join(
        f"{name}:{str(value)[:10] if name != 'appealed_at' else 'now'}" for name, value in columns.items()
    )


def refused(**columns):
    try:
        with transaction.atomic():
            make.ReviewFactory(**columns)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "columns",
    [
        {"overall": 0},
        {"overall": 6},
        {"safety": 0},
        {"follow_up": 6},
        {"text": "x" * 49},
        {"text": "x" * 5001},
        {"no_reward": False},
        {"outcome": 2},
        {"outcome": 8, "outcome_asked": "month"},
        {"outcome_asked": "month"},
        {"state": "returned"},
        {"state": "removed", "reason": ""},
        {"state": "published", "reason": "ad"},
        {"state": "published", "decided_at": None},
        {"is_demo": True, "demo_name": "Fictional"},
        {"is_demo": True, "author": None},
        {"demo_name": "Fictional"},
        {"appealed_at": clock.now()},
    ],
    ids=told,
)
def test_the_database_refuses(columns):
    assert refused(**columns)


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"safety": 1, "staff": 5},
        {"text": "x" * 50},
        {"text": "x" * 5000},
        {"outcome": 7, "outcome_asked": "later"},
        {"state": "removed", "reason": "ad"},
        {"state": "pending"},
        {"is_demo": True, "author": None, "demo_name": "Fictional"},
    ],
    ids=told,
)
def test_the_database_takes(columns):
    assert not refused(**columns)


def test_an_account_writes_about_a_listing_once():
    first = make.ReviewFactory()
    assert refused(listing=first.listing, author=first.author)
    assert not refused(listing=make.ClinicFactory(), author=first.author)


def test_many_may_have_left():
    listing = make.ClinicFactory()
    assert not refused(listing=listing, author=None)
    assert not refused(listing=listing, author=None)


def test_a_review_is_answered_once_and_marked_once_by_each():
    review = make.ReviewFactory()
    reader = make.UserFactory()
    ReviewAnswer.objects.create(review=review, text="Thank you for writing.", sent_at=clock.now())
    HelpfulMark.objects.create(review=review, user=reader)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewAnswer.objects.create(review=review, text="Thank you again.", sent_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpfulMark.objects.create(review=review, user=reader)


def test_two_accounts_never_share_a_pseudonym():
    make.UserFactory(pseudonym="Blue Heron")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.UserFactory(pseudonym="blue heron")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.UserFactory(pseudonym="heron@example.org")
    make.UserFactory(pseudonym="")
    make.UserFactory(pseudonym="")


def test_a_review_stays_when_its_author_goes_without_saying_whose_it_was():
    review = make.ReviewFactory()
    review.author.delete()
    review = Review.objects.get(pk=review.pk)
    assert review.author is None
    assert review.name == "Somebody who has left"
