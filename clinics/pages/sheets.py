"""Which questions stand on a listing's sheet, and in which order: plain rules over what is known of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from clinics.pages.sheets_words import REASONS, Part, Words, asked_of

# A sheet that nobody gets through on the phone helps nobody.
MOST = 14
# Confirmed longer ago than this, even phone numbers may be wrong.
LONG_AGO_DAYS = 180
# An odd price is half of what is usual, or twice as much: less far apart, prices say little.
FAR_APART = 2
TREAT = ("prescriber", "medical-director", "administers")


class Verified(StrEnum):
    """Whether we have verified the listing."""

    STANDS = "stands"
    LAPSED = "lapsed"
    NEVER = "never"


class Licensed(StrEnum):
    """What is known of the licenses of those who treat there."""

    SEEN = "seen"
    NOT_LOOKED_UP = "license"
    ENDED = "license_ended"
    NONE_KNOWN = "license_unknown"
    NOBODY_NAMED = "nobody"


LOOKED_UP = ("team", Licensed.NOT_LOOKED_UP, Licensed.ENDED, Licensed.NONE_KNOWN)


@dataclass(frozen=True)
class OddPrice:
    """A price far from that of the places near it; prices in words."""

    high: bool
    treatment: str
    own: str
    usual: str
    count: int
    miles: int


@dataclass(frozen=True)
class Known:
    """What a sheet is made from. `unknown` are topics of `listings.questions`, with what to ask."""

    unknown: dict[str, Words]
    verified: Verified = Verified.NEVER
    lapsed_on: str = ""
    licensed: Licensed = Licensed.NOBODY_NAMED
    state: str = ""
    withheld: bool = False
    from_registry: bool = False
    confirmed_on: str = ""
    confirmed_days_ago: int | None = None
    no_consultation: bool = False
    alone_at_home: bool = False
    visit_needed: bool = False
    odd_price: OddPrice | None = None


@dataclass(frozen=True)
class Asked:
    """One question on the sheet: what to ask, and why."""

    topic: str
    part: Part
    weight: int
    ask: Words
    why: Words

    @property
    def looked_up(self) -> bool:
        """Whether a state board's look-up answers it too."""
        return self.topic in LOOKED_UP


@dataclass(frozen=True)
class Sheet:
    """The questions by part, the weightiest first; `left_out` counts those that found no room."""

    parts: dict[Part, list[Asked]] = field(default_factory=dict)
    left_out: int = 0

    @property
    def topics(self) -> list[str]:
        return [asked.topic for part in self.parts.values() for asked in part]


def sheet_of(known: Known) -> Sheet:
    """The weightiest questions, safety first, then money, then the rest."""
    found = [_asked(topic, known) for topic in topics_of(known)]
    found.sort(key=lambda asked: asked.weight)
    chosen = found[:MOST]
    parts = {part: [asked for asked in chosen if asked.part == part] for part in Part}
    return Sheet({part: asked for part, asked in parts.items() if asked}, len(found) - len(chosen))


def topics_of(known: Known) -> list[str]:
    """What is unknown, and what is unusual."""
    odd = known.odd_price
    unusual = {
        "excluded": known.withheld,
        "alone_at_home": known.alone_at_home,
        "no_consultation": known.no_consultation,
        "visit_needed": known.visit_needed,
        "price_high": odd is not None and odd.high,
        "price_low": odd is not None and not odd.high,
        str(known.licensed): known.licensed not in (Licensed.SEEN, Licensed.NOBODY_NAMED),
        _unverified(known): bool(_unverified(known)),
        _unconfirmed(known): bool(_unconfirmed(known)),
    }
    return [*known.unknown, *(topic for topic, true in unusual.items() if true)]


def licensed(standings: list[str]) -> Licensed:
    """From the standing on the day of every license that those who treat there hold in the state."""
    if "active" in standings:
        return Licensed.SEEN
    if "unknown" in standings:
        return Licensed.NOT_LOOKED_UP
    return Licensed.ENDED if standings else Licensed.NONE_KNOWN


def is_odd(own: int, usual: int) -> bool:
    """Whether a price is far from the usual one."""
    return own * FAR_APART <= usual or own >= usual * FAR_APART


def _unverified(known: Known) -> str:
    """One question about the license is enough: this one stands where that is no question."""
    if known.withheld or known.verified == Verified.STANDS:
        return ""
    if known.verified == Verified.LAPSED:
        return "lapsed"
    return "unverified" if known.licensed == Licensed.SEEN else ""


def _unconfirmed(known: Known) -> str:
    if known.confirmed_days_ago is None:
        return "registry_only" if known.from_registry else "unconfirmed"
    return "confirmed_long_ago" if known.confirmed_days_ago > LONG_AGO_DAYS else ""


def _asked(topic: str, known: Known) -> Asked:
    reason = REASONS[topic]
    told = {"state": known.state, "lapsed_on": known.lapsed_on, "confirmed_on": known.confirmed_on}
    if known.odd_price:
        told |= vars(known.odd_price)
    ask = asked_of(topic) or known.unknown[topic]
    return Asked(topic, reason.part, reason.weight, ask, str(reason.why) % told)
