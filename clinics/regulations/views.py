"""The law of all states at a glance, and of one state on a day."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinicfinder import clock
from clinics.places.models import State
from clinics.regulations.forms import DayForm
from clinics.regulations.models import RegulationNote
from clinics.regulations.topics import FEDERAL_IN_SHORT, LOOKUP, by_topic
from clinics.regulations.verdict import law_of

CITIES_SHOWN = 12
CRUMBS = [{"label": _("Home"), "url": "/"}]


def state_list(request: HttpRequest) -> HttpResponse:
    """Every state and territory with today's answer, today being its own."""
    notes = list(RegulationNote.objects.readable())
    rows = [
        {"state": state, "law": law_of(state.usps, notes, clock.today(state.timezone))}
        for state in State.objects.all()
    ]
    context = {"rows": rows, "crumbs": [*CRUMBS, {"label": _("Laws by state")}]}
    return render(request, "regulations/state_list.html", context)


def state(request: HttpRequest, usps: str) -> HttpResponse:
    """One state's notes in force today, or on the day `?on=`."""
    if usps != usps.lower():
        address = request.get_full_path().replace(f"/{usps}/", f"/{usps.lower()}/", 1)
        return HttpResponsePermanentRedirect(address)
    place = get_object_or_404(State, pk=usps.upper())
    today = clock.today(place.timezone)
    form = DayForm(request.GET)
    on = (form.is_valid() and form.cleaned_data["on"]) or today
    crumbs = [*CRUMBS, {"label": _("Laws by state"), "url": reverse("state-list")}, {"label": place.name}]
    context = {"place": place, "form": form, "today": today, "on": on, "crumbs": crumbs}
    context |= law_context(place, on)
    return render(request, "regulations/state.html", context)


def law_context(place: State, on: date) -> dict[str, object]:
    """The answer, the state's own notes by topic, the federal ones in short."""
    notes = list(RegulationNote.objects.for_state(place.usps).in_force(on))
    own = [note for note in notes if note.state_id]
    federal = [note for note in notes if note.state_id is None and note.topic in FEDERAL_IN_SHORT]
    return {
        "law": law_of(place.usps, notes, on),
        "groups": by_topic(note for note in own if note.topic != LOOKUP),
        "lookups": [note for note in own if note.topic == LOOKUP],
        "federal_groups": by_topic(federal),
        "cities": place.cities.order_by("-population", "name")[:CITIES_SHOWN],
    }
