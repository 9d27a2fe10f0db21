"""Do the addresses that notes name still answer? Asked slowly, and never of a machine that is not public."""

import http.client
import ipaddress
import socket
import time
import urllib.request
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from django.utils.encoding import iri_to_uri

from clinics.regulations.models import RegulationNote, SourcePage

TIMEOUT_SECONDS = 20
MOST_REDIRECTS = 3
REDIRECTS = (301, 302, 303, 307, 308)
# A server that does not know HEAD, or does not like it, is asked again.
ASK_AGAIN = (403, 405, 501)
# It answers, though not to a program: people can open it.
NOT_FOR_PROGRAMS = (401, 403, 429)
NOBODY = 0
# IPv4 addresses as a network without IPv4 writes them.
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
NEVER = datetime.min.replace(tzinfo=UTC)


class Reply(NamedTuple):
    """What came back: an HTTP status (0: nothing) and where it leads on."""

    status: int
    location: str = ""


class NotPublicError(OSError):
    """The address does not lead to the public internet."""


# How one request is made: method and address in, reply out.
Knock = Callable[[str, str], Reply]


@dataclass
class Pace:
    """At most one request to a host in `pause` seconds."""

    pause: float
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    _asked: dict[str, float] = field(default_factory=dict)

    def wait_for(self, host: str) -> None:
        ready = self._asked.get(host, float("-inf")) + self.pause
        if ready > self.now():
            self.sleep(ready - self.now())
        self._asked[host] = self.now()


@dataclass(frozen=True)
class Asked:
    """One address, and what came of asking."""

    page: SourcePage
    answers: bool
    newly_dead: bool


def asking(limit: int | None = None) -> list[SourcePage]:
    """The pages that approved notes name: those never asked first, then those not asked for longest."""
    named = RegulationNote.objects.approved().values_list("source_url", "stored_page_url")
    addresses = {url for pair in named for url in pair if url}
    known = {page.url: page for page in SourcePage.objects.filter(url__in=addresses)}
    pages = [known.get(url) or SourcePage(url=url) for url in sorted(addresses)]
    pages.sort(key=lambda page: page.asked_at or NEVER)
    return pages[:limit]


def check(
    pages: Iterable[SourcePage], knock: Knock, pace: Pace, now: Callable[[], datetime]
) -> Iterator[Asked]:
    """Ask each page, and store what it answers before the next one is asked."""
    for one in host_by_host(pages):
        status = final_status(one.url, knock, pace)
        # An editor may have begun to watch it meanwhile.
        page = one if one.pk else SourcePage.objects.get_or_create(url=one.url)[0]
        newly_dead = note_answer(page, status, now())
        page.save(update_fields=["answered", "asked_at", "failing_since"])
        yield Asked(page, answers(status), newly_dead)


def host_by_host(pages: Iterable[SourcePage]) -> Iterator[SourcePage]:
    """One of each host in turn, so that the pauses are few."""
    waiting: dict[str, deque[SourcePage]] = {}
    for page in pages:
        waiting.setdefault(_host(page.url), deque()).append(page)
    while waiting:
        for host in list(waiting):
            yield waiting[host].popleft()
            if not waiting[host]:
                del waiting[host]


def final_status(url: str, knock: Knock, pace: Pace) -> int:
    """The status at the end of the way: HEAD, and GET where HEAD is not liked."""
    status = _followed("HEAD", url, knock, pace)
    return _followed("GET", url, knock, pace) if status in ASK_AGAIN else status


def _followed(method: str, url: str, knock: Knock, pace: Pace) -> int:
    status = NOBODY
    for _hop in range(MOST_REDIRECTS + 1):
        if urlsplit(url).scheme not in ("http", "https"):
            return NOBODY
        pace.wait_for(_host(url))
        status, location = knock(method, url)
        if status not in REDIRECTS or not location:
            return status
        url = urljoin(url, location)
    return status


def answers(status: int) -> bool:
    return 200 <= status < 300 or status in NOT_FOR_PROGRAMS


def note_answer(page: SourcePage, status: int, at: datetime) -> bool:
    """Write down what a page answered. Whether it is dead now and was not before.

    Once is no proof: it is dead when it failed on two different days.
    """
    failed_before = page.answered is not None and not answers(page.answered)
    asked_before, was_dead = page.asked_at, page.failing_since is not None
    page.answered, page.asked_at = status, at
    if answers(status):
        page.failing_since = None
        return False
    if was_dead or not failed_before or asked_before is None or asked_before.date() >= at.date():
        return False
    page.failing_since = asked_before
    return True


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def public_address(host: str, port: int) -> tuple[str, int]:
    """Where a host is. Raises NotPublicError where any of its addresses is not on the public internet."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(info[4][0]) for info in found]
    if not addresses or not all(map(is_public, addresses)):
        raise NotPublicError(host)
    return addresses[0], port


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, in whatever wrapping."""
    ip: Any = ipaddress.ip_address(address.partition("%")[0])
    for wrapped in ("ipv4_mapped", "sixtofour"):
        ip = getattr(ip, wrapped, None) or ip
    if ip in TRANSLATED:
        ip = ipaddress.ip_address(int(ip) & 0xFFFFFFFF)
    return ip.is_global and not ip.is_multicast


def _connect(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
    # The address that was looked at is the one connected to: a name cannot change its mind in between.
    return socket.create_connection(public_address(*address), *args, **kwargs)


class _Http(http.client.HTTPConnection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = _connect


class _Https(http.client.HTTPSConnection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = _connect


class _HttpHandler(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_Http, req)


class _HttpsHandler(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_Https, req)


def knocker(site_url: str) -> Knock:
    """Makes real requests, and says who asks. Redirects are handed back, not followed."""
    opener = urllib.request.OpenerDirector()
    # Nothing but these: no proxy, no files, and every status is an answer.
    opener.add_handler(_HttpHandler())
    opener.add_handler(_HttpsHandler())
    agent = {"User-Agent": f"ClinicFinder link check (+{site_url})", "Accept": "*/*"}

    def knock(method: str, url: str) -> Reply:
        try:
            address = iri_to_uri(urldefrag(url).url)
            request = urllib.request.Request(address, headers=agent, method=method)  # noqa: S310 (checked)
            with opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                return Reply(response.status, response.headers.get("Location") or "")
        except (OSError, ValueError, http.client.HTTPException):
            return Reply(NOBODY)

    return knock
