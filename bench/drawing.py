"""Draws synthetic listings, shaped like a real directory: the same ones in every run.

Clinics lie a few miles around real ZIP centroids; six in a hundred listings are telemedicine
services in a few states. Shares are rough guesses of what clinics publish about themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from random import Random

from clinics.listings.rules import is_evening, is_weekend
from clinics.places.points import cell_of, earth_point
from clinics.reviews.rules import MEAN_FROM

SEED = 20261125
TELEHEALTH_SHARE = 0.06
SPREAD_DEGREES = 0.05
POOL = 499

# How often each term is named, the most common first; the last share holds for all further terms.
COMMON = {
    "condition": (0.8, 0.6, 0.35, 0.3, 0.55, 0.5, 0.25, 0.2, 0.15, 0.35, 0.2, 0.2, 0.2, 0.15),
    "treatment": (0.75, 0.2, 0.05, 0.3, 0.15, 0.2, 0.25),
    "insurance": (0.3, 0.15, 0.15, 0.1, 0.05, 0.3, 0.05, 0.1, 0.25, 0.02),
    "language": (0.95, 0.3, 0.02),
    "accessibility": (0.5, 0.5, 0.4, 0.3, 0.1, 0.05),
    "age_group": (0.05, 0.2, 0.95, 0.6),
}
# How many listings say nothing at all here.
SILENT = {
    "condition": 0.1,
    "treatment": 0.12,
    "insurance": 0.55,
    "language": 0.5,
    "accessibility": 0.6,
    "age_group": 0.4,
}
ACCEPTING = (None, None, 1, 1, 1, 1, 0)
WAITS = (None, None, None, 0, 2, 5, 7, 10, 14, 21, 30, 60)
INSURED = (None, None, 0, 1)
CENTS = (None, 25_000, 35_000, 39_900, 45_000, 50_000, 60_000, 75_000, 90_000, 120_000)
RATINGS = (None, None, None, 2.5, 3.0, 3.6, 4.0, 4.2, 4.5, 4.8, 5.0)
# Only in scratch databases: a verification long past, and one that will stand for long.
STANDS, LAPSED = ("2020-01-01", "2099-01-01"), ("2020-01-01", "2021-01-01")
VERIFICATIONS = (None, None, None, None, None, None, STANDS, STANDS, STANDS, LAPSED)
CONFIRMED = (None, None, "2025-08-01", "2026-03-15", "2026-07-01", "2026-10-20")
LICENSES = (
    ("active", "2015-01-01", "2099-12-31"),
    ("active", "2012-06-15", "2099-06-30"),
    ("unknown", None, None),
    ("active", "2010-01-01", "2024-12-31"),
    ("expired", "2001-01-01", "2011-12-31"),
)
ROLES = ("prescriber", "prescriber", "medical-director", "administers", "therapist")
FIRST = ("Quiet", "Open", "Clear", "Still", "Green", "High", "Blue", "Warm", "New", "Deep")
SECOND = ("Harbor", "Meadow", "Lantern", "Ridge", "River", "Cedar", "Field", "Bridge", "Lake", "Garden")
GIVEN = ("Ada", "Ben", "Cora", "Dan", "Eve", "Finn", "Gus", "Hope", "Ira", "June", "Kai", "Lena")
FAMILY = ("Winter", "Summer", "Marsh", "Stone", "Brook", "Hill", "Wood", "Moor", "Dale", "Ford")
DESCRIPTIONS = (
    "",
    "",
    "Infusions in a calm room with a nurse beside you.",
    "We see people for depression and pain and plan each course together.",
    "A small practice. Visits last two hours and include time to rest.",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Some terms of one vocabulary: their bits as a mask, and their ids."""

    mask: int
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Opening hours as (weekday, opens, closes), and what they say to a search."""

    spans: tuple[tuple[int, str, str], ...]
    evening: bool
    weekend: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a clinic stands: its ZIP code's row, its own point, and the point as the index has it."""

    zip_code: str
    city: str
    state: str
    latitude: float
    longitude: float
    cell: int
    point: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Person:
    """A practitioner: the role there, and a license (status, issued, expires) for each state."""

    pk: int
    given: str
    family: str
    role: str
    licenses: tuple[tuple[str, tuple[str, str | None, str | None]], ...]
    conditions: Choice
    languages: Choice
    verified: tuple[str, str] | None
    confirmed: str | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """All that is drawn of one listing. `states` are those that a service serves; a clinic has a `spot`."""

    pk: int
    name: str
    description: str
    phone: str
    spot: Spot | None
    states: tuple[str, ...]
    terms: dict[str, Choice]
    offers: tuple[tuple[int, str, int | None], ...]
    week: Week | None
    accepting: int | None
    wait: int | None
    insured: int | None
    rating: float | None
    ratings: int
    verified: tuple[str, str] | None
    confirmed: str | None
    people: tuple[Person, ...]


