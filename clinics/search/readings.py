"""How a row of the index is read: in Python, and in the same words in SQL.

Few rows are fetched and judged here; too many are judged where they lie (`wide`). So each
reading says the same thing twice, side by side, and the tests hold the two to the same results.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from clinics.listings.entries import READ_COLUMNS
from clinics.listings.rules import verification_stands
from clinics.medicine.models import ONE_WORD

# `square` is the squared straight distance from the patient's place in miles, None if unknown.
COLUMN = {name: place for place, name in enumerate((*READ_COLUMNS, "square"))}
WORD = (1 << ONE_WORD) - 1

Row = tuple


@dataclass(frozen=True)
class Reading:
    """A row as a mask of choices. `any_of` asks in SQL whether it has any of these bits."""

    mask: Callable[[Row], int]
    any_of: Callable[[int], str]


@dataclass(frozen=True)
class Silence:
    """Whether the listing has said nothing."""

    test: Callable[[Row], bool]
    sql: str


def word(name: str) -> Reading:
    """A column that is a mask."""
    return Reading(itemgetter(COLUMN[name]), lambda bits: f"({name} & {bits}) <> 0")


def two_words(name: str, highest_bit: int) -> Reading:
    """A mask that continues in a second column; that one is not read until a bit stands there."""
    if highest_bit < ONE_WORD:
        return word(name)
    low, high = COLUMN[name], COLUMN[f"{name}_high"]
    return Reading(
        lambda row: row[low] | row[high] << ONE_WORD,
        lambda bits: f"(({name} & {bits & WORD}) <> 0 OR ({name}_high & {bits >> ONE_WORD}) <> 0)",
    )


def flags(shift: int, bits: int) -> Reading:
    """So many bits of the flags, from the bit `shift` on."""
    column, ones = COLUMN["flags"], (1 << bits) - 1
    return Reading(
        lambda row: row[column] >> shift & ones, lambda wanted: f"(flags & {wanted << shift}) <> 0"
    )


def up_to(name: str, limits: Sequence[int]) -> Reading:
    """Bit by bit, whether the number is known and no higher than a limit."""
    column = COLUMN[name]

    def mask(row: Row) -> int:
        number = row[column]
        return 0 if number is None else sum(1 << bit for bit, limit in enumerate(limits) if number <= limit)

    return Reading(mask, lambda bits: f"{name} <= {max(_of_bits(limits, bits))}")


def at_least(name: str, limits: Sequence[float]) -> Reading:
    """Bit by bit, whether the number is known and no lower than a limit."""
    column = COLUMN[name]

    def mask(row: Row) -> int:
        number = row[column]
        return 0 if number is None else sum(1 << bit for bit, limit in enumerate(limits) if number >= limit)

    return Reading(mask, lambda bits: f"{name} >= {min(_of_bits(limits, bits))!r}")


def is_one(name: str) -> Reading:
    """One bit: whether the column says yes."""
    column = COLUMN[name]
    return Reading(lambda row: row[column] or 0, lambda bits: f"{name} = 1")


def stands(second: float) -> Reading:
    """One bit: whether the verification stands at this second."""
    since, until = COLUMN["verified_from"], COLUMN["verified_until"]
    return Reading(
        lambda row: int(verification_stands(row[since], row[until], second)), lambda bits: stands_sql(second)
    )


def stands_sql(second: float) -> str:
    return f"(verified_from <= {second!r} AND verified_until > {second!r})"


def lacks_flag(flag: int) -> Silence:
    column = COLUMN["flags"]
    return Silence(lambda row: not row[column] & flag, f"(flags & {int(flag)}) = 0")


def is_empty(name: str) -> Silence:
    column = COLUMN[name]
    return Silence(lambda row: not row[column], f"{name} = 0")


def _of_bits(limits: Sequence, bits: int) -> list:
    return [limit for bit, limit in enumerate(limits) if bits >> bit & 1]
