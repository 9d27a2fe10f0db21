"""Decisions of the desk, as plain functions of plain values."""

import re
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

# "Is this still right?" is asked when the last confirmation is this old, and at most once in as many
# days as a confirmation holds. After so many mails in a row without an answer, a curator calls.
ASK_FROM_DAYS = 150
ASK_UNTIL_DAYS = 180
ASK_IN_VAIN = 2
LINK_DAYS = 45

# Where anybody may have a mailbox or a page: the domain proves nothing about a clinic, nor does any below it.
SHARED_DOMAINS = frozenset(
    {
        "gmail.com", "googlemail.com", "google.com", "msn.com", "ymail.com", "rocketmail.com", "icloud.com",
        "me.com", "mac.com", "proton.me", "protonmail.com", "pm.me", "mail.com", "email.com", "usa.com",
        "fastmail.com", "hey.com", "hushmail.com", "tutanota.com", "tuta.com", "duck.com", "inbox.com",
        "comcast.net", "verizon.net", "att.net", "sbcglobal.net", "bellsouth.net", "pacbell.net",
        "ameritech.net", "swbell.net", "cox.net", "charter.net", "spectrum.net", "rr.com", "twc.com",
        "roadrunner.com", "earthlink.net", "mindspring.com", "frontier.com", "frontiernet.net",
        "optonline.net", "optimum.net", "centurylink.net", "centurytel.net", "embarqmail.com", "q.com",
        "windstream.net", "juno.com", "netzero.net", "suddenlink.net", "mediacombb.net", "tds.net",
        "cableone.net", "sparklight.net", "wowway.com", "rcn.com", "hughes.net", "consolidated.net",
        "facebook.com", "instagram.com", "linkedin.com", "linktr.ee", "x.com", "yelp.com", "healthgrades.com",
        "psychologytoday.com", "zocdoc.com", "wixsite.com", "wix.com", "wordpress.com", "weebly.com",
        "squarespace.com", "godaddysites.com", "blogspot.com", "business.site", "webflow.io", "github.io",
        "netlify.app", "vercel.app", "pages.dev", "web.app", "myshopify.com", "square.site", "carrd.co",
        "jimdosite.com", "strikingly.com", "webnode.com", "hubspotpagebuilder.com", "therapysites.com",
        "clientsecure.me", "simplepractice.com", "janeapp.com",
    }
)  # fmt: skip
# Mail providers that have a domain in many countries, such as yahoo.co.uk.
SHARED_NAMES = frozenset({"aol", "gmx", "hotmail", "live", "outlook", "yahoo", "yandex", "zoho"})
# The front page of a whole site, in words of an address: a page of that name, or the site in a language.
# Languages whose code is also that of a state are left out: /la may be the branch in Louisiana.
FRONT_PAGE = re.compile(r"(?:index|home|default|welcome)(?:\.[a-z]{3,5})?")
IN_A_LANGUAGE = re.compile(r"(?:en|es|fr|zh|ko|ru|tl|pt|ht|ja|it|pl)(?:[-_][a-z]{2,4})?")
# What advertisers and browsers hang on the address of a front page.
TRACKING = re.compile(r"(?:utm_[a-z]+|gclid|gbraid|wbraid|fbclid|msclkid|y_source)=[^&]*")


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
    """Whether a code to this mailbox proves anything: it is the listed one, or at the website's very host.

    A page within a site may be one department's: everybody else at the university has a mailbox there, too.
    """
    name, domain = _mailbox(email)
    if not name or not domain:
        return False
    if (name, domain) == _mailbox(listed_email):
        return True
    if "." not in domain or domain != host_of(website) or _is_shared(domain):
        return False
    return is_whole_site(website)


def is_whole_site(website: str) -> bool:
    """Whether an address is that of a whole site, and not of a page within it."""
    try:
        parts = urlsplit(website.strip().lower())
    except ValueError:
        return False
    steps = [step for step in parts.path.split("/") if step]
    if steps and FRONT_PAGE.fullmatch(steps[-1]):
        steps.pop()
    if steps and IN_A_LANGUAGE.fullmatch(steps[0]):
        steps.pop(0)
    asked = [part for part in parts.query.split("&") if part and not TRACKING.fullmatch(part)]
    return not steps and not asked and not parts.fragment


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


def _mailbox(email: str) -> tuple[str, str]:
    """Its name and its domain, alike for two spellings of one mailbox.

    Letters beyond ASCII are left as they are: some of them fold to an ASCII letter of another mailbox.
    """
    name, _at, domain = email.strip().rpartition("@")
    return (name.casefold() if name.isascii() else name), _domain(domain)


def _is_shared(domain: str) -> bool:
    labels = domain.split(".")
    above = {".".join(labels[start:]) for start in range(len(labels))}
    return not above.isdisjoint(SHARED_DOMAINS) or not SHARED_NAMES.isdisjoint(labels)
