"""The stored records of NPPES looked at again: names are corrected here, and records are linked by hand.

What is concluded anew from a file is as old as the file: it is no new evidence of anything.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from django.db import transaction

from clinics.listings.models import Status
from clinics.registries import npi_checks
from clinics.registries.models import NPPES, RegistryRecord
from clinics.registries.npi_checks import answer_of, as_of, check_of, reference_of, speaks_of_its_npi
from clinics.vetting.models import Check
from clinics.vetting.recording import record

BATCH = 500
# A listing or practitioner, and an NPI.
Key = tuple[int | None, int | None, str]
NPI, ANY = "NPI ", ""
# Which of several records of one NPI speaks: one name that agrees is enough, a deactivation is of all.
RANK = {Check.Outcome.FAILED: 0, Check.Outcome.PASSED: 1, Check.Outcome.UNKNOWN: 2}


class Reading(NamedTuple):
    """When a file was true, and how checks name its record."""

    looked_at: datetime
    reference: str


class Told(NamedTuple):
    """What a check said, and on which reading."""

    outcome: str
    reading: Reading


@dataclass
class Looked:
    """How many stored records spoke of somebody published, and how many of them led to a new check."""

    records: int = 0
    checks: int = 0


@dataclass
class Named:
    """All records of one NPI: its main address comes first."""

    records: list[RegistryRecord] = field(default_factory=list)

    def by_subject(self) -> dict[Key, list[RegistryRecord]]:
        """Those that speak of somebody published, together where they speak of the same."""
        found: dict[Key, list[RegistryRecord]] = defaultdict(list)
        for one in filter(_counts, self.records):
            found[one.listing_id, one.provider_id, one.identifier].append(one)
        return found


@transaction.atomic
def look_again(now: datetime) -> Looked:
    """Record a check where a stored record now says otherwise than the newest check made from it.

    Run twice, it makes nothing new.
    """
    looked = Looked()
    looked.checks = record(_new_checks(looked, now))
    return looked


def _new_checks(looked: Looked, now: datetime) -> Iterator[Check]:
    for batch in _batches():
        subjects = {key: records for named in batch for key, records in named.by_subject().items()}
        mains = {named.records[0].identifier: named.records[0] for named in batch}
        newest = _newest(subjects)
        for key, records in subjects.items():
            looked.records += len(records)
            check = _check(records, mains[key[2]], newest, now)
            if check is not None:
                yield check


def _batches() -> Iterator[list[Named]]:
    """All records in the order of their NPIs, those of one NPI never apart; one query for them all."""
    rows = (
        RegistryRecord.objects.of_source(NPPES)
        .select_related("listing", "provider", "run")
        .defer("run__rejected", "run__counts", "run__choices")
        .order_by("identifier", "place")
    )
    batch: list[Named] = []
    size = 0
    for _npi, records in groupby(rows.iterator(BATCH), key=lambda row: row.identifier):
        batch.append(Named(list(records)))
        size += len(batch[-1].records)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _counts(one: RegistryRecord) -> bool:
    subject = one.provider or one.listing
    shown = subject is not None and subject.status == Status.PUBLISHED and not subject.is_demo
    return shown and speaks_of_its_npi(one)


def _newest(subjects: Iterable[Key]) -> dict[Key, Told]:
    """The newest check that a file of the registry led to: of each NPI, and of any. Two queries."""
    listings = {listing for listing, _provider, _npi in subjects if listing}
    providers = {provider for _listing, provider, _npi in subjects if provider}
    found: dict[Key, Told] = {}
    for checks in (Check.objects.of_listings(listings), Check.objects.of_providers(providers)):
        made = checks.made_from(Check.Kind.NPI, npi_checks.SOURCE).values_list(
            "listing_id", "provider_id", "reference", "outcome", "looked_at"
        )
        for listing, provider, reference, outcome, looked_at in made:
            npi = reference.partition(",")[0].removeprefix(NPI)
            told = Told(outcome, Reading(looked_at, reference))
            found[listing, provider, npi] = found[listing, provider, ANY] = told
    return found


def _check(
    records: list[RegistryRecord], main: RegistryRecord, newest: dict[Key, Told], now: datetime
) -> Check | None:
    """What the records of one NPI say of one subject, unless that is known; None, too, without a date."""
    one = min(records, key=lambda each: RANK[answer_of(each)[0]])
    answer = answer_of(one)
    last = newest.get((one.listing_id, one.provider_id, one.identifier))
    if last and last.outcome == answer[0] and not _is_hidden(one, last, newest):
        return None
    readings = [last.reading] if last else []
    day = _day_of(one, main)
    if day and not (last and last.outcome == answer[0]):
        readings.append(Reading(as_of(day, now), reference_of(one.identifier, one.run)))
    if not readings:
        return None
    reading = max(readings, key=lambda each: each.looked_at)
    return check_of(one, answer, reference=reading.reference, looked_at=reading.looked_at)


def _is_hidden(one: RegistryRecord, last: Told, newest: dict[Key, Told]) -> bool:
    """Whether a check of another NPI, come in by a merge, stands before an equally old one of its own."""
    of_any = newest[one.listing_id, one.provider_id, ANY]
    own_npi = (one.provider or one.listing).npi  # type: ignore[union-attr]
    return bool(own_npi) and of_any != last and of_any.reading.looked_at == last.reading.looked_at


def _day_of(one: RegistryRecord, main: RegistryRecord) -> date | None:
    """A day on which the file that last changed the record was true; None where it told none.

    A file without a day in its name is at least as new as the last change that the record tells of.
    """
    named = npi_checks.day_named(one.run.file_name)
    changed = npi_checks.changed_on(main.content.get("record", {}))
    return named or max(filter(None, (changed, one.deactivated_on)), default=None)
