"""The page about one's own account, and the answer to too many tries."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Where to change one's address, password and second factor, and how to sign out."""
    return render(request, "accounts/account.html")


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Somebody tried too often in a short time."""
    return render(request, "accounts/too_many_requests.html", status=429)
