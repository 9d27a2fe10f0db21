"""Ways onward to pages that other rooms bring: a link where such a page is, and nothing where it is not."""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def onward(name: str, **query: str) -> str:
    """The address of the page of that name, with this query; empty where there is no such page."""
    try:
        address = reverse(name)
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode(query)}" if query else address
