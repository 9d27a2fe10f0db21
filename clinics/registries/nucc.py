"""Importing the NUCC Health Care Provider Taxonomy, so that codes can be shown in words."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from clinicfinder.reference import stored_field
from clinics.medicine.models import Taxonomy
from clinics.registries import files
from clinics.registries.files import Record, Source, UnreadableError
from clinics.registries.nppes import TAXONOMY, Progress
from clinics.registries.tables import Table

MEMBER = r".*taxonomy.*\.csv"
COLUMNS = {
    "code": "Code",
    "grouping": "Grouping",
    "classification": "Classification",
    "specialization": "Specialization",
}
WORDS = ("grouping", "classification", "specialization")
EDITION = re.compile(r"\d{1,2}\.\d")
EDITION_IN_NAME = re.compile(r"(?<!\d)(\d{2})[._]?(\d)(?!\d)")
BATCH = 500


class TaxonomyReport(NamedTuple):
    """What an import did. `rejected` are rows with a problem."""

    edition: str
    counts: dict[str, int]
    rejected: list[Record]


def import_taxonomy(path: Path, progress: Progress, edition: str = "") -> TaxonomyReport:
    """Bring the codes into line with the file. A code that it has not stays: records may hold it.

    Raises UnreadableError, with nothing changed, where the file is wrong as a whole.
    """
    source = files.find(path, MEMBER)
    if source is None:
        raise UnreadableError(f"{path.name}: the ZIP holds no taxonomy.")
    edition = edition or edition_of(source.name)
    if not EDITION.fullmatch(edition):
        raise UnreadableError(f"{source.name}: say which edition it is, such as --edition 25.1.")
    progress.start("Reading", source.size)
    wanted, rejected, read = _read(source, files.survey(source, progress.advance).encoding, edition)
    if not wanted:
        raise UnreadableError(f"{source.name}: holds no taxonomy code.")
    created, updated = _write(wanted.values())
    left = read - created - updated - len(rejected)
    counts = {"read": read, "created": created, "updated": updated, "left": left, "rejected": len(rejected)}
    return TaxonomyReport(edition, counts, rejected)


def edition_of(name: str) -> str:
    """The edition that a file's name tells: nucc_taxonomy_251.csv is 25.1. Blank if it tells none."""
    found = EDITION_IN_NAME.search(name)
    return f"{found[1]}.{found[2]}" if found else ""


def _read(source: Source, encoding: str, edition: str) -> tuple[dict[str, Taxonomy], list[Record], int]:
    wanted: dict[str, Taxonomy] = {}
    rejected, read = [], 0
    with source.opened() as stream:
        table = Table(stream, source.name, encoding)
        at = table.positions(COLUMNS)
        for record in table:
            read += 1
            row = {} if record.problem else {name: record.values[place].strip() for name, place in at.items()}
            problem = record.problem or _problem(row, wanted)
            if problem:
                rejected.append(record._replace(problem=problem))
            else:
                wanted[row["code"]] = Taxonomy(**row, version=edition)
    return wanted, rejected, read


def _problem(row: dict[str, str], seen: Iterable[str]) -> str:
    if not re.fullmatch(TAXONOMY, row["code"]):
        return f"“{row['code'][:12]}” is not a taxonomy code"
    if row["code"] in seen:
        return f"the code {row['code']} stands in an earlier line too"
    if not row["grouping"] or not row["classification"]:
        return f"the code {row['code']} has no words"
    longest = {name: stored_field(Taxonomy, name).max_length for name in WORDS}
    too_long = [name for name in WORDS if len(row[name]) > (longest[name] or 0)]
    return f"the {too_long[0]} of {row['code']} is too long" if too_long else ""


@transaction.atomic
def _write(wanted: Iterable[Taxonomy]) -> tuple[int, int]:
    stored = Taxonomy.objects.in_bulk()
    new = [row for row in wanted if row.code not in stored]
    changed = [row for row in wanted if row.code in stored and _differs(stored[row.code], row)]
    Taxonomy.objects.bulk_create(new, batch_size=BATCH)
    Taxonomy.objects.bulk_update(changed, [*WORDS, "version"], batch_size=BATCH)
    return len(new), len(changed)


def _differs(stored: Taxonomy, row: Taxonomy) -> bool:
    """Whether the row says something else, and is no older: files may come in any order."""
    if _order(row.version) < _order(stored.version):
        return False
    return any(getattr(stored, name) != getattr(row, name) for name in (*WORDS, "version"))


def _order(edition: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", edition)]
