"""When a session ends."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest

from clinics.accounts.models import User

FORTNIGHT = int(timedelta(days=14).total_seconds())


def set_end(request: HttpRequest) -> None:
    """Staff: after SESSION_COOKIE_AGE and with the browser, as the settings say. Others: in 14 days."""
    if request.user.is_authenticated:
        request.session.set_expiry(None if request.user.is_staff else FORTNIGHT)


def end_all_others(request: HttpRequest) -> None:
    """End every session of whoever asks, except the one that they ask in: they may want to do more here."""
    user: Any = request.user
    # Counted by the database, so that two who press at once end each other's.
    User.objects.filter(pk=user.pk).update(sign_outs=F("sign_outs") + 1)
    user.refresh_from_db(fields=["sign_outs"])
    update_session_auth_hash(request, user)
