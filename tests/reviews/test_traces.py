"""Digests of where reviews were sent from: comparable with each other, and forgotten."""

from datetime import timedelta

import pytest
from django.test import RequestFactory

from clinicfinder import clock
from clinics.models import ReviewTrace
from clinics.reviews.traces import forget, remember
from tests import factories as make

pytestmark = pytest.mark.django_db


def ask(address="203.0.113.7", browser="A browser", language="en", **headers):
    return RequestFactory().post(
        "/", REMOTE_ADDR=address, HTTP_USER_AGENT=browser, HTTP_ACCEPT_LANGUAGE=language, **headers
    )


def trace(**told):
    review = make.ReviewFactory()
    remember(review, ask(**told))
    return review.traces.get()


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("203.0.113.7", "203.0.113.250", True),
        ("203.0.113.7", "203.0.114.7", False),
        ("2001:db8:1:2::1", "2001:db8:1:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:2:2::1", False),
        ("::ffff:203.0.113.7", "203.0.113.8", True),
    ],
)
def test_a_network_is_the_first_part_of_an_address(first, second, same):
    assert (trace(address=first).network == trace(address=second).network) is same


def test_a_device_is_a_network_with_a_browser_and_a_language():
    one = trace()
    assert trace(address="203.0.113.99").device == one.device
    for told in ({"browser": "Another"}, {"language": "es"}):
        other = trace(**told)
        assert (other.network, other.device == one.device) == (one.network, False)
    assert trace(address="198.51.100.1").device != one.device


def test_no_address_is_kept_and_a_digest_cannot_be_made_without_our_key(settings):
    kept = trace()
    assert "203.0.113" not in f"{kept.network}{kept.device}"
    assert len(kept.network) == len(kept.device) == 64
    settings.SECRET_KEY = "another"
    assert trace().network != kept.network


@pytest.mark.parametrize("address", ["", "not an address"], ids=["none", "odd"])
def test_who_has_no_address_leaves_no_trace(address):
    remember(make.ReviewFactory(), ask(address=address))
    assert ReviewTrace.objects.count() == 0


def test_our_own_proxy_says_who_asked(settings):
    settings.TRUSTED_PROXY_COUNT = 1
    forwarded = trace(address="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.8")
    settings.TRUSTED_PROXY_COUNT = 0
    assert forwarded.network == trace().network


def test_traces_are_forgotten_after_thirty_days():
    now = clock.now()
    review = make.ReviewFactory()
    for days in (29, 31):
        ReviewTrace.objects.create(
            review=review, network="n", device="d", created_at=now - timedelta(days=days)
        )
    assert forget(now) == 1
    assert review.traces.get().created_at == now - timedelta(days=29)


def test_a_new_trace_throws_away_what_is_too_old():
    review = make.ReviewFactory()
    old = clock.now() - timedelta(days=31)
    ReviewTrace.objects.create(review=review, network="n", device="d", created_at=old)
    remember(review, ask())
    assert review.traces.get().network != "n"
