"""Trials: the list, one trial, and the few that stand below the results of a search for care."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from clinicfinder import clock
from clinicfinder.addresses import Address
from clinics.trials.models import Trial
from clinics.trials.page import list_page, near_block, trial_page


class HtmxRequest(HttpRequest):
    """A request as the HTMX middleware passes it on."""

    htmx: HtmxDetails


@require_safe
def trials(request: HttpRequest) -> HttpResponse:
    """Trials that match: by default those that take people now or soon."""
    crumbs = [{"label": _("Home"), "url": reverse("home")}, {"label": _("Clinical trials")}]
    return render(request, "trials/list.html", list_page(request.GET) | {"crumbs": crumbs})


@require_safe
def near(request: HtmxRequest) -> HttpResponse:
    """A fragment for the page of results; whoever opens its address goes to the list."""
    if request.htmx:
        response = render(request, "trials/near.html", near_block(request.GET))
    else:
        response = redirect(str(Address(reverse("trial-list"), request.GET)))
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def trial(request: HttpRequest, nct_id: str) -> HttpResponse:
    """One trial, in plain words first."""
    found = get_object_or_404(Trial.objects.with_places(), pk=nct_id.upper())
    if nct_id != found.nct_id:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    crumbs = [
        {"label": _("Home"), "url": reverse("home")},
        {"label": _("Clinical trials"), "url": reverse("trial-list")},
        {"label": found.nct_id},
    ]
    return render(request, "trials/trial.html", trial_page(found, clock.today()) | {"crumbs": crumbs})
