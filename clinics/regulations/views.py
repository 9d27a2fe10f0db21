"""The law of all states at a glance, and feeds of all and of one.

A state's own page joins rooms: it stands in `pages`.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinicfinder import clock
from clinics.places.models import State
from clinics.regulations import comparison, tilemap
from clinics.regulations.addresses import in_lower_case
from clinics.regulations.feeds import LawFeed, StateLawFeed
from clinics.regulations.forms import CompareForm
from clinics.regulations.models import RegulationNote
from clinics.regulations.topics import CLINIC_RULES, MONITORING
from clinics.regulations.verdict import ANSWERS

feed = LawFeed()


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
        "crumbs": [{"label": _("Home"), "url": reverse("home")}, {"label": _("Laws by state")}],
    }
    return render(request, "regulations/state_list.html", context)


def _legend(rows: list[comparison.Row]) -> list[dict[str, Any]]:
    """Each answer with the number of states that have it."""
    counts = comparison.counted(rows, "telehealth")
    return [{"answer": answer, "label": label, "count": counts[answer]} for answer, label in ANSWERS.items()]


@in_lower_case
def state_feed(request: HttpRequest, usps: str) -> HttpResponse:
    """What changes in one state's law."""
    return StateLawFeed()(request, usps=usps)
