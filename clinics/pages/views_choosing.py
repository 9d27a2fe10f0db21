"""Shortlist and comparison by address, and what a browser keeps of them for when it is offline."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from clinicfinder import languages
from clinics.pages.compare import comparison
from clinics.pages.shortlist import shortlist as shortlist_context

# What the page that says "You are offline" is made of.
OFFLINE_FILES = ["tokens.css", "base.css", "layout.css", "components/crisis.css", "components/button.css"]


@require_safe
def shortlist(request: HttpRequest) -> HttpResponse:
    """The list in the address. What a browser keeps is known to that browser alone."""
    return _by_address(request, "choosing/shortlist.html", shortlist_context(request.GET))


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Up to four side by side."""
    return _by_address(request, "choosing/compare.html", comparison(request.GET))


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a browser without a network shows in place of a page."""
    return render(request, "choosing/offline_page.html")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The few lines that answer when the network does not. At the root, so that all pages are its scope."""
    context = {
        "places": json.dumps(_offline_pages()),
        "files": json.dumps([static(f"clinics/css/{name}") for name in OFFLINE_FILES]),
    }
    kind = "text/javascript; charset=utf-8"
    response = render(request, "choosing/service_worker.js", context, content_type=kind)
    patch_cache_control(response, no_store=True)
    return response


def _by_address(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """No cache on the way keeps what somebody has chosen."""
    context["absolute_url"] = request.build_absolute_uri(str(context["page_url"]))
    response = render(request, template, context)
    patch_cache_control(response, private=True)
    return response


def _offline_pages() -> list[tuple[str, str]]:
    """Where the pages of each language begin, and its page for when the network is away; longest first."""
    pages = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            pages.append((f"{languages.start(language)}/", reverse("offline")))
    return sorted(pages, key=lambda page: -len(page[0]))
