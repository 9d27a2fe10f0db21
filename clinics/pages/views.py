"""Home, and the pages of plain text: who stands behind this directory, and on what terms."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import TemplateView

from clinics.models import Condition
from clinics.places.state_names import states_by_name


def home(request: HttpRequest) -> HttpResponse:
    """The one question, with the form right under it."""
    context = {"conditions": Condition.objects.all(), "states": states_by_name()}
    return render(request, "pages/home.html", context)


class TextPage(TemplateView):
    """A page of words; it knows only who answers for this copy and where to write to them."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            operator_name=settings.OPERATOR_NAME, contact_email=settings.CONTACT_EMAIL, **kwargs
        )
