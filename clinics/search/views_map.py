"""The map of results: a page of its own, the panel that the results page opens, and its points."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control

from clinics.search.map_page import MapOfResults
from clinics.search.views import HtmxRequest

# Nothing is kept of what a patient searched.
never_kept = cache_control(private=True, no_store=True)


@never_kept
def search_map(request: HtmxRequest) -> HttpResponse:
    """The map and its list; for the results page, which has a list, the panel alone."""
    found = MapOfResults(request.GET)
    if request.htmx:
        response = render(request, "search/map.html#panel", found.panel())
    else:
        response = render(request, "search/map.html", found.page())
    patch_vary_headers(response, ["HX-Request"])
    return response


@never_kept
def search_points(request: HtmxRequest) -> JsonResponse:
    """Every clinic of the search, for the script."""
    return JsonResponse(MapOfResults(request.GET).answer(), json_dumps_params={"separators": (",", ":")})
