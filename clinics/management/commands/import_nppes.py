"""Import the national registry of health care providers (NPPES)."""

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinics.desk.suggestions import from_registry
from clinics.registries.files import UnreadableError
from clinics.registries.nppes import Report, Request, import_file
from clinics.registries.progress import LinesOrBar
from clinics.registries.staging import InterferenceError

REJECTED_PRINTED = 50
HELP = """Import the national registry of health care providers (NPPES).

FILE is the dissemination CSV of CMS (npidata_pfile_….csv, headers of V1 or V2), or the ZIP
that holds it. In a ZIP, the other-name and practice-location files beside it are read too.

What is chosen: every record of which a name or another name holds ketamine, esketamine or
Spravato (or matches --match, which replaces that), and besides every record named by --npi,
and every record with one of the codes of --taxonomy. Records that an earlier import chose are
always read again: to bring them up to date, or to mark them as deactivated.

Organisations become clinics, one for each place: the main practice address, and each further
location of the location file. Persons become practitioners at their main practice address.
Each is a draft, or published with --publish. What a curator edited, suspended, closed or
deleted stays as it is; nothing published becomes a draft. A deactivated NPI is marked; its
listing is suspended if only the registry vouches for it, else it is named in the report.

Interrupted, the same command on the same files goes on where it stopped. Nothing shows in the
directory before all is read. The last line says how many rows of FILE were read, and of how
many a listing was created, updated or left as it was, or which were rejected."""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, *args: Any, **kwargs: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the CSV, or the ZIP that holds it")
        parser.add_argument("--other-names", type=Path, metavar="FILE", help="othername_pfile_….csv")
        parser.add_argument("--locations", type=Path, metavar="FILE", help="pl_pfile_….csv")
        parser.add_argument(
            "--match", default="", metavar="REGEX", help="choose names that match this, in any case"
        )
        parser.add_argument("--npi", nargs="+", action="extend", default=[], help="choose these NPIs as well")
        parser.add_argument(
            "--taxonomy",
            nargs="+",
            action="extend",
            default=[],
            metavar="CODE",
            help="choose these taxonomy codes as well, in any of the fifteen slots",
        )
        parser.add_argument("--publish", action="store_true", help="publish what the registry made")

    def handle(self, *args: Any, **options: Any) -> None:
        request = Request(
            file=options["file"],
            other_names=options["other_names"],
            locations=options["locations"],
            match=options["match"],
            npis=tuple(options["npi"]),
            taxonomies=tuple(options["taxonomy"]),
            publish=options["publish"],
        )
        try:
            with LinesOrBar(self.stdout) as progress:
                report = import_file(request, progress)
        except UnreadableError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        except InterferenceError as error:
            raise CommandError("Another import of the same file is running.") from error
        except KeyboardInterrupt as error:
            raise CommandError("Interrupted. Run the same command again to go on from here.") from error
        suggested = from_registry(report.disagreements)
        if suggested:
            self.stdout.write(f"Suggestions for curators, in the queue: {suggested}.")
        self._tell(report)

    def _tell(self, report: Report) -> None:
        if report.resumed_at:
            self.stdout.write(f"An interrupted import was taken up again at line {report.resumed_at}.")
        for row in report.rejected[:REJECTED_PRINTED]:
            self.stdout.write(f"Rejected: {row['file']}, line {row['line']}: {row['reason']}")
        if len(report.rejected) > REJECTED_PRINTED:
            self.stdout.write("More rejected rows stand in the import run, in the admin.")
        if beside := report.counts.get("rejected_beside"):
            self.stdout.write(f"Rejected rows of the other files: {beside}.")
        for note in report.notes:
            self.stdout.write(note)
        names = ("read", "created", "updated", "left", "rejected")
        self.stdout.write(" ".join(f"{name}={report.counts[name]}" for name in names))
