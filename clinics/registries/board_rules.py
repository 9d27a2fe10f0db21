"""One row of a licensing board's file, and what it says: plain functions of plain values.

A board's own word for a license is kept as it is. What it means here is one of four: the
license stands (active), no longer stands (expired: lapsed, retired, not renewed, given up),
or was taken for a time (suspended) or for good (revoked).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache

from clinics.listings.rules import NEVER_PRESCRIBES
from clinics.places.names import fold
from clinics.registries.rules import RejectedError

ACTIVE, EXPIRED, SUSPENDED, REVOKED, UNKNOWN = "active", "expired", "suspended", "revoked", "unknown"
STATUSES = (ACTIVE, EXPIRED, SUSPENDED, REVOKED)
SEVERITY = (ACTIVE, EXPIRED, UNKNOWN, SUSPENDED, REVOKED)
FIRST_LAST, LAST_FIRST = "first-last", "last-first"
OTHER = "other"
PASSED, FAILED = "passed", "failed"
LONGEST_NUMBER = 40
LONGEST_WORDS = 200
YEARS = range(1900, 2101)
AFTER_NAMES = frozenset({"jr", "sr", "ii", "iii", "iv"})
ANY_REASON = ": *"


@dataclass(frozen=True)
class Board:
    """How one board writes its file: columns, formats, and what its words mean here."""

    slug: str
    state: str
    name: str
    look_up_url: str
    columns: Mapping[str, str]
    statuses: Mapping[str, str]
    date_formats: tuple[str, ...]
    types: Mapping[str, str] = field(default_factory=dict)
    delimiter: str = ","
    encoding: str = "utf-8"
    full_name_order: str = FIRST_LAST
    number_drop: str = ""
    ignore_leading_zeros: bool = False
    only_these_types: bool = False
    limited: frozenset[str] = frozenset()

    @cached_property
    def meanings(self) -> dict[str, str]:
        """What each status word means, by the word as compared."""
        return {_compared(word): status for word, status in self.statuses.items()}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """What license each type is, by the type as compared."""
        return {_compared(word): kind for word, kind in self.types.items()}

    @cached_property
    def narrow(self) -> frozenset[str]:
        """The words for licenses that stand within limits, as compared."""
        return frozenset(_compared(word) for word in self.limited)


@dataclass(frozen=True)
class BoardRow:
    """What a row says of one license. `said` is the board's own word for how it stands."""

    line: int
    number: str
    last_name: str
    full_name: str
    npi: str
    type: str
    status: str
    said: str
    is_limited: bool
    issued_on: date | None
    expires_on: date | None


def parse(board: Board, line: int, values: Mapping[str, str]) -> BoardRow | None:
    """The row, its values by our own names; None for a business or a profession of no concern here.

    Raises RejectedError where the row makes no sense.
    """
    text = {name: " ".join(value.split()) for name, value in values.items()}
    kind = board.kinds.get(_compared(text.get("type", "")), "")
    if (board.only_these_types and not kind) or not (text.get("last_name") or text.get("full_name")):
        return None
    number, npi = text["number"], text.get("npi", "")
    if not number and not npi:
        raise RejectedError("has no license number")
    if len(number) > LONGEST_NUMBER:
        raise RejectedError(f"“{number[:20]}…” is too long for a license number")
    issued_on, expires_on = (
        day(text.get(name, ""), board.date_formats) for name in ("issued_on", "expires_on")
    )
    if issued_on and expires_on and expires_on < issued_on:
        raise RejectedError(f"expires on {expires_on}, before it was issued on {issued_on}")
    said = said_of(text["status"], text.get("status_reason", ""))
    return BoardRow(
        line=line,
        number=number,
        last_name=text.get("last_name", ""),
        full_name=text.get("full_name", ""),
        npi=npi,
        type=kind or OTHER,
        status=meaning(board, said),
        said=said,
        is_limited=_compared(said) in board.narrow,
        issued_on=issued_on,
        expires_on=expires_on,
    )


def said_of(status: str, reason: str) -> str:
    """The board's word, with its reason where it gives one beside."""
    said = f"{status}: {reason}" if status and reason else status or reason
    if len(said) > LONGEST_WORDS:
        raise RejectedError(f"“{said[:20]}…” is too long for a status")
    return said


def meaning(board: Board, said: str) -> str:
    """What a board's word means; unknown where the mapping does not tell. Never guessed."""
    status, colon, _ = said.partition(": ")
    any_reason = board.meanings.get(_compared(status + ANY_REASON)) if colon else None
    return board.meanings.get(_compared(said)) or any_reason or UNKNOWN


@lru_cache(maxsize=10_000)
def day(text: str, formats: tuple[str, ...]) -> date | None:
    """The day in one of the board's formats, its time of day left out; None for blank."""
    if not text:
        return None
    for form in formats:
        try:
            found = datetime.strptime(re.split(r"[ T]", text)[0], form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
        if found.year in YEARS:
            return found
    raise RejectedError(f"“{text[:20]}” is not a date as this board writes it")


def number_key(board: Board, number: str) -> str:
    """A license number as compared: capitals and digits alone."""
    letters = re.sub(r"[^0-9A-Z]", "", re.sub(board.number_drop, "", number.upper().strip()))
    return letters.lstrip("0") if board.ignore_leading_zeros else letters


def name_agrees(board: Board, row: BoardRow, last_name: str) -> bool:
    """Whether the row is of somebody with this last name, however it is spaced or accented."""
    wanted = fold(last_name).split()
    if not wanted:
        return False
    if row.last_name:
        return "".join(without_suffix(fold(row.last_name).split())) == "".join(without_suffix(wanted))
    if board.full_name_order == LAST_FIRST:
        last = row.full_name.partition(",")[0]
        return "".join(without_suffix(fold(last).split())) == "".join(without_suffix(wanted))
    names = without_suffix(fold(row.full_name).split())
    endings = ("".join(names[start:]) for start in range(1, len(names)))
    return "".join(without_suffix(wanted)) in endings


def without_suffix(names: list[str]) -> list[str]:
    """The name without Jr. and the like at its end."""
    return names[:-1] if len(names) > 1 and names[-1] in AFTER_NAMES else names


def outcome(row: BoardRow, on: date) -> str:
    """Whether the license stands on this day: passed, failed, or unknown."""
    if row.status == UNKNOWN:
        return UNKNOWN
    stands = row.status == ACTIVE and (row.expires_on is None or row.expires_on >= on)
    return PASSED if stands else FAILED


def overrules(row: BoardRow, other: BoardRow) -> bool:
    """Of two rows of one license, whether this one counts: the graver one, or that of the later term."""
    return _rank(row) > _rank(other)


def weight(row: BoardRow, kind: str, on: date) -> tuple[bool, bool, bool, date]:
    """How much a license tells of its holder in this state; the heaviest is the one to report.

    One that was suspended or revoked is never hidden behind another that stands.
    """
    return (
        row.status in (SUSPENDED, REVOKED),
        # Where somebody holds several licenses in a state, one that allows to prescribe tells most.
        kind not in NEVER_PRESCRIBES,
        outcome(row, on) == PASSED,
        row.expires_on or date.min,
    )


def _rank(row: BoardRow) -> tuple[bool, date, int]:
    taken = row.status in (SUSPENDED, REVOKED)
    return taken, row.expires_on or date.min, SEVERITY.index(row.status)


@lru_cache(maxsize=10_000)
def _compared(word: str) -> str:
    """A board's word in any case, however spaced. That any reason may follow is kept apart."""
    return fold(word.removesuffix(ANY_REASON)) + (ANY_REASON if word.endswith(ANY_REASON) else "")
