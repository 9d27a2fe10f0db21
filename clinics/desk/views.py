"""Report a problem, suggest a clinic, ask to be corrected or taken down: anybody may, without an account."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from clinicfinder.limits import HOUR, may_write, sender_of
from clinics.desk.forms import PublicForm, ReportForm, RequestForm, SuggestForm
from clinics.desk.models import Report, Request
from clinics.desk.queries import subject_of
from clinics.desk.requests import suggest as keep_suggestion
from clinics.listings.models import Listing, Provider

TOO_MANY = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """A problem with one listing or practitioner."""
    subject = _subject(kind, slug)
    if subject.slug != slug:
        return redirect(f"report-{kind}", slug=subject.slug, permanent=True)
    sender = sender_of(request, f"{kind}-{subject.pk}")
    form = ReportForm(request.POST or None, instance=Report(sender=sender, **subject_of(subject)))
    context = {"subject": subject, "request_url": reverse(f"request-{kind}", args=[slug])}
    then = reverse(f"report-{kind}-thanks", args=[slug])
    return _take(request, form, "report", context, then, form.save)


@never_cache
@require_safe
def thanks(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """What happens with a report."""
    return render(request, "desk/thanks.html", {"subject": _subject(kind, slug)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Whoever is listed asks to be corrected or taken down."""
    subject = _subject(kind, slug)
    if subject.slug != slug:
        return redirect(f"request-{kind}", slug=subject.slug, permanent=True)
    instance = Request(name=subject.name[:160], **subject_of(subject))
    form = RequestForm(request.POST or None, instance=instance)
    then = reverse(f"request-{kind}-thanks", args=[slug])
    return _take(request, form, "request", {"subject": subject, "kind": kind}, then, form.save)


@never_cache
@require_safe
def ask_thanks(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """What happens with a request."""
    return render(request, "desk/request_thanks.html", {"subject": _subject(kind, slug)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    """A clinic that is missing here."""
    form = SuggestForm(request.POST or None)
    then = reverse("suggest-thanks")
    return _take(request, form, "suggest", {}, then, lambda: keep_suggestion(form.cleaned_data))


@never_cache
@require_safe
def suggest_thanks(request: HttpRequest) -> HttpResponse:
    """What happens with a suggestion."""
    return render(request, "desk/suggest_thanks.html")


def _take(
    request: HttpRequest,
    form: PublicForm,
    purpose: str,
    context: dict[str, Any],
    then: str,
    keep: Callable[[], object],
) -> HttpResponse:
    """Show a form, or keep what was sent with it. Whatever goes wrong, nothing typed is lost."""
    too_many = False
    if request.method == "POST" and form.is_valid():
        too_many = not form.is_from_a_program and not may_write(request, purpose)
        if not too_many:
            if not form.is_from_a_program:
                keep()
            return redirect(then)
    context = context | {"form": form, "too_many": too_many}
    response = render(request, f"desk/{purpose}.html", context, status=TOO_MANY if too_many else 200)
    if too_many:
        response["Retry-After"] = str(HOUR)
    return response


def _subject(kind: str, slug: str) -> Listing | Provider:
    """The listing or practitioner that has or had this address, published or closed."""
    if kind == "provider":
        return get_object_or_404(Provider.objects.reachable().at_address(kind, slug))
    return get_object_or_404(Listing.objects.reachable().at_address(kind, slug))
