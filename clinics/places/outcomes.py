"""What can come of looking for a place."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Place:
    """A place that we know. Its point, in degrees, is the centre of the ZIP code or city."""

    label: str
    latitude: float
    longitude: float
    state: str
    kind: Literal["zip", "city"]


@dataclass(frozen=True)
class SeveralPlaces:
    """A name that stands for several places, largest first. Nobody but the patient may choose.

    `state` is the USPS code of a state that has the name too ("New York"), or "".
    """

    name: str
    choices: list[Place]
    state: str = ""


@dataclass(frozen=True)
class WholeState:
    """A state and no place in it."""

    usps: str


@dataclass(frozen=True)
class NeedsState:
    """A ZIP code of the military or of a country in free association: it says no state of care."""

    zip: str


@dataclass(frozen=True)
class UnknownPlace:
    """Nothing that we know. `suggestions` are texts that lead to a place, best first."""

    text: str
    suggestions: list[str]


Outcome = Place | SeveralPlaces | WholeState | NeedsState | UnknownPlace
