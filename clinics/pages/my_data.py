"""What we keep of an account: read, downloaded, deleted."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinicfinder import clock
from clinics.accounts.addresses import proven_addresses
from clinics.accounts.export import exported as of_account
from clinics.accounts.leaving import has_a_role
from clinics.desk.export import exported as of_desk
from clinics.desk.leaving import kept_alone
from clinics.pages.forms_my_data import DeleteAccountForm
from clinics.pages.leaving import HasARole, leave
from clinics.regulations.alerts import exported as of_alerts
from clinics.reviews.export import exported as of_reviews

FORMAT, VERSION = "clinicfinder-my-data", 1


# The password again: what the file holds of somebody's health is not for whoever finds them signed in.
@never_cache
@login_required
@reauthentication_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """What we keep, in words, and a button."""
    return render(request, "pages/my_data.html")


@never_cache
@login_required
@require_POST
def my_data_file(request: HttpRequest) -> HttpResponse:
    """The file. If it is long since they proved who they are, they do so and find the button again."""
    try:
        return _file(request)
    except ReauthenticationRequired:
        return redirect("my-data")


@reauthentication_required
def _file(request: HttpRequest) -> HttpResponse:
    name = f"{FORMAT}-{clock.today().isoformat()}.json"
    return JsonResponse(
        collected(request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def collected(user: Any) -> dict[str, Any]:
    """What every room holds of this account."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "made": clock.now(),
        "account": of_account(user),
        **of_reviews(user),
        **of_desk(user, proven_addresses(user)),
        "mails_about_law": of_alerts(user),
    }


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    """Delete one's account; those with a role are told what has to happen before."""
    if has_a_role(request.user):
        return _refused(request)
    return _delete(request)


@reauthentication_required
def _delete(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = DeleteAccountForm(request.POST or None, has_reviews=user.reviews.exists())
    if request.method == "POST" and form.is_valid():
        try:
            leave(user, keep_reviews=form.keeps_reviews)
        except HasARole:
            return _refused(request)
        logout(request)
        response = redirect("account-gone")
        # A draft of a review may lie in this browser.
        response["Clear-Site-Data"] = '"storage"'
        return response
    return render(request, "pages/delete_account.html", {"form": form, "kept_alone": kept_alone(user)})


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/delete_account_refused.html", status=403)


@require_safe
def account_gone(request: HttpRequest) -> HttpResponse:
    """Farewell."""
    return render(request, "pages/delete_account_gone.html")
