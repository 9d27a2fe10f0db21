"""Decisions of the desk, as plain functions of plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

# A caution: so many open reports, by different people, told within so many days.
INDEPENDENT = 3
CAUTION_DAYS = 90
CLOSED, CONTACT = "closed", "contact"

# The code that proves that somebody reads the clinic's mail.
CODE_DIGITS = 6
CODE_MINUTES = 30
CODE_TRIES = 5

# "Is this still right?" is asked when the last confirmation is this old.
ASK_FROM_DAYS = 150
ASK_UNTIL_DAYS = 180
LINK_DAYS = 45

# Mailboxes and pages that anybody may have: they prove nothing about a clinic.
SHARED_DOMAINS = frozenset(
    {
        "gmail.com", "googlemail.com", "google.com", "outlook.com", "hotmail.com", "live.com", "msn.com",
        "yahoo.com", "ymail.com", "rocketmail.com", "aol.com", "icloud.com", "me.com", "mac.com",
        "proton.me", "protonmail.com", "pm.me", "gmx.com", "gmx.us", "mail.com", "zoho.com", "fastmail.com",
        "hey.com", "tutanota.com", "tuta.com", "yandex.com", "comcast.net", "verizon.net", "att.net",
        "sbcglobal.net", "bellsouth.net", "cox.net", "charter.net", "earthlink.net", "duck.com",
        "facebook.com", "instagram.com", "linkedin.com", "linktr.ee", "x.com", "yelp.com", "healthgrades.com",
        "psychologytoday.com", "zocdoc.com", "wixsite.com", "wix.com", "wordpress.com", "weebly.com",
        "squarespace.com", "godaddysites.com", "blogspot.com", "business.site", "webflow.io", "github.io",
        "netlify.app", "vercel.app", "myshopify.com", "square.site", "carrd.co", "jimdosite.com",
    }
)  # fmt: skip
# With a country's two letters behind them, such as co.uk, these belong to nobody.
SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})


class Caution(StrEnum):
    """What several people told us independently."""

    NONE = ""
    CLOSED = "closed"
    CONTACT = "contact"
    EITHER = "either"


@dataclass(frozen=True)
class Told:
    """An open report, as the rule sees it."""

    kind: str
    sender: str
    at: datetime


def caution(reports: Iterable[Told], now: datetime) -> tuple[Caution, int]:
    """What to warn of at once, and how many different people told it."""
    since = now - timedelta(days=CAUTION_DAYS)
    counted = [one for one in reports if one.sender and one.at > since and one.kind in (CLOSED, CONTACT)]
    senders = len({one.sender for one in counted})
    if senders < INDEPENDENT:
        return Caution.NONE, 0
    kinds = {one.kind for one in counted}
    return (Caution.EITHER if len(kinds) == 2 else Caution(kinds.pop())), senders


def at_own_domain(email: str, website: str, listed_email: str) -> bool:
    """Whether this mailbox is at the clinic's own domain: that of its website or of its listed e-mail."""
    domain = _domain(email.rpartition("@")[2])
    if not domain or domain in SHARED_DOMAINS or _belongs_to_nobody(domain):
        return False
    host = host_of(website)
    return domain in (host, _domain(listed_email.rpartition("@")[2])) or domain == host.partition(".")[2]


def host_of(website: str) -> str:
    """The host of an address, without www; "" where it has none."""
    try:
        host = urlsplit(website).hostname or ""
    except ValueError:
        return ""
    return _domain(host).removeprefix("www.")


def code_stands(sent_at: datetime | None, now: datetime) -> bool:
    return sent_at is not None and now < sent_at + timedelta(minutes=CODE_MINUTES)


def _domain(text: str) -> str:
    """In the letters of the domain name system, so that two spellings of one domain are equal."""
    try:
        return text.strip().rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        return ""


def _belongs_to_nobody(domain: str) -> bool:
    first, _dot, rest = domain.partition(".")
    return not rest or (first in SECOND_LEVEL and len(rest) == 2)
