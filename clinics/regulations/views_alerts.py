"""Asking for mails about the law of a state; and, without signing in, confirming and stopping them."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from clinicfinder.limits import HOUR, may_write
from clinics.accounts.addresses import main_address
from clinics.places.models import State
from clinics.regulations import alerts
from clinics.regulations.alerts import Asked
from clinics.regulations.forms_alerts import AlertForm
from clinics.regulations.queries_alerts import alerts as all_alerts

GONE, TOO_MANY = 410, 429


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def law_alerts(request: HttpRequest) -> HttpResponse:
    """One's alerts, and asking for another. `?state=tx` has that state chosen, and keeps nothing."""
    wanted = request.GET.get("state", "")[:2].upper()
    form = AlertForm(request.POST or None, initial={"state": wanted})
    to = main_address(request.user)
    too_many = False
    if request.method == "POST" and to and form.is_valid():
        too_many = not may_write(request, "law-alert")
        if not too_many and _asked(request, form.cleaned_data["state"], to):
            return redirect("law-alerts")
    context = {
        "form": form,
        "to": to,
        "too_many": too_many,
        "alerts": [(one, alerts.stop_token(one)) for one in all_alerts().of(request.user)],
        "days": alerts.CONFIRM_DAYS,
    }
    response = render(request, "regulations/alerts.html", context, status=TOO_MANY if too_many else 200)
    if too_many:
        response["Retry-After"] = str(HOUR)
    return response


def _asked(request: HttpRequest, state: State, to: str) -> bool:
    """Ask, and say what came of it; False if the mail could not be sent."""
    outcome = alerts.ask(request.user, state, settings.SITE_URL or request.build_absolute_uri("/"))
    names = {"state": state.spoken, "email": to}
    if outcome == Asked.FAILED:
        messages.error(request, _("Our mail could not be sent. Please try again later."))
        return False
    if outcome == Asked.ALREADY:
        messages.info(request, _("You get mails about %(state)s already.") % names)
        return True
    words = _("We have sent a mail to %(email)s. Open the link in it to start the mails about %(state)s.")
    messages.success(request, words % names)
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in our mail. Programs that read mail open links: only the button counts."""
    try:
        alert = alerts.to_confirm(token)
    except alerts.LinkError as error:
        return _over(request, error)
    if request.method == "POST":
        alerts.confirm(alert)
        return redirect("law-alert-confirm", token=token)
    return render(request, "regulations/alert_confirm.html", {"alert": alert, "state": alert.state})


# Mail programs press the button themselves (RFC 8058), and have no cookie; the signed address is the key.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails about one state, signed in or not."""
    try:
        if request.method == "POST":
            alerts.stop(token)
        state, comes = alerts.to_stop(token)
    except alerts.LinkError as error:
        return _over(request, error)
    return render(request, "regulations/alert_stop.html", {"state": state, "comes": comes})


def _over(request: HttpRequest, error: alerts.LinkError) -> HttpResponse:
    forged = isinstance(error, alerts.Forged)
    return render(
        request, "regulations/alert_link_over.html", {"forged": forged}, status=404 if forged else GONE
    )
