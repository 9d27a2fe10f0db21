"""How often one client may write to us. No address is kept: only a keyed digest of it.

The digest counts for an hour, and is deleted at the next report after that. A report keeps another
digest, of its own listing alone, until it is settled.
"""

import hmac
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest

from clinicfinder import clock

REPORTS_AN_HOUR = 5
CODES_A_DAY = 3
HOUR = 3600
DAY = 86_400
# Whoever has an IPv6 address has the 2^64 beside it, too.
IPV6_HOUSEHOLD = 64


def client_address(request: HttpRequest) -> str:
    """The address of the client, as told by the nearest machine that we can trust.

    Behind n proxies of our own, the n-th entry from the right of X-Forwarded-For was written by
    the outermost of them; whatever stands left of it anybody may have made up.
    """
    nearest = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXY_COUNT
    if not proxies:
        return nearest
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return forwarded[-proxies] if len(forwarded) >= proxies else nearest


def may_report(request: HttpRequest) -> bool:
    """Take one of the client's five places of this hour; False if all are taken."""
    return may_write(request, "report")


def may_write(request: HttpRequest, purpose: str) -> bool:
    """The same for whatever else the public writes; each purpose has places of its own."""
    _forget_expired()
    return _take(f"{purpose}:{_client_key(request)}", REPORTS_AN_HOUR, HOUR)


def may_mail_a_code(email: str) -> bool:
    """Whether this mailbox may get another code today."""
    return _take(f"code:{_digest('code', email.lower())}", CODES_A_DAY, DAY)


def sender_of(request: HttpRequest, subject: str) -> str:
    """Tells reports about one subject by different households apart, and can be joined with nothing else."""
    return _digest(f"sender:{subject}", _household(client_address(request)))


def forget(*patterns: str) -> None:
    """Delete all that has expired, and counts whose names are like one of these SQL patterns."""
    _forget_expired()
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        for pattern in patterns:
            cursor.execute(f"DELETE FROM {table} WHERE cache_key LIKE %s", [pattern])  # noqa: S608


def _take(name: str, places: int, seconds: int) -> bool:
    """Each place is a cache entry of its own, because `add` is atomic where counting up is not."""
    return any(cache.add(f"{name}:{place}", 1, seconds) for place in range(places))


def _forget_expired() -> None:
    """Django's database cache would keep an entry until somebody asks for it again."""
    now = connection.ops.adapt_datetimefield_value(clock.now())
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 (our own name)


def _client_key(request: HttpRequest) -> str:
    return _digest("client", _household(client_address(request)))


def _digest(salt: str, words: str) -> str:
    """Whoever has not our key cannot make it; digests of different salts cannot be compared."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"{salt}|{words}".encode(), "sha256").hex()


def _household(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed, IPV6_HOUSEHOLD), strict=False))
