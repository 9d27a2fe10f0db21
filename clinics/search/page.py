"""All that a results page shows, gathered for its template."""

from dataclasses import replace

from django.http import QueryDict

from clinicfinder import clock
from clinics.medicine.queries import vocabulary
from clinics.places.states import STATE_ZONES
from clinics.regulations.verdict import Law, law_for
from clinics.search.criteria import Criteria, Moment, Scope, Sort
from clinics.search.filters import SORTS, ListingFilterSet
from clinics.search.finding import find, suggest
from clinics.search.links import Address, Link, chips, page_links, relaxations
from clinics.search.results import Writer


def search_page(scope: Scope, query: QueryDict, path: str) -> dict[str, object]:
    """The context of a results page: at most eight queries, whatever the number of listings."""
    words = vocabulary()
    filterset = ListingFilterSet(query, scope=scope, vocabulary=words)
    form, criteria = filterset.form, filterset.criteria
    address = Address(path, query)
    at = _moment(criteria)
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
            replace(facet, errors=tuple(form.errors.get(facet.parameter, ()))) for facet in found.facets
        ],
        "chips": chips(found, address),
        "sorts": _sorts(criteria, address),
        "page_links": page_links(found, address) if found.pages > 1 else [],
        "previous_url": address.having("page", found.page - 1) if found.page > 1 else "",
        "next_url": address.having("page", found.page + 1) if found.page < found.pages else "",
        "unknown_url": address.having("unknown", 1) if found.untold else "",
        "law": _law(criteria, at),
        "place_links": [Link(p.label, address.having("near", p.label)) for p in form.places],
        "suggestion_links": [Link(s, address.having("near", s)) for s in form.suggestions],
    }
    if not found.total:
        advice = Writer(criteria, words, at, suggestion=True)
        context["relaxations"] = relaxations(found, address)
        context["suggestions"] = advice.cards(suggest(criteria, words, at))
    return context


def _moment(criteria: Criteria) -> Moment:
    """Now; the day is that of the patient's state."""
    zone = STATE_ZONES.get(criteria.patient_state, "UTC")
    return Moment(second=clock.now().timestamp(), day=clock.today(zone).toordinal())


def _law(criteria: Criteria, at: Moment) -> Law | None:
    if not criteria.patient_state:
        return None
    return law_for(criteria.patient_state, at.date, sorted(criteria.values("condition")))


def _sorts(criteria: Criteria, address: Address) -> list[Link]:
    return [
        Link(str(label), address.having("sort", value), current=value == criteria.sort)
        for value, label in SORTS
        if value != Sort.DISTANCE or criteria.place is not None
    ]
