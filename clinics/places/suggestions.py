""" "Did you mean …?": places that resemble what nobody could find."""

from rapidfuzz import fuzz, process

from clinics.places.models import City, ZipCode
from clinics.places.readings import Name
from clinics.places.states import STATE_NAMES

MOST = 5
# Of 100. "minneapols" and "minneapolis" have 95; two unrelated names seldom reach 75.
RESEMBLANCE = 75


def similar_cities(name: Name) -> list[str]:
    """Cities spelled much like this name, as "City, ST"; among equals the larger first."""
    rows = City.objects.resembling(name).values_list("name_key", "name", "state", "population")
    known = {(city, state): (key, population) for key, city, state, population in rows}
    keys = {place: key for place, (key, _) in known.items()}
    found = process.extract(name.keys[0], keys, scorer=fuzz.ratio, score_cutoff=RESEMBLANCE, limit=None)
    found.sort(key=lambda match: (-round(match[1]), -known[match[2]][1], match[2]))
    return [f"{city}, {state}" for _, _, (city, state) in found[:MOST]]


def similar_zips(code: str) -> list[str]:
    """The ZIP codes next in number that begin with the same three digits, as "City, ST 12345"."""
    near = ZipCode.objects.sharing_sorting_center(code).filter(region__in=STATE_NAMES)
    nearest = sorted(near, key=lambda known: abs(int(known.code) - int(code)))
    return [f"{known.city}, {known.region} {known.code}" for known in nearest[:MOST]]
