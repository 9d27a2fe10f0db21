"""Links of a results page: each is the same search with one thing changed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinicfinder.addresses import Address
from clinics.places.state_names import state_name
from clinics.search.criteria import DEFAULT_RADIUS_MILES, MOST_RADIUS_MILES, Criteria
from clinics.search.dimensions import Label
from clinics.search.facets import Facet
from clinics.search.finding import Found
from clinics.search.matching import Match

WIDER_MILES = (100, 250, int(MOST_RADIUS_MILES))


@dataclass(frozen=True)
class Link:
    """An address and its words; `count` says how many results it would give, where known."""

    label: Label
    url: str
    count: int | None = None
    current: bool = False


def chips(found: Found, address: Address) -> list[Link]:
    """Every active filter, as a link that takes it away."""
    criteria = found.criteria
    links = _place_chips(criteria, address) + [
        Link(choice.label, _without(address, facet, choice.value))
        for facet in found.facets
        for choice in facet.choices
        if choice.selected
    ]
    if criteria.words:
        links.append(
            Link(_("Words: %(words)s") % {"words": " ".join(criteria.words)}, address.changed(q=None))
        )
    if criteria.unknown:
        links.append(Link(_("With those that have not said"), address.changed(unknown=None)))
    return links


def _place_chips(criteria: Criteria, address: Address) -> list[Link]:
    links = []
    if criteria.place is not None:
        links.append(Link(criteria.place.label, address.changed(near=None, radius=None)))
        if criteria.radius_miles != DEFAULT_RADIUS_MILES:
            words = _("Within %(miles)s miles") % {"miles": f"{criteria.radius_miles:g}"}
            links.append(Link(words, address.changed(radius=None)))
    if criteria.state:
        links.append(Link(state_name(criteria.state), address.changed(state=None)))
    return links


def _without(address: Address, facet: Facet, value: str) -> str:
    """A single value may be written in more ways than one, so it goes by its name."""
    return (
        address.changed(**{facet.parameter: None})
        if facet.single
        else address.without(facet.parameter, value)
    )


def page_links(found: Found, address: Address) -> list[Link | None]:
    """Links to the first, last and nearby pages; None marks a gap."""
    near = range(found.page - 2, found.page + 3)
    shown = sorted({1, found.pages, *(number for number in near if 1 <= number <= found.pages)})
    links: list[Link | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            links.append(None)
        url = address.changed(page=number if number > 1 else None)
        links.append(Link(str(number), url, current=number == found.page))
    return links


def relaxations(found: Found, suggested: list[Match], address: Address) -> list[Link]:
    """For an empty result: which single filter to give up, the most helpful first; or how far to look."""
    labels = {facet.parameter: facet for facet in found.facets}
    links = [
        Link(_relaxed(labels[parameter]), address.changed(**{parameter: None}), count)
        for parameter, count in found.without.items()
        if parameter in labels
    ]
    links.sort(key=lambda link: -(link.count or 0))
    if found.criteria.words:
        links.append(Link(_("Leave out your words"), address.changed(q=None)))
    if found.untold:
        link = Link(
            _("Also show places that have not said what they treat, cost or accept, or who prescribes"),
            address.changed(unknown=1),
            found.untold,
        )
        links.append(link)
    links += _wider(suggested, address)
    chosen = {facet.parameter: None for facet in found.facets if facet.chosen}
    if not links and chosen:
        links.append(Link(_("Leave out all filters"), address.changed(**chosen)))
    return links


def _relaxed(facet: Facet) -> str:
    chosen = ", ".join(str(choice.label) for choice in facet.choices if choice.selected)
    return _("Leave out “%(filter)s”") % {"filter": chosen}


def _wider(suggested: list[Match], address: Address) -> list[Link]:
    """A radius at which the nearest match counts, if there is one."""
    nearest = min((match.miles for match in suggested if match.miles is not None), default=None)
    wider = next((miles for miles in WIDER_MILES if nearest is not None and miles >= nearest), None)
    if wider is None:
        return []
    return [Link(_("Search within %(miles)s miles") % {"miles": wider}, address.changed(radius=wider))]
