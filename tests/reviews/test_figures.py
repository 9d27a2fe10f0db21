"""Columns of a listing that follow from its reviews, and the proof that they do."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from clinicfinder import clock
from clinics.listings import index
from clinics.models import Listing, Review
from clinics.reviews import figures
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_only_published_reviews_count():
    listing = make.reviewed(make.ClinicFactory(), 5, 4, 3)
    for state, reason in (("pending", ""), ("returned", "ad"), ("removed", "ad")):
        make.ReviewFactory(listing=listing, overall=1, state=state, reason=reason, decided_at=clock.now())
    index.refresh(listings=[listing.pk])
    listing.refresh_from_db()
    assert (listing.rating_mean, listing.rating_count) == (4.0, 3)


def test_the_last_review_gone_leaves_nothing():
    listing = make.reviewed(make.ClinicFactory(), 5, 4, 3)
    Review.objects.all().delete()
    index.refresh(listings=[listing.pk])
    listing.refresh_from_db()
    assert (listing.rating_mean, listing.rating_count) == (None, 0)


def test_an_old_visit_ages_by_the_passing_of_time_alone(monkeypatch):
    listing = make.reviewed(make.ClinicFactory(), 5, 5, visited_on=date(2026, 11, 1))
    make.reviewed(listing, 2, visited_on=date(2022, 1, 1), first_sent_at=clock.now() - timedelta(days=900))
    assert listing.rating_mean == pytest.approx((5 + 5 + 1) / 2.5)
    assert figures.aged(date(2026, 12, 1)) == []
    assert figures.aged(date(2027, 2, 1)) == [listing.pk]


def test_check_derived_finds_a_mean_that_is_not_that_of_the_reviews():
    listing = make.reviewed(make.ClinicFactory(), 5, 4, 3)
    call_command("check_derived")
    Listing.objects.filter(pk=listing.pk).update(rating_mean=4.9)
    with pytest.raises(CommandError):
        call_command("check_derived")
    call_command("check_derived", fix=True)
    listing.refresh_from_db()
    assert listing.rating_mean == 4.0


def test_check_derived_finds_a_real_review_of_a_fictional_listing_and_the_other_way_round(capsys):
    make.reviewed(make.ClinicFactory(is_demo=True), 5)
    make.reviewed(make.ClinicFactory(), 4, is_demo=True, author=None, demo_name="Fictional")
    with pytest.raises(CommandError, match=r"^2 "):
        call_command("check_derived")


def test_figures_of_many_listings_cost_three_queries_at_most(django_assert_max_num_queries):
    listings = [make.reviewed(make.ClinicFactory(), 5, 4, 3).pk for _ in range(5)]
    Listing.objects.update(rating_mean=None, rating_count=0)
    with django_assert_max_num_queries(3 + 2):
        figures.write(listings, [])
    assert set(Listing.objects.values_list("rating_mean", flat=True)) == {4.0}
