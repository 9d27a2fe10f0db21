"""The prices that listings near a person, or in their state, have published."""

from dataclasses import dataclass

from django.db.models import F, FloatField, Q, Value

from clinicfinder import clock
from clinics.guide.estimating import FEWEST_PRICES, Range, quartiles
from clinics.listings.entries import EntryKind, SearchEntry, SearchEntryQuerySet
from clinics.listings.models import Offer
from clinics.places.outcomes import Place
from clinics.places.points import cells_within, chord_of, earth_point
from clinics.places.states import STATES

NUMBERS = {row.usps: row.number for row in STATES}
CARE = (EntryKind.CLINIC, EntryKind.TELEHEALTH)


@dataclass(frozen=True)
class PricesNear:
    """How many listings publish a price of one session, and its middle half where they are enough."""

    count: int
    session: Range | None
    demo: bool

    @property
    def too_few(self) -> bool:
        return 0 < self.count < FEWEST_PRICES


def prices_near(treatment: str, *, place: Place | None, state: str, radius_miles: float) -> PricesNear:
    """Of this treatment, as this site shows them now; of the whole country without place and state."""
    offers = Offer.objects.filter(
        treatment__slug=treatment,
        per=Offer.Per.SESSION,
        price_low_cents__isnull=False,
        listing__in=_entries(place, state, radius_miles).values("listing"),
    )
    rows = offers.order_by("pk").values_list("price_low_cents", "price_high_cents", "listing__is_demo")
    # Where a place tells two ends, the middle of them stands for it.
    told = [(low if high is None else (low + high) // 2, demo) for low, high, demo in rows if low is not None]
    return PricesNear(
        count=len(told), session=quartiles(cents for cents, _ in told), demo=any(demo for _, demo in told)
    )


def _entries(place: Place | None, state: str, radius_miles: float) -> SearchEntryQuerySet:
    """Clinics within the radius or in the state, and services that serve it and may treat there now."""
    second = int(clock.now().timestamp())
    entries = SearchEntry.objects.of_kinds(CARE).filter(
        Q(licensed_from=None) | Q(licensed_from__lte=second),
        Q(licensed_until=None) | Q(licensed_until__gt=second),
    )
    if place is None:
        return entries.in_state(state) if state else entries
    cells = cells_within(place.latitude, place.longitude, radius_miles)
    point = earth_point(place.latitude, place.longitude)
    apart = [F(axis) - Value(at, FloatField()) for axis, at in zip("xyz", point, strict=True)]
    return (
        entries.in_cells([*cells, -NUMBERS[state or place.state]])
        .annotate(square=apart[0] * apart[0] + apart[1] * apart[1] + apart[2] * apart[2])
        .filter(Q(x=None) | Q(square__lte=chord_of(radius_miles) ** 2))
    )
