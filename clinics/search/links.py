"""Links of a results page: each is the same search with one thing changed."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from clinics.search.criteria import DEFAULT_RADIUS_MILES, MOST_RADIUS_MILES, Criteria
from clinics.search.facets import Facet
from clinics.search.finding import Found

WIDER_MILES = (100, 250, int(MOST_RADIUS_MILES))


@dataclass(frozen=True)
class Link:
    """An address and its words; `count` says how many results it would give, where known."""

    label: str
    url: str
    count: int | None = None
    current: bool = False


class Address:
    """The address of a search, and of those one step from it. Blank parameters are dropped."""

    def __init__(self, path: str, query: QueryDict) -> None:
        self.path = path
        self.pairs = [(name, value) for name, values in query.lists() for value in values if value.strip()]

    def __str__(self) -> str:
        return self._join(self.pairs)

    def without(self, name: str, value: str | None = None) -> str:
        """Without the parameter, or without this one of its values; from page 1."""
        return self._join(
            [p for p in self._first_page() if p[0] != name or (value is not None and p[1] != value)]
        )

    def having(self, name: str, value: object) -> str:
        """With the parameter set to this value alone; from page 1 unless it is the page."""
        pairs = [pair for pair in self._first_page() if pair[0] != name]
        return self._join([*pairs, (name, str(value))])

    def _first_page(self) -> list[tuple[str, str]]:
        return [pair for pair in self.pairs if pair[0] != "page"]

    def _join(self, pairs: list[tuple[str, str]]) -> str:
        query = QueryDict(mutable=True)
        for name, value in pairs:
            query.appendlist(name, value)
        return f"{self.path}?{query.urlencode()}" if pairs else self.path


def chips(found: Found, address: Address) -> list[Link]:
    """Every active filter, as a link that takes it away."""
    criteria = found.criteria
    links = [
        Link(choice.label, address.without(facet.parameter, choice.value))
        for facet in found.facets
        for choice in facet.choices
        if choice.selected
    ]
    if criteria.words:
        links.append(Link(_("Words: %(words)s") % {"words": " ".join(criteria.words)}, address.without("q")))
    if criteria.unknown:
        links.append(Link(_("With those that have not said"), address.without("unknown")))
    return links


def page_links(found: Found, address: Address) -> list[Link | None]:
    """Links to the first, last and nearby pages; None marks a gap."""
    near = range(found.page - 2, found.page + 3)
    shown = sorted({1, found.pages, *(number for number in near if 1 <= number <= found.pages)})
    links: list[Link | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            links.append(None)
        url = address.having("page", number) if number > 1 else address.without("page")
        links.append(Link(str(number), url, current=number == found.page))
    return links


def relaxations(found: Found, address: Address) -> list[Link]:
    """For an empty result: which single filter to give up, the most helpful first."""
    labels = {facet.parameter: facet for facet in found.facets}
    links = [
        Link(_relaxed(labels[parameter]), address.without(parameter), count)
        for parameter, count in found.without.items()
        if parameter in labels
    ]
    links.sort(key=lambda link: -(link.count or 0))
    if found.untold:
        link = Link(_("Also show those that have not said"), address.having("unknown", 1), found.untold)
        links.append(link)
    return links + _wider(found.criteria, address)


def _relaxed(facet: Facet) -> str:
    chosen = ", ".join(str(choice.label) for choice in facet.choices if choice.selected)
    return _("Leave out “%(filter)s”") % {"filter": chosen}


def _wider(criteria: Criteria, address: Address) -> list[Link]:
    if criteria.place is None:
        return []
    radius = criteria.radius_miles or DEFAULT_RADIUS_MILES
    wider = next((miles for miles in WIDER_MILES if miles > radius), None)
    return (
        [Link(_("Search within %(miles)s miles") % {"miles": wider}, address.having("radius", wider))]
        if wider
        else []
    )
