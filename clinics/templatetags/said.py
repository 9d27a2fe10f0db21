"""What the database says, in the reader's language; the same page in the other language."""

from typing import Any

from django import template
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from clinicfinder import languages
from clinics.translations import catalog

register = template.Library()


@register.filter
def said(text: object) -> str:
    """In the reader's language where somebody has translated it, for titles, attributes and choices."""
    return catalog.said(str(text)) if text else ""


@register.filter
def said_here(text: object) -> str | SafeString:
    """The same for running text: what is only there in English is marked as English."""
    words = str(text or "")
    if catalog.is_said(words):
        return catalog.said(words)
    return format_html('<span lang="en">{}</span>', catalog.said(words))


@register.simple_tag(takes_context=True)
def other_languages(context: dict[str, Any]) -> list[dict[str, Any]]:
    """This page in every language: its code, the name of the language in itself, path, whole address."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return []
    try:
        host = request.build_absolute_uri("/").rstrip("/")
    except DisallowedHost:
        return []
    here = languages.current()
    # Two slashes at the start would name another host.
    bare = request.path.removeprefix(languages.start(here)).lstrip("/")
    query = request.META.get("QUERY_STRING", "")
    told = []
    for code, _name in settings.LANGUAGES:
        path = f"{languages.start(code)}/{bare}"
        told.append(
            {
                "code": code,
                "name": languages.name(code),
                "path": f"{path}?{query}" if query else path,
                "address": f"{host}{path}",
                "current": code == here,
            }
        )
    return told
