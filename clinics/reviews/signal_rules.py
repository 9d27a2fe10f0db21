"""What makes a signal worth a moderator's question: plain functions of plain values.

Nothing here is about how few stars somebody gave: to be negative is no signal.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process, utils

# Two texts are nearly equal from this share of equal letters on, in percent.
ALIKE = 85
ALIKE_DAYS = 90
# So many of the newest texts are compared: of the same place, and of all others.
MOST_COMPARED = 300
# So many reviews besides this one make a burst.
BURST = 2
BURST_OF_LISTING = timedelta(hours=48)
BURST_OF_ACCOUNT = timedelta(hours=24)
NEW_ACCOUNT = timedelta(days=7)
# So many other reviews are named beside a signal.
MOST_NAMED = 5

# Where anybody may have a mailbox or a page: the same domain says nothing about a clinic.
SHARED_DOMAINS = frozenset(
    {
        "gmail.com", "googlemail.com", "google.com", "yahoo.com", "ymail.com", "outlook.com", "hotmail.com",
        "live.com", "msn.com", "icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com",
        "gmx.com", "mail.com", "fastmail.com", "hey.com", "zoho.com", "yandex.com", "comcast.net", "att.net",
        "verizon.net", "sbcglobal.net", "bellsouth.net", "cox.net", "charter.net", "earthlink.net",
        "facebook.com", "instagram.com", "linktr.ee", "wixsite.com", "wordpress.com", "weebly.com",
        "squarespace.com", "godaddysites.com", "psychologytoday.com", "zocdoc.com",
    }
)  # fmt: skip


def alike(text: str, others: Mapping[int, str]) -> list[int]:
    """The keys of the texts that are nearly this one, the most like first."""
    found = process.extract(
        text, others, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=ALIKE, limit=MOST_NAMED
    )
    return [key for _text, _score, key in found]


def is_burst(others: int) -> bool:
    """Whether so many reviews besides this one, within the time looked at, are worth a question."""
    return others >= BURST


def is_new(joined_at: datetime, first_sent_at: datetime) -> bool:
    """Whether the account was made less than seven days before the review."""
    return first_sent_at - joined_at < NEW_ACCOUNT


def of_one_domain(email: str, website: str) -> bool:
    """Whether a mailbox belongs to the domain of a website, which is nobody else's."""
    domain, host = email.rpartition("@")[2].strip().lower(), _host(website)
    if "." not in domain or not host or {domain, host} & SHARED_DOMAINS:
        return False
    if any(host.endswith(f".{shared}") for shared in SHARED_DOMAINS):
        return False
    return domain == host or domain.endswith(f".{host}") or host.endswith(f".{domain}")


def any_of(marks: Iterable[str], own: Iterable[str]) -> bool:
    """Whether one of these digests is one of one's own. An empty one is nobody's."""
    return bool({mark for mark in marks if mark} & set(own))


def _host(website: str) -> str:
    try:
        host = urlsplit(website.strip().lower()).hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")
