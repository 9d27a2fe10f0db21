"""Prove that what is derived agrees with its sources: verification, ratings, the search index."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinics.listings import index
from clinics.reviews.figures import disagreements as rating_disagreements
from clinics.vetting.standing import all_disagreements as standing_disagreements


class Command(BaseCommand):
    help = "Compare every derived row with its sources. Exits non-zero if one disagrees."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="write the derived rows anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fix"]:
            index.rebuild()
        wrong = [*standing_disagreements(), *rating_disagreements(), *index.disagreements()]
        for line in wrong[:50]:
            self.stdout.write(line)
        if wrong:
            raise CommandError(f"{len(wrong)} derived rows disagree with their sources; --fix rebuilds them.")
        self.stdout.write("Every derived row agrees with its sources.")
