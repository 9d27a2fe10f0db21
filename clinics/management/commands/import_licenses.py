"""Import what a licensing board publishes of its licenses."""

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinics.registries import boards
from clinics.registries.files import UnreadableError
from clinics.registries.licenses import LicenseReport, import_licenses
from clinics.registries.progress import LinesOrBar

PRINTED = 50
HELP = """Import what a licensing board publishes of its licenses.

FILE is the board's own download, or a ZIP that holds it. How each board writes its file stands in
fixtures/boards/: a new board needs a new file there and no code.

No practitioner is ever added. A row speaks of a practitioner whom we have if the license number,
the state and the last name agree (or the NPI and the last name, where a board publishes it). Its
status and dates are written to the license, and a check is recorded with the board's own word.

All of the file is applied or nothing. The same file again changes nothing; a newer file with the
same facts is new evidence. The last line says how many rows were read, and of how many a license
was added, a license or its evidence was brought up to date, or nothing was to be done, or which
were rejected."""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            *args,
            formatter_class=RawDescriptionHelpFormatter,
            epilog=f"Boards: {', '.join(boards.slugs())}.",
            **kwargs,
        )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the board's download, or its ZIP")
        parser.add_argument("--state", required=True, metavar="CODE", help="the board's state, such as TX")
        parser.add_argument("--board", required=True, metavar="BOARD", help="one of those named below")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            board = boards.load(options["board"], options["state"])
            with LinesOrBar(self.stdout) as progress:
                report = import_licenses(options["file"], board, progress)
        except UnreadableError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self._tell(report)

    def _tell(self, report: LicenseReport) -> None:
        for record in report.rejected[:PRINTED]:
            self.stdout.write(f"Rejected: line {record.line}: {record.problem}")
        if len(report.rejected) > PRINTED:
            self.stdout.write("More rejected rows stand in the import run, in the admin.")
        for warning in report.warnings:
            self.stdout.write(f"Warning: {warning}")
        self.stdout.write(f"Checks recorded: {report.checks}.")
        names = ("read", "created", "updated", "left", "rejected")
        self.stdout.write(" ".join(f"{name}={report.counts[name]}" for name in names))
