"""Importing a licensing board's file: what it says of practitioners whom we have.

A file never makes a practitioner. A row speaks of somebody only if the license number and the
last name agree, or the NPI and the last name. What was read becomes the license's dates and
status, and one check of each practitioner: evidence, as fresh as the file is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction

from clinicfinder import clock
from clinics.listings import index
from clinics.listings.models import License, Provider
from clinics.places.models import State
from clinics.registries import board_rules, files
from clinics.registries.board_rules import Board, BoardRow
from clinics.registries.files import Record, Source, UnreadableError
from clinics.registries.models import ImportRun
from clinics.registries.nppes import Progress
from clinics.registries.rules import RejectedError
from clinics.registries.staging import REJECTED_KEPT
from clinics.registries.tables import Table
from clinics.vetting import recording
from clinics.vetting.models import Check

BOARD = "board"
MEMBER = r".*\.(csv|txt|tsv)"
BATCH = 500
SAME_FILE = 16  # letters of the digest that tell a file from all others
FIELDS = ("status", "issued_on", "expires_on")


@dataclass
class LicenseReport:
    """What an import did: the first rejected rows, and warnings for a curator to look at."""

    counts: dict[str, int]
    rejected: list[Record]
    warnings: list[str]
    checks: int = 0


@dataclass
class Holdings:
    """The licenses of a state, by number as compared, and the practitioners of an NPI."""

    licenses: dict[str, list[License]] = field(default_factory=dict)
    by_npi: dict[str, Provider] = field(default_factory=dict)


@dataclass
class Findings:
    """What the rows of a file say, by license; of several rows the one that counts."""

    rows: dict[License, BoardRow] = field(default_factory=dict)
    rejected: list[Record] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    read: int = 0
    refused: int = 0


def import_licenses(path: Path, board: Board, progress: Progress) -> LicenseReport:
    """Read a board's file and record what it says; all of the file or nothing.

    Raises UnreadableError, with nothing changed, where the file is wrong as a whole.
    """
    state = State.objects.filter(pk=board.state).first()
    if state is None:
        raise UnreadableError("There are no states yet: run manage.py load_reference first.")
    source = files.find(path, MEMBER)
    if source is None:
        raise UnreadableError(f"{path.name}: the ZIP holds no CSV file.")
    progress.start("Checking", source.size)
    survey = files.survey(source, progress.advance)
    progress.start("Reading", source.size)
    found = _read(source, board, holdings(board), progress)
    with transaction.atomic():
        return _apply(board, found, source.name, survey.digest, clock.today(state.timezone))


def holdings(board: Board) -> Holdings:
    """Whom a board's file may speak of, in two queries. What is made up for the demo never matches."""
    held = Holdings()
    real = License.objects.filter(state=board.state, provider__is_demo=False)
    for license_ in real.select_related("provider").order_by("pk"):
        key = board_rules.number_key(board, license_.number)
        if key:
            held.licenses.setdefault(key, []).append(license_)
    if "npi" in board.columns:
        people = Provider.objects.filter(is_demo=False).exclude(npi="").only("npi", "last_name")
        held.by_npi = {person.npi: person for person in people}
    return held


def _read(source: Source, board: Board, held: Holdings, progress: Progress) -> Findings:
    found, told = Findings(), 0
    with source.opened() as stream:
        table = Table(stream, source.name, board.encoding, board.delimiter)
        at = table.positions(board.columns)
        for record in table:
            found.read += 1
            progress.advance(table.bytes - told)
            told = table.bytes
            row = _parsed(board, record, at, found)
            if row:
                _match(board, row, held, found)
    if found.refused == found.read:
        first = found.rejected[0]
        raise UnreadableError(f"{source.name}: no row can be used. Line {first.line}: {first.problem}.")
    return found


def _parsed(board: Board, record: Record, at: dict[str, int], found: Findings) -> BoardRow | None:
    try:
        if record.problem:
            raise RejectedError(record.problem)
        values = {name: record.values[place] for name, place in at.items()}
        return board_rules.parse(board, record.line, values)
    except RejectedError as error:
        found.refused += 1
        if len(found.rejected) < REJECTED_KEPT:
            found.rejected.append(Record(record.line, [], str(error)))
        return None


def _match(board: Board, row: BoardRow, held: Holdings, found: Findings) -> None:
    """Note the row under each license of which it speaks."""
    key = board_rules.number_key(board, row.number)
    numbered = held.licenses.get(key, []) if key else []
    matched = [one for one in numbered if board_rules.name_agrees(board, row, one.provider.last_name)]
    if not matched:
        matched = list(_by_npi(board, row, held))
    if numbered and not matched:
        found.warnings.append(
            f"Line {row.line}: the license {row.number} is of somebody with another last name."
        )
    for license_ in matched:
        _note(license_, row, found)
    if matched and row.status == board_rules.UNKNOWN:
        found.warnings.append(f"Line {row.line}: what “{row.said}” means is not in the board's mapping.")
    elif matched and row.is_limited:
        found.warnings.append(
            f"Line {row.line}: the license {row.number} is “{row.said}”. Please have a look."
        )


def _by_npi(board: Board, row: BoardRow, held: Holdings) -> Iterator[License]:
    """The license that the board names for this NPI: ours, or one to add."""
    person = held.by_npi.get(row.npi) if row.npi and row.number else None
    if person is None or not board_rules.name_agrees(board, row, person.last_name):
        return
    new = License(provider=person, state_id=board.state, number=row.number, type=row.type)
    new.pk = -row.line  # stands in for a key until it is stored
    held.licenses.setdefault(board_rules.number_key(board, row.number), []).append(new)
    yield new


