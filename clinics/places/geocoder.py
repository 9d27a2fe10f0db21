"""The embedded geocoder: from what people type to a place, with no network."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from django.conf import settings
from geopy.exc import GeopyError
from geopy.geocoders import get_geocoder_for_service
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from clinics.places.models import City, PointSource, ZipCode
from clinics.places.names import state_code
from clinics.places.outcomes import NeedsState, Outcome, Place, SeveralPlaces, UnknownPlace, WholeState
from clinics.places.readings import LONGEST, Name, Reading, read_place
from clinics.places.states import STATE_NAMES
from clinics.places.suggestions import similar_cities, similar_zips

MOST_CHOICES = 12
MOST_ANSWERS = 5
# A state's name alone means the state, unless a city of this size bears it: New York, Washington.
CITY_AS_KNOWN_AS_A_STATE = 100_000
ONE_QUERY = 5_000
NO_ZIP = "00000"
FIVE_DIGITS = re.compile("[0-9]{5}")


def locate(text: str) -> Outcome:
    """The place that `text` means: a ZIP code, ZIP+4, "City, ST", or a city or state alone.

    One query for a known place, two for an unknown one; never an exception for a text.
    """
    if len(text) > LONGEST:
        return UnknownPlace(text[:LONGEST], [])
    reading = read_place(text)
    return _find(reading) or UnknownPlace(text, _suggestions(reading))


def zip_points(codes: Iterable[str]) -> dict[str, tuple[float, float]]:
    """The points, in degrees, of those five-digit codes that have one; a query for each 5,000."""
    points: dict[str, tuple[float, float]] = {}
    remaining = iter(sorted({code for code in codes if FIVE_DIGITS.fullmatch(code)}))
    while batch := list(islice(remaining, ONE_QUERY)):
        points |= ZipCode.objects.points(batch)
    return points


def place_address(
    street: str, city: str, state: str, zip_code: str, geocoder: Geocoder | None = None
) -> tuple[float, float, PointSource] | None:
    """Latitude, longitude and how we got them: by its ZIP code, else its city; None if neither is known.

    Offline, unless given a `geocoder` that knows streets. A ZIP code that stands in another
    state than the address is taken for a slip, and the city counts.
    """
    if street and geocoder is not None and not isinstance(geocoder, EmbeddedGeocoder):
        point = _ask(geocoder, f"{street}, {city}, {state} {zip_code}")
        if point:
            return (*point, PointSource.STREET)
    usps = state_code(state) if state else ""
    if usps is None:
        return None
    by_zip, by_city = read_place(zip_code), Reading(names=(Name(city, usps),))
    for reading, source in ((by_zip, PointSource.ZIP), (by_city, PointSource.CITY)):
        place = _find(reading)
        if isinstance(place, Place) and place.kind == source and usps in ("", place.state):
            return place.latitude, place.longitude, source
    return None


class EmbeddedGeocoder(Geocoder):
    """`locate` in the form of a geopy geocoder."""

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: object = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """The place, or all places that the query may mean.

        With `exactly_one`, a name that stands for several places finds none. `timeout` is
        accepted as of any geopy geocoder; nothing here waits.
        """
        outcome = locate(query)
        places = outcome.choices if isinstance(outcome, SeveralPlaces) else [outcome]
        found = [_location(place) for place in places if isinstance(place, Place)]
        if exactly_one:
            return found[0] if len(found) == 1 and isinstance(outcome, Place) else None
        return found or None


def curation_geocoder() -> Geocoder:
    """The geocoder that curators chose in the settings; the embedded one by default."""
    if settings.CURATION_GEOCODER == "embedded":
        return EmbeddedGeocoder()
    return get_geocoder_for_service(settings.CURATION_GEOCODER)(**dict(settings.CURATION_GEOCODER_OPTIONS))


def answers(address: str, geocoder: Geocoder | None = None) -> list[tuple[str, float, float]]:
    """What the curators' geocoder takes an address for: label, latitude and longitude of each, at most five.

    Nothing where it fails or does not know.
    """
    try:
        found = (geocoder or curation_geocoder()).geocode(address, exactly_one=False)
    except GeopyError:
        return []
    return [(place.address, place.latitude, place.longitude) for place in (found or [])[:MOST_ANSWERS]]


def _find(reading: Reading) -> Outcome | None:
    if reading.zip:
        return _find_zip(reading.zip)
    return _find_city(reading) if reading.names else None


def _find_zip(code: str) -> Outcome | None:
    known = next(iter(ZipCode.objects.with_code(code)), None)
    if known is None:
        return None
    if known.region not in STATE_NAMES:
        return NeedsState(code)
    if known.latitude is None or known.longitude is None:
        return WholeState(known.region)
    label = f"{known.city}, {known.region} {code}"
    return Place(label, known.latitude, known.longitude, known.region, "zip")


def _find_city(reading: Reading) -> Outcome | None:
    cities = list(City.objects.called(reading.names))
    meant = next(_cities_meant(reading.names, cities), [])
    if reading.state and (not meant or meant[0].population < CITY_AS_KNOWN_AS_A_STATE):
        return WholeState(reading.state)
    choices = [_place(city) for city in meant[:MOST_CHOICES]]
    if reading.state or len(choices) > 1:
        return SeveralPlaces(meant[0].name, choices, reading.state)
    return choices[0] if choices else None


def _suggestions(reading: Reading) -> list[str]:
    named = similar_cities(reading.guess) if reading.guess else []
    if not named and (code := reading.zip or reading.short_zip.zfill(5)) != NO_ZIP:
        return similar_zips(code)
    return named


def _cities_meant(names: tuple[Name, ...], cities: list[City]) -> Iterator[list[City]]:
    """For each name and each of its keys, likeliest first, the cities that bear it."""
    for name in names:
        for key in name.keys:
            bearing = [c for c in cities if c.name_key == key and name.state in ("", c.state_id)]
            if bearing:
                yield bearing


def _place(city: City) -> Place:
    return Place(str(city), city.latitude, city.longitude, city.state_id, "city")


def _location(place: Place) -> Location:
    return Location(
        place.label, (place.latitude, place.longitude), {"state": place.state, "kind": place.kind}
    )


def _ask(geocoder: Geocoder, address: str) -> tuple[float, float] | None:
    """What a geocoder on the network says; nothing if it fails or does not know."""
    try:
        found = geocoder.geocode(address)
    except GeopyError:
        return None
    return (found.latitude, found.longitude) if found else None
