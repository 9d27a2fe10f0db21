"""What a patient prints or takes along: the questions to ask a listing, and the checklist for the day."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from clinicfinder import clock
from clinics.desk.cautions import cautions_for
from clinics.listings.models import Clinic, Listing, TelemedicineService
from clinics.listings.queries import PublishedQuerySet
from clinics.pages import checklist, wording
from clinics.pages.sheets import sheet_of
from clinics.pages.sheets_reading import Subject, general_for, known_of, lookups_for, today_at


@require_safe
def clinic_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet of one clinic."""
    clinics = Clinic.objects.select_related("state")
    found = clinics.published().with_what_is_told().prefetch_related("hours").filter(slug=slug).first()
    return _sheet(request, found) if found else _closed_or_moved(clinics, Listing.Kind.CLINIC, slug)


@require_safe
def telehealth_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet of one telemedicine service."""
    services = TelemedicineService.objects.all()
    found = services.published().with_what_is_told().prefetch_related("served").filter(slug=slug).first()
    return _sheet(request, found) if found else _closed_or_moved(services, Listing.Kind.TELEHEALTH, slug)


@require_safe
def day_checklist(request: HttpRequest) -> HttpResponse:
    """The checklist for the day of a treatment; `?listing=clinic:slug` puts the place on it."""
    asked = request.GET.get("listing", "").strip()
    place = checklist.place_of(asked)
    context = {
        "checklist": checklist.checklist(place),
        "place": place,
        "unknown_place": bool(asked) and place is None,
        "address": wording.address(place) if isinstance(place, Clinic) else "",
        "map_link": wording.map_link(place) if isinstance(place, Clinic) else "",
        "phone_link": wording.phone_link(place) if place else "",
        "crumbs": [_from(place), {"label": _("Checklist for the day")}],
    }
    return render(request, "sheets/checklist.html", context)


def _from(place: Subject | None) -> dict[str, object]:
    """Where a reader of the checklist comes from."""
    if place is None:
        return {"url": reverse("guide"), "label": _("The guide")}
    return {"url": place.get_absolute_url(), "label": place.name}


def _sheet(request: HttpRequest, subject: Subject) -> HttpResponse:
    now = clock.now()
    context = {
        "subject": subject,
        "sheet": sheet_of(known_of(subject, now)),
        "general": general_for(subject.kind),
        "lookups": lookups_for(subject, now),
        "caution": cautions_for(subject),
        "today": today_at(subject, now),
        "address": wording.address(subject) if isinstance(subject, Clinic) else "",
        "phone_link": wording.phone_link(subject),
        "website": wording.website(subject),
        "made_on": clock.today(),
        "crumbs": [
            {"url": subject.get_absolute_url(), "label": subject.name},
            {"label": _("Questions to ask")},
        ],
    }
    return render(request, "sheets/questions.html", context)


def _closed_or_moved(subjects: PublishedQuerySet, kind: str, slug: str) -> HttpResponse:
    """A closed one has a page that says so, a renamed one has its sheet at the new address."""
    closed = subjects.reachable().filter(slug=slug).first()
    if closed is not None:
        return redirect(closed.get_absolute_url())
    moved = get_object_or_404(subjects.reachable().formerly(kind, slug))
    return HttpResponsePermanentRedirect(reverse(f"{kind}-questions", args=[moved.slug]))
