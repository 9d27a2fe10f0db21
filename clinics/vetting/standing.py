"""From checks to dates: gathers what the policy reads, and hands its verdict down to the index."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model, QuerySet

from clinicfinder import clock
from clinics.listings.index import batches
from clinics.listings.models import (
    Affiliation,
    Clinic,
    License,
    Listing,
    Offer,
    Provider,
    ServedState,
    Status,
)
from clinics.listings.rules import MAY_STAND, NEVER_PRESCRIBES
from clinics.places.states import STATE_ZONES
from clinics.vetting import rules
from clinics.vetting.facts import Digests, digests
from clinics.vetting.models import Check

Looks = dict[tuple[str, str], rules.Look]


@dataclass
class Gathered:
    """A listing or practitioner as the policy sees it, and the states in which it is judged."""

    subject: rules.Subject
    zones: dict[str, ZoneInfo] = field(default_factory=dict)

    def days(self, state: str) -> list[rules.Span]:
        return rules.verified_days(self.subject, state, self.zones[state])

    def stands(self, state: str, at: datetime) -> bool:
        """Whether it is verified for a patient in this state at this instant."""
        return rules.stands(self.days(state), at.astimezone(self.zones[state]).date())

    def dates(self, state: str, now: datetime) -> dict[str, datetime | None]:
        """The instants between which it is verified in this state: now, else next."""
        zone = self.zones[state]
        span = rules.current_or_next(self.days(state), now.astimezone(zone).date())
        since, until = (_midnight(day, zone) for day in span) if span else (None, None)
        return {"verified_from": since, "verified_until": until}


VERDICT: dict[type[Model], tuple[str, ...]] = {
    Listing: ("verified_from", "verified_until", "withheld"),
    ServedState: ("verified_from", "verified_until"),
    License: ("verified_from", "verified_until"),
    Provider: ("withheld",),
}
NOWHERE: dict[str, datetime | None] = {"verified_from": None, "verified_until": None}


def write(listings: Collection[int], providers: Collection[int]) -> None:
    """Write anew what is verified of these and what is withheld. `index.refresh` asks this first."""
    changed: dict[type[Model], list[Model]] = defaultdict(list)
    for row, columns in _due(listings, providers, clock.now()):
        if _differs(row, columns):
            for name, value in columns.items():
                setattr(row, name, value)
            changed[type(row)].append(row)
    for model, rows in changed.items():
        model._base_manager.bulk_update(rows, VERDICT[model])


def disagreements(listings: Collection[int], providers: Collection[int]) -> Iterator[str]:
    """Every row that does not say what its checks say, in words for a log."""
    for row, columns in _due(listings, providers, clock.now()):
        if _differs(row, columns):
            yield f"stale verification: {row._meta.label} {row.pk} ({row})"


def all_disagreements() -> Iterator[str]:
    """`disagreements` of everything that there is."""
    for batch in batches(Listing.objects.values_list("pk", flat=True)):
        yield from disagreements(batch, [])
    for batch in batches(Provider.objects.values_list("pk", flat=True)):
        yield from disagreements([], batch)


def gather_listings(ids: Collection[int], before: datetime | None = None) -> dict[int, Gathered]:
    """What the policy reads of these listings; with `before`, as it was known then."""
    people = _people(ids)
    checks = Check.objects.looked_before(before)
    own = _looks(checks.of_listings(ids), "listing", digests(listings=ids)[0])
    everybody = {pk for staff in people.values() for pk in staff}
    theirs = _looks(checks.of_providers(everybody), "provider", {}, _licenses(everybody))
    offered = _grouped(Offer.objects.filter(listing__in=ids), "listing_id", "treatment__slug")
    states = _grouped(Clinic.objects.filter(pk__in=ids), "pk", "state_id")
    states |= _grouped(ServedState.objects.filter(service__in=ids), "service_id", "state_id")
    found = {}
    for pk, kind in Listing.objects.filter(pk__in=ids).order_by().values_list("pk", "kind"):
        staff = tuple(
            rules.Person(_prescribing(theirs[who]) if prescribes else theirs[who], prescribes)
            for who, prescribes in people[pk].items()
        )
        subject = rules.Subject(kind, own[pk], frozenset(offered[pk]), staff)
        found[pk] = Gathered(subject, {usps: STATE_ZONES[usps] for usps in states[pk]})
    return found


def gather_providers(ids: Collection[int], before: datetime | None = None) -> dict[int, Gathered]:
    """What the policy reads of these practitioners; they are judged in each state of a license."""
    checks = Check.objects.looked_before(before).of_providers(ids)
    looks = _looks(checks, "provider", digests(providers=ids)[1], _licenses(ids))
    states = _grouped(License.objects.filter(provider__in=ids), "provider_id", "state_id")
    return {
        pk: Gathered(rules.Subject("provider", looks[pk]), {usps: STATE_ZONES[usps] for usps in states[pk]})
        for pk in ids
    }


def _due(
    listings: Collection[int], providers: Collection[int], now: datetime
) -> Iterator[tuple[Model, dict[str, Any]]]:
    """Each row that holds a verdict, and what should stand in its columns."""
    found = gather_listings(listings)
    for listing in Listing.objects.filter(pk__in=listings):
        gathered = found[listing.pk]
        home = next(iter(gathered.zones), None) if listing.kind == Listing.Kind.CLINIC else None
        dates = gathered.dates(home, now) if home else NOWHERE
        yield listing, dates | {"withheld": rules.is_withheld(gathered.subject)}
    for served in ServedState.objects.filter(service__in=listings):
        yield served, found[served.service_id].dates(served.state_id, now)
    found = gather_providers(providers)
    for held in License.objects.filter(provider__in=providers):
        yield held, found[held.provider_id].dates(held.state_id, now)
    for provider in Provider.objects.filter(pk__in=providers):
        yield provider, {"withheld": rules.is_withheld(found[provider.pk].subject)}


def _people(listings: Collection[int]) -> dict[int, dict[int, bool]]:
    """By listing, who is affiliated and whether they prescribe there; without those who have left."""
    people: dict[int, dict[int, bool]] = defaultdict(dict)
    at = Affiliation.objects.filter(listing__in=listings).exclude(provider__status=Status.CLOSED)
    for listing, who, role, status in at.order_by("pk").values_list(
        "listing_id", "provider_id", "role", "provider__status"
    ):
        prescribes = role == Affiliation.Role.PRESCRIBER and status == Status.PUBLISHED
        people[listing][who] = people[listing].get(who, False) or prescribes
    return people


def _looks(
    checks: Any, subject: str, now: Digests, licenses: Mapping[tuple[int, str], list[License]] | None = None
) -> defaultdict[int, Looks]:
    """By subject, the check that counts for each kind and state.

    One of a phone number, NPI or price that has changed since is of something else; `now` holds
    the digests of today. One of a license counts as far as the license itself stands.
    """
    looks: defaultdict[int, Looks] = defaultdict(dict)
    columns = ("kind", "state_id", "outcome", "looked_at", "valid_from", "valid_until", "facts", "reference")
    for who, kind, state, outcome, at, since, until, facts, number in checks.that_count().values_list(
        f"{subject}_id", *columns
    ):
        passed = outcome == Check.Outcome.PASSED
        look = rules.Look(kind, passed, at, since, until)
        if passed and facts and now.get((who, kind), facts) != facts:
            look = replace(look, passed=False)
        if passed and kind == rules.Kind.LICENSE and licenses:
            look = _of_license(look, licenses.get((who, state), []), number)
        looks[who][kind, state or ""] = look
    return looks


def _of_license(look: rules.Look, held: list[License], number: str) -> rules.Look:
    """The look within what stands on the license that it was of, if we hold any in that state."""
    if not held:
        return look
    same = [row for row in held if squeezed(row.number) == squeezed(number)]
    standing = [row for row in (same or held) if row.status in MAY_STAND]
    if not standing:
        return replace(look, passed=False)
    row = max(standing, key=lambda one: one.expires_on or date.max)
    since = max(filter(None, (look.valid_from, row.issued_on)), default=None)
    until = min(filter(None, (look.valid_until, row.expires_on)), default=None)
    return replace(look, valid_from=since, valid_until=until, license_type=row.type)


def _prescribing(looks: Looks) -> Looks:
    """Without licenses that let nobody prescribe."""
    return {key: look for key, look in looks.items() if look.license_type not in NEVER_PRESCRIBES}


def _licenses(people: Collection[int]) -> dict[tuple[int, str], list[License]]:
    held: dict[tuple[int, str], list[License]] = defaultdict(list)
    for row in License.objects.filter(provider__in=people).order_by("pk"):
        held[row.provider_id, row.state_id].append(row)
    return held


def _grouped(rows: QuerySet, by: str, value: str) -> defaultdict[int, list[str]]:
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for key, found in rows.order_by(by, value).values_list(by, value).distinct():
        groups[key].append(found)
    return groups


def squeezed(number: str) -> str:
    """A license number as compared."""
    return "".join(number.split()).upper()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _differs(row: Model, columns: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in columns.items())
