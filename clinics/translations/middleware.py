"""Pages in another language start from the translations as they stand."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from clinicfinder import languages
from clinics.translations import catalog


class FreshCatalog:
    """Stands after the language is known. English pages ask nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if languages.current() != settings.LANGUAGE_CODE:
            catalog.refresh_if_older(settings.TRANSLATIONS_KEPT_SECONDS)
        return self.get_response(request)
