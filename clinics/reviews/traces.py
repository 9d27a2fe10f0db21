"""Where reviews were sent from, as keyed digests, for thirty days: a signal, never a verdict."""

from datetime import datetime
from ipaddress import ip_address, ip_network

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from clinicfinder import clock
from clinicfinder.limits import client_address
from clinics.reviews.models import Review, ReviewTrace

# A prefix is what one provider gives to one neighbourhood or firm, so the digest tells less than an address.
IPV4_PREFIX, IPV6_PREFIX = 24, 48
SALT = "clinics.reviews.traces"


def remember(review: Review, request: HttpRequest) -> None:
    """Keep digests of the network and the browser, and throw away those whose days are over."""
    now = clock.now()
    forget(now)
    prefix = _prefix(client_address(request))
    # Who has no address that can be told would look like everybody else who has none.
    if not prefix:
        return
    browser = "|".join(request.headers.get(name, "") for name in ("User-Agent", "Accept-Language"))
    ReviewTrace.objects.create(
        review=review,
        network=_digest("network", prefix),
        device=_digest("device", f"{prefix}|{browser}"),
        created_at=now,
    )


def forget(now: datetime) -> int:
    """Delete the traces whose days are over; how many those were."""
    return ReviewTrace.objects.forgotten_by(now).delete()[0]


def _digest(of: str, words: str) -> str:
    """Whoever has not our key cannot make it; one of a network cannot be compared with one of a browser."""
    return salted_hmac(f"{SALT}.{of}", words, algorithm="sha256").hexdigest()


def _prefix(address: str) -> str:
    """The network that an address lies in; empty where it is none."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    length = IPV4_PREFIX if parsed.version == 4 else IPV6_PREFIX
    return str(ip_network(f"{parsed}/{length}", strict=False))
