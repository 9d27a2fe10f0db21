"""Who the client is, and how often it may write."""

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory

from clinicfinder.limits import client_address, may_report


def ask(address="203.0.113.7", forwarded=None):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return RequestFactory().post("/", REMOTE_ADDR=address, **headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "10.0.0.1"),
        (0, "198.51.100.1", "10.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (2, "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.1"),
        (1, None, ""),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXY_COUNT = proxies
    assert client_address(ask("10.0.0.1", forwarded)) == address


@pytest.mark.django_db
def test_five_an_hour_then_none_then_again_after_the_hour():
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        assert [may_report(ask()) for _ in range(6)] == [True, True, True, True, True, False]
        clock.shift(3599)
        assert may_report(ask()) is False
        clock.shift(2)
        assert may_report(ask()) is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("::ffff:203.0.113.7", "::ffff:203.0.113.8", False),
        ("not an address", "not an address", True),
    ],
)
def test_a_household_shares_one_limit(first, second, same):
    for _ in range(5):
        may_report(ask(first))
    assert may_report(ask(second)) is not same


@pytest.mark.django_db
def test_no_address_is_kept():
    cache.clear()
    may_report(ask("203.0.113.7"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache_entries")
        keys = [key for (key,) in cursor.fetchall()]
    assert len(keys) == 1
    assert "203.0.113.7" not in keys[0]
