"""From a registry's record to what a listing or practitioner would say. No database here."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from clinics.registries import columns
from clinics.registries.rules import RELEVANT, RejectedError
from clinics.registries.specialties import license_type, specialty
from clinics.registries.wording import (
    UNAVAILABLE,
    license_number,
    phone_number,
    readable,
    readable_credentials,
    readable_person,
    squeezed,
    zip_code,
)

PERSON, ORGANISATION = "1", "2"
DOING_BUSINESS_AS = "3"
MILITARY = ("AA", "AE", "AP")
Content = dict[str, str]
# The USPS code of a state, district or territory from its code or name, or None.
StateCode = Callable[[str], str | None]


@dataclass(frozen=True)
class Draft:
    """The fields that the registry can fill, by name, and licenses: (state, number) to type."""

    fields: dict[str, str]
    licenses: dict[tuple[str, str], str] = field(default_factory=dict)


def clinic_draft(
    record: Content, place: Content, other_names: Iterable[Content], state_code: StateCode
) -> Draft:
    """An organisation at one place: its main address, or a further location where `place` is filled."""
    legal = readable(record.get(columns.LEGAL_NAME, ""))
    trade = trade_name([record, *other_names])
    if not (trade or legal):
        raise RejectedError("the organisation has no name")
    known_as = {"name": trade or legal, "organisation": legal if trade and trade != legal else ""}
    return Draft(
        known_as | _place(place or record, columns.FURTHER if place else columns.PRACTICE, state_code)
    )


def provider_draft(record: Content, state_code: StateCode) -> Draft:
    """A person: name, credentials, specialty, practice address and the licenses that they state."""
    fields = {
        "first_name": readable_person(record.get(columns.FIRST_NAME, "")),
        "middle_name": readable_person(record.get(columns.MIDDLE_NAME, "")),
        "last_name": readable_person(record.get(columns.LAST_NAME, "")),
        "suffix": readable(record.get(columns.SUFFIX, "")),
        "credentials": readable_credentials(record.get(columns.CREDENTIALS, "")),
    }
    if not (fields["first_name"] and fields["last_name"]):
        raise RejectedError("the person has no first or no last name")
    code = primary_taxonomy(record)
    fields |= {"taxonomy": code, "specialty": specialty(code)}
    fields |= _place(record, columns.PRACTICE, state_code)
    return Draft(fields, _licenses(record, fields["credentials"], state_code))


def trade_name(sources: Iterable[Content]) -> str:
    """The name under which it does business. One that tells of ketamine first, then by the alphabet."""
    names = {
        readable(row.get(columns.OTHER_NAME, ""))
        for row in sources
        if row.get(columns.OTHER_NAME_TYPE, "").strip() == DOING_BUSINESS_AS
    }
    words = RELEVANT.split("|")
    ranked = sorted((not any(word in name.lower() for word in words), name) for name in names if name)
    return ranked[0][1] if ranked else ""


def names_carried(record: Content, held: dict) -> list[Content]:
    """The other names to go on with where a main file comes without its other-name file.

    Main files of today say only that such names stand elsewhere; this must not take from a
    clinic the name that patients know, which an older main file told in its row.
    """
    others, before = held.get("other_names", []), held["record"]
    inline = {name: before[name] for name in (columns.OTHER_NAME, columns.OTHER_NAME_TYPE) if name in before}
    elsewhere = record.get(columns.OTHER_NAME) == UNAVAILABLE
    return [*others, inline] if elsewhere and squeezed(inline.get(columns.OTHER_NAME, "")) else others


def primary_taxonomy(record: Content) -> str:
    """The code whose switch says Y, else the first; blank if it does not have the shape of a code."""
    slots = [
        [record.get(name, "").strip().upper() for name in columns.taxonomy_slot(n)] for n in columns.SLOTS
    ]
    filled = [slot for slot in slots if _is_taxonomy(slot[0])]
    primary = [slot for slot in filled if slot[3] == "Y"]
    return (primary or filled or [[""]])[0][0]


def place_key(place: Content) -> str:
    """What tells one address of an organisation from another, the same in every file."""
    first, second, city, state, code = (squeezed(place.get(name, "")).upper() for name in _where(place))
    text = "|".join([first, second, city, state, code.replace("-", "")[:5]])
    return sha256(text.encode()).hexdigest()[:8]


def _where(place: Content) -> tuple[str, ...]:
    return (columns.FURTHER if columns.FURTHER[2] in place else columns.PRACTICE)[:5]


def _place(row: Content, names: tuple[str, ...], state_code: StateCode) -> dict[str, str]:
    street, unit, city, state, postal, country, phone = (squeezed(row.get(name, "")) for name in names)
    code = zip_code(postal)
    usps = _state(state, country, state_code)
    if not city:
        raise RejectedError("the address has no city")
    if not code:
        raise RejectedError(f"“{postal[:12]}” is not a ZIP code")
    return {
        "street": readable(street),
        "unit": readable(unit),
        "city": readable(city),
        "state_id": usps,
        "zip_code": code,
        "phone": phone_number(phone),
    }


def _state(state: str, country: str, state_code: StateCode) -> str:
    """The USPS code; a state may be written out, and a territory may stand as a country."""
    usps = state_code(state)
    home = {"", "US", "USA", usps}
    if country.upper() not in home:
        raise RejectedError(f"outside the United States ({country[:20]})")
    if state.upper() in MILITARY:
        raise RejectedError(f"a military address ({state.upper()}), which has no place on the map")
    if usps is None:
        raise RejectedError(f"“{state[:20]}” is not a state or territory")
    return usps


def _licenses(record: Content, credentials: str, state_code: StateCode) -> dict[tuple[str, str], str]:
    """Number and state of each slot, masked numbers left out; the first slot of a number decides its type."""
    found: dict[tuple[str, str], str] = {}
    for slot in columns.SLOTS:
        code, number, state, _ = (record.get(name, "") for name in columns.taxonomy_slot(slot))
        usps, number = state_code(squeezed(state)), license_number(number)
        if usps and number:
            found.setdefault((usps, number), license_type(code.strip().upper(), credentials))
    return found


def _is_taxonomy(code: str) -> bool:
    return re.fullmatch(r"[0-9]{3}[0-9A-Z]{2}[0-9]{4}X", code) is not None
