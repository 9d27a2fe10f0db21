"""Addresses: of a search for trials and those one step from it, and of the registry's own search."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinicfinder.addresses import Address
from clinics.places.state_names import state_name
from clinics.places.states import STATE_NAMES
from clinics.trials.finding import Found

# What a search for care and one for trials have in common.
SHARED = ("condition", "near", "radius", "state")
REGISTRY = "https://clinicaltrials.gov/search"


@dataclass(frozen=True)
class Link:
    """An address and its words."""

    label: str | Promise
    url: str
    current: bool = False


@dataclass(frozen=True)
class TrialLinks:
    """From a search for care to the trials that fit it: the page, and the few that stand below results."""

    label: str
    url: str
    near_url: str


def trial_links(query: QueryDict) -> TrialLinks:
    """The same conditions and place, asked of trials."""
    page, near = (Address(reverse(name), query, SHARED) for name in ("trial-list", "trials-near"))
    asked = {name for name, _value in page.pairs}
    is_here, is_for = bool(asked & {"near", "state"}), "condition" in asked
    return TrialLinks(_label(is_for=is_for, is_here=is_here), str(page), str(near))


def _label(*, is_for: bool, is_here: bool) -> str:
    if is_for:
        return _("Trials for this condition near here") if is_here else _("Trials for this condition")
    return _("Trials near here") if is_here else _("Trials that take people")


def registry_search(conditions: Iterable[str] = (), state: str = "") -> str:
    """The registry's own search for ketamine, with these conditions and this state filled in."""
    asked = {"intr": "ketamine", "cond": " OR ".join(conditions), "locStr": STATE_NAMES.get(state, "")}
    return f"{REGISTRY}?{urlencode({name: value for name, value in asked.items() if value})}"


def ways_on(found: Found, address: Address) -> list[Link]:
    """What may be changed where nothing matches: the place first, then each filter."""
    wanted = found.wanted
    links = [
        Link(
            ngettext(
                "Within %(miles)s miles: %(number)s trial",
                "Within %(miles)s miles: %(number)s trials",
                number,
            )
            % {"miles": miles, "number": number},
            address.changed(radius=miles),
        )
        for miles, number in found.wider.items()
    ]
    links += [
        Link(
            _("%(state)s: %(number)s") % {"state": state_name(usps), "number": number},
            address.changed(state=usps, near=None, radius=None),
        )
        for usps, number in found.states.items()
    ]
    if wanted.place or wanted.state:
        links.append(Link(_("Everywhere"), address.changed(near=None, radius=None, state=None)))
    filters = {
        "condition": (_("Leave out the condition"), wanted.conditions),
        "age": (_("Leave out the age"), wanted.age is not None),
        "sex": (_("Leave out the sex"), wanted.sex),
        "healthy": (_("Also trials without healthy volunteers"), wanted.healthy),
        "q": (_("Leave out your words"), wanted.words),
    }
    return links + [
        Link(label, address.changed(**{name: None})) for name, (label, asked) in filters.items() if asked
    ]


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
