"""Remove the fictional listings."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from clinics.registries.demo.loading import clear
from clinics.reviews.demo import clear_reviews


class Command(BaseCommand):
    help = "Remove the fictional listings and practitioners, and only them."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            clear_reviews()
            gone = clear()
        self.stdout.write(f"removed={gone}")
