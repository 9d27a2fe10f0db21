"""Questions about ZIP codes and cities."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

from clinics.places.names import name_key
from clinics.places.readings import Name

# Large enough that a patient may have mistyped its very first letter.
WELL_KNOWN = 20_000


class ZipCodeQuerySet(models.QuerySet):
    """ZIP codes."""

    def points(self, codes: Iterable[str]) -> dict[str, tuple[float, float]]:
        """The points, in degrees, of those codes that have one."""
        placed = self.filter(code__in=codes, latitude__isnull=False)
        return {code: (lat, lon) for code, lat, lon in placed.values_list("code", "latitude", "longitude")}

    def with_code(self, code: str) -> models.query.RawQuerySet:
        """The one, if known. In plain SQL, which is there at once: nearly every search asks it."""
        return self.raw("SELECT * FROM clinics_zipcode WHERE code = %s", [code])

    def sharing_sorting_center(self, code: str) -> "ZipCodeQuerySet":
        """ZIP codes that begin with the same three digits."""
        return self.filter(code__startswith=code[:3])


class CityQuerySet(models.QuerySet):
    """Cities and towns."""

    def called(self, names: Iterable[Name]) -> "CityQuerySet":
        """Those that any of these names may mean, the largest first."""
        meant = [Q(name_key__in=name.keys, **({"state": name.state} if name.state else {})) for name in names]
        found = self.filter(reduce(or_, meant)) if meant else self.none()
        return found.order_by("-population", "name", "state_id")

    def with_slug(self, usps: str, slug: str) -> "CityQuerySet":
        """The city of a page's address, such as tx and fort-worth."""
        return self.filter(state=usps.upper(), name_key=name_key(slug))

    def with_pages(self) -> "CityQuerySet":
        """The larger cities, whose pages search engines may list."""
        return self.filter(population__gte=WELL_KNOWN).order_by("state", "name_key")

    def resembling(self, name: Name) -> "CityQuerySet":
        """Those worth comparing with a name that nobody bears.

        In its state, or of exactly that name elsewhere; without a state those with the same
        first letter, and the well-known ones.
        """
        key = name.keys[0]
        if name.state:
            return self.filter(Q(state=name.state) | Q(name_key__in=name.keys))
        return self.filter(Q(name_key__startswith=key[0]) | Q(population__gte=WELL_KNOWN))
