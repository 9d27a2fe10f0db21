"""What stands on a day, at an instant."""

from datetime import UTC, date, datetime

import pytest

from clinics.listings.rules import license_standing, verification_stands

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "stands"),
    [
        (datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC), False),
        (START, True),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), True),
        (END, False),
    ],
)
def test_a_verification_stands_from_its_start_until_just_before_its_end(at, stands):
    assert verification_stands(START, END, at) is stands


def test_nothing_stands_without_a_start_and_an_end():
    assert verification_stands(None, None, START) is False
    assert verification_stands(START, None, START) is False
    assert verification_stands(None, END, START) is False


@pytest.mark.parametrize(
    ("status", "on", "standing"),
    [
        ("active", date(2027, 12, 31), "active"),
        ("active", date(2028, 1, 1), "expired"),
        ("unknown", date(2027, 12, 31), "unknown"),
        ("unknown", date(2028, 1, 1), "expired"),
        ("suspended", date(2028, 1, 1), "suspended"),
        ("revoked", date(2027, 1, 1), "revoked"),
        ("expired", date(2027, 1, 1), "expired"),
    ],
)
def test_a_license_has_expired_the_day_after_its_last(status, on, standing):
    assert license_standing(status, date(2027, 12, 31), on) == standing


def test_a_license_without_an_end_does_not_expire():
    assert license_standing("active", None, date(2099, 1, 1)) == "active"
