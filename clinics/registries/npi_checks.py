"""What a reading of NPPES is evidence of: that an NPI is active, and whose it is."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import islice

from clinics.listings.models import Provider
from clinics.places.names import fold
from clinics.registries import columns
from clinics.registries.models import ImportRun, RegistryRecord, StagedRow
from clinics.registries.rules import RejectedError, day
from clinics.vetting.models import Check

SOURCE = "National registry of providers (NPPES)"
ADDRESS = "https://npiregistry.cms.hhs.gov/provider-view/{npi}"
# The last day in the name of a file of CMS, such as npidata_pfile_20050523-20251012.csv.
DAY_IN_NAME = re.compile(r"[0-9]{8}[-_]([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])")
BATCH = 200
LAST_NAMES = (columns.LAST_NAME, columns.OTHER_LAST)


def npi_checks(run: ImportRun, now: datetime) -> Iterator[Check]:
    """A look at the NPI of everybody whom the run has read, dated as the file is.

    The same file read again is no new evidence, nor is a record of another NPI than the one that
    stands here, such as that of a listing which was merged into this one.
    """
    looked_at = _date_of(run, now)
    records = iter(_records_of(run))
    while batch := list(islice(records, BATCH)):
        known = set(
            Check.objects.filter(
                kind=Check.Kind.NPI, reference__in=[reference_of(r.identifier, run) for r in batch]
            ).values_list("listing_id", "provider_id", "reference", "outcome")
        )
        for record in filter(speaks_of_its_npi, batch):
            check = check_of(record, answer_of(record), reference_of(record.identifier, run), looked_at)
            if (check.listing_id, check.provider_id, check.reference, check.outcome) not in known:
                yield check


def _records_of(run: ImportRun) -> Iterator[RegistryRecord]:
    read = StagedRow.objects.of_run(run).records().values("identifier")
    records = RegistryRecord.objects.of_source(run.source).filter(identifier__in=read)
    linked = records.exclude(listing=None, provider=None).select_related("listing", "provider")
    return linked.order_by("pk").iterator(BATCH)


def speaks_of_its_npi(record: RegistryRecord) -> bool:
    """Whether the NPI of the record is the one that stands here, or none does."""
    subject = record.provider or record.listing
    return subject is not None and subject.npi in ("", record.identifier)


def answer_of(record: RegistryRecord) -> tuple[Check.Outcome, str]:
    """What the record says of whom it is linked to, and in which words."""
    if record.deactivated_on:
        return Check.Outcome.FAILED, f"Deactivated on {record.deactivated_on:%Y-%m-%d}"
    if not _names_agree(record):
        return Check.Outcome.UNKNOWN, "Active under another name"
    return Check.Outcome.PASSED, ""


def check_of(
    record: RegistryRecord, answer: tuple[Check.Outcome, str], reference: str, looked_at: datetime
) -> Check:
    """The evidence, as of when the file was true."""
    outcome, said = answer
    return Check(
        kind=Check.Kind.NPI,
        outcome=outcome,
        said=said,
        listing_id=record.listing_id,
        provider_id=record.provider_id,
        source_name=SOURCE,
        source_url=ADDRESS.format(npi=record.identifier),
        reference=reference,
        looked_at=looked_at,
    )


def reference_of(npi: str, run: ImportRun) -> str:
    """How checks name a record of a file."""
    return f"NPI {npi}, {run.file_name}"[:160]


def _names_agree(record: RegistryRecord) -> bool:
    """Whether the registry knows the name that stands here, among its legal and other names."""
    subject, content = record.provider or record.listing, record.content.get("record", {})
    if isinstance(subject, Provider):
        told, here = [content.get(name, "") for name in LAST_NAMES], [subject.last_name]
    else:
        others = [other.get(columns.OTHER_NAME, "") for other in record.content.get("other_names", [])]
        own = [content.get(name, "") for name in (columns.LEGAL_NAME, columns.OTHER_NAME)]
        # A further location's record holds no names of its own.
        told = [*own, *others, *(record.applied.get(name, "") for name in ("name", "organisation"))]
        here = [subject.name, subject.organisation] if subject else []
    return bool({fold(name) for name in told} & {fold(name) for name in here if name})


def day_named(file_name: str) -> date | None:
    """The day up to which a file of CMS tells, where its name says so."""
    named = DAY_IN_NAME.search(file_name)
    try:
        return date(*map(int, named.groups())) if named else None
    except ValueError:
        return None


def as_of(told: date, now: datetime) -> datetime:
    """The instant that stands for a day of the registry; never one that lies ahead."""
    return min(datetime.combine(told, time(12), UTC), now)


def changed_on(content: dict[str, str]) -> date | None:
    """When the registry last changed a row, as it says itself."""
    try:
        return day(content.get(columns.UPDATED, ""))
    except RejectedError:
        return None


def _date_of(run: ImportRun, now: datetime) -> datetime:
    """When the file was true: the day in its name, else the last change that it tells of."""
    told = day_named(run.file_name) or _last_change(run)
    return as_of(told, now) if told else now


def _last_change(run: ImportRun) -> date | None:
    rows = StagedRow.objects.of_run(run).records().values_list("content", flat=True).iterator(BATCH)
    return max(filter(None, map(changed_on, rows)), default=None)
