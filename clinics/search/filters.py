"""Every search parameter of the public contract, and the candidates that they leave."""

from functools import lru_cache

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from clinics.listings.entries import EntryKind, SearchEntry, SearchEntryQuerySet
from clinics.medicine.queries import PARAMETERS, Vocabulary
from clinics.places.points import cells_within
from clinics.places.state_names import state_choices
from clinics.places.states import STATES
from clinics.search.criteria import DEFAULT_RADIUS_MILES, MOST_RADIUS_MILES, Criteria, Scope, Sort
from clinics.search.dimensions import Label
from clinics.search.fields import (
    PlaceFilter,
    RealNumberFilter,
    SharedFields,
    SlugsFilter,
    StateFilter,
    WholeNumberFilter,
)
from clinics.search.forms import SearchForm

KINDS = {
    Scope.LISTINGS: (EntryKind.CLINIC, EntryKind.TELEHEALTH),
    Scope.CLINICS: (EntryKind.CLINIC,),
    Scope.TELEHEALTH: (EntryKind.TELEHEALTH,),
    Scope.PROVIDERS: (EntryKind.PROVIDER,),
}
MOST_DOLLARS = 1_000_000
NUMBERS = {row.usps: row.number for row in STATES}
SORTS = [
    (Sort.BEST, _("Best match")),
    (Sort.DISTANCE, _("Nearest")),
    (Sort.RATING, _("Rating")),
    (Sort.PRICE, _("Lowest price")),
    (Sort.SOONEST, _("Soonest appointment")),
]


def tick(label: Label) -> django_filters.ChoiceFilter:
    """A parameter whose only value is 1."""
    return django_filters.ChoiceFilter(label=label, choices=[("1", label)])


class ListingFilterSet(FilterSet):
    """The search form over the index. Filters that have counts are judged row by row in `matching`."""

    near = PlaceFilter(label=_("ZIP code or city"), max_length=100)
    state = StateFilter(
        label=_("State where you live"),
        choices=state_choices(("", _("The state of that place"))),
    )
    radius = RealNumberFilter(
        label=_("Within miles"),
        low=1,
        high=MOST_RADIUS_MILES,
        message=_("Type a number of miles from 1 to 500."),
        widget=forms.NumberInput(attrs={"placeholder": f"{DEFAULT_RADIUS_MILES:g}"}),
    )
    condition = SlugsFilter(label=_("What you seek help for"))
    care = SlugsFilter(
        label=_("Way to care"), choices=[("in_person", _("In person")), ("telehealth", _("By telehealth"))]
    )
    treatment = SlugsFilter(label=_("Treatment"))
    insurance = SlugsFilter(label=_("Insurance"))
    max_price = WholeNumberFilter(
        label=_("Most you can pay for a session, in dollars"),
        low=0,
        high=MOST_DOLLARS,
        message=_("Type a whole number of dollars, without cents, such as 500."),
    )
    min_rating = RealNumberFilter(
        label=_("Lowest rating"), low=1, high=5, message=_("Type a number of stars from 1 to 5.")
    )
    verified = tick(_("Verified by us today"))
    accepting = tick(_("Accepts new patients"))
    unknown = tick(
        _("Also show places that have not said what they treat, cost or accept, or who prescribes")
    )
    language = SlugsFilter(label=_("Language"))
    accessibility = SlugsFilter(label=_("Accessibility"))
    age_group = SlugsFilter(label=_("Age"))
    hours = SlugsFilter(label=_("Hours"), choices=[("evening", _("Evenings")), ("weekend", _("Weekends"))])
    q = django_filters.CharFilter(
        label=_("Words in the name or description"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "names"}),
    )
    sort = django_filters.ChoiceFilter(label=_("Order"), choices=SORTS)
    page = WholeNumberFilter(
        label=_("Page"), low=1, message=_("We don’t know this page number. This is the first page.")
    )

    class Meta:
        model = SearchEntry
        fields: list[str] = []
        form = SearchForm

    def __init__(self, data: QueryDict, *, vocabulary: Vocabulary) -> None:
        super().__init__(data, queryset=SearchEntry.objects.all())
        for parameter in PARAMETERS:
            self.filters[parameter].extra["choices"] = vocabulary.choices(parameter)


def search_form(data: QueryDict, vocabulary: Vocabulary) -> SearchForm:
    """The filter set's form over what was typed; its fields are made once for each vocabulary."""
    return _form_class(vocabulary)(data)


@lru_cache(maxsize=4)
def _form_class(vocabulary: Vocabulary) -> type[SearchForm]:
    form = ListingFilterSet(QueryDict(), vocabulary=vocabulary).get_form_class()
    form.base_fields = SharedFields(form.base_fields)
    return form


def candidates(criteria: Criteria, *, radius_miles: float | None = None) -> SearchEntryQuerySet:
    """The entries that could match: near the place, or in the state, or all of this kind."""
    entries = SearchEntry.objects.of_kinds(KINDS[criteria.scope])
    if criteria.place is not None:
        cells = cells_within(
            criteria.place.latitude, criteria.place.longitude, radius_miles or criteria.radius_miles
        )
        entries = entries.in_cells([*cells, -NUMBERS[criteria.patient_state]])
    elif criteria.state:
        entries = entries.in_state(criteria.state)
    return entries.containing(criteria.words) if criteria.words else entries
