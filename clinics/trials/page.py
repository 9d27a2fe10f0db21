"""All that the pages of trials show, gathered for their templates."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from clinicfinder.addresses import Address
from clinics.medicine.models import Condition
from clinics.trials import wording
from clinics.trials.cards import Card, cards
from clinics.trials.finding import Found, find
from clinics.trials.forms import TrialForm
from clinics.trials.links import Link, page_links, registry_search, trial_links, ways_on
from clinics.trials.models import Trial, TrialSite, TrialStatus
from clinics.trials.rules import is_in_the_us, status_there

NEAR_SHOWN = 3
THERE_SHOWN = 5
# What taking part means, and who says so.
MEANING_SOURCE = {
    "name": "National Institute of Mental Health (NIMH), clinical trials: information for participants",
    "url": "https://www.nimh.nih.gov/health/trials",
    "read_on": date(2026, 11, 24),
}


class Fact(NamedTuple):
    """A line of the facts: what it is, and what the registry says."""

    label: str
    words: str


@dataclass(frozen=True)
class Place:
    """A place of a trial. `status` is blank where it is that of the whole trial."""

    name: str
    facility: str
    status: str | Promise
    tone: str


@dataclass(frozen=True)
class Group:
    """The places in one state or country."""

    name: str
    places: list[Place]


@dataclass(frozen=True)
class There:
    """Trials that recruit at a place in a state: how many, a few of them, and the day of the file.

    `loaded` says whether we hold any list of trials at all.
    """

    loaded: bool
    number: int
    day: date | None
    trials: list[Trial]
    registry_url: str


def list_page(query: QueryDict) -> dict[str, Any]:
    """The context of `/trials/`: the same number of queries, whatever the number of trials."""
    names = dict(Condition.objects.values_list("slug", "name"))
    form = TrialForm(query, list(names.items()))
    wanted = form.wanted()
    address = Address(reverse("trial-list"), query)
    number, day = Trial.objects.holding()
    found = find(wanted)
    return {
        "form": form,
        "wanted": wanted,
        "found": found,
        "cards": cards(found.matches, wanted),
        "held": number,
        "file_day": day,
        "page_links": page_links(found, address) if found.pages > 1 else [],
        "previous_url": address.changed(page=found.page - 1) if found.page > 1 else "",
        "next_url": address.changed(page=found.page + 1) if found.page < found.pages else "",
        "place_links": [Link(place.label, address.changed(near=place.label)) for place in form.places],
        "suggestion_links": [Link(text, address.changed(near=text)) for text in form.suggestions],
        "ways_on": ways_on(found, address) if number and not found.total else [],
        "registry_url": registry_url(found, names),
    }


def near_block(query: QueryDict) -> dict[str, Any]:
    """The few recruiting trials that stand below the results of a search for care."""
    query = query.copy()
    query.setlist("status", ["RECRUITING"])
    query.pop("page", None)
    names = dict(Condition.objects.values_list("slug", "name"))
    form = TrialForm(query, list(names.items()))
    wanted = form.wanted()
    found = find(wanted)
    shown: list[Card] = cards(found.matches[:NEAR_SHOWN], wanted)
    held = found.total > 0 or Trial.objects.listed().exists()
    return {"wanted": wanted, "found": found, "cards": shown, "held": held, "trials": trial_links(query)}


def registry_url(found: Found, names: dict[str, str]) -> str:
    """The registry's own search, for the same conditions and state."""
    wanted = found.wanted
    state = wanted.place.state if wanted.place else wanted.state
    return registry_search((names[slug] for slug in sorted(wanted.conditions) if slug in names), state)


def trials_there(usps: str) -> There:
    """The trials of a state's page, in one query."""
    rows = list(Trial.objects.recruiting_there(usps)[:THERE_SHOWN])
    return There(
        loaded=bool(rows),
        number=rows[0].number if rows else 0,
        day=rows[0].day if rows else None,
        trials=[row for row in rows if row.here],
        registry_url=registry_search(state=usps),
    )


def trial_page(trial: Trial, today: date) -> dict[str, Any]:
    """The context of one trial's page. `trial` comes with its places and conditions."""
    sites = list(trial.sites.all())
    at_home = [site for site in sites if is_in_the_us(site.country)]
    abroad = [site for site in sites if not is_in_the_us(site.country)]
    return {
        "trial": trial,
        "open_now": wording.OPEN_NOW[trial.status],
        "tone": wording.TONES.get(trial.status, "stop"),
        "type": wording.TYPES.get(trial.type, ""),
        "phases": wording.phase_lines(trial.phases),
        "ages": wording.ages_line(trial),
        "sex": wording.SEXES[trial.sex],
        "healthy": wording.healthy_line(trial),
        "facts": _facts(trial, today),
        "conditions": trial.conditions.all(),
        "home_groups": _groups(trial, at_home, _("Elsewhere in the United States")),
        "abroad_groups": _groups(trial, abroad, _("Country not named")),
        "abroad_number": len(abroad),
        "meaning_source": MEANING_SOURCE,
    }


def _facts(trial: Trial, today: date) -> list[Fact]:
    """What else the registry knows, as precisely as it knows it."""
    started, completes = trial.started, trial.completes
    start = _("Expected start") if started and wording.is_ahead(started, today) else _("Start")
    end = _("Expected end") if completes and wording.is_ahead(completes, today) else _("End")
    facts = [
        Fact(_("Who runs it"), trial.sponsor or _("A person; the official record says who.")),
        Fact(_("People"), wording.people_line(trial)),
        Fact(start, wording.day_words(started) if started else ""),
        Fact(end, wording.day_words(completes) if completes else ""),
        Fact(_("Confirmed by those who run it"), wording.day_words(trial.verified) if trial.verified else ""),
        Fact(_("Results"), _("Results are posted at the registry.") if trial.has_results else ""),
    ]
    return [fact for fact in facts if fact.words]


def _groups(trial: Trial, sites: list[TrialSite], unknown: str) -> list[Group]:
    """The places by state, or by country abroad; what takes people first."""
    by_name: dict[str, list[TrialSite]] = defaultdict(list)
    for site in sites:
        by_name[_group_name(site) or unknown].append(site)
    return [
        Group(name, [_place(trial, site) for site in sorted(by_name[name], key=_site_order(trial))])
        for name in sorted(by_name, key=lambda name: (name == unknown, name))
    ]


def _group_name(site: TrialSite) -> str:
    if site.state:
        return str(site.state)
    return "" if is_in_the_us(site.country) else site.country


def _site_order(trial: Trial):
    def key(site: TrialSite) -> tuple:
        return (status_there(trial.status, site.status) != "RECRUITING", site.city, site.facility)

    return key


def _place(trial: Trial, site: TrialSite) -> Place:
    status = status_there(trial.status, site.status)
    own = status != trial.status
    return Place(
        name=site.city or site.region or site.country,
        facility=site.facility,
        status=TrialStatus(status).label if own else "",
        tone=wording.TONES.get(status, "") if own else "",
    )
