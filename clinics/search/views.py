"""Results pages: whole, or the results alone for HTMX."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from clinics.places.models import City
from clinics.search.criteria import Scope
from clinics.search.page import search_page


class HtmxRequest(HttpRequest):
    """A request as the HTMX middleware passes it on."""

    htmx: HtmxDetails


def search(request: HtmxRequest) -> HttpResponse:
    """Clinics and telemedicine services that match."""
    return _respond(request, search_page(Scope.LISTINGS, request.GET, reverse("search")))


def providers(request: HtmxRequest) -> HttpResponse:
    """Practitioners that match."""
    return _respond(request, search_page(Scope.PROVIDERS, request.GET, reverse("provider-list")))


def telehealth(request: HtmxRequest) -> HttpResponse:
    """Telemedicine services that match."""
    return _respond(request, search_page(Scope.TELEHEALTH, request.GET, reverse("telehealth-list")))


def city(request: HtmxRequest, usps: str, slug: str) -> HttpResponse:
    """A larger city's page: a search with words. Its filters lead on to the search itself."""
    place = get_object_or_404(City.objects.with_slug(usps, slug))
    query = request.GET.copy()
    query["near"] = str(place)
    return _respond(request, search_page(Scope.LISTINGS, query, reverse("search")) | {"city": place})


def _respond(request: HtmxRequest, context: dict[str, Any]) -> HttpResponse:
    """The fragment for HTMX, the whole page for everybody else; caches must not mix them up."""
    fragment = request.htmx and not request.htmx.history_restore_request
    template = "search/search.html#fragment" if fragment else "search/search.html"
    response = render(request, template, context)
    if fragment:
        response["HX-Push-Url"] = context["address"]
    patch_vary_headers(response, ["HX-Request"])
    return response
