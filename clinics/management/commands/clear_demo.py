"""Remove the fictional listings."""

from typing import Any

from django.core.management.base import BaseCommand

from clinics.registries.demo.loading import clear


class Command(BaseCommand):
    help = "Remove the fictional listings and practitioners, and only them."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"removed={clear()}")
