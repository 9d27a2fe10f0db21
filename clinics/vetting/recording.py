"""Adding checks: the one way in which evidence enters."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction

from clinics.listings import index
from clinics.listings.models import License, Listing, Provider
from clinics.vetting.facts import digests
from clinics.vetting.models import Check

BATCH = 200


@dataclass
class Stored:
    """How many checks were stored, and of whom."""

    count: int = 0
    listings: set[int] = field(default_factory=set)
    providers: set[int] = field(default_factory=set)


@transaction.atomic
def record(checks: Iterable[Check]) -> int:
    """Store new checks, and bring what is shown as verified into line. Returns how many."""
    stored = store(checks)
    index.refresh(listings=stored.listings, providers=stored.providers)
    return stored.count


def store(checks: Iterable[Check]) -> Stored:
    """Store new checks, for whoever brings the index into line afterwards, in the same transaction.

    Memory holds a batch and the ids, however many the iterable brings.
    """
    remaining, stored = iter(checks), Stored()
    while batch := list(islice(remaining, BATCH)):
        _note_facts(batch)
        Check.objects.bulk_create(batch)
        stored.count += len(batch)
        stored.listings |= {check.listing_id for check in batch if check.listing_id}
        stored.providers |= {check.provider_id for check in batch if check.provider_id}
    return stored


def _note_facts(checks: list[Check]) -> None:
    """On each check, the digest of what it was of."""
    of_listings, of_providers = digests(
        {check.listing_id for check in checks if check.listing_id},
        {check.provider_id for check in checks if check.provider_id},
    )
    for check in checks:
        known, pk = (of_listings, check.listing_id) if check.listing_id else (of_providers, check.provider_id)
        check.facts = known.get((pk or 0, check.kind), "")


@transaction.atomic
def record_looks(checks: list[Check]) -> int:
    """Store what a curator saw. A license that was seen is written on the license, too; a confirmed
    contact moves the day of the last confirmation.
    """
    for check in checks:
        counts = check.outcome in (Check.Outcome.PASSED, Check.Outcome.FAILED)
        if check.kind == Check.Kind.LICENSE and counts:
            _write_license(check)
        if check.kind == Check.Kind.CONTACT and check.outcome == Check.Outcome.PASSED:
            confirmed = {"confirmed_on": check.looked_at.date()}
            Listing.objects.filter(pk=check.listing_id or 0).update(**confirmed)
            Provider.objects.filter(pk=check.provider_id or 0).update(**confirmed)
    return record(checks)


def _write_license(check: Check) -> None:
    """The license of this number; else the only one there that nobody has looked up; else a new one."""
    held = License.objects.filter(provider=check.provider, state=check.state)
    row = held.filter(number=check.reference).first() if check.reference else None
    unseen = held.filter(status=License.Status.UNKNOWN)
    if row is None and unseen.count() == 1:
        row = unseen.get()
    if row is None and check.outcome == Check.Outcome.PASSED:
        row = License(provider=check.provider, state=check.state, type=_type_of(check))
    if row is None:
        return
    passed = check.outcome == Check.Outcome.PASSED
    row.status = License.Status.ACTIVE if passed else License.Status.INACTIVE
    row.number = check.reference or row.number
    row.issued_on = check.valid_from or row.issued_on
    row.expires_on = check.valid_until or row.expires_on
    if row.issued_on and row.expires_on and row.expires_on < row.issued_on:
        row.issued_on = None
    row.save()


def _type_of(check: Check) -> str:
    """What the practitioner's other licenses are; somebody corrects it where it differs."""
    other = License.objects.filter(provider=check.provider).order_by("pk").first()
    return other.type if other else License.Type.OTHER
