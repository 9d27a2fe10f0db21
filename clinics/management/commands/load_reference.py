"""Load the reference facts: places, vocabularies, regulation notes."""

import csv
from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from clinics.guide.content import load_guide
from clinics.guide.loading import load_costs
from clinics.medicine.loading import load_vocabularies
from clinics.places.loading import load_places
from clinics.regulations.loading import load_notes
from clinics.translations.loading import load_translations


def bar(rows: Iterable, name: str) -> Iterable:
    """A progress bar on a terminal, silence elsewhere."""
    return tqdm(rows, desc=name, unit=" rows", leave=False, disable=None)


class Command(BaseCommand):
    help = (
        "Bring places, vocabularies and regulation notes into line with fixtures/, which own them. "
        "Safe to repeat; nothing is deleted. A file is loaded whole or not at all."
    )

    def handle(self, *args, **options) -> None:
        for load in (load_places, load_vocabularies, load_notes, load_guide, load_costs, load_translations):
            try:
                counts = load(progress=bar)
            except (OSError, ValueError, LookupError, csv.Error, DatabaseError) as error:
                raise CommandError(str(error)) from error
            for name, count in counts.items():
                told = " ".join(f"{word}={number}" for word, number in count._asdict().items())
                self.stdout.write(f"{name}: {told}")
