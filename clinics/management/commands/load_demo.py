"""Load the fictional listings."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from tqdm import tqdm

from clinicfinder import clock
from clinics.listings.models import Listing
from clinics.registries.demo.loading import load
from clinics.reviews.demo import load_reviews


def bar(rows: Iterable, name: str) -> Iterable:
    """A progress bar on a terminal, silence elsewhere."""
    return tqdm(rows, desc=name, unit=" listings", leave=False, disable=None)


class Command(BaseCommand):
    help = (
        "Load fictional clinics, practitioners, telemedicine services and reviews of them, flagged as such. "
        "What is there already is left as it is; clear_demo removes them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do nothing if there is any listing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"] and Listing.objects.exists():
            return
        try:
            with transaction.atomic():
                counts = load(clock.now(), bar)
                load_reviews(clock.now())
        except (LookupError, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"created={counts.created} updated={counts.updated} left={counts.left}")
