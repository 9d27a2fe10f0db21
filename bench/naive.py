"""The search as one would write it at first: a FilterSet with joins, distances and counts in SQL.

It reads the same form, tells the same total and the same counts, and fills the same template.
It leaves out what only the index makes cheap: how many have not said what they treat, and what the
law of the state closes.
"""

from collections.abc import Callable
from functools import reduce
from math import cos, radians
from operator import or_
from types import SimpleNamespace

from django.core.paginator import Paginator
from django.db.models import (
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import ACos, Cos, Least, Radians, Sin
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from clinicfinder import clock
from clinics.listings.models import License, Listing
from clinics.listings.rules import MAY_STAND
from clinics.medicine.queries import vocabulary
from clinics.places.states import STATE_NAMES, STATE_ZONES
from clinics.regulations.verdict import ground_for
from clinics.search.criteria import Criteria, Scope, Sort
from clinics.search.dimensions import PRICE_STEPS_DOLLARS, RATING_STEPS
from clinics.search.facets import Facet, FacetChoice
from clinics.search.filters import SORTS, ListingFilterSet
from clinics.search.finding import PAGE_SIZE
from clinics.search.links import Address, Link, chips, page_links
from clinics.search.results import Result

EARTH_RADIUS_MILES = 3958.8
MILES_PER_DEGREE = 69.0
SLUGS = {
    "condition": "conditions__slug",
    "treatment": "treatments__slug",
    "insurance": "payers__slug",
    "age_group": "age_groups__slug",
    "language": "languages__slug",
    "accessibility": "accessibility__slug",
}
ORDERS = {
    Sort.RATING: (F("rating_mean").desc(nulls_last=True), "-rating_count", "pk"),
    Sort.PRICE: (F("session_cents").asc(nulls_last=True), "pk"),
    Sort.SOONEST: (F("wait_days").asc(nulls_last=True), "pk"),
}


class ManyToManyFilterSet(ListingFilterSet):
    """Every parameter as a filter over listings and their many-to-many tables."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, vocabulary=vocabulary())
        self.queryset = Listing.objects.filter(status="published", is_demo=False)

    @property
    def criteria(self) -> Criteria:
        return self.form.criteria(Scope.LISTINGS)

    def conditions(self, without: str = "") -> QuerySet:
        """The listings that meet every parameter but this one."""
        listings = _licensed(_where(self.queryset, self.criteria), self.criteria)
        for parameter, narrow in FILTERS.items():
            if parameter != without:
                listings = narrow(listings, self.criteria)
        return listings.distinct()


def _where(listings: QuerySet, criteria: Criteria) -> QuerySet:
    """Clinics near or in the state, and services of the state, with `miles` where there is a place."""
    for word in criteria.words:
        named = Q(name__icontains=word) | Q(description__icontains=word)
        listings = listings.filter(named | Q(affiliations__provider__last_name__icontains=word))
    state = criteria.patient_state
    if criteria.place is None:
        here = Q(clinic__state=state) | Q(telemedicineservice__served__state=state) if state else Q()
        return listings.filter(here)
    near = _box(criteria) & Q(miles__lte=criteria.radius_miles)
    listings = listings.annotate(miles=_miles(criteria))
    return listings.filter(near | Q(telemedicineservice__served__state=state))


def _licensed(listings: QuerySet, criteria: Criteria) -> QuerySet:
    """Services with a prescriber whose license stands where the patient lives, where it is known."""
    if not criteria.patient_state:
        return listings
    today = clock.today(str(STATE_ZONES[criteria.patient_state]))
    standing = License.objects.filter(
        Q(issued_on=None) | Q(issued_on__lte=today),
        Q(expires_on=None) | Q(expires_on__gte=today),
        provider__affiliations__listing=OuterRef("pk"),
        provider__affiliations__role="prescriber",
        state=criteria.patient_state,
        status__in=MAY_STAND,
    )
    return listings.filter(Q(kind="clinic") | Exists(standing))


def _box(criteria: Criteria) -> Q:
    place, up = criteria.place, criteria.radius_miles / MILES_PER_DEGREE
    across = up / max(cos(radians(place.latitude)), 0.1)
    return Q(
        clinic__latitude__range=(place.latitude - up, place.latitude + up),
        clinic__longitude__range=(place.longitude - across, place.longitude + across),
    )


def _miles(criteria: Criteria) -> ExpressionWrapper:
    """The great circle by the spherical law of cosines."""
    latitude, longitude = Radians("clinic__latitude"), Radians("clinic__longitude")
    here, east = radians(criteria.place.latitude), radians(criteria.place.longitude)
    cosine = Sin(Value(here)) * Sin(latitude) + Cos(Value(here)) * Cos(latitude) * Cos(
        longitude - Value(east)
    )
    return ExpressionWrapper(
        Value(EARTH_RADIUS_MILES) * ACos(Least(cosine, Value(1.0))), output_field=FloatField()
    )


def _slugs(parameter: str) -> Callable[[QuerySet, Criteria], QuerySet]:
    def narrow(listings: QuerySet, criteria: Criteria) -> QuerySet:
        wanted = criteria.values(parameter)
        return listings.filter(**{f"{SLUGS[parameter]}__in": wanted}) if wanted else listings

    return narrow


def _care(listings: QuerySet, criteria: Criteria) -> QuerySet:
    wanted = criteria.values("care")
    return listings.filter(reduce(or_, (CARE[value] for value in wanted))) if wanted else listings


def _hours(listings: QuerySet, criteria: Criteria) -> QuerySet:
    wanted = criteria.values("hours")
    return listings.filter(reduce(or_, (HOURS[value] for value in wanted))) if wanted else listings


def _price(listings: QuerySet, criteria: Criteria) -> QuerySet:
    most = criteria.max_price_dollars
    return listings if most is None else listings.filter(_costs(most))


def _rating(listings: QuerySet, criteria: Criteria) -> QuerySet:
    least = criteria.min_rating
    return listings if least is None else listings.filter(rating_mean__gte=least)


def _verified(listings: QuerySet, criteria: Criteria) -> QuerySet:
    return listings.filter(_stands(criteria)) if criteria.verified else listings


def _accepting(listings: QuerySet, criteria: Criteria) -> QuerySet:
    return listings.filter(accepting_new_patients=True) if criteria.accepting else listings


def _costs(dollars: int) -> Q:
    return Q(offers__per="session", offers__price_low_cents__lte=dollars * 100)


def _stands(criteria: Criteria) -> Q:
    now = clock.now()
    served = "telemedicineservice__served"
    clinic = Q(kind="clinic", verified_from__lte=now, verified_until__gt=now)
    service = {f"{served}__verified_from__lte": now, f"{served}__verified_until__gt": now}
    if criteria.patient_state:
        service[f"{served}__state"] = criteria.patient_state
    return clinic | Q(**service)


CARE = {"in_person": Q(kind="clinic"), "telehealth": Q(kind="telehealth")}
HOURS = {"evening": Q(clinic__hours__closes__gt="18:00"), "weekend": Q(clinic__hours__weekday__gte=5)}
FILTERS: dict[str, Callable[[QuerySet, Criteria], QuerySet]] = {
    "care": _care,
    **{parameter: _slugs(parameter) for parameter in SLUGS},
    "max_price": _price,
    "accepting": _accepting,
    "hours": _hours,
    "min_rating": _rating,
    "verified": _verified,
}


def _facets(filterset: ManyToManyFilterSet) -> list[Facet]:
    """One counting query for each filter, its own value set aside."""
    return [
        _facet(filterset, parameter, filterset.conditions(without=parameter).order_by())
        for parameter in FILTERS
    ]


def _facet(filterset: ManyToManyFilterSet, parameter: str, listings: QuerySet) -> Facet:
    ids = Listing.objects.filter(pk__in=listings.values("pk")).order_by()
    if parameter in SLUGS:
        slug = SLUGS[parameter]
        counts = dict(ids.values_list(slug).annotate(Count("pk", distinct=True)))
        named = [(value, label, counts.get(value, 0)) for value, label in _choices(filterset, parameter)]
    else:
        meant = _meanings(filterset.criteria)[parameter]
        sums = {f"n{n}": Count("pk", filter=q, distinct=True) for n, (_, q) in enumerate(meant)}
        named = [
            (value, value, n) for (value, _), n in zip(meant, ids.aggregate(**sums).values(), strict=True)
        ]
    chosen = set(filterset.form.data.getlist(parameter))
    choices = [FacetChoice(value, str(label), count, value in chosen) for value, label, count in named]
    return Facet(parameter, str(filterset.filters[parameter].label), choices)


def _choices(filterset: ManyToManyFilterSet, parameter: str) -> list[tuple[str, str]]:
    return filterset.filters[parameter].extra["choices"]


def _meanings(criteria: Criteria) -> dict[str, list[tuple[str, Q]]]:
    return {
        "care": list(CARE.items()),
        "hours": list(HOURS.items()),
        "max_price": [(str(dollars), _costs(dollars)) for dollars in PRICE_STEPS_DOLLARS],
        "min_rating": [(str(stars), Q(rating_mean__gte=stars)) for stars in RATING_STEPS],
        "accepting": [("1", Q(accepting_new_patients=True))],
        "verified": [("1", _stands(criteria))],
    }


def _ordered(listings: QuerySet, criteria: Criteria) -> QuerySet:
    if criteria.sort == Sort.PRICE:
        cents = Min("offers__price_low_cents", filter=Q(offers__per="session"))
        listings = listings.annotate(session_cents=cents)
    near = F("miles").asc(nulls_last=True) if criteria.place else "-rating_mean"
    return listings.order_by(*ORDERS.get(criteria.sort, (near, "pk")))


def _card(listing: Listing, criteria: Criteria) -> Result:
    miles = getattr(listing, "miles", None)
    clinic = listing.clinic if listing.kind == "clinic" else None
    cents = [o.price_low_cents for o in listing.offers.all() if o.per == "session" and o.price_low_cents]
    treats = [term.name for term in listing.conditions.all() if term.slug in criteria.values("condition")]
    gives = [term.name for term in listing.treatments.all() if term.slug in criteria.values("treatment")]
    people = [str(a.provider) for a in listing.affiliations.all() if a.provider.licenses.all()]
    reasons = [
        *(f"Treats {name}" for name in treats),
        *(f"Offers {name}" for name in gives),
        *([f"licensed in {STATE_NAMES[clinic.state_id]}"] if clinic and people else []),
        *([f"about {miles:.1f} miles"] if miles is not None else []),
        *([f"from ${min(cents) / 100:,.0f} a session"] if cents else []),
    ]
    return Result(
        kind=listing.kind,
        key=f"{listing.kind}:{listing.slug}",
        url=listing.get_absolute_url(),
        name=listing.name,
        kind_label=listing.get_kind_display(),
        place_line=f"{clinic.city}, {clinic.state_id}" if clinic else "Serves your state",
        miles=miles,
        reasons=reasons,
        lead=people[0] if people else "",
        price_line="" if cents else "Price not published. Ask before you book.",
        rating_line=f"{listing.rating_mean:.1f} of 5" if listing.rating_mean else "No reviews yet",
        verified=bool(listing.verified_until and listing.verified_until > clock.now()),
        verification_line="Not yet verified by us",
        accepting_line="Takes new patients" if listing.accepting_new_patients else "Ask",
        wait_line=f"First visit in about {listing.wait_days} days" if listing.wait_days else "",
        source_line="",
        law_answer="",
        law_line="",
        is_demo=listing.is_demo,
        suggestion=False,
    )


def search(request: HttpRequest) -> HttpResponse:
    """The whole page from joins."""
    filterset = ManyToManyFilterSet(request.GET)
    criteria, address = filterset.criteria, Address("/search/", request.GET)
    listings = _ordered(filterset.conditions(), criteria)
    page = Paginator(listings, PAGE_SIZE).get_page(criteria.page)
    return render(request, "search/search.html", _context(filterset, criteria, address, page))


def _context(filterset: ManyToManyFilterSet, criteria: Criteria, address: Address, page) -> dict[str, object]:
    shown = page.object_list.select_related("clinic", "telemedicineservice").prefetch_related(
        "conditions", "treatments", "offers", "affiliations__provider__licenses"
    )
    found = SimpleNamespace(
        criteria=criteria, total=page.paginator.count, page=page.number, pages=page.paginator.num_pages,
        first=page.start_index(), last=page.end_index(), facets=_facets(filterset), untold=0,
    )  # fmt: skip
    sorts = [
        Link(str(label), address.changed(sort=sort), current=sort == criteria.sort) for sort, label in SORTS
    ]
    return {
        "form": filterset.form,
        "criteria": criteria,
        "scope": Scope.LISTINGS,
        "address": str(address),
        "path": "/search/",
        "found": found,
        "results": [_card(listing, criteria) for listing in shown],
        "facets": found.facets,
        "chips": chips(found, address),
        "sorts": sorts,
        "page_links": page_links(found, address) if found.pages > 1 else [],
        "next_url": address.changed(page=page.number + 1) if page.has_next() else "",
        "previous_url": address.changed(page=page.number - 1) if page.has_previous() else "",
        "law": _law(criteria),
    }


def _law(criteria: Criteria):
    state = criteria.patient_state
    return ground_for(state, clock.today()).law(sorted(criteria.values("condition"))) if state else None
