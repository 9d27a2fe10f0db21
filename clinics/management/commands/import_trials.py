"""Import trials of ketamine and esketamine from ClinicalTrials.gov."""

from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinics.registries.files import UnreadableError
from clinics.registries.progress import LinesOrBar
from clinics.trials.importing import Report, import_files

REJECTED_PRINTED = 50
HELP = """Import trials of ketamine and esketamine from ClinicalTrials.gov.

Each FILE is JSON of its API v2 (https://clinicaltrials.gov/api/v2/studies?query.intr=ketamine):
a page of a search, one study, or a list of studies. Several files are one reading, as the pages
of one search are. Other studies are rejected. People's names, phones and addresses are not read.

A newer record is never overwritten by an older one: the day of its last update decides, then the
day of the file. With --whole the files are the whole search, and a trial that is stored and not in
them is shown as gone from then on, until it stands in a file again. Without it nothing is gone.

Nothing is changed unless all of it is. The last line says how many studies were read, and how many
trials are new, changed, left as they were, or rejected."""


def day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” is not a day such as 2026-11-24") from error


class Command(BaseCommand):
    help = HELP

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="JSON of API v2")
        parser.add_argument(
            "--retrieved",
            type=day,
            metavar="YYYY-MM-DD",
            help="the day on which the registry was asked; else the day on which the newest file was written",
        )
        parser.add_argument(
            "--whole",
            action="store_true",
            help="the files are the whole search: mark trials that are not in them as gone",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with LinesOrBar(self.stdout) as progress:
                report = import_files(
                    options["files"], progress, retrieved=options["retrieved"], whole=options["whole"]
                )
        except UnreadableError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        except KeyboardInterrupt as error:
            raise CommandError("Interrupted. Nothing was changed.") from error
        self._tell(report, whole=options["whole"])

    def _tell(self, report: Report, *, whole: bool) -> None:
        for row in report.rejected[:REJECTED_PRINTED]:
            who = row.nct_id or "no NCT number"
            self.stdout.write(f"Rejected: {row.file}, study {row.number} ({who}): {row.reason}")
        if len(report.rejected) > REJECTED_PRINTED:
            self.stdout.write("More rejected studies stand in the import run, in the admin.")
        if report.unnamed:
            self.stdout.write("Nothing was marked as gone: a study without an NCT number may be any of them.")
        elif whole:
            self.stdout.write(f"No longer in the search: {report.gone}.")
        if report.back:
            self.stdout.write(f"Back in the search: {report.back}.")
        self.stdout.write(" ".join(f"{name}={count}" for name, count in report.counts.items()))
