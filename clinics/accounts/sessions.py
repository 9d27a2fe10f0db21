"""When a session ends."""

from datetime import timedelta

from django.http import HttpRequest

FORTNIGHT = int(timedelta(days=14).total_seconds())


def set_end(request: HttpRequest) -> None:
    """Staff: after SESSION_COOKIE_AGE and with the browser, as the settings say. Others: in 14 days."""
    if request.user.is_authenticated:
        request.session.set_expiry(None if request.user.is_staff else FORTNIGHT)
