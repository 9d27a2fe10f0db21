"""What the passing of time does to reviews."""

from typing import Any

from django.core.management.base import BaseCommand

from clinicfinder import clock
from clinics.listings import index
from clinics.reviews import figures, receipts, traces


class Command(BaseCommand):
    help = (
        "Bring the mean ratings into line with the age of visits, and throw away what tells where a review "
        "was sent from, and evidence of visits, after thirty days. Run it every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        aged = figures.aged(clock.today())
        index.refresh(listings=aged)
        self.stdout.write(
            f"means={len(aged)} traces={traces.forget(now)} receipts={receipts.forget_receipts(now)}"
        )
