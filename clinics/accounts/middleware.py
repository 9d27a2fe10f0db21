"""No admin without a second factor."""

import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import urlencode

from clinics.accounts.models import User

ALWAYS_OPEN = {"logout"}
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
SET_UP = "second_factor_set_up_at"


class StaffSecondFactor:
    """Leads staff who open the admin to set up a second factor, or to prove the one that they have."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or "admin" not in match.namespaces or match.url_name in ALWAYS_OPEN:
            return None
        if not settings.STAFF_SECOND_FACTOR or not request.user.is_staff or proven(request):
            return None
        if not is_mfa_enabled(request.user, FACTORS):
            return redirect("mfa_index")
        prove = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
        return HttpResponseRedirect(f"{prove}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")


def proven(request: HttpRequest) -> bool:
    """Did they prove a second factor in this session, and not longer ago than a session lasts?"""
    oldest = time.time() - settings.SESSION_COOKIE_AGE
    records = get_authentication_records(request, request.user)
    times = [record["at"] for record in records if record["method"] == "mfa"]
    return max([*times, request.session.get(SET_UP, 0)]) > oldest


@receiver(authenticator_added)
def remember_set_up(request: HttpRequest, user: User, authenticator: Authenticator, **_more: object) -> None:
    """Whoever has just set up their first one has proven it, and is not asked for it again at once."""
    others = Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=authenticator.pk)
    if authenticator.type in FACTORS and not others.exists():
        request.session[SET_UP] = time.time()
