"""Other places near one that has closed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.listings.entries import EntryKind, SearchEntry
from clinics.listings.models import Clinic
from clinics.places.points import cells_within, earth_point, miles_of

# Look close by first, and further out only where nothing is found.
RADII_MILES = (50, 250)
MOST = 3


@dataclass(frozen=True)
class Nearby:
    """A published clinic and how far away it is, in miles."""

    clinic: Clinic
    miles: float

    @property
    def distance(self) -> str:
        """The distance in words. Points are often the middle of a ZIP code, so nothing finer than a mile."""
        if self.miles < 1:
            return _("within about a mile")
        miles = round(self.miles)
        return ngettext("about %(miles)s mile away", "about %(miles)s miles away", miles) % {"miles": miles}

    @property
    def miles_text(self) -> str:
        """Miles with one decimal and a dot, whatever the language."""
        return f"{self.miles:.1f}"


def clinics_near(latitude: float | None, longitude: float | None) -> list[Nearby]:
    """Up to three published clinics around a point (degrees), the nearest first."""
    if latitude is None or longitude is None:
        return []
    for radius in RADII_MILES:
        if found := _within(latitude, longitude, radius):
            nearest = sorted(found.items(), key=lambda item: (item[1], item[0]))[:MOST]
            clinics = (
                Clinic.objects.published().select_related("state").in_bulk([pk for pk, miles in nearest])
            )
            return [Nearby(clinics[pk], miles) for pk, miles in nearest if pk in clinics]
    return []


def _within(latitude: float, longitude: float, radius_miles: int) -> dict[int, float]:
    """The clinics within so many miles: their ids and distances."""
    center = earth_point(latitude, longitude)
    entries = SearchEntry.objects.of_kinds([EntryKind.CLINIC]).in_cells(
        cells_within(latitude, longitude, radius_miles)
    )
    found = {}
    for pk, *point in entries.order_by().values_list("listing_id", "x", "y", "z"):
        chord = sum((a - b) ** 2 for a, b in zip(center, point, strict=True)) ** 0.5
        if (miles := miles_of(chord)) <= radius_miles:
            found[pk] = miles
    return found
