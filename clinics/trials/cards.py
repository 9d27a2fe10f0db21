"""A trial as a list shows it: every text ready for the template."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.places.points import miles_between
from clinics.trials import wording
from clinics.trials.finding import Match, Wanted
from clinics.trials.models import Trial, TrialSite
from clinics.trials.rules import is_in_the_us, status_there

PLACES_NAMED = 2


@dataclass(frozen=True)
class Card:
    """One trial of a list."""

    trial: Trial
    status: str
    tone: str
    distance: str
    miles_text: str
    places: str
    ages: str
    sex: str
    phase: str
    conditions: list[str]


def cards(matches: Sequence[Match], wanted: Wanted) -> list[Card]:
    """The cards of these matches, in their order: three queries, whatever their number."""
    ids = [match.nct_id for match in matches]
    trials = Trial.objects.with_places().defer("summary", "criteria").in_bulk(ids)
    return [_card(trials[match.nct_id], match, wanted) for match in matches if match.nct_id in trials]


def _card(trial: Trial, match: Match, wanted: Wanted) -> Card:
    return Card(
        trial=trial,
        status=trial.get_status_display(),
        tone=wording.TONES.get(trial.status, ""),
        distance=wording.miles_line(match.miles) if match.miles is not None else _unknown(wanted),
        miles_text=f"{match.miles:.1f}" if match.miles is not None else "",
        places=_places(trial, wanted),
        ages=wording.ages_line(trial),
        sex="" if trial.sex == "ALL" else str(wording.SEXES[trial.sex]),
        phase=wording.phase_names(phase for phase in trial.phases if phase != "NA"),
        conditions=[str(condition) for condition in trial.conditions.all()],
    )


def _unknown(wanted: Wanted) -> str:
    return _("Distance not known") if wanted.place else ""


def _places(trial: Trial, wanted: Wanted) -> str:
    """The places that fit, the nearest first; a few by name."""
    sites = [
        site
        for site in trial.sites.all()
        if status_there(trial.status, site.status) in wanted.statuses and _is_asked(site, wanted)
    ]
    if not sites:
        return _("No place of it is named as open") if trial.sites.all() else _("No place is named yet")
    names = list(dict.fromkeys(filter(None, map(wording.place_name, sorted(sites, key=_order(wanted))))))
    more = len(names) - PLACES_NAMED
    told = " · ".join(names[:PLACES_NAMED])
    if more <= 0:
        return told
    rest = ngettext("and %(number)s more city", "and %(number)s more cities", more) % {"number": more}
    return f"{told} {rest}"


def _is_asked(site: TrialSite, wanted: Wanted) -> bool:
    return bool(wanted.place) or not wanted.state or site.state_id == wanted.state


def _order(wanted: Wanted):
    """By distance from the place asked for; else the United States first."""
    place = wanted.place

    def key(site: TrialSite) -> tuple:
        if place is None:
            return (not is_in_the_us(site.country), site.country, site.region, site.city)
        if site.latitude is None or site.longitude is None:
            return (True, float(site.state_id != place.state), site.city)
        return (
            False,
            miles_between(place.latitude, place.longitude, site.latitude, site.longitude),
            site.city,
        )

    return key
