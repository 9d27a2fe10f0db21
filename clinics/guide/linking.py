"""Whether an address in the text of a page leads somewhere."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import Resolver404, resolve

from clinicfinder import languages
from clinics.guide import markdown
from clinics.guide.models import GuidePage
from clinics.medicine.models import Condition, Treatment
from clinics.places.states import STATE_NAMES

# The addresses of pages of text, and of which part they are.
PARTS = {"guide-page": "guide", "faq-answer": "faq"}
# What somebody writes to or calls, and not a page.
WITHOUT_HOST = ("tel:", "sms:", "mailto:")


def leads_somewhere(address: str, body: str) -> bool:
    """Own addresses must be pages of ours; whether others still answer is looked at by `check_links`.

    `body` is the text in which the address stands: it may lead to a heading there.
    """
    if address.startswith("#"):
        return address[1:] in markdown.heading_ids(body)
    if address.startswith("/"):
        return _is_ours(address)
    if address.startswith(WITHOUT_HOST):
        return bool(address.partition(":")[2])
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return False
    return True


def _is_ours(address: str) -> bool:
    parts = urlsplit(address)
    try:
        # Texts are written with English addresses, whatever their editor reads.
        with languages.reading(settings.LANGUAGE_CODE):
            found = resolve(parts.path)
    except Resolver404:
        return False
    name, slug = found.url_name, found.kwargs.get("slug", "")
    if name in PARTS:
        page = GuidePage.objects.published().of_slug(slug).of_part(PARTS[name]).first()
        return page is not None and (not parts.fragment or parts.fragment in _ids(page))
    if name == "condition":
        return Condition.objects.filter(slug=slug).exists()
    if name == "treatment":
        return Treatment.objects.filter(slug=slug).exists()
    if name == "state":
        return found.kwargs["usps"].upper() in STATE_NAMES
    return True


def _ids(page: GuidePage) -> set[str]:
    """What a page of text can be opened at."""
    return {*markdown.heading_ids(page.body), *(f"source-{one + 1}" for one in range(len(page.sources)))}
