"""The map of results: what its page, its panel and its answer in JSON say."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinicfinder.addresses import Address
from clinicfinder.tiles import host_of
from clinics.listings.cards import Point, points
from clinics.medicine.queries import Vocabulary, vocabulary
from clinics.places.models import PointSource
from clinics.places.state_names import state_name
from clinics.places.states import STATES
from clinics.search.criteria import Criteria, Scope
from clinics.search.filters import search_form
from clinics.search.forms import SearchForm
from clinics.search.map_finding import Places, find_places
from clinics.search.matching import LISTING, Match
from clinics.search.page import moment
from clinics.search.results import Result, Writer

LIST_SIZE = 100
# Any slug; the script puts that of a clinic in its place.
SLUG = "0"
SCRIPTS = (
    "leaflet/leaflet.js",
    *(f"clinics/js/map{part}.js" for part in ("_clusters", "_outlines", "_card", "")),
)
STYLES = ("leaflet/leaflet.css", "clinics/css/components/map.css")


@dataclass(frozen=True)
class Placed:
    """One clinic: its number in the order of the search, its card, and where it stands if we know."""

    number: int
    card: Result
    point: Point | None

    @property
    def position_line(self) -> str:
        return position_line(self.point)


def position_line(point: Point | None) -> str:
    """How exact the pin is; nothing where it stands at the street address."""
    if point is None:
        return _("Not on the map: we do not know where its address is.")
    if point.source == PointSource.ZIP:
        return _("Its pin stands at the center of its ZIP code. The true place may be some miles away.")
    if point.source == PointSource.CITY:
        return _("Its pin stands at the center of its city. The true place may be some miles away.")
    return ""


@dataclass(frozen=True)
class MapOfResults:
    """One search, looked at as a map."""

    query: QueryDict

    @cached_property
    def words(self) -> Vocabulary:
        return vocabulary()

    @cached_property
    def form(self) -> SearchForm:
        return search_form(self.query, self.words)

    @cached_property
    def criteria(self) -> Criteria:
        return self.form.criteria(Scope.LISTINGS)

    @cached_property
    def writer(self) -> Writer:
        return Writer(self.criteria, self.words, moment(self.criteria, self.words), with_leads=False)

    @cached_property
    def places(self) -> Places:
        return find_places(self.criteria, self.words, self.writer.at)

    def placed(self, matches: list[Match], first: int = 1) -> list[Placed]:
        """These clinics, numbered from `first` on, in two queries."""
        where = points({match.row[LISTING] for match in matches})
        cards = self.writer.cards(matches)
        return [Placed(number, card, where.get(card.key)) for number, card in enumerate(cards, first)]

    def page(self) -> dict[str, Any]:
        """The context of the map's own page: at most eight queries."""
        found, total = self.places.matches, len(self.places.matches)
        pages = max(1, -(-total // LIST_SIZE))
        number = min(self.criteria.page, pages)
        first = (number - 1) * LIST_SIZE
        address = Address(reverse("search-map"), self.query)
        return self.panel() | {
            "form": self.form,
            "criteria": self.criteria,
            "places": self.places,
            "placed": self.placed(found[first : first + LIST_SIZE], first + 1),
            "map_messages": self.messages(),
            "state_name": state_name(self.criteria.state) if self.criteria.state else "",
            "results_url": Address(reverse("search"), self.query).changed(),
            "first": first + 1,
            "last": min(first + LIST_SIZE, total),
            "previous_url": address.changed(page=number - 1) if number > 1 else "",
            "next_url": address.changed(page=number + 1) if number < pages else "",
        }

    def panel(self) -> dict[str, Any]:
        """The context of the panel alone, which asks nothing of the database."""
        return {
            "points_url": Address(reverse("search-points"), self.query).changed(),
            "scripts": [static(name) for name in SCRIPTS],
            "styles": [static(name) for name in STYLES],
            "outlines": {
                "states": static("clinics/geo/states.json"),
                **{row.usps: static(f"clinics/geo/{row.usps.lower()}.json") for row in STATES},
            },
            "tiles_url": settings.MAP_TILES_URL,
            "tiles_host": host_of(settings.MAP_TILES_URL),
            "tiles_credit": settings.MAP_TILES_CREDIT,
        }

    def messages(self) -> list[str]:
        """What the map leaves out, in words."""
        shown, clinics, services = len(self.places.matches), self.places.clinics, self.places.services
        said = []
        if shown < clinics:
            said.append(
                _("The map holds the first %(shown)s of %(clinics)s clinics. Narrow the search to see more.")
                % {"shown": _number(shown), "clinics": _number(clinics)}
            )
        if services:
            said.append(self._services_line(services))
        return said

    def _services_line(self, services: int) -> str:
        state = self.criteria.patient_state
        if not state:
            return ngettext(
                "%(count)s telehealth service matches, too. It is in the results, not on the map.",
                "%(count)s telehealth services match, too. They are in the results, not on the map.",
                services,
            ) % {"count": services}
        return ngettext(
            "%(count)s telehealth service serves you wherever you live in %(state)s. "
            "It is in the results, not on the map.",
            "%(count)s telehealth services serve you wherever you live in %(state)s. "
            "They are in the results, not on the map.",
            services,
        ) % {"count": services, "state": state_name(state)}

    def answer(self) -> dict[str, Any]:
        """All clinics for the script, each a short row; lines that many share stand once."""
        placed = self.placed(self.places.matches)
        shown = [one for one in placed if one.point is not None]
        prices, checks, positions = Lines(), Lines(), Lines()
        near = self.criteria.place
        return {
            "errors": {name: list(map(str, errors)) for name, errors in self.form.errors.items()},
            "messages": [
                _count_line(len(shown)),
                *self.messages(),
                *self._missing_line(len(placed) - len(shown)),
            ],
            "total": self.places.clinics,
            "state": self.criteria.state,
            "near": near
            and [round(near.latitude, 4), round(near.longitude, 4), self.criteria.radius_miles, near.label],
            "listing_url": reverse("clinic", args=[SLUG]),
            "points": [
                [
                    one.number,
                    round(one.point.latitude, 4),
                    round(one.point.longitude, 4),
                    one.card.key.removeprefix("clinic:"),
                    one.card.name,
                    one.card.place_line,
                    one.card.miles_text,
                    prices.number(one.card.price_line),
                    checks.number(one.card.verification_line),
                    positions.number(one.position_line),
                    int(one.card.verified),
                    int(one.card.is_demo),
                ]
                for one in shown
                if one.point is not None
            ],
            "prices": list(prices),
            "checks": list(checks),
            "positions": list(positions),
        }

    def _missing_line(self, missing: int) -> list[str]:
        if not missing:
            return []
        words = ngettext(
            "%(count)s clinic is in the list alone: we do not know where its address is.",
            "%(count)s clinics are in the list alone: we do not know where their addresses are.",
            missing,
        )
        return [words % {"count": missing}]


def _count_line(shown: int) -> str:
    if not shown:
        return _("No clinic on the map.")
    return ngettext("%(count)s clinic on the map.", "%(count)s clinics on the map.", shown) % {
        "count": _number(shown)
    }


def _number(count: int) -> str:
    return number_format(count, force_grouping=True)


class Lines(dict[str, int]):
    """Lines in the order in which they came first."""

    def number(self, line: str) -> int:
        return self.setdefault(line, len(self))
