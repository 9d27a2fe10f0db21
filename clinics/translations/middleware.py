"""Pages in another language start from the translations as they stand."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from clinicfinder import languages
from clinics.translations import catalog


class FreshCatalog:
    """One query for each page that is not in English. Stands after the language is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if languages.current() != settings.LANGUAGE_CODE:
            catalog.refresh()
        return self.get_response(request)
