"""The self-check: a question a page, and a summary. Nothing of it is kept here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from clinics.guide.match_page import Look


# A forged request changes nothing here, and without a referrer a browser names no origin to check.
@csrf_exempt
@sensitive_variables()
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest) -> HttpResponse:
    """The first question; after an answer the next, the summary, or help."""
    look = Look(request.POST if request.method == "POST" else None)
    response = render(request, look.template, look.context())
    response["Referrer-Policy"] = "no-referrer"
    return response
