"""The page behind the link in "is this still right?": no account, and nothing changes by looking at it."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from clinics.desk import confirming
from clinics.desk.facts import concrete, facts_of
from clinics.desk.forms_clinics import CareForm, care_form
from clinics.desk.models import Confirmation

GONE = 410


def private(view: Any) -> Any:
    """The address is a key: it is not kept, not indexed, and not told to whatever is opened next."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return shown


# Without a referrer, browsers send no origin that could be compared; the key in the address is what
# a forged form would lack, and no cookie gives any right here.
@csrf_exempt
@never_cache
@private
@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request: HttpRequest, token: str) -> HttpResponse:
    """The facts, and an answer to them."""
    try:
        confirmation = confirming.read(token)
        return _answer(request, confirmation, concrete(confirmation.listing))
    except confirming.Forged:
        return render(request, "desk/link_over.html", {"forged": True}, status=404)
    except confirming.Over:
        return render(request, "desk/link_over.html", {"forged": False}, status=GONE)


def _answer(request: HttpRequest, confirmation: Confirmation, subject: Any) -> HttpResponse:
    correcting = "correct" in request.POST
    form = care_form(subject, request.POST if correcting else None, {})
    if request.method != "POST" or not (correcting or "yes" in request.POST):
        return _page(request, subject, form)
    if request.POST.get("seen") != confirming.seen(subject):
        return _page(
            request, subject, form, _("Something here changed since you opened this page. Look again.")
        )
    if not correcting:
        confirming.confirm(confirmation)
    elif not form.is_valid():
        return _page(request, subject, form)
    elif not differs(subject, form):
        return _page(request, subject, form, _("You changed nothing. If all is right, say so above."))
    else:
        confirming.correct(confirmation, subject, form.wanted)
    return render(request, "desk/still_right_thanks.html", {"subject": subject, "corrected": correcting})


def differs(subject: Any, form: CareForm) -> bool:
    """Whether anything was typed that does not stand there."""
    return any(fact != form.wanted[name] for name, fact in confirming.standing(subject).items())


def _page(request: HttpRequest, subject: Any, form: CareForm, notice: str = "") -> HttpResponse:
    context = {
        "subject": subject,
        "told": facts_of(subject),
        "form": form,
        "seen": confirming.seen(subject),
        "notice": notice,
    }
    return render(request, "desk/still_right.html", context)
