"""The least that a results page can cost: its template, from objects already in memory."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from clinics.search.criteria import Scope
from clinics.search.page import search_page

_contexts: dict[str, dict[str, object]] = {}


def remember(query: str) -> None:
    """Keep what the search found for this query string."""
    _contexts[query] = search_page(Scope.LISTINGS, QueryDict(query), "/search/")


def search(request: HttpRequest) -> HttpResponse:
    """The same page, nothing left to find out."""
    response = render(request, "search/search.html", _contexts[request.META["QUERY_STRING"]])
    patch_vary_headers(response, ["HX-Request"])
    return response
