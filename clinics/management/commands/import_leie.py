"""Import OIG's list of excluded individuals and entities (LEIE)."""

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinics.registries.files import UnreadableError
from clinics.registries.leie import Report, import_file
from clinics.registries.progress import LinesOrBar

REJECTED_PRINTED = 50
HELP = """Import OIG's list of excluded individuals and entities (LEIE).

FILE is UPDATED.csv from https://oig.hhs.gov/exclusions/, or a ZIP that holds it: the whole list,
published each month. It takes the place of the stored one, so who is no longer in it is reinstated.
Monthly supplements are refused, as is a file that is cut short.

Everybody here is compared with it. The same NPI: a failed check, out of the results at once, and
an item in the curators' queue. The same name and state: only an item in the queue, never shown to
the public. Whoever is not named passes. What a curator decided on a match is never asked again.

Nothing is changed unless all of it is. The last line says how many rows were read, and how many
exclusions are new, changed (their waiver) or left as they were, or which rows were rejected."""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="UPDATED.csv, or a ZIP that holds it")
        parser.add_argument(
            "--force",
            action="store_true",
            help="take a file with fewer than half the rows of the stored list. Such a file is mostly "
            "one that was cut short, and would lift the exclusion of everybody whom it lacks",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with LinesOrBar(self.stdout) as progress:
                report = import_file(options["file"], progress, force=options["force"])
        except UnreadableError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        except KeyboardInterrupt as error:
            raise CommandError("Interrupted. Nothing was changed.") from error
        self._tell(report)

    def _tell(self, report: Report) -> None:
        for row in report.rejected[:REJECTED_PRINTED]:
            self.stdout.write(f"Rejected: {row['file']}, line {row['line']}: {row['reason']}")
        if len(report.rejected) > REJECTED_PRINTED:
            self.stdout.write("More rejected rows stand in the import run, in the admin.")
        found = report.compared
        self.stdout.write(
            f"Matches by NPI: {found.by_npi}. Possible matches for a curator: {found.possible}. "
            f"No longer excluded: {found.lifted}."
        )
        self.stdout.write(" ".join(f"{name}={count}" for name, count in report.counts.items()))
