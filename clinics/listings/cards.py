"""What a result card shows that the index does not hold: plain values, in few and narrow queries.

In plain SQL, because every search asks them: Django would take 2 ms to build what the database
answers in a third of one (docs/performance.md).
"""

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db import connections, router
from django.urls import reverse

from clinicfinder import languages
from clinics.listings.models import License, Listing, Provider
from clinics.listings.rules import person_name

NAMES = ("first_name", "middle_name", "last_name", "suffix", "credentials")
LISTINGS = """
    SELECT listing.id, kind, slug, name, source, is_demo, city, state_id,
      (SELECT MIN(price_low_cents) FROM clinics_offer WHERE listing_id = listing.id AND per = 'month'),
      (SELECT MIN(price_low_cents) FROM clinics_offer WHERE listing_id = listing.id AND per = 'course')
    FROM clinics_listing listing LEFT JOIN clinics_clinic clinic ON clinic.listing_ptr_id = listing.id
    WHERE listing.id IN ({ids})
"""
POINTS = """
    SELECT slug, latitude, longitude, point_source
    FROM clinics_listing listing JOIN clinics_clinic clinic ON clinic.listing_ptr_id = listing.id
    WHERE listing.id IN ({ids}) AND latitude IS NOT NULL
"""
# As `rules.license_stands` has it.
LEADS = """
    SELECT listing_id, license.state_id, license.status,
      first_name, middle_name, last_name, suffix, credentials
    FROM clinics_affiliation affiliation
    JOIN clinics_provider provider ON provider.id = affiliation.provider_id
    JOIN clinics_license license ON license.provider_id = provider.id
    WHERE listing_id IN ({ids})
      AND role IN ('prescriber', 'medical-director', 'administers')
      AND provider.status = 'published' AND NOT provider.withheld
      AND license.status IN ('active', 'unknown')
      AND (issued_on IS NULL OR issued_on <= %s)
      AND (expires_on IS NULL OR expires_on >= %s)
    ORDER BY license.status, position, affiliation.id
"""


class ListingCard(NamedTuple):
    """A listing. `city` and `state` are those of a clinic; the prices are the lowest, in US cents."""

    pk: int
    kind: str
    slug: str
    name: str
    source: str
    is_demo: bool
    city: str | None
    state: str | None
    month_cents: int | None
    course_cents: int | None

    @property
    def url(self) -> str:
        return _url(self.kind, self.slug, languages.current())


class ProviderCard(NamedTuple):
    """A practitioner; `city` and `state` are those of their own practice address, if any."""

    pk: int
    slug: str
    name: str
    source: str
    is_demo: bool
    specialty: str
    city: str
    state: str | None

    @property
    def kind(self) -> str:
        return "provider"

    @property
    def url(self) -> str:
        return _url("provider", self.slug, languages.current())


class Point(NamedTuple):
    """Where a clinic stands, in degrees, and how we know; see `PointSource`."""

    latitude: float
    longitude: float
    source: str


def points(ids: Collection[int]) -> dict[str, Point]:
    """The points, by "clinic:slug", of those of these listings that have one."""
    return {f"clinic:{slug}": Point(*where) for slug, *where in _ask(POINTS, ids)}


def listing_cards(ids: Collection[int]) -> dict[int, ListingCard]:
    return {row[0]: ListingCard._make(row) for row in _ask(LISTINGS, ids)}


def provider_cards(ids: Collection[int]) -> dict[int, ProviderCard]:
    if not ids:
        return {}
    rows = Provider.objects.filter(pk__in=ids).order_by()
    columns = ("pk", "slug", "source", "is_demo", "specialty", "city", "state_id", *NAMES)
    return {
        pk: ProviderCard(pk, slug, person_name(*more[5:]), *more[:5])
        for pk, slug, *more in rows.values_list(*columns)
    }


def leads(listings: Collection[int], on: date) -> dict[tuple[int, str], tuple[str, bool]]:
    """By listing and state, the first practitioner who treats there with a license that may stand.

    And whether somebody has looked the license up; those come first ("active" before "unknown").
    """
    found: dict[tuple[int, str], tuple[str, bool]] = {}
    for listing, state, status, *name in _ask(LEADS, listings, on.isoformat(), on.isoformat()):
        found.setdefault((listing, state), (person_name(*name), status == "active"))
    return found


def active_licenses(providers: Collection[int], on: date) -> set[tuple[int, str]]:
    """Practitioner and state of each license that was looked up and stands on the day."""
    if not providers:
        return set()
    standing = License.objects.filter(provider__in=providers, status="active").order_by()
    standing = standing.exclude(issued_on__gt=on).exclude(expires_on__lt=on)
    return set(standing.values_list("provider_id", "state_id"))


@lru_cache(maxsize=16_384)
def _url(kind: str, slug: str, _language: str) -> str:
    """Kept for each language: the same cards come up again and again, and Django takes longer for an
    address than for their rows."""
    return reverse(kind, args=[slug])


def _ask(sql: str, ids: Collection[int], *further: str) -> Iterable[tuple]:
    if not ids:
        return []
    with connections[router.db_for_read(Listing)].cursor() as cursor:
        cursor.execute(sql.format(ids=", ".join(["%s"] * len(ids))), [*ids, *further])
        return cursor.fetchall()
