"""One state's page: its law on a day, and the care that is listed there."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinicfinder import clock
from clinics.listings.cards import ListingCard, listing_cards
from clinics.listings.entries import CareThere, SearchEntry
from clinics.places.models import State
from clinics.regulations.addresses import in_lower_case
from clinics.regulations.forms import DayForm
from clinics.regulations.models import RegulationNote
from clinics.regulations.reading import Reading
from clinics.trials.page import trials_there

CITIES_SHOWN = 12
CLINICS_SHOWN = 5


@dataclass(frozen=True)
class Care:
    """What is listed in a state, and a few of its clinics, each with whether we have verified it."""

    there: CareThere
    clinics: list[tuple[ListingCard, bool]]


@in_lower_case
def state(request: HttpRequest, usps: str) -> HttpResponse:
    """One state's law today, or on the day `?on=`, and the care that is listed there now."""
    place = get_object_or_404(State, pk=usps.upper())
    now, today = clock.now(), clock.today(place.timezone)
    form = DayForm(request.GET)
    on = (form.is_valid() and form.cleaned_data["on"]) or today
    notes, telling = RegulationNote.objects.told_in(place.usps), RegulationNote.objects.telling(on)
    context = {
        "place": place,
        "form": form,
        "reading": Reading(place, notes, on, today, telling),
        "care": care_in(place.usps, now),
        "trials": trials_there(place.usps),
        "cities": place.cities.order_by("-population", "name")[:CITIES_SHOWN],
        "crumbs": [
            {"label": _("Home"), "url": reverse("home")},
            {"label": _("Laws by state"), "url": reverse("state-list")},
            {"label": place.name},
        ],
    }
    return render(request, "regulations/state.html", context)


def care_in(usps: str, at: datetime) -> Care:
    """The care that is listed in the state at this instant, in three queries."""
    there = SearchEntry.objects.care_in(usps, int(at.timestamp()), CLINICS_SHOWN)
    cards = listing_cards(there.foremost)
    return Care(there, [(cards[pk], verified) for pk, verified in there.foremost.items() if pk in cards])
