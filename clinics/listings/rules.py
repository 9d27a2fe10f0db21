"""Decisions about listings, as plain functions of plain values."""

import re

NPI_PREFIX_SUM = 24
EVENING_FROM = 17
SATURDAY = 5


def npi_is_well_formed(npi: str) -> bool:
    """Whether `npi` has ten digits, starts with 1 or 2 and carries the right check digit.

    Luhn over `80840` and the ten digits; `80840` contributes 24 (CMS NPI check digit rule).
    It does not say that the number was issued or belongs to a licensed person.
    """
    if not re.fullmatch(r"[12][0-9]{9}", npi, re.ASCII):
        return False
    total = NPI_PREFIX_SUM
    for position, digit in enumerate(reversed(npi)):
        doubled = int(digit) * (2 if position % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def share_told(answers: list[bool]) -> float:
    """How complete a listing is: the share, 0 to 1, of the questions that it answers."""
    return sum(answers) / len(answers) if answers else 0.0


def is_evening(closing_hour: int) -> bool:
    """Whether a place that closes at this hour (0–24) serves people after work: after 5 p.m."""
    return closing_hour > EVENING_FROM


def is_weekend(weekday: int) -> bool:
    """Whether the weekday (Monday is 0) is a Saturday or Sunday."""
    return weekday >= SATURDAY
