"""How often one client may write to us. No address is kept: only a keyed digest of it.

The digest counts for an hour, and is deleted at the next report after that.
"""

import hmac
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest

from clinicfinder import clock

REPORTS_AN_HOUR = 5
HOUR = 3600
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
    """Take one of the client's five places of this hour; False if all are taken.

    Each place is a cache entry of its own, because `add` is atomic where counting up is not.
    """
    _forget_expired()
    client = _client_key(request)
    return any(cache.add(f"report:{client}:{place}", 1, HOUR) for place in range(REPORTS_AN_HOUR))


def _forget_expired() -> None:
    """Django's database cache would keep an entry until somebody asks for it again."""
    now = connection.ops.adapt_datetimefield_value(clock.now())
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 (our own name)


def _client_key(request: HttpRequest) -> str:
    return hmac.digest(
        settings.SECRET_KEY.encode(), _household(client_address(request)).encode(), "sha256"
    ).hex()


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
