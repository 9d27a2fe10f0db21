"""Plain decisions of the desk."""

from datetime import UTC, datetime, timedelta

import pytest

from clinics.desk.rules import Told, at_own_domain, caution, code_stands

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def told(kind, sender, days=1.0):
    return Told(kind, sender, NOW - timedelta(days=days))


@pytest.mark.parametrize(
    ("reports", "found"),
    [
        ([], ("", 0)),
        ([told("closed", "a"), told("closed", "b")], ("", 0)),
        ([told("closed", "a"), told("closed", "b"), told("closed", "c")], ("closed", 3)),
        ([told("contact", "a"), told("contact", "b"), told("contact", "c")], ("contact", 3)),
        ([told("closed", "a"), told("contact", "b"), told("closed", "c")], ("either", 3)),
        ([told("closed", s) for s in "abcd"], ("closed", 4)),
        # One person who tells it three times is one; somebody unknown is nobody.
        ([told("closed", "a"), told("contact", "a"), told("closed", "b")], ("", 0)),
        ([told("closed", "a"), told("closed", "b"), told("closed", "")], ("", 0)),
        ([told("closed", "a"), told("closed", "b"), told("price", "c")], ("", 0)),
        ([told("closed", "a"), told("closed", "b"), told("closed", "c", 90)], ("", 0)),
        ([told("closed", "a"), told("closed", "b"), told("closed", "c", 89.9)], ("closed", 3)),
    ],
)
def test_three_independent_reports_within_ninety_days_make_a_caution(reports, found):
    assert caution(reports, NOW) == found


@pytest.mark.parametrize(
    ("email", "website", "listed", "own"),
    [
        ("a@harbor.example", "https://harbor.example/x", "", True),
        ("a@harbor.example", "https://www.harbor.example", "", True),
        ("a@HARBOR.example", "https://Harbor.Example:8080/", "", True),
        ("a@harbor.example", "https://book.harbor.example", "", True),
        ("a@harbor.example", "", "info@harbor.example", True),
        ("a@bücher.example", "https://xn--bcher-kva.example", "", True),
        # A child of the host is somebody else's, as is a grandparent, or what only ends alike.
        ("a@mail.harbor.example", "https://harbor.example", "", False),
        ("a@example.org", "https://a.b.example.org", "", False),
        ("a@evilharbor.example", "https://harbor.example", "", False),
        ("a@harbor.example.evil.example", "https://harbor.example", "", False),
        ("a@gmail.com", "https://gmail.com", "info@gmail.com", False),
        ("a@wixsite.com", "https://harbor.wixsite.com", "", False),
        ("a@google.com", "https://sites.google.com/harbor", "", False),
        ("a@co.uk", "https://harbor.co.uk", "", False),
        ("a@com", "https://harbor.com", "", False),
        ("a@harbor.example", "", "", False),
        ("a@harbor.example", "https://[broken", "", False),
        ("", "", "", False),
        ("a@", "https://", "", False),
    ],
)
def test_only_the_clinics_own_domain_proves_anything(email, website, listed, own):
    assert at_own_domain(email, website, listed) is own


def test_a_code_is_good_for_half_an_hour():
    assert code_stands(NOW - timedelta(minutes=29, seconds=59), NOW)
    assert not code_stands(NOW - timedelta(minutes=30), NOW)
    assert not code_stands(None, NOW)