class Draw:
    """Draws one listing after the other. Pools of ready-made choices keep it fast."""

    def __init__(
        self, zips: Sequence[tuple[str, str, str, float, float]], terms: dict[str, list[tuple[int, int]]]
    ) -> None:
        """`zips` are (code, city, state, latitude, longitude); `terms` the (bit, id) of each vocabulary."""
        self.random = Random(SEED)
        self.zips = zips
        self.states = sorted({row[2] for row in zips})
        self.pools = {name: [self._choice(name, known) for _ in range(POOL)] for name, known in terms.items()}
        self.weeks = [None] * 6 + [self._week() for _ in range(7)]
        self.people = 0

    def listing(self, pk: int) -> Drawn:
        pick = self._pick
        spot = None if self.random.random() < TELEHEALTH_SHARE else self._spot()
        states = (
            ()
            if spot
            else tuple(sorted(self.random.sample(self.states, min(pick((1, 2, 3, 4, 6)), len(self.states)))))
        )
        terms = {name: pick(pool) for name, pool in self.pools.items()}
        rating = pick(RATINGS)
        ratings = 0 if rating is None else pick((1, 3, 8, 20))
        return Drawn(
            pk=pk,
            name=f"{pick(FIRST)} {pick(SECOND)} {'Clinic' if spot else 'Telehealth'} {pk}",
            description=pick(DESCRIPTIONS),
            phone="+15125550123" if pk % 5 else "",
            spot=spot,
            states=states,
            terms=terms,
            offers=tuple((treatment, self._per(spot), pick(CENTS)) for treatment in terms["treatment"].ids),
            week=pick(self.weeks) if spot else None,
            accepting=pick(ACCEPTING),
            wait=pick(WAITS),
            insured=pick(INSURED),
            rating=rating if ratings >= MEAN_FROM else None,
            ratings=ratings,
            verified=pick(VERIFICATIONS),
            confirmed=pick(CONFIRMED),
            people=tuple(self._person(spot, states) for _ in range(pick((0, 1, 1, 1, 2)))),
        )

    def _pick(self, pool: Sequence):
        return pool[int(self.random.random() * len(pool))]

    def _choice(self, name: str, known: list[tuple[int, int]]) -> Choice:
        if self.random.random() < SILENT[name]:
            return Choice(0, ())
        shares = COMMON[name]
        named = [
            (bit, pk)
            for place, (bit, pk) in enumerate(known)
            if self.random.random() < shares[min(place, len(shares) - 1)]
        ]
        return Choice(sum(1 << bit for bit, _ in named), tuple(pk for _, pk in named))

    def _week(self) -> Week:
        days = range(self._pick((5, 5, 5, 6, 7)))
        closes = self._pick(("16:00:00", "17:00:00", "18:00:00", "20:00:00"))
        return Week(
            tuple((day, "09:00:00", closes) for day in days),
            evening=is_evening(time.fromisoformat(closes)),
            weekend=any(map(is_weekend, days)),
        )

    def _spot(self) -> Spot:
        code, city, state, latitude, longitude = self._pick(self.zips)
        latitude = round(latitude + self.random.gauss(0, SPREAD_DEGREES), 5)
        longitude = round(longitude + self.random.gauss(0, SPREAD_DEGREES), 5)
        longitude = (longitude + 180) % 360 - 180
        return Spot(
            code,
            city,
            state,
            latitude,
            longitude,
            cell_of(latitude, longitude),
            earth_point(latitude, longitude),
        )

    def _per(self, spot: Spot | None) -> str:
        return "session" if self.random.random() < (0.95 if spot else 0.5) else "month"

    def _person(self, spot: Spot | None, states: tuple[str, ...]) -> Person:
        pick = self._pick
        self.people += 1
        own = self.random.random() < 0.2
        return Person(
            pk=self.people,
            given=pick(GIVEN),
            family=pick(FAMILY),
            role=pick(ROLES),
            licenses=tuple((state, pick(LICENSES)) for state in ([spot.state] if spot else states)),
            conditions=pick(self.pools["condition"]) if own else Choice(0, ()),
            languages=pick(self.pools["language"]) if own else Choice(0, ()),
            verified=pick(VERIFICATIONS),
            confirmed=pick(CONFIRMED),
        )
