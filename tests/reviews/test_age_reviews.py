"""What a night does to reviews."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command

from clinicfinder import clock
from clinics.models import ReviewTrace
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_night_ages_the_means_and_forgets_where_reviews_were_sent_from(capsys):
    with time_machine.travel("2026-11-25 12:00Z", tick=False):
        listing = make.reviewed(make.ClinicFactory(), 5, 5, visited_on=date(2026, 11, 1))
        make.reviewed(listing, 1, visited_on=date(2024, 11, 1))
        review = listing.reviews.first()
        for days in (1, 40):
            then = clock.now() - timedelta(days=days)
            ReviewTrace.objects.create(review=review, network="n", device="d", created_at=then)
        assert listing.rating_mean == pytest.approx(11 / 3)
    with time_machine.travel("2026-12-01 03:00Z", tick=False):
        call_command("age_reviews")
        assert capsys.readouterr().out.strip() == "means=1 traces=1 receipts=0"
        listing.refresh_from_db()
        assert listing.rating_mean == pytest.approx((5 + 5 + 0.5) / 2.5)
        call_command("check_derived")
        call_command("age_reviews")
        assert "means=0 traces=0" in capsys.readouterr().out
