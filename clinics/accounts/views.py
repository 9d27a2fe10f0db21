"""The page about one's own account, what others see of it, and the answer to too many tries."""

from typing import Any

from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LogoutView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinicfinder import languages
from clinics.accounts import sessions
from clinics.accounts.factors import ways_in
from clinics.accounts.forms import NameForm


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """All that belongs to one's account, and the way to each of it."""
    user: Any = request.user
    others = sorted(languages.CODES - {user.language})
    context = {
        "ways": ways_in(user),
        "mail_language": languages.name(user.language),
        "other_mail_languages": [(code, languages.name(code)) for code in others],
    }
    return render(request, "accounts/account.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """Choose or change the name that others see."""
    form = NameForm(request.POST if request.method == "POST" else None, request.user)
    onward = get_next_redirect_url(request)
    if request.method == "POST" and form.is_valid() and form.save():
        messages.success(request, _("Others now see you as %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect(onward or "account")
    return render(request, "accounts/name.html", {"form": form, "next": onward})


@login_required
@require_POST
def mail_language(request: HttpRequest) -> HttpResponse:
    """In which language we write to them."""
    user: Any = request.user
    chosen = request.POST.get("language", "")
    if chosen in languages.CODES:
        user.language = chosen
        user.save(update_fields=["language"])
        messages.success(
            request, _("We write to you in this language now: %(name)s.") % {"name": languages.name(chosen)}
        )
    return redirect("account")


class SignOut(LogoutView):
    """Also leaves the page that asks for a code. allauth would go on showing it for a known address only."""

    def logout(self) -> None:
        super().logout()
        self.request.session.pop(EMAIL_VERIFICATION_CODE_SESSION_KEY, None)


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    sessions.end_all_others(request)
    messages.success(request, _("You are signed out everywhere else. Here you are still signed in."))
    return redirect("account")


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Somebody tried too often in a short time."""
    return render(request, "accounts/too_many_requests.html", status=429)
