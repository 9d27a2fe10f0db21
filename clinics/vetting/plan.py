"""What a curator may look at for one listing or practitioner, the missing first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from clinics.listings.models import Affiliation, Clinic, License, Listing, Provider, ServedState, Status
from clinics.places.states import STATE_NAMES, STATE_ZONES
from clinics.regulations.models import RegulationNote
from clinics.vetting import rules
from clinics.vetting.models import Check
from clinics.vetting.rules import Kind
from clinics.vetting.standing import gather_listings
from clinics.vetting.wording import SAID

LOOKUP = "license-lookup"
NURSES = (License.Type.NP, License.Type.CRNA, License.Type.RN)
# Where a curator looks, by kind: the name of the source and its address.
SOURCES: dict[Kind, tuple[str, str]] = {
    Kind.NPI: ("NPPES NPI Registry", "https://npiregistry.cms.hhs.gov/search"),
    Kind.EXCLUSION: ("OIG exclusions search", "https://exclusions.oig.hhs.gov/"),
    Kind.REMS: ("Spravato REMS", "https://www.spravatorems.com/"),
}


@dataclass(frozen=True)
class Planned:
    """One look that could be taken: of whom, at what, where; and the check that counts today."""

    kind: Kind
    who: str
    needed: bool
    listing_id: int | None = None
    provider_id: int | None = None
    state: str = ""
    source_name: str = ""
    source_url: str = ""
    reference: str = ""
    last: Check | None = None
    stands: bool = False

    @property
    def name(self) -> str:
        where = f", {STATE_NAMES[self.state]}" if self.state else ""
        return f"{SAID[self.kind].name}{where}"

    @property
    def key(self) -> str:
        """Tells its fields in the form apart from those of other looks."""
        return "-".join(map(str, (self.kind, self.listing_id or 0, self.provider_id or 0, self.state)))


def plan_for(subject: Listing | Provider, now: datetime) -> list[Planned]:
    """Every look for this subject and, for a listing, for the people who work there."""
    if isinstance(subject, Provider):
        kinds = (Kind.NPI, Kind.EXCLUSION, Kind.BOARD)
        looks = [*_licenses([subject], _states_of(subject)), *(_of_person(subject, kind) for kind in kinds)]
    else:
        people, states = _people(subject), _states_of(subject)
        looks = [*_of_listing(subject), *_licenses(people, states)]
        looks += [_of_person(person, Kind.EXCLUSION) for person in people]
    return _with_history(looks, now)


def _of_listing(listing: Listing) -> list[Planned]:
    needed = {line.kind for line in rules.needed_of(gather_listings([listing.pk])[listing.pk].subject)}
    kinds = [kind for kind in Kind if kind not in rules.OF_PEOPLE_ONLY]
    return [
        Planned(
            kind,
            listing.name,
            kind in needed,
            listing_id=listing.pk,
            reference=listing.npi if kind == Kind.NPI else "",
            source_name=SOURCES.get(kind, ("", ""))[0],
            source_url=SOURCES.get(kind, ("", ""))[1],
        )
        for kind in kinds
        if kind != Kind.REMS or kind in needed
    ]


def _of_person(person: Provider, kind: Kind) -> Planned:
    name, address = SOURCES.get(kind, ("", ""))
    return Planned(
        kind,
        str(person),
        kind != Kind.BOARD,
        provider_id=person.pk,
        reference=person.npi if kind == Kind.NPI else "",
        source_name=name,
        source_url=address,
    )


def _licenses(people: list[Provider], states: list[str]) -> list[Planned]:
    """The license of each person in each state, with the number that we have and the board's page."""
    held = {(row.provider_id, row.state_id): row for row in License.objects.filter(provider__in=people)}
    pages = dict(
        RegulationNote.objects.filter(topic=LOOKUP, state__in=states).values_list("key", "source_url")
    )
    looks = []
    for person in people:
        for state in states:
            row = held.get((person.pk, state))
            nurse = row is not None and row.type in NURSES
            board = f"{STATE_NAMES[state]} {'nursing' if nurse else 'medical'} board, license look-up"
            key = f"{state.lower()}-{'nursing-license' if nurse else 'licence'}-lookup"
            looks.append(
                Planned(
                    Kind.LICENSE,
                    str(person),
                    needed=True,
                    provider_id=person.pk,
                    state=state,
                    reference=row.number if row else "",
                    source_name=board,
                    source_url=pages.get(key, ""),
                )
            )
    return looks


def _with_history(looks: list[Planned], now: datetime) -> list[Planned]:
    """Each with the check that counts for it; what is needed and does not stand comes first."""
    checks: Iterable[Check] = [
        *Check.objects.of_listings({look.listing_id or 0 for look in looks}).newest_of_each(),
        *Check.objects.of_providers({look.provider_id or 0 for look in looks}).newest_of_each(),
    ]
    last = {(c.listing_id, c.provider_id, c.kind, c.state_id or ""): c for c in checks}
    found = []
    for look in looks:
        check = last.get((look.listing_id, look.provider_id, str(look.kind), look.state))
        found.append(replace(look, last=check, stands=check is not None and _stands(check, now)))
    return sorted(found, key=lambda look: (not look.needed, look.stands))


def _stands(check: Check, now: datetime) -> bool:
    zone = STATE_ZONES.get(check.state_id or "", UTC)
    passed = check.outcome == Check.Outcome.PASSED
    look = rules.Look(check.kind, passed, check.looked_at, check.valid_from, check.valid_until)
    return rules.stands(rules.span_of(look, zone), now.astimezone(zone).date())


def _people(listing: Listing) -> list[Provider]:
    at = Affiliation.objects.filter(listing=listing).exclude(provider__status=Status.CLOSED)
    people = Provider.objects.filter(pk__in=at.values("provider"))
    return list(people.order_by("last_name", "first_name", "pk"))


def _states_of(subject: Listing | Provider) -> list[str]:
    """Where it is judged; for a practitioner without a license, where they work."""
    if not isinstance(subject, Provider):
        clinics = Clinic.objects.filter(pk=subject.pk).values_list("state_id", flat=True)
        return sorted({*clinics, *_served_by(service=subject.pk)})
    held = set(License.objects.filter(provider=subject).values_list("state_id", flat=True))
    works = Clinic.objects.filter(affiliations__provider=subject).values_list("state_id", flat=True)
    there = {*works, *_served_by(service__affiliations__provider=subject)}
    return sorted(held or there or filter(None, [subject.state_id]))


def _served_by(**whose: object) -> Iterable[str]:
    return ServedState.objects.filter(**whose).values_list("state_id", flat=True)
