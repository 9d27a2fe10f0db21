"""Importing OIG's list of excluded individuals and entities (LEIE): `import_file`.

The file is the whole list, so it takes the place of what is stored: who is no longer in it is
reinstated. All of it happens in one transaction.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path

from django.db import transaction

from clinicfinder import clock
from clinics.registries import exclusion_rules, exclusions, files
from clinics.registries.files import Reader, Record, Source, Survey, UnreadableError
from clinics.registries.models import Exclusion, ImportRun
from clinics.registries.nppes import Progress
from clinics.registries.rules import RejectedError
from clinics.registries.staging import note_rejected

LEIE = "leie"
MEMBER = r".*updated.*\.csv"
BATCH = 2_000
COLUMNS = (
    "LASTNAME", "FIRSTNAME", "MIDNAME", "BUSNAME", "GENERAL", "SPECIALTY", "UPIN", "NPI", "DOB",
    "ADDRESS", "CITY", "STATE", "ZIP", "EXCLTYPE", "EXCLDATE", "REINDATE", "WAIVERDATE", "WVRSTATE",
)  # fmt: skip
OTHER_NAMES = {"WAIVERSTATE": "WVRSTATE"}
# What OIG does not correct from month to month, as it does addresses: a decision must find its row again.
STABLE = (
    "LASTNAME", "FIRSTNAME", "MIDNAME", "BUSNAME", "DOB", "NPI", "STATE", "EXCLTYPE", "EXCLDATE",
)  # fmt: skip
LONGEST = dict.fromkeys(COLUMNS, 60) | {
    "LASTNAME": 50, "FIRSTNAME": 30, "MIDNAME": 30, "EXCLTYPE": 20, "ZIP": 10, "UPIN": 10,
}  # fmt: skip
Waiver = tuple[date | None, str]


@dataclass(frozen=True)
class Report:
    """What an import did."""

    counts: dict[str, int]
    rejected: list[dict]
    compared: exclusions.Compared


@dataclass
class Reading:
    """The list while it is being read: what was stored before, and what has been seen of it."""

    run: ImportRun
    today: date
    before: dict[str, Waiver]
    seen: dict[str, Waiver] = field(default_factory=dict)
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("read", "created", "updated", "left", "rejected"), 0)
    )
    rejected_names: set[str] = field(default_factory=set)

    def take(self, record: Record, layout: list[str]) -> Exclusion | None:
        """The exclusion of one row; None for a repeated or a rejected one."""
        self.counts["read"] += 1
        row = dict(zip(layout, (value.strip() for value in record.values), strict=False))
        try:
            if record.problem:
                raise RejectedError(record.problem)
            found = exclusion_of(row, self.today)
            outcome = self._outcome(found)
        except RejectedError as error:
            self.counts["rejected"] += 1
            self.rejected_names.add(_name(row) if row else "")
            note_rejected(self.run, self.run.file_name, record.line, str(error))
            return None
        repeated = found.key in self.seen
        self.seen[found.key] = _waiver(found)
        self.counts[outcome] += 1
        found.run, found.line = self.run, record.line
        return None if repeated else found

    def _outcome(self, found: Exclusion) -> str:
        key, waiver = found.key, _waiver(found)
        if key in self.seen:
            if self.seen[key] != waiver:
                raise RejectedError("stands in an earlier line too, with another waiver")
            return "left"
        if key not in self.before:
            return "created"
        return "left" if self.before[key] == waiver else "updated"


def import_file(path: Path, progress: Progress, *, force: bool = False) -> Report:
    """Put this list in the place of the stored one, and compare everybody here with it.

    Raises UnreadableError, with nothing changed, if the file is wrong as a whole. `force`
    accepts one with fewer than half the rows of the list now stored.
    """
    source = files.find(path, MEMBER)
    if source is None:
        raise UnreadableError(f"{path.name}: the ZIP holds no such file as UPDATED.csv.")
    progress.start("Checking", source.size)
    survey = files.survey(source, progress.advance)
    with transaction.atomic():
        reading = Reading(_run(source, survey), clock.today(), _stored())
        progress.start("Reading", source.size)
        _replace(source, survey, reading, progress)
        _refuse_short(source.name, reading, force)
        progress.start("Comparing", 0)
        compared = exclusions.compare(reading.run, clock.now(), reading.rejected_names)
        reading.run.counts = reading.counts
        reading.run.choices = {"rejected_names": sorted(reading.rejected_names)}
        reading.run.save()
    return Report(reading.counts, reading.run.rejected, compared)


def exclusion_of(row: dict[str, str], today: date) -> Exclusion:
    """What one row says. Raises RejectedError with the reason if it cannot be used."""
    for name, value in row.items():
        if len(value) > LONGEST[name]:
            raise RejectedError(f"{name} has {len(value)} characters; more than {LONGEST[name]} is absurd")
    row = {name: " ".join(value.split()) for name, value in row.items()}
    row |= {name: row[name].upper() for name in row if name != "EXCLTYPE"}
    row["NPI"] = exclusion_rules.npi(row["NPI"])
    is_business = not row["LASTNAME"]
    name_key = _name_key(row, is_business)
    reinstated = exclusion_rules.day(row["REINDATE"])
    excluded = exclusion_rules.day(row["EXCLDATE"])
    if reinstated and reinstated <= today and (excluded is None or excluded <= reinstated):
        raise RejectedError(f"reinstated on {reinstated}, so no longer an exclusion")
    return Exclusion(
        key=sha256("\n".join(row[name] for name in STABLE).encode()).hexdigest(),
        npi=row["NPI"],
        name=_name(row),
        name_key=name_key,
        is_business=is_business,
        state=exclusion_rules.state(row["STATE"]),
        city=row["CITY"],
        specialty=row["SPECIALTY"] or row["GENERAL"],
        born_on=_born_on(row["DOB"], today),
        type=row["EXCLTYPE"],
        excluded_on=excluded,
        waiver_on=exclusion_rules.day(row["WAIVERDATE"]),
        waiver_state=exclusion_rules.state(row["WVRSTATE"]),
    )


def _born_on(text: str, today: date) -> date | None:
    born = exclusion_rules.day(text)
    if born and born > today:
        raise RejectedError(f"born on {born}, which has not come yet")
    return born


def _name(row: dict[str, str]) -> str:
    """The name as listed: LAST, FIRST MIDDLE; or the business."""
    if not row.get("LASTNAME"):
        return row.get("BUSNAME", "").upper()
    given = f"{row.get('FIRSTNAME', '')} {row.get('MIDNAME', '')}".strip()
    return f"{row['LASTNAME']}, {given}".upper()


def _name_key(row: dict[str, str], is_business: bool) -> str:
    keys = (
        [exclusion_rules.business_key(row["BUSNAME"])]
        if is_business
        else exclusion_rules.person_keys(row["FIRSTNAME"], row["LASTNAME"])
    )
    if not keys or not keys[0]:
        raise RejectedError("it names nobody")
    return keys[0]


def _waiver(exclusion: Exclusion) -> Waiver:
    return exclusion.waiver_on, exclusion.waiver_state


def _stored() -> dict[str, Waiver]:
    rows = Exclusion.objects.order_by().values_list("key", "waiver_on", "waiver_state")
    return {key: (since, state) for key, since, state in rows.iterator()}


def _run(source: Source, survey: Survey) -> ImportRun:
    """The earlier run of the same bytes, else a new one: a file is as old as its first reading."""
    known = ImportRun.objects.filter(source=LEIE, digest=survey.digest).order_by("pk").first()
    run = known or ImportRun(
        source=LEIE,
        file_name=source.name[-255:],
        digest=survey.digest,
        state=ImportRun.State.APPLIED,
        applied_at=clock.now(),
    )
    run.rejected = []
    run.save()
    return run


def _replace(source: Source, survey: Survey, reading: Reading, progress: Progress) -> None:
    Exclusion.objects.all().delete()
    with source.opened() as stream:
        reader = Reader(stream, source.name, survey.encoding)
        layout = _layout(source.name, reader.header)
        read, records = 0, iter(reader)
        while batch := list(islice(records, BATCH)):
            Exclusion.objects.bulk_create(_taken(batch, layout, reading), batch_size=BATCH)
            progress.advance(reader.bytes - read)
            read = reader.bytes


def _taken(batch: list[Record], layout: list[str], reading: Reading) -> Iterator[Exclusion]:
    for record in batch:
        if found := reading.take(record, layout):
            yield found


def _layout(name: str, header: list[str]) -> list[str]:
    layout = [column.strip().upper() for column in header]
    layout = [OTHER_NAMES.get(column, column) for column in layout]
    if sorted(layout) != sorted(COLUMNS):
        lacks = ", ".join(column for column in COLUMNS if column not in layout) or "none"
        raise UnreadableError(
            f"{name}: not OIG's exclusion list (18 columns from LASTNAME to WVRSTATE); "
            f"it has {len(layout)} columns and lacks: {lacks[:200]}."
        )
    return layout


def _refuse_short(name: str, reading: Reading, force: bool) -> None:
    if not reading.counts["read"]:
        raise UnreadableError(f"{name}: a header and no rows.")
    if not reading.seen:
        first = reading.run.rejected[0]
        raise UnreadableError(
            f"{name}: no row of it can be used; line {first['line']}, the first: {first['reason']}."
        )
    if not force and 2 * len(reading.seen) < len(reading.before):
        raise UnreadableError(
            f"{name}: {len(reading.seen)} usable rows, and the list now stored has {len(reading.before)}. "
            "Is the file cut short, or a monthly supplement? --force takes it all the same."
        )
