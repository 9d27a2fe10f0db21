"""Import the NUCC Health Care Provider Taxonomy."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinics.registries.files import UnreadableError
from clinics.registries.nucc import import_taxonomy
from clinics.registries.progress import LinesOrBar

PRINTED = 50


class Command(BaseCommand):
    help = (
        "Import the Health Care Provider Taxonomy of NUCC (nucc_taxonomy_….csv, or an extract of it), so "
        "that codes are shown in words. Codes that the file has not stay as they are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the CSV, or the ZIP that holds it")
        parser.add_argument("--edition", default="", help="such as 25.1; else the file's name tells it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with LinesOrBar(self.stdout) as progress:
                report = import_taxonomy(options["file"], progress, options["edition"])
        except UnreadableError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        for record in report.rejected[:PRINTED]:
            self.stdout.write(f"Rejected: line {record.line}: {record.problem}")
        self.stdout.write(f"Edition {report.edition}.")
        self.stdout.write(" ".join(f"{name}={count}" for name, count in report.counts.items()))
