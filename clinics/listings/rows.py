"""From listings and practitioners to the narrow rows of the search index, in constant queries a batch."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from clinics.listings.entries import EntryKind, Flag, SearchEntry, SearchText
from clinics.listings.licensed import Held, held_by, may_see, prescribing
from clinics.listings.models import (
    Affiliation,
    Clinic,
    Listing,
    Offer,
    OpeningHours,
    Provider,
    ServedState,
)
from clinics.listings.rules import PHYSICIANS, is_evening, is_weekend, share_told
from clinics.medicine.models import ONE_WORD
from clinics.places.names import fold
from clinics.places.points import cell_of, earth_point

WORD = (1 << ONE_WORD) - 1


@dataclass
class Spot:
    """Where a row counts: a place, or a state served from afar."""

    state: str
    columns: dict[str, Any]


@dataclass
class Facts:
    """What a listing passes on to its rows and to those of its practitioners."""

    columns: dict[str, Any]
    spots: list[Spot] = field(default_factory=list)


def listing_rows(ids: list[int]) -> Iterator[SearchEntry]:
    """One row for each published clinic and each state of a published service."""
    for pk, facts in _facts_of(ids).items():
        for spot in facts.spots:
            yield SearchEntry(listing_id=pk, state=spot.state, **facts.columns | spot.columns)


def provider_rows(ids: list[int]) -> Iterator[SearchEntry]:
    """One row for each place where a practitioner works and each license that they hold there.

    Seen in person, they need a license where they practise; by telehealth, where the patient lives.
    """
    providers = Provider.objects.in_results().filter(pk__in=ids).select_related("state")
    licenses = held_by(ids)
    places = defaultdict(list)
    for place_id, provider_id in Affiliation.objects.filter(provider__in=ids).order_by(
        "provider", "listing"
    ).values_list("listing_id", "provider_id").distinct():  # fmt: skip
        places[provider_id].append(place_id)
    facts = _facts_of(sorted({pk for listed in places.values() for pk in listed}))
    conditions = _masks(Provider.conditions.through.objects.filter(provider__in=ids), "provider", "condition")
    languages = _masks(Provider.languages.through.objects.filter(provider__in=ids), "provider", "language")
    for provider in providers:
        own = {"conditions": conditions.get(provider.pk, 0), "languages": languages.get(provider.pk, 0)}
        for listing_id, place in _places_of(provider, places[provider.pk], facts):
            in_person = bool(place.columns["flags"] & Flag.IN_PERSON)
            for spot in {spot.state: spot for spot in place.spots}.values():
                for held in may_see(licenses[provider.pk], spot.state, in_person=in_person):
                    columns = place.columns | spot.columns | held.columns | _said_by(own, place.columns)
                    columns |= _provider_columns(provider) | {"flags": _flags_of(held, columns["flags"])}
                    yield SearchEntry(
                        listing_id=listing_id, provider_id=provider.pk, state=spot.state, **columns
                    )


def listing_texts(ids: list[int]) -> Iterator[SearchText]:
    """The words of each published listing: its name, organisation, description and practitioners."""
    names = defaultdict(list)
    at = Affiliation.objects.filter(listing__in=ids, provider__in=Provider.objects.in_results())
    for affiliation in at.select_related("provider"):
        names[affiliation.listing_id].append(affiliation.provider.name)
    for listing in Listing.objects.in_results().filter(pk__in=ids):
        words = [listing.name, listing.organisation, listing.description, *names[listing.pk]]
        yield SearchText(listing_id=listing.pk, words=fold(" ".join(words)))


def provider_texts(ids: list[int]) -> Iterator[SearchText]:
    """The words of each published practitioner: name, credentials, specialty, description, places."""
    places = defaultdict(list)
    at = Affiliation.objects.filter(provider__in=ids, listing__in=Listing.objects.in_results())
    for provider_id, name in at.order_by("pk").values_list("provider_id", "listing__name"):
        places[provider_id].append(name)
    for provider in Provider.objects.in_results().filter(pk__in=ids):
        words = [str(provider), provider.specialty, provider.description, *places[provider.pk]]
        yield SearchText(provider_id=provider.pk, words=fold(" ".join(words)))


def _facts_of(ids: list[int]) -> dict[int, Facts]:
    """The facts of each published listing among `ids`."""
    listings = Listing.objects.in_results().filter(pk__in=ids).order_by("pk")
    masks = {
        name: _masks(getattr(Listing, name).through.objects.filter(listing__in=ids), "listing", column)
        for name, column in (
            ("conditions", "condition"),
            ("treatments", "treatment"),
            ("payers", "payer"),
            ("languages", "language"),
            ("accessibility", "accessibilityfeature"),
            ("age_groups", "agegroup"),
        )
    }
    prices = _prices(ids)
    hours, prescribed = _hour_flags(ids), _with_prescriber(ids)
    found: dict[int, Facts] = {}
    for listing in listings.select_related("clinic"):
        said = {name: of.get(listing.pk, 0) for name, of in masks.items()}
        floor, told = prices.get(listing.pk, (None, False))
        flags = hours.get(listing.pk, 0) | (Flag.PRICE_TOLD if told else 0)
        if listing.takes_insurance is not None or said["payers"]:
            flags |= Flag.INSURANCE_TOLD
        found[listing.pk] = Facts(_columns(listing, said, flags, floor, listing.pk in prescribed))
        if listing.kind == Listing.Kind.CLINIC:
            spot = Spot(listing.clinic.state_id, _point(listing.clinic) | _verified(listing))
            found[listing.pk].spots.append(spot)
    _add_served_states(found)
    return found


def _add_served_states(found: dict[int, Facts]) -> None:
    """A spot for each state that a service serves, but where nobody of those it names is licensed."""
    served = list(ServedState.objects.filter(service__in=found).select_related("state", "service"))
    named = prescribing({row.service_id for row in served})
    for row in served:
        facts = found[row.service_id]
        flags = facts.columns["flags"] | (Flag.EXAMINES_FIRST if row.service.in_person_visit_required else 0)
        told = named.get(row.service_id)
        for licensed in [{"flags": flags}] if told is None else told.columns(row.state_id, flags):
            columns = {"cell": -row.state.number} | _verified(row) | licensed
            facts.spots.append(Spot(row.state_id, columns))


def _columns(listing: Listing, said: dict[str, int], flags: int, floor: int | None, named: bool) -> dict:
    in_person = listing.kind == Listing.Kind.CLINIC
    return {
        "kind": EntryKind.CLINIC if in_person else EntryKind.TELEHEALTH,
        "is_demo": listing.is_demo,
        **_two_words("payers", said["payers"]),
        **_two_words("languages", said["languages"]),
        **{name: said[name] for name in ("conditions", "treatments", "accessibility", "age_groups")},
        "flags": flags | (Flag.IN_PERSON | Flag.PRESCRIBER_NAMED if in_person else Flag.TELEHEALTH),
        "accepting": None if listing.accepting_new_patients is None else int(listing.accepting_new_patients),
        "price_cents": floor,
        "wait_days": listing.wait_days,
        "rating_mean": listing.rating_mean,
        "rating_count": listing.rating_count,
        "confirmed_on": listing.confirmed_on and listing.confirmed_on.toordinal(),
        "completeness": round(100 * share_told(_answers(listing, said, flags, named))),
    }


def _answers(listing: Listing, said: dict[str, int], flags: int, named: bool) -> list[bool]:
    """Which of the questions that patients ask the listing answers."""
    return [
        bool(listing.phone),
        bool(listing.website),
        bool(listing.description),
        listing.accepting_new_patients is not None,
        listing.wait_days is not None,
        bool(flags & Flag.PRICE_TOLD),
        bool(flags & Flag.INSURANCE_TOLD),
        bool(said["conditions"]),
        bool(said["treatments"]),
        bool(said["age_groups"]),
        bool(said["languages"]),
        bool(said["accessibility"]),
        bool(listing.emergency_plan),
        bool(listing.follow_up),
        named,
    ]


def _places_of(
    provider: Provider, listing_ids: list[int], facts: dict[int, Facts]
) -> Iterator[tuple[int | None, Facts]]:
    """The published listings where the practitioner works, else their own practice address."""
    listed = [pk for pk in listing_ids if pk in facts]
    yield from ((pk, facts[pk]) for pk in listed)
    if not listed and provider.state_id:
        spot = Spot(provider.state_id, _point(provider))
        yield None, Facts({"flags": Flag.IN_PERSON}, [spot])


def _flags_of(held: Held, flags: int) -> int:
    """The place's flags, with what the practitioner's own license says in place of its team's."""
    physician = 0 if held.type in PHYSICIANS else Flag.NO_PHYSICIAN
    return (flags & ~Flag.NO_PHYSICIAN) | physician | Flag.PRESCRIBER_NAMED


