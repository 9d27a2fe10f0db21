"""What stays of reviews when their author goes."""

import pytest
from django.core.management import call_command

from clinicfinder import clock
from clinics.models import Review, ReviewAnswer, ReviewTrace
from clinics.reviews.leaving import leave_reviews
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing():
    return make.reviewed(make.ClinicFactory(), 5, 4)


@pytest.fixture
def author(listing):
    user = make.UserFactory(pseudonym="Blue Heron")
    make.reviewed(listing, 3, author=user, conflict="I work next door", note="A note")
    make.ReviewFactory(author=user, state="pending")
    make.ReviewFactory(author=user, state="removed", reason="ad", decided_at=clock.now())
    for review in user.reviews.all():
        ReviewTrace.objects.create(review=review, network="n", device="d", created_at=clock.now())
    return user


def test_what_is_published_may_stay_without_a_name(author, listing):
    leave_reviews(author, keep=True)
    review = Review.objects.get(listing=listing, overall=3)
    assert (review.author, review.conflict, review.note) == (None, "", "")
    assert Review.objects.exclude(listing=listing).count() == 0
    assert not ReviewTrace.objects.exists()
    assert not Review.history.filter(author=author.pk).exists()
    call_command("check_derived")
    listing.refresh_from_db()
    assert listing.rating_count == 3


def test_or_everything_goes_and_the_figures_with_it(author, listing):
    leave_reviews(author, keep=False)
    assert Review.objects.count() == 2
    assert not Review.history.filter(author=author.pk).exists()
    call_command("check_derived")
    listing.refresh_from_db()
    assert (listing.rating_mean, listing.rating_count) == (None, 2)


def test_an_answer_stays_a_clinics_word_when_whoever_wrote_it_goes(author):
    review = make.ReviewFactory()
    ReviewAnswer.objects.create(review=review, author=author, text="Please call us.", sent_at=clock.now())
    leave_reviews(author, keep=False)
    assert ReviewAnswer.objects.get().author is None
