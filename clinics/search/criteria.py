"""What a search asks for, in the field's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from clinics.places.outcomes import Place

if TYPE_CHECKING:
    from clinics.search.legal import Legal

DEFAULT_RADIUS_MILES = 50.0
MOST_RADIUS_MILES = 500.0


class Scope(StrEnum):
    """What kind of results a page shows."""

    LISTINGS = "listings"
    CLINICS = "clinics"
    TELEHEALTH = "telehealth"
    PROVIDERS = "providers"


class Sort(StrEnum):
    BEST = "best"
    DISTANCE = "distance"
    RATING = "rating"
    PRICE = "price"
    SOONEST = "soonest"


@dataclass(frozen=True)
class Moment:
    """Now, as the index counts: seconds since 1970 UTC, and the day number.

    `legal` is what the law of the patient's state makes of telehealth that day, where a state is known.
    """

    second: float
    day: int
    legal: "Legal | None" = None

    @property
    def date(self) -> date:
        return date.fromordinal(self.day)


@dataclass(frozen=True)
class Criteria:
    """One search. `chosen` maps a parameter of the contract to the values chosen for it (any of)."""

    scope: Scope = Scope.LISTINGS
    state: str = ""
    place: Place | None = None
    radius_miles: float = DEFAULT_RADIUS_MILES
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    max_price_dollars: int | None = None
    min_rating: float | None = None
    verified: bool = False
    accepting: bool = False
    unknown: bool = False
    words: tuple[str, ...] = ()
    sort: Sort = Sort.BEST
    page: int = 1

    @property
    def patient_state(self) -> str:
        """Where the patient lives: as said, else the state of the place they named; or "" ."""
        return self.state or (self.place.state if self.place else "")

    def values(self, parameter: str) -> frozenset[str]:
        return self.chosen.get(parameter, frozenset())