def _note(license_: License, row: BoardRow, found: Findings) -> None:
    known = found.rows.get(license_)
    if known is None or board_rules.overrules(row, known):
        found.rows[license_] = row
    if known and (known.said, known.issued_on, known.expires_on) != (row.said, row.issued_on, row.expires_on):
        found.warnings.append(
            f"Line {row.line}: line {known.line} says something else of the license {row.number}."
        )


def _apply(board: Board, found: Findings, name: str, digest: str, today: date) -> LicenseReport:
    """Write what was found. Evidence comes last: it brings what is shown as verified into line."""
    new, changed = _write_licenses(found)
    mark = f"SHA-256 {digest[:SAME_FILE]}"
    checks = _fresh(board, list(_checks(board, found, f"{name}, {mark}", today)), mark)
    recording.record(checks)
    looked_at = {check.provider_id for check in checks}
    index.refresh(providers={one.provider_id for one in [*new, *changed]} - looked_at)
    created = {found.rows[one].line for one in new}
    told = {(check.provider_id, check.reference) for check in checks}
    updated = {found.rows[one].line for one in changed}
    updated |= {row.line for one, row in found.rows.items() if (one.provider_id, row.number) in told}
    counts = _counts(found, created, updated - created)
    _keep_run(board, found, name, digest, counts)
    return LicenseReport(counts, found.rejected, found.warnings, len(checks))


def _counts(found: Findings, created: set[int], updated: set[int]) -> dict[str, int]:
    counts = {"read": found.read, "created": len(created), "updated": len(updated)}
    counts["rejected"] = found.refused
    counts["left"] = found.read - len(created) - len(updated) - found.refused
    return counts


def _write_licenses(found: Findings) -> tuple[list[License], list[License]]:
    """Store the licenses that are new, and those of which something changed."""
    new, changed = [], []
    for license_, row in found.rows.items():
        said = _columns(license_, row)
        differs = any(getattr(license_, name) != value for name, value in said.items())
        for name, value in said.items():
            setattr(license_, name, value)
        if license_.pk < 0:
            new.append(license_)
        elif differs:
            changed.append(license_)
    License.objects.bulk_update(changed, FIELDS, batch_size=BATCH)
    License.objects.bulk_create([_without_key(license_) for license_ in new], batch_size=BATCH)
    return new, changed


def _columns(license_: License, row: BoardRow) -> dict[str, Any]:
    """What to store. A day of which the board says nothing stays, unless it contradicts the board's."""
    issued_on = row.issued_on or license_.issued_on
    expires_on = row.expires_on or license_.expires_on
    if issued_on and expires_on and expires_on < issued_on:
        issued_on, expires_on = row.issued_on, row.expires_on
    return {"status": row.status, "issued_on": issued_on, "expires_on": expires_on}


def _without_key(license_: License) -> License:
    columns = {f.attname: getattr(license_, f.attname) for f in License._meta.fields if not f.primary_key}
    return License(**columns)


def _checks(board: Board, found: Findings, note: str, today: date) -> Iterator[Check]:
    """One check of each practitioner: of the license that tells most where there are several."""
    told: dict[int, tuple[License, BoardRow]] = {}
    for license_, row in found.rows.items():
        other = told.get(license_.provider_id)
        if other is None or _weight(license_, row, today) > _weight(*other, today):
            told[license_.provider_id] = (license_, row)
    now = clock.now()
    for who, (_, row) in told.items():
        yield Check(
            kind=Check.Kind.LICENSE,
            outcome=board_rules.outcome(row, today),
            provider_id=who,
            state_id=board.state,
            source_name=board.name,
            source_url=board.look_up_url,
            reference=row.number,
            said=row.said,
            looked_at=now,
            valid_from=row.issued_on,
            valid_until=row.expires_on,
            note=note,
        )


def _weight(license_: License, row: BoardRow, today: date) -> tuple[bool, bool, bool, date]:
    return board_rules.weight(row, license_.type, today)


def _fresh(board: Board, checks: list[Check], mark: str) -> list[Check]:
    """Those that say more than the newest we have: other facts, or the same from another file."""
    newest: dict[int | None, Check] = {}
    for start in range(0, len(checks), BATCH):
        people = [check.provider_id for check in checks[start : start + BATCH] if check.provider_id]
        known = Check.objects.of_providers(people).filter(kind=Check.Kind.LICENSE, state=board.state)
        newest |= {check.provider_id: check for check in known.order_by("looked_at", "pk")}
    return [check for check in checks if not _is_same(newest.get(check.provider_id), check, mark)]


def _is_same(known: Check | None, check: Check, mark: str) -> bool:
    facts = ("outcome", "reference", "said", "valid_from", "valid_until")
    return (
        known is not None
        and known.note.endswith(mark)
        and all(getattr(known, name) == getattr(check, name) for name in facts)
    )


def _keep_run(board: Board, found: Findings, name: str, digest: str, counts: dict[str, int]) -> None:
    """Keep what was rejected where curators see it; the same file again is the same run."""
    rejected = [{"file": name, "line": row.line, "reason": row.problem} for row in found.rejected]
    ImportRun.objects.update_or_create(
        source=BOARD,
        digest=sha256(f"{board.slug}\n{digest}".encode()).hexdigest(),
        state=ImportRun.State.APPLIED,
        defaults={
            "file_name": name,
            "choices": {"board": board.slug, "state": board.state},
            "counts": counts,
            "rejected": rejected,
            "applied_at": clock.now(),
        },
    )
