"""Where the fictional clinics stand: in every state, more of them where more people live."""

from collections import defaultdict
from random import Random
from typing import NamedTuple

from clinics.places.models import City, ZipCode
from clinics.places.names import name_key

SMALLEST_CITY = 25_000
LEAST_PER_STATE = 2


class Spot(NamedTuple):
    """A real city and one of its ZIP codes."""

    city: str
    state: str
    zip_code: str
    latitude: float
    longitude: float


def spots(number: int, states: list[str], dice: Random) -> list[Spot]:
    """`number` places, at least two a state. Raises LookupError where no places are loaded."""
    codes = _zip_codes()
    cities = defaultdict(list)
    for city in City.objects.filter(state__in=states).order_by("-population", "name", "state"):
        if (city.name_key, city.state_id) in codes:
            cities[city.state_id].append(city)
    if len(cities) < len(states):
        raise LookupError("The demo needs places. Run load_reference first.")
    chosen = [city for state in states for city in cities[state][:LEAST_PER_STATE]]
    large = [c for state in states for c in cities[state] if c.population >= SMALLEST_CITY]
    weights = [city.population for city in large]
    chosen += dice.choices(large, weights, k=max(0, number - len(chosen)))
    return [_spot(city, codes, dice) for city in chosen]


def _zip_codes() -> dict[tuple[str, str], list[ZipCode]]:
    codes = defaultdict(list)
    for code in ZipCode.objects.filter(latitude__isnull=False).order_by("code"):
        codes[name_key(code.city), code.region].append(code)
    return codes


def _spot(city: City, codes: dict[tuple[str, str], list[ZipCode]], dice: Random) -> Spot:
    code = dice.choice(codes[city.name_key, city.state_id])
    return Spot(city.name, city.state_id, code.code, float(code.latitude or 0), float(code.longitude or 0))
