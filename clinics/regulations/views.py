"""The law of all states at a glance, of one state on a day, and feeds of both."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinicfinder import clock
from clinics.places.models import State
from clinics.regulations import comparison, tilemap
from clinics.regulations.feeds import LawFeed, StateLawFeed
from clinics.regulations.forms import CompareForm, DayForm
from clinics.regulations.models import RegulationNote
from clinics.regulations.reading import Reading
from clinics.regulations.topics import CLINIC_RULES, MONITORING
from clinics.regulations.verdict import ANSWERS

CITIES_SHOWN = 12
CRUMBS = [{"label": _("Home"), "url": "/"}]
feed = LawFeed()


def in_lower_case(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send a reader who writes the state in capitals to the one address of the page."""

    @wraps(view)
    def moved(request: HttpRequest, usps: str) -> HttpResponse:
        if usps == usps.lower():
            return view(request, usps)
        address = request.get_full_path().replace(f"/{usps}/", f"/{usps.lower()}/", 1)
        return HttpResponsePermanentRedirect(address)

    return moved


def state_list(request: HttpRequest) -> HttpResponse:
    """Every state and territory compared, today (its own today) or on the day `?on=`."""
    form = CompareForm(request.GET)
    form.is_valid()
    on = form.cleaned_data.get("on")
    notes = RegulationNote.objects.compared([*CLINIC_RULES, MONITORING])
    rows = comparison.rows(State.objects.all(), notes, lambda state: on or clock.today(state.timezone))
    context = {
        "form": form,
        "on": on,
        "total": len(rows),
        "rows": comparison.chosen(rows, form.cleaned_data),
        "legend": _legend(rows),
        "tiles": tilemap.tiles((row.state, row.law) for row in rows),
        "map_size": (tilemap.WIDTH, tilemap.HEIGHT),
        "crumbs": [*CRUMBS, {"label": _("Laws by state")}],
    }
    return render(request, "regulations/state_list.html", context)


def _legend(rows: list[comparison.Row]) -> list[dict[str, Any]]:
    """Each answer with the number of states that have it."""
    counts = comparison.counted(rows, "telehealth")
    return [{"answer": answer, "label": label, "count": counts[answer]} for answer, label in ANSWERS.items()]


@in_lower_case
def state(request: HttpRequest, usps: str) -> HttpResponse:
    """One state's law today, or on the day `?on=`."""
    place = get_object_or_404(State, pk=usps.upper())
    today = clock.today(place.timezone)
    form = DayForm(request.GET)
    on = (form.is_valid() and form.cleaned_data["on"]) or today
    notes, telling = RegulationNote.objects.told_in(place.usps), RegulationNote.objects.telling(on)
    crumbs = [*CRUMBS, {"label": _("Laws by state"), "url": reverse("state-list")}, {"label": place.name}]
    context = {
        "place": place,
        "form": form,
        "reading": Reading(place, notes, on, today, telling),
        "cities": place.cities.order_by("-population", "name")[:CITIES_SHOWN],
        "crumbs": crumbs,
    }
    return render(request, "regulations/state.html", context)


@in_lower_case
def state_feed(request: HttpRequest, usps: str) -> HttpResponse:
    """What changes in one state's law."""
    return StateLawFeed()(request, usps=usps)
