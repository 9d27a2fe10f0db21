"""Fictional checks of the fictional listings, dated from the day on which they are made."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from clinics.listings.models import License, Listing, Provider
from clinics.registries.demo.words import maybe
from clinics.vetting.models import Check
from clinics.vetting.rules import ESKETAMINE, Kind

SOURCE = "Fictional check of a fictional listing"
ADDRESS = "https://example.org/"
# How likely each look has been taken, and passed.
LISTINGS = {
    Kind.NPI: (0.95, 0.99),
    Kind.CONTACT: (0.9, 0.97),
    Kind.PRIVACY: (0.9, 0.98),
    Kind.EXCLUSION: (0.97, 1.0),
    Kind.SAFETY: (0.5, 0.95),
    Kind.DIRECTOR: (0.5, 1.0),
    Kind.PRICE: (0.4, 0.9),
    Kind.VISIT: (0.1, 1.0),
}
PEOPLE = {Kind.NPI: (0.95, 1.0), Kind.EXCLUSION: (0.97, 1.0), Kind.BOARD: (0.4, 0.95)}
REMS = (0.85, 0.95)
MOST_DAYS_AGO = 40


def checks_of(listing: Listing, now: datetime) -> Iterator[Check]:
    """The looks at a listing and at everybody who works there; the same for the same name."""
    dice = Random(f"{listing.name} checked")  # noqa: S311 (fiction, not secrets)
    kinds = dict(LISTINGS)
    if listing.kind == Listing.Kind.CLINIC:
        del kinds[Kind.PRIVACY]
    if listing.offers.filter(treatment__slug=ESKETAMINE).exists():
        kinds[Kind.REMS] = REMS
    for kind, (looked, passes) in kinds.items():
        if maybe(dice, looked):
            yield _check(kind, passes, dice, now, listing=listing)
    for person in Provider.objects.filter(affiliations__listing=listing).distinct().order_by("pk"):
        yield from _of_person(person, dice, now)


def _of_person(person: Provider, dice: Random, now: datetime) -> Iterator[Check]:
    for kind, (looked, passes) in PEOPLE.items():
        if (kind != Kind.BOARD or person.certifications.exists()) and maybe(dice, looked):
            yield _check(kind, passes, dice, now, provider=person)
    for held in person.licenses.exclude(status=License.Status.UNKNOWN):
        check = _check(Kind.LICENSE, 1.0, dice, now, provider=person, state_id=held.state_id)
        check.reference, check.valid_until = held.number, held.expires_on
        if held.status != License.Status.ACTIVE:
            check.outcome, check.said = Check.Outcome.FAILED, held.get_status_display()
        yield check
    for registration in person.dea_registrations.all():
        yield _check(Kind.DEA, 1.0, dice, now, provider=person, state_id=registration.state_id)


def _check(kind: Kind, passes: float, dice: Random, now: datetime, **whose: object) -> Check:
    return Check(
        kind=kind,
        outcome=Check.Outcome.PASSED if maybe(dice, passes) else Check.Outcome.FAILED,
        source_name=SOURCE,
        source_url=ADDRESS,
        looked_at=now - timedelta(days=dice.randint(0, MOST_DAYS_AGO)),
        **whose,
    )