def _provider_columns(provider: Provider) -> dict[str, Any]:
    """What is said of the person, whatever the place says of itself."""
    told = [
        provider.specialty,
        provider.credentials,
        provider.taxonomy,
        provider.practising_since,
        provider.npi,
    ]
    return {
        "kind": EntryKind.PROVIDER,
        "is_demo": provider.is_demo,
        "rating_mean": None,
        "rating_count": 0,
        "confirmed_on": provider.confirmed_on and provider.confirmed_on.toordinal(),
        "completeness": round(100 * share_told([bool(answer) for answer in told])),
    }


def _said_by(own: dict[str, int], place: dict[str, Any]) -> dict[str, Any]:
    """The person's own word on conditions and languages comes before that of the place."""
    columns = {"conditions": own["conditions"] or place.get("conditions", 0)}
    return columns | (_two_words("languages", own["languages"]) if own["languages"] else {})


def _masks(links: QuerySet, owner: str, term: str) -> dict[int, int]:
    """For each owner, the bits of the terms that it is linked to."""
    masks: dict[int, int] = defaultdict(int)
    for pk, bit in links.order_by().values_list(f"{owner}_id", f"{term}__bit"):
        masks[pk] |= 1 << bit
    return masks


def _prices(ids: list[int]) -> dict[int, tuple[int | None, bool]]:
    """For each listing its lowest price of one session in cents, and whether it told any price."""
    prices: dict[int, tuple[int | None, bool]] = {}
    priced = Offer.objects.filter(listing__in=ids, price_low_cents__isnull=False).order_by("price_low_cents")
    for pk, per, cents in priced.values_list("listing_id", "per", "price_low_cents"):
        floor, _ = prices.get(pk, (None, True))
        prices[pk] = (cents if floor is None and per == Offer.Per.SESSION else floor, True)
    return prices


