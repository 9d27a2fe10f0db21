"""Report a problem: anybody may, without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from clinics.desk.forms import ReportForm
from clinics.desk.limits import HOUR, may_report
from clinics.desk.models import Report
from clinics.listings.models import Listing, Provider

TOO_MANY = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The form, and what is sent with it. Whatever goes wrong, nothing typed is lost."""
    subject = _subject(kind, slug)
    if subject.slug != slug:
        return redirect(f"report-{kind}", slug=subject.slug, permanent=True)
    form = ReportForm(request.POST or None, instance=_report_on(subject))
    too_many = False
    if request.method == "POST" and form.is_valid():
        too_many = not form.is_from_a_program and not may_report(request)
        if not too_many:
            if not form.is_from_a_program:
                form.save()
            return redirect(f"report-{kind}-thanks", slug=subject.slug)
    context = {"subject": subject, "form": form, "too_many": too_many}
    response = render(request, "desk/report.html", context, status=TOO_MANY if too_many else 200)
    if too_many:
        response["Retry-After"] = str(HOUR)
    return response


@never_cache
@require_safe
def thanks(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """What happens with a report."""
    return render(request, "desk/thanks.html", {"subject": _subject(kind, slug)})


def _subject(kind: str, slug: str) -> Listing | Provider:
    """The listing or practitioner that has or had this address, published or closed."""
    if kind == "provider":
        return get_object_or_404(Provider.objects.reachable().at_address(kind, slug))
    return get_object_or_404(Listing.objects.reachable().at_address(kind, slug))


def _report_on(subject: Listing | Provider) -> Report:
    return Report(provider=subject) if isinstance(subject, Provider) else Report(listing=subject)
