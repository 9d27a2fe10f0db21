"""Whether everything that the database says is there in each language."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clinics.translations.checking import gaps
from clinics.translations.models import Translation


class Command(BaseCommand):
    help = (
        "Look for texts of the database that readers see and that nobody has translated, and for "
        "translations that lost a source, a number or a link. Exits non-zero where there are any."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for language in Translation.Tongue.values:
            for gap in gaps(language):
                wrong += 1
                self.stdout.write(f"{language}: {gap.where}: {gap.fault}: {gap.source[:60]!r}")
        if wrong:
            raise CommandError(f"{wrong} texts are not translated, or not wholly.")
        self.stdout.write("Everything is translated.")
