"""From drawn listings to rows of the real tables, and to the index rows that follow from them.

That the index rows are those which `clinics.listings.index` would derive is proved in the tests.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bench.drawing import Choice, Drawn, Person
from bench.tables import Row, Table
from clinics.listings.entries import COLUMNS, EntryKind, Flag, SearchEntry, SearchText
from clinics.listings.models import (
    Affiliation,
    Clinic,
    License,
    Listing,
    ListingPayer,
    Offer,
    OpeningHours,
    Provider,
    ServedState,
    TelemedicineService,
)
from clinics.listings.rules import segments, share_told
from clinics.medicine.models import ONE_WORD
from clinics.places.names import fold
from clinics.places.states import STATES

STAMP = "2026-01-01 00:00:00"
PUBLISHED = {"status": "published", "source": "curator", "created_at": STAMP, "updated_at": STAMP}
NAMED = Flag.PRESCRIBER_NAMED
WORD = (1 << ONE_WORD) - 1
ZONES = {row.usps: ZoneInfo(row.timezone) for row in STATES}
NUMBERS = {row.usps: row.number for row in STATES}

LISTINGS = Table(
    Listing,
    ("id", "slug", "kind", "name", "description", "phone", "accepting_new_patients", "wait_days",
     "takes_insurance", "rating_mean", "rating_count", "verified_from", "verified_until", "confirmed_on"),
    PUBLISHED,
)  # fmt: skip
CLINICS = Table(
    Clinic,
    ("listing_ptr_id", "street", "city", "state_id", "zip_code", "latitude", "longitude"),
    {"point_source": "zip"},
)
SERVICES = Table(TelemedicineService, ("listing_ptr_id",), {"modality": "video"})
SERVED = Table(ServedState, ("service_id", "state_id", "verified_from", "verified_until"))
OFFERS = Table(Offer, ("listing_id", "treatment_id", "per", "price_low_cents", "price_high_cents"))
PAYERS = Table(ListingPayer, ("listing_id", "payer_id"), {"basis": "in-network"})
HOURS = Table(OpeningHours, ("clinic_id", "weekday", "opens", "closes"))
LINKS = {
    "condition": Table(Listing.conditions.through, ("listing_id", "condition_id")),
    "language": Table(Listing.languages.through, ("listing_id", "language_id")),
    "accessibility": Table(Listing.accessibility.through, ("listing_id", "accessibilityfeature_id")),
    "age_group": Table(Listing.age_groups.through, ("listing_id", "agegroup_id")),
    "insurance": PAYERS,
}
PROVIDERS = Table(
    Provider,
    ("id", "slug", "first_name", "last_name", "confirmed_on"),
    PUBLISHED | {"credentials": "MD", "specialty": "Psychiatry"},
)
TREATS = Table(Provider.conditions.through, ("provider_id", "condition_id"))
SPEAKS = Table(Provider.languages.through, ("provider_id", "language_id"))
LICENSES = Table(
    License,
    (
        "provider_id",
        "state_id",
        "number",
        "status",
        "issued_on",
        "expires_on",
        "verified_from",
        "verified_until",
    ),
    {"type": "md", "ground": "license"},
)
AFFILIATIONS = Table(Affiliation, ("listing_id", "provider_id", "role"))
ENTRIES = Table(SearchEntry, (*COLUMNS, "is_demo"))
LISTING_TEXTS = Table(SearchText, ("listing_id", "words"))
PROVIDER_TEXTS = Table(SearchText, ("provider_id", "words"))
# In the order in which they refer to one another.
TABLES = (
    LISTINGS, CLINICS, SERVICES, SERVED, OFFERS, *LINKS.values(), HOURS, PROVIDERS, TREATS, SPEAKS,
    LICENSES, AFFILIATIONS, ENTRIES, LISTING_TEXTS, PROVIDER_TEXTS,
)  # fmt: skip


def rows_of(drawn: Iterable[Drawn]) -> dict[Table, list[Row]]:
    """The rows of these listings and their practitioners, by table."""
    rows: dict[Table, list[Row]] = defaultdict(list)
    for one in drawn:
        for write in (_listing, _place, _links, _index, _people):
            for table, row in write(one):
                rows[table].append(row)
    return rows


def _listing(one: Drawn) -> Iterator[tuple[Table, Row]]:
    kind = "clinic" if one.spot else "telehealth"
    since, until = one.verified or (None, None)
    yield LISTINGS, (
        one.pk, f"{kind}-{one.pk}", kind, one.name, one.description, one.phone, one.accepting, one.wait,
        one.insured, one.rating, one.ratings, since and f"{since} 00:00:00", until and f"{until} 00:00:00",
        one.confirmed,
    )  # fmt: skip


def _place(one: Drawn) -> Iterator[tuple[Table, Row]]:
    if one.spot:
        spot = one.spot
        street = f"{one.pk % 9000 + 100} Example Street"
        yield CLINICS, (
            one.pk, street, spot.city, spot.state, spot.zip_code, spot.latitude, spot.longitude
        )  # fmt: skip
    else:
        since, until = one.verified or (None, None)
        yield SERVICES, (one.pk,)
        for state in one.states:
            yield SERVED, (one.pk, state, since and f"{since} 00:00:00", until and f"{until} 00:00:00")
    if one.week:
        for span in one.week.spans:
            yield HOURS, (one.pk, *span)


def _links(one: Drawn) -> Iterator[tuple[Table, Row]]:
    for name, table in LINKS.items():
        for pk in one.terms[name].ids:
            yield table, (one.pk, pk)
    for treatment, per, cents in one.offers:
        yield OFFERS, (one.pk, treatment, per, cents, cents)


def _people(one: Drawn) -> Iterator[tuple[Table, Row]]:
    for person in one.people:
        name = (person.given, f"{person.family}{person.pk}")
        yield PROVIDERS, (person.pk, f"provider-{person.pk}", *name, person.confirmed)
        yield AFFILIATIONS, (one.pk, person.pk, person.role)
        for state, (status, issued, expires) in person.licenses:
            dates = [day and f"{day} 00:00:00" for day in person.verified or (None, None)]
            yield LICENSES, (person.pk, state, f"Q{person.pk}", status, issued, expires, *dates)
        for table, choice in ((TREATS, person.conditions), (SPEAKS, person.languages)):
            for pk in choice.ids:
                yield table, (person.pk, pk)


def _index(one: Drawn) -> Iterator[tuple[Table, Row]]:
    """The entries and texts of a listing and of its practitioners there."""
    said = _said(one)
    spots = [_spot(one, state) for state in ([one.spot.state] if one.spot else one.states)]
    verified = _interval(one.verified)
    flags = int(said["flags"] or 0)
    # A service stands only where somebody whom it names is licensed.
    licensed = [[{}] if one.spot else _prescribing(one, str(spot["state"]), flags) for spot in spots]
    for spot, spans in zip(spots, licensed, strict=True):
        for span in spans:
            yield ENTRIES, _entry(said | spot | verified | span)
    names = [f"{person.given} {person.family}{person.pk}" for person in one.people]
    yield LISTING_TEXTS, (one.pk, " ".join(filter(None, (_folded(one), *(n.lower() for n in names)))))
    for person in one.people:
        yield (
            PROVIDER_TEXTS,
            (
                person.pk,
                f"{person.given} {person.family}{person.pk} MD Psychiatry {one.name}".lower(),
            ),
        )
        own = said | _of_person(person, said) | {"flags": flags | int(NAMED)}
        for spot, spans in zip(spots, licensed, strict=True):
            if not spans:
                continue
            for interval in _licenses(person, str(spot["state"])):
                yield ENTRIES, _entry(own | spot | interval)


def _said(one: Drawn) -> dict[str, int | float | None]:
    told = [cents for _, _, cents in one.offers if cents is not None]
    by_session = [cents for _, per, cents in one.offers if cents is not None and per == "session"]
    flags = int(Flag.IN_PERSON if one.spot else Flag.TELEHEALTH) | (int(Flag.PRICE_TOLD) if told else 0)
    if one.insured is not None or one.terms["insurance"].mask:
        flags |= Flag.INSURANCE_TOLD
    if one.spot:
        flags |= NAMED
    if one.week:
        flags |= (Flag.EVENING if one.week.evening else 0) | (Flag.WEEKEND if one.week.weekend else 0)
    return {
        "kind": int(EntryKind.CLINIC if one.spot else EntryKind.TELEHEALTH),
        "listing_id": one.pk,
        "conditions": one.terms["condition"].mask,
        "treatments": one.terms["treatment"].mask,
        **_two_words("payers", one.terms["insurance"]),
        **_two_words("languages", one.terms["language"]),
        "accessibility": one.terms["accessibility"].mask,
        "age_groups": one.terms["age_group"].mask,
        "flags": int(flags),
        "accepting": one.accepting,
        "price_cents": min(by_session, default=None),
        "wait_days": one.wait,
        "rating_mean": one.rating,
        "rating_count": one.ratings,
        "confirmed_on": one.confirmed and date.fromisoformat(one.confirmed).toordinal(),
        "completeness": _completeness(one, bool(told), bool(flags & Flag.INSURANCE_TOLD)),
    }


def _completeness(one: Drawn, price_told: bool, insurance_told: bool) -> int:
    answers = [
        bool(one.phone), False, bool(one.description), one.accepting is not None, one.wait is not None,
        price_told, insurance_told, *(bool(one.terms[name].mask) for name in
        ("condition", "treatment", "age_group", "language", "accessibility")), False, False,
        any(person.role == "prescriber" for person in one.people),
    ]  # fmt: skip
    return round(100 * share_told(answers))


def _of_person(person: Person, said: dict[str, int | float | None]) -> dict[str, int | float | None]:
    columns = {
        "kind": int(EntryKind.PROVIDER),
        "provider_id": person.pk,
        "conditions": person.conditions.mask or said["conditions"],
        "rating_mean": None,
        "rating_count": 0,
        "confirmed_on": person.confirmed and date.fromisoformat(person.confirmed).toordinal(),
        "completeness": round(100 * share_told([True, True, False, False, False])),
        **_interval(person.verified),
    }
    return columns | (_two_words("languages", person.languages) if person.languages.mask else {})


def _spot(one: Drawn, state: str) -> dict[str, int | float | str | None]:
    if one.spot is None:
        return {"state": state, "cell": -NUMBERS[state]}
    x, y, z = one.spot.point
    return {"state": state, "cell": one.spot.cell, "x": x, "y": y, "z": z}


def _licenses(person: Person, state: str) -> Iterator[dict[str, int | None]]:
    for where, (status, issued, expires) in person.licenses:
        if where == state and status != "expired":
            yield {
                "licensed_from": _midnight(issued, 0, state),
                "licensed_until": _midnight(expires, 1, state),
            }


def _prescribing(one: Drawn, state: str, flags: int) -> list[dict[str, int | None]]:
    """What a service's rows say of its prescribers; none where none of those it names is licensed there."""
    named = [person for person in one.people if person.role == "prescriber"]
    if not named:
        return [{"flags": flags}]
    held = [interval for person in named for interval in _licenses(person, state)]
    spans = [((interval["licensed_from"], interval["licensed_until"]), True) for interval in held]
    return [
        {"flags": flags | int(NAMED), "licensed_from": since, "licensed_until": until}
        for (since, until), _physician in segments(spans)
    ]


def _entry(columns: dict[str, int | float | str | None]) -> Row:
    get = columns.get
    return (*[get(name) for name in COLUMNS], 0)


def _interval(dates: tuple[str, str] | None) -> dict[str, int | None]:
    since, until = dates or (None, None)
    return {"verified_from": _midnight(since, 0), "verified_until": _midnight(until, 0)}


@cache
def _midnight(day: str | None, later: int, state: str = "") -> int | None:
    """The first second of the day, or of so many days later: in the state's zone, else in UTC."""
    if day is None:
        return None
    moved = date.fromisoformat(day) + timedelta(days=later)
    return int(datetime.combine(moved, time(), ZONES.get(state, UTC)).timestamp())


def _two_words(name: str, choice: Choice) -> dict[str, int]:
    return {name: choice.mask & WORD, f"{name}_high": choice.mask >> ONE_WORD}


def _folded(one: Drawn) -> str:
    return f"{one.name.lower()} {_fold(one.description)}".strip()


_fold = cache(fold)
