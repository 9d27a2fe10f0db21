"""Who is licensed where, from when until when: practitioners, and the services that they prescribe for."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clinics.listings.entries import Flag
from clinics.listings.models import Affiliation, License, Provider
from clinics.listings.rules import MAY_STAND, NEVER_PRESCRIBES, PHYSICIANS, Span, segments
from clinics.places.states import STATE_ZONES


@dataclass(frozen=True)
class Held:
    """A license that may stand, half-open in seconds since 1970; None where no start or end is known."""

    state: str
    type: str
    ground: str
    span: Span
    verified: dict[str, int | None]

    @property
    def columns(self) -> dict[str, int | None]:
        """As the index has it."""
        return {"licensed_from": self.span[0], "licensed_until": self.span[1], **self.verified}


def held_by(providers: Collection[int]) -> dict[int, list[Held]]:
    """By practitioner, every license that may stand; one query."""
    found: dict[int, list[Held]] = defaultdict(list)
    for row in License.objects.filter(provider__in=providers, status__in=MAY_STAND).order_by("pk"):
        zone, last = STATE_ZONES[row.state_id], row.expires_on
        span = (_midnight(row.issued_on, zone), _midnight(last and last + timedelta(days=1), zone))
        verified = {
            "verified_from": _second(row.verified_from),
            "verified_until": _second(row.verified_until),
        }
        found[row.provider_id].append(Held(row.state_id, row.type, row.ground, span, verified))
    return found


def may_see(held: list[Held], state: str, *, in_person: bool) -> Iterator[Held]:
    """The licenses on which a practitioner may treat there; a telehealth registration is for telehealth."""
    for one in held:
        if one.state == state and not (in_person and one.ground == License.Ground.TELEHEALTH):
            yield one


@dataclass
class Prescribing:
    """The prescribers whom a service names: by state, each license and whether it is a physician's."""

    licenses: dict[str, list[tuple[Span, bool]]] = field(default_factory=lambda: defaultdict(list))

    def at(self, state: str, second: float) -> bool | None:
        """Whether a physician is among those licensed there at this second; None where nobody is."""
        for (since, until), physician in segments(self.licenses.get(state, [])):
            if (since is None or since <= second) and (until is None or second < until):
                return physician
        return None

    def columns(self, state: str, flags: int) -> Iterator[dict[str, Any]]:
        """What the index has of the service in this state: a row for each span, none where nobody ever is."""
        for (since, until), physician in segments(self.licenses.get(state, [])):
            said = flags | Flag.PRESCRIBER_NAMED | (0 if physician else Flag.NO_PHYSICIAN)
            yield {"flags": said, "licensed_from": since, "licensed_until": until}


def prescribing(services: Collection[int]) -> dict[int, Prescribing]:
    """By service, who prescribes there; services that name nobody are not in it. Two queries."""
    pairs = Affiliation.objects.filter(
        listing__in=services, role=Affiliation.Role.PRESCRIBER, provider__in=Provider.objects.in_results()
    )
    named = list(pairs.order_by("pk").values_list("listing_id", "provider_id"))
    held = held_by({provider for _, provider in named})
    found: dict[int, Prescribing] = {}
    for listing, provider in named:
        service = found.setdefault(listing, Prescribing())
        for one in held[provider]:
            if one.type not in NEVER_PRESCRIBES:
                service.licenses[one.state].append((one.span, one.type in PHYSICIANS))
    return found


def _midnight(day: date | None, zone: ZoneInfo) -> int | None:
    return None if day is None else _second(datetime.combine(day, time(), zone))


def _second(instant: datetime | None) -> int | None:
    return None if instant is None else int(instant.timestamp())
