"""Reviews of two listings that are one."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from clinicfinder import clock
from clinics.desk.merging import merge
from clinics.models import Review
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_what_was_said_of_the_one_that_goes_is_said_of_the_one_that_stays():
    keep, gone = make.reviewed(make.ClinicFactory(), 5, 4), make.reviewed(make.ClinicFactory(), 3)
    merge(keep, gone, "One place", make.UserFactory(), clock.now())
    keep.refresh_from_db()
    assert (keep.rating_mean, keep.rating_count) == (4.0, 3)
    call_command("check_derived")


def test_of_two_reviews_by_one_account_the_one_sent_last_stays():
    keep, gone = make.ClinicFactory(), make.ClinicFactory()
    author = make.UserFactory(pseudonym="Blue Heron")
    for listing, stars, days in ((keep, 2, 10), (gone, 5, 1)):
        make.reviewed(listing, stars, author=author, first_sent_at=clock.now() - timedelta(days=days))
    merge(keep, gone, "One place", make.UserFactory(), clock.now())
    assert Review.objects.get().overall == 5
    assert Review.objects.get().listing_id == keep.pk
    assert set(Review.history.values_list("listing_id", flat=True)) == {keep.pk}
    call_command("check_derived")
