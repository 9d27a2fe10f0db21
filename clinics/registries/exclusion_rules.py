"""What a row of the exclusion list says, and what follows from a match: plain functions of plain values."""

import re
from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from clinics.listings.rules import npi_is_well_formed
from clinics.places.names import fold
from clinics.registries.rules import RejectedError

NO_NPI, NO_DATE = "0000000000", "00000000"
EARLIEST, LATEST = 1880, 2100
# The list cuts the names of businesses here.
BUSINESS_NAME = 30
SUFFIXES = frozenset(
    {"jr", "sr", "ii", "iii", "iv", "md", "do", "dds", "dmd", "dpm", "dc", "phd", "rn", "np", "pa"}
)
LEGAL_FORMS = frozenset(
    {"inc", "incorporated", "llc", "llp", "lp", "ltd", "limited", "pllc", "pc", "pa"}
    | {"corp", "corporation", "co", "company"}
)
# What the cut leaves of them.
CUT_FORMS = frozenset({"i", "in", "l", "ll", "p", "pl", "pll", "c", "cor", "corpo"})


class Standing(StrEnum):
    """What a match means for its subject today."""

    FAILS = "fails"
    WAITS = "waits"
    WAIVED = "waived"
    LEFT = "left"
    REFUSED = "refused"


def person_keys(first: str, last: str) -> list[str]:
    """The names under which a person is compared, the whole one first.

    Without middle names, suffixes, punctuation and spaces inside a name, so that "O'Quill" is
    "OQUILL". A hyphenated surname also counts by each of its halves.
    """
    given = _joined(first)
    halves = [half for half in re.split(r"[-‐‑–]", last) if fold(half)]
    surnames = [last, *halves] if len(halves) > 1 else [last]
    return list(dict.fromkeys(f"{given} {_joined(surname)}".strip() for surname in surnames if fold(surname)))


def business_key(name: str) -> str:
    """The name by which a business is compared, cut as the list cuts it and without its legal form."""
    raw = " ".join(name.split())
    words = fold(raw[:BUSINESS_NAME].replace(".", "").replace("'", "")).split()
    forms = LEGAL_FORMS | CUT_FORMS if len(raw) >= BUSINESS_NAME else LEGAL_FORMS
    while len(words) > 1 and words[-1] in forms:
        words.pop()
    return " ".join(words)


def npi(text: str) -> str:
    """The NPI, or blank where the list knows none: zeros would match everybody."""
    if text in ("", NO_NPI):
        return ""
    if not npi_is_well_formed(text):
        raise RejectedError(f"“{text[:12]}” is not an NPI")
    return text


def day(text: str) -> date | None:
    """The day written YYYYMMDD; None for blank or zeros."""
    if text in ("", NO_DATE):
        return None
    try:
        found = datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        found = None
    if found is None or len(text) != 8 or not EARLIEST <= found.year <= LATEST:
        raise RejectedError(f"“{text[:12]}” is not a date (YYYYMMDD)")
    return found


def state(text: str) -> str:
    """Two letters, or blank."""
    if text and not re.fullmatch(r"[A-Z]{2}", text):
        raise RejectedError(f"“{text[:12]}” is not the code of a state")
    return text


def is_waived(waiver_state: str, states: Collection[str]) -> bool:
    """Whether a waiver covers every state in which somebody practises. Elsewhere the exclusion stands."""
    return bool(waiver_state) and set(states) == {waiver_state}


def may_be_the_same(ours: str, listed: str) -> bool:
    """Whether a name may lead from one to the other: two different NPIs are two different people."""
    return not (ours and listed)


def standing(decision: str, *, by_npi: bool, in_list: bool, waived: bool) -> Standing:
    """What one match means. A name alone fails nobody; a curator's word goes before the NPI.

    A waiver for the only state of the subject never fails it: it waits for a curator, and once
    confirmed the waiver lifts the exclusion there.
    """
    if decision == "refused":
        return Standing.REFUSED
    if not in_list:
        return Standing.LEFT
    if waived:
        return Standing.WAIVED if decision == "confirmed" else Standing.WAITS
    return Standing.FAILS if by_npi or decision == "confirmed" else Standing.WAITS


def verdict(standings: Collection[Standing], newest: str, *, liftable: bool, told: bool) -> str:
    """The outcome that a reading of the list adds for somebody: failed, passed or nothing (blank).

    `newest` is the outcome that counts so far, `liftable` whether the list brought it about,
    `told` whether this reading is on record already. A failure is not lifted while another match
    waits for a curator.
    """
    if Standing.FAILS in standings:
        return "" if newest == "failed" else "failed"
    if newest == "failed":
        return "passed" if liftable and Standing.WAITS not in standings else ""
    return "" if told or Standing.WAITS in standings else "passed"


def excluded_words(type_: str, excluded_on: date | None) -> str:
    """What the list says of an exclusion, for the public: no more than date and type."""
    since = f" since {excluded_on.isoformat()}" if excluded_on else ""
    return f"Excluded{since}" + (f" (type {type_})" if type_ else "")


def waiver_words(waiver_state: str, waiver_on: date | None) -> str:
    """What the list says of a waiver."""
    since = f" since {waiver_on.isoformat()}" if waiver_on else ""
    return f"Excluded, with a waiver for {waiver_state}{since}"


def _joined(name: str) -> str:
    words = fold(name.replace(".", "")).split()
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    return "".join(words)
