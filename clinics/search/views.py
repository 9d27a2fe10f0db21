"""Results pages: whole, or the results alone for HTMX."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from clinics.places.models import City
from clinics.search.criteria import Scope
from clinics.search.page import search_page

# What stands outside the results: a change of it, or a mistake in it, needs the whole page.
OUTSIDE = ("near", "state", "radius", "q")


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
    if request.path != place.get_absolute_url():
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(place.get_absolute_url() + (f"?{query}" if query else ""))
    query = request.GET.copy()
    query["near"] = str(place)
    return _respond(request, search_page(Scope.LISTINGS, query, reverse("search")) | {"city": place})


def _respond(request: HtmxRequest, context: dict[str, Any]) -> HttpResponse:
    """The fragment for HTMX, the whole page for everybody else; caches must not mix them up."""
    fragment = request.htmx and not request.htmx.history_restore_request
    if fragment and _is_another_search(request, context):
        return HttpResponseClientRedirect(context["address"])
    template = "search/search.html#fragment" if fragment else "search/search.html"
    response = render(request, template, context)
    if fragment:
        response["HX-Push-Url"] = context["address"]
    patch_vary_headers(response, ["HX-Request"])
    return response


def _is_another_search(request: HtmxRequest, context: dict[str, Any]) -> bool:
    """Whether more changed than a filter since the page was loaded."""
    shown = QueryDict(urlsplit(request.htmx.current_url or "").query)
    changed = any(shown.get(name, "").strip() != request.GET.get(name, "").strip() for name in OUTSIDE)
    return changed or any(name in context["form"].errors for name in OUTSIDE)
