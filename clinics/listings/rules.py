"""Decisions about listings, as plain functions of plain values."""

import math
import re
from datetime import date, datetime, time
from itertools import pairwise
from typing import TypeVar

NPI_PREFIX_SUM = 24
TEN_DIGITS = re.compile(r"[12][0-9]{9}", re.ASCII)
# Each digit doubled, its own digits added up.
DOUBLED = str.maketrans("0123456789", "0246813579")
EVENING_FROM = time(18)
SATURDAY = 5
# A license in any other state of affairs does not let anybody practise.
MAY_STAND = ("active", "unknown")
PHYSICIANS = ("md", "do")
NEVER_PRESCRIBES = ("rn", "therapist")
# From when until when, half-open, in seconds since 1970; None where no start or no end is known.
Span = tuple[int | None, int | None]
Instant = TypeVar("Instant", float, datetime)


def npi_is_well_formed(npi: str) -> bool:
    """Whether `npi` has ten digits, starts with 1 or 2 and carries the right check digit.

    Luhn over `80840` and the ten digits; `80840` contributes 24 (CMS NPI check digit rule).
    It does not say that the number was issued or belongs to a licensed person.
    """
    if not TEN_DIGITS.fullmatch(npi):
        return False
    return (NPI_PREFIX_SUM + sum(map(int, npi[1::2] + npi[::2].translate(DOUBLED)))) % 10 == 0


def person_name(first: str, middle: str, last: str, suffix: str, credentials: str = "") -> str:
    """A practitioner's full name: "Ada B. Winterbourne Jr., MD"."""
    name = " ".join(part for part in (first, middle, last, suffix) if part)
    return f"{name}, {credentials}" if credentials else name


def share_told(answers: list[bool]) -> float:
    """How complete a listing is: the share, 0 to 1, of the questions that it answers."""
    return sum(answers) / len(answers) if answers else 0.0


def is_evening(closes: time) -> bool:
    """Whether a place that closes at this hour serves people after work: later than 6 p.m."""
    return closes > EVENING_FROM


def is_weekend(weekday: int) -> bool:
    """Whether the weekday (Monday is 0) is a Saturday or Sunday."""
    return weekday >= SATURDAY


def verification_stands(verified_from: Instant | None, verified_until: Instant | None, at: Instant) -> bool:
    """Whether a verification holds at the instant `at` (half-open; all in one unit, such as seconds)."""
    return verified_from is not None and verified_until is not None and verified_from <= at < verified_until


def license_standing(status: str, expires_on: date | None, on: date) -> str:
    """The status of a license on the day `on`. Its last day over, it has expired, whatever was noted."""
    ended = expires_on is not None and expires_on < on
    return "expired" if ended and status in MAY_STAND else status


def license_stands(status: str, issued_on: date | None, expires_on: date | None, on: date) -> bool:
    """Whether a license lets somebody practise on the day `on`.

    It stands from the day of issue to the day on which it expires, both included. No start means
    since before we looked, no end until told otherwise. One that nobody has looked up may stand.
    """
    if status not in MAY_STAND:
        return False
    return (issued_on is None or issued_on <= on) and (expires_on is None or on <= expires_on)


def segments(licenses: list[tuple[Span, bool]]) -> list[tuple[Span, bool]]:
    """When any of these licenses stands, and whether a physician's is among them: spans that do not overlap.

    Each license is a span and whether it is a physician's. Where the answer stays the same, spans are joined.
    """
    known = [(_low(since), _high(until), physician) for (since, until), physician in licenses]
    turns = sorted({turn for since, until, _ in known for turn in (since, until)})
    found: list[tuple[float, float, bool]] = []
    for since, until in pairwise(turns):
        standing = [physician for first, last, physician in known if first <= since and until <= last]
        if not standing:
            continue
        physician = any(standing)
        if found and found[-1][1:] == (since, physician):
            found[-1] = (found[-1][0], until, physician)
        else:
            found.append((since, until, physician))
    return [((_known(since), _known(until)), physician) for since, until, physician in found]


def _known(second: float) -> int | None:
    return None if math.isinf(second) else int(second)


def _low(since: int | None) -> float:
    return -math.inf if since is None else since


def _high(until: int | None) -> float:
    return math.inf if until is None else until
