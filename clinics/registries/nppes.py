"""Importing NPPES, the national registry of health care providers: `import_file`.

What is kept of a record is every filled column but the "Other Provider Identifier" ones: their
free text was seen to hold doctors' names, DEA numbers and tax ids, which nobody here needs.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from clinicfinder import clock
from clinics.listings.rules import npi_is_well_formed
from clinics.places.models import State
from clinics.registries import applying, columns, files, staging
from clinics.registries.files import Source, UnreadableError
from clinics.registries.models import NPPES, ImportRun, StagedRow
from clinics.registries.rules import RELEVANT, Selection

MAIN_FILE = r"npidata_pfile_(?!.*fileheader).*\.csv"
OTHER_NAME_FILE = r"othername_pfile_(?!.*fileheader).*\.csv"
LOCATION_FILE = r"pl_pfile_(?!.*fileheader).*\.csv"
# A run that nobody took up again for so long is given up, with what it had staged.
GIVEN_UP_AFTER = timedelta(days=7)
TAXONOMY = r"[0-9]{3}[0-9A-Z]{2}[0-9]{4}X"


@dataclass(frozen=True)
class Request:
    """What the operator asked for."""

    file: Path
    other_names: Path | None = None
    locations: Path | None = None
    match: str = ""
    npis: tuple[str, ...] = ()
    taxonomies: tuple[str, ...] = ()
    publish: bool = False


class Progress(Protocol):
    """Somebody who is told how far the import has come."""

    def start(self, what: str, total: int) -> None:
        """A part of the work begins; `total` in bytes."""

    def advance(self, done: int) -> None:
        """So many bytes more are done."""


@dataclass(frozen=True)
class Report:
    """What an import did."""

    counts: dict[str, int]
    rejected: list[dict]
    notes: list[str]
    disagreements: list[applying.Disagreement]
    resumed_at: int = 0


def import_file(request: Request, progress: Progress) -> Report:
    """Read the files and bring clinics and practitioners into line with them.

    Raises UnreadableError, with nothing changed, if a file is wrong as a whole or a choice
    makes no sense. If it is interrupted, the same request on the same files goes on where it
    stopped: a run is known by the SHA-256 of the files' bytes and of the choices.
    """
    selection = _selection(request)
    if not State.objects.exists():
        raise UnreadableError("There are no states yet: run manage.py load_reference first.")
    steps = _steps(request, progress)
    staging.check_headers(steps)
    run = _run(request, steps)
    resumed_at = run.next_line if run.step or run.next_line > 2 else 0
    try:
        progress.start("Reading", sum(step.source.size for step in steps[run.step :]))
        staging.stage(run, steps, selection, progress.advance)
    except UnreadableError:
        run.delete()
        raise
    progress.start("Applying", 0)
    notes, disagreements = applying.apply(run, publish=request.publish)
    return Report(run.counts, run.rejected, notes, disagreements, resumed_at)


def _selection(request: Request) -> Selection:
    try:
        pattern = re.compile(request.match or RELEVANT, re.IGNORECASE)
    except re.error as error:
        raise UnreadableError(f"--match {request.match}: not a regular expression ({error}).") from error
    for npi in request.npis:
        if not npi_is_well_formed(npi):
            raise UnreadableError(f"--npi {npi}: not an NPI (ten digits, the last a check digit).")
    codes = frozenset(code.upper() for code in request.taxonomies)
    for code in codes:
        if not re.fullmatch(TAXONOMY, code):
            raise UnreadableError(f"--taxonomy {code}: not a taxonomy code, such as 261QM0801X.")
    return Selection(pattern, frozenset(request.npis), codes)


def _steps(request: Request, progress: Progress) -> list[staging.Step]:
    """Find the files, look over all their bytes, and put them in the order of reading."""
    main = _found(request.file, MAIN_FILE)
    names = _beside(request, request.other_names, OTHER_NAME_FILE)
    places = _beside(request, request.locations, LOCATION_FILE)
    sources = [source for source in (main, names, places) if source]
    progress.start("Checking", sum(source.size for source in sources))
    surveys = {source: files.survey(source, progress.advance) for source in sources}
    name_columns = (columns.OTHER_NAMES_NEEDED, columns.OTHER_NAMES_KNOWN)
    wanted = (
        (StagedRow.Kind.MATCH, names, *name_columns),
        (StagedRow.Kind.RECORD, main, columns.NEEDED, columns.KNOWN),
        (StagedRow.Kind.OTHER_NAME, names, *name_columns),
        (StagedRow.Kind.LOCATION, places, columns.LOCATIONS_NEEDED, columns.LOCATIONS_KNOWN),
    )
    return [
        staging.Step(kind, source, surveys[source], needed, known)
        for kind, source, needed, known in wanted
        if source
    ]


def _found(path: Path, pattern: str) -> Source:
    source = files.find(path, pattern)
    if source is None:
        raise UnreadableError(
            f"{path.name}: the ZIP holds no such file as {pattern.partition('_(')[0]}_….csv."
        )
    return source


def _beside(request: Request, path: Path | None, pattern: str) -> Source | None:
    """The file that was named, else the one in the same ZIP, if there is one."""
    if path:
        return _found(path, pattern)
    found = files.find(request.file, pattern)
    return found if found and found.member else None


def _run(request: Request, steps: list[staging.Step]) -> ImportRun:
    """The interrupted run of the same files and choices, or a new one."""
    names = {step.kind: step.source.name for step in steps}
    choices = {
        "match": request.match or RELEVANT,
        "npi": sorted(set(request.npis)),
        "taxonomy": sorted(set(request.taxonomies)),
        "publish": request.publish,
        "other_names": names.get(StagedRow.Kind.OTHER_NAME, ""),
        "locations": names.get(StagedRow.Kind.LOCATION, ""),
    }
    unfinished = ImportRun.objects.unfinished().filter(source=NPPES)
    unfinished.started_before(clock.now() - GIVEN_UP_AFTER).delete()
    run, _ = unfinished.get_or_create(
        source=NPPES,
        digest=_digest([*(step.survey.digest for step in steps), *map(str, choices.values())]),
        state=ImportRun.State.STAGING,
        defaults={
            "file_name": names[StagedRow.Kind.RECORD],
            "choices": choices,
            "counts": {"read": 0, "rejected": 0},
        },
    )
    return run


def _digest(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()