def _hour_flags(ids: list[int]) -> dict[int, int]:
    flags: dict[int, int] = defaultdict(int)
    for pk, weekday, closes in OpeningHours.objects.filter(clinic__in=ids).values_list(
        "clinic_id", "weekday", "closes"
    ):
        flags[pk] |= Flag.WEEKEND if is_weekend(weekday) else 0
        flags[pk] |= Flag.EVENING if is_evening(closes) else 0
    return flags


def _with_prescriber(ids: list[int]) -> set[int]:
    prescribing = Affiliation.objects.filter(
        listing__in=ids, role=Affiliation.Role.PRESCRIBER, provider__in=Provider.objects.in_results()
    )
    return set(prescribing.values_list("listing_id", flat=True))


def _point(place: Clinic | Provider) -> dict[str, Any]:
    if place.latitude is None or place.longitude is None:
        # No point: filed under its state's cell would make it telehealth, so under none.
        return {"cell": 0, "x": None, "y": None, "z": None}
    x, y, z = earth_point(place.latitude, place.longitude)
    return {"cell": cell_of(place.latitude, place.longitude), "x": x, "y": y, "z": z}


def _verified(subject: Model) -> dict[str, int | None]:
    return {name: _seconds(getattr(subject, name)) for name in ("verified_from", "verified_until")}


def _two_words(name: str, mask: int) -> dict[str, int]:
    return {name: mask & WORD, f"{name}_high": mask >> ONE_WORD}


def _seconds(instant: datetime | None) -> int | None:
    return None if instant is None else int(instant.timestamp())
