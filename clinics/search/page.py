"""All that a results page shows, gathered for its template."""

from dataclasses import replace
from datetime import UTC
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from clinicfinder import clock
from clinicfinder.addresses import Address
from clinics.medicine.queries import Vocabulary, vocabulary
from clinics.medicine.synonyms import Meaning, meant
from clinics.places.state_names import state_name
from clinics.places.states import STATE_ZONES
from clinics.regulations.verdict import Law, ground_for
from clinics.search.criteria import Criteria, Moment, Scope, Sort
from clinics.search.filters import SORTS, search_form
from clinics.search.finding import find, suggest
from clinics.search.forms import SearchForm
from clinics.search.legal import Legal
from clinics.search.links import Link, chips, page_links, relaxations
from clinics.search.results import Writer
from clinics.trials.links import trial_links


def search_page(scope: Scope, query: QueryDict, path: str) -> dict[str, Any]:
    """The context of a results page: at most eight queries, whatever the number of listings."""
    words = vocabulary()
    form = search_form(query, words)
    criteria = form.criteria(scope)
    address = Address(path, query)
    at = moment(criteria, words)
    found = find(criteria, words, at)
    writer = Writer(criteria, words, at)
    context = {
        "form": form,
        "criteria": criteria,
        "scope": scope,
        "address": str(address),
        "path": path,
        "found": found,
        "results": writer.cards(found.matches),
        "facets": [
            replace(facet, errors=tuple(map(str, form.errors.get(facet.parameter, ()))))
            for facet in found.facets
        ],
        "chips": chips(found, address),
        "sorts": _sorts(criteria, address),
        "page_links": page_links(found, address) if found.pages > 1 else [],
        "previous_url": address.changed(page=found.page - 1) if found.page > 1 else "",
        "next_url": address.changed(page=found.page + 1) if found.page < found.pages else "",
        "unknown_count": found.total + found.untold,
        "unknown_url": address.changed(unknown=1) if found.untold else "",
        "law": _law(criteria, at),
        "trials": trial_links(query),
        "map_url": Address(reverse("search-map"), query).changed() if scope == Scope.LISTINGS else "",
        "feed_url": _feed_url(scope, query),
        "place_links": _place_links(form, address),
        "names": words.sought_names,
        "meant": _meant(criteria, words, address),
        "suggestion_links": [Link(s, address.changed(near=s)) for s in form.suggestions],
    }
    if not found.total:
        if scope == Scope.TELEHEALTH:
            context["clinics_url"] = Address(reverse("search"), query).changed(care=None)
        advice = Writer(criteria, words, at, suggestion=True)
        suggested = suggest(criteria, words, at)
        context["relaxations"] = relaxations(found, suggested, address)
        context["suggestions"] = advice.cards(suggested)
    return context


def moment(criteria: Criteria, words: Vocabulary) -> Moment:
    """Now; the day and the law are those of the patient's state."""
    now, state = clock.now(), criteria.patient_state
    here = now.astimezone(STATE_ZONES.get(state, UTC)).date()
    legal = Legal(ground_for(state, here), words, criteria.values("condition")) if state else None
    return Moment(second=now.timestamp(), day=here.toordinal(), legal=legal)


def _feed_url(scope: Scope, query: QueryDict) -> str:
    """Where a feed reader finds what is new in this search. Practitioners have no feed."""
    if scope == Scope.PROVIDERS:
        return ""
    care = {"care": "telehealth"} if scope == Scope.TELEHEALTH else {}
    return Address(reverse("search-feed"), query).changed(page=None, sort=None, **care)


def _law(criteria: Criteria, at: Moment) -> Law | None:
    """What the law says of a doctor who has never seen the patient, for what they seek help for."""
    return at.legal.ground.law(sorted(criteria.values("condition"))) if at.legal else None


def _meant(criteria: Criteria, words: Vocabulary, address: Address) -> list[tuple[Meaning, str]]:
    """The conditions and treatments that the words name, each with the search for it instead of them."""
    if not criteria.words:
        return []
    return [
        (meaning, address.changed(q=None, **{meaning.parameter: meaning.slug}))
        for meaning in meant(criteria.words, words.lexicon)
        if meaning.slug not in criteria.values(meaning.parameter)
    ]


def _sorts(criteria: Criteria, address: Address) -> list[Link]:
    return [
        Link(str(label), address.changed(sort=value), current=value == criteria.sort)
        for value, label in SORTS
        if (value != Sort.DISTANCE or criteria.place is not None)
        and not (criteria.scope == Scope.PROVIDERS and value in (Sort.RATING, Sort.PRICE))
    ]


def _place_links(form: SearchForm, address: Address) -> list[Link]:
    """The places that an ambiguous name may mean, the state of that name among them."""
    links = [Link(place.label, address.changed(near=place.label)) for place in form.places]
    if form.whole_state:
        name = state_name(form.whole_state)
        links.append(
            Link(_("All of %(state)s") % {"state": name}, address.changed(near=None, state=form.whole_state))
        )
    return links
