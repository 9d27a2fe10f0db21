"""Which trials match, and how far away they are."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import inf

from clinics.places.outcomes import Place
from clinics.places.points import miles_between
from clinics.trials.models import Trial, TrialSite
from clinics.trials.queries import TrialQuerySet
from clinics.trials.rules import OPEN, status_there

DEFAULT_RADIUS_MILES = 50.0
MOST_RADIUS_MILES = 500.0
WIDER_MILES = (100, 250, 500)
PAGE = 20
STATES_NAMED = 8


@dataclass(frozen=True)
class Wanted:
    """One search for trials. With a place, the state only tells places of one name apart."""

    conditions: frozenset[str] = frozenset()
    place: Place | None = None
    radius_miles: float = DEFAULT_RADIUS_MILES
    state: str = ""
    statuses: tuple[str, ...] = OPEN
    age: int | None = None
    sex: str = ""
    healthy: bool = False
    words: tuple[str, ...] = ()
    page: int = 1


@dataclass(frozen=True)
class Match:
    """A trial, and the miles to the nearest place that fits; None where that is not known."""

    nct_id: str
    miles: float | None = None


@dataclass(frozen=True)
class Found:
    """A page of matches. For an empty one: how many there are within more miles, and in which states."""

    wanted: Wanted
    total: int
    page: int
    pages: int
    matches: list[Match]
    wider: dict[int, int] = field(default_factory=dict)
    states: dict[str, int] = field(default_factory=dict)

    @property
    def first(self) -> int:
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.matches) - 1


@dataclass
class Reach:
    """Where one trial may be joined, of what is wanted."""

    nearest: float = inf
    states: set[str] = field(default_factory=set)
    # States with a place whose point is not known.
    unplaced: set[str] = field(default_factory=set)


def find(wanted: Wanted) -> Found:
    """The matches: nearest first, those of unknown distance after them, else by the last update.

    One query, and one more where a place or a state is named.
    """
    trials = _trials(wanted)
    rows = dict(trials.newest_first().values_list("pk", "status"))
    if not (wanted.place or wanted.state):
        return _page(wanted, [Match(pk) for pk in rows])
    reach = _reach(wanted, trials, rows)
    matches = list(_near(wanted, reach) if wanted.place else _in_state(wanted, reach))
    found = _page(wanted, matches)
    if matches:
        return found
    return replace(found, wider=_wider(wanted, reach), states=_states(reach))


def _trials(wanted: Wanted) -> TrialQuerySet:
    trials = Trial.objects.in_status(wanted.statuses)
    if wanted.conditions:
        trials = trials.about(wanted.conditions)
    if wanted.age is not None:
        trials = trials.taking_age(wanted.age)
    if wanted.sex:
        trials = trials.taking_sex(wanted.sex)
    if wanted.healthy:
        trials = trials.taking_healthy()
    return trials.containing(wanted.words)


def _reach(wanted: Wanted, trials: TrialQuerySet, statuses: dict[str, str]) -> dict[str, Reach]:
    """What each trial reaches, in the order of the trials."""
    reach = {pk: Reach() for pk in statuses}
    sites = TrialSite.objects.filter(trial__in=trials.order_by().values("pk")).order_by()
    for pk, own, usps, latitude, longitude in sites.values_list(
        "trial", "status", "state", "latitude", "longitude"
    ):
        if pk not in reach or status_there(statuses[pk], own) not in wanted.statuses:
            continue
        if usps:
            reach[pk].states.add(usps)
        if latitude is None or longitude is None:
            reach[pk].unplaced.add(usps or "")
        elif wanted.place:
            miles = miles_between(wanted.place.latitude, wanted.place.longitude, latitude, longitude)
            reach[pk].nearest = min(reach[pk].nearest, miles)
    return reach


def _near(wanted: Wanted, reach: dict[str, Reach]) -> Iterator[Match]:
    near = [(one.nearest, pk) for pk, one in reach.items() if one.nearest <= wanted.radius_miles]
    # Sorting keeps the order of the last update among those that are equally far.
    yield from (Match(pk, miles) for miles, pk in sorted(near, key=lambda pair: pair[0]))
    state = wanted.place.state if wanted.place else ""
    yield from (
        Match(pk)
        for pk, one in reach.items()
        if one.nearest > wanted.radius_miles and state and state in one.unplaced
    )


def _in_state(wanted: Wanted, reach: dict[str, Reach]) -> Iterator[Match]:
    return (Match(pk) for pk, one in reach.items() if wanted.state in one.states)


def _wider(wanted: Wanted, reach: dict[str, Reach]) -> dict[int, int]:
    """How many there are within more miles than were asked for."""
    if not wanted.place:
        return {}
    wider: dict[int, int] = {}
    for miles in WIDER_MILES:
        number = sum(one.nearest <= miles for one in reach.values())
        if miles > wanted.radius_miles and number > max(wider.values(), default=0):
            wider[miles] = number
    return wider


def _states(reach: dict[str, Reach]) -> dict[str, int]:
    """The states with the most of them."""
    states = Counter(usps for one in reach.values() for usps in one.states)
    return dict(states.most_common(STATES_NAMED))


def _page(wanted: Wanted, matches: list[Match]) -> Found:
    pages = max(-(-len(matches) // PAGE), 1)
    page = min(wanted.page, pages)
    return Found(wanted, len(matches), page, pages, matches[(page - 1) * PAGE : page * PAGE])
