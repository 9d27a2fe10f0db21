"""Load the reference facts: places, vocabularies, regulation notes."""

from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from clinics.medicine.loading import load_vocabularies
from clinics.medicine.reference import ReferenceFileError
from clinics.places.loading import load_places
from clinics.regulations.loading import load_notes


def bar(rows: Iterable, name: str) -> Iterable:
    """A progress bar on a terminal, silence elsewhere."""
    return tqdm(rows, desc=name, unit=" rows", leave=False, disable=None)


class Command(BaseCommand):
    help = (
        "Bring places, vocabularies and regulation notes into line with fixtures/, which own them. "
        "Safe to repeat; nothing is deleted. A file is loaded whole or not at all."
    )

    def handle(self, *args, **options) -> None:
        try:
            for load in (load_places, load_vocabularies, load_notes):
                for name, (created, updated, left, *kept) in load(progress=bar).items():
                    line = f"{name}: created={created} updated={updated} left={left}"
                    self.stdout.write(line + (f" kept={kept[0]}" if kept and kept[0] else ""))
        except ReferenceFileError as error:
            raise CommandError(str(error)) from error
