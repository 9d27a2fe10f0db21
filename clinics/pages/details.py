"""The pages of one clinic, one telemedicine service and one practitioner."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from clinicfinder import clock
from clinicfinder.jsonld import script_text
from clinics.desk.notes import notes_on
from clinics.desk.requests import what_stays, with_refusals
from clinics.listings.models import Clinic, Listing, Provider, TelemedicineService
from clinics.listings.prices import has_price
from clinics.listings.queries import PublishedQuerySet
from clinics.listings.questions import open_questions
from clinics.medicine.models import Taxonomy
from clinics.pages import jsonld, wording
from clinics.pages.changes import changes
from clinics.pages.nearby import clinics_near
from clinics.pages.served import served
from clinics.pages.verification import verification
from clinics.reviews.reading import on_listing_page

Subject = Clinic | TelemedicineService | Provider
# Where a reader comes from: the results page that holds this kind, and its name.
RESULTS = {
    "clinic": ("search", _("Search")),
    "telehealth": ("telehealth-list", _("Telehealth")),
    "provider": ("provider-list", _("Practitioners")),
}


@require_safe
def clinic(request: HttpRequest, slug: str) -> HttpResponse:
    """One clinic, with all that we know and do not know about it."""
    clinics = Clinic.objects.select_related("state").prefetch_related("hours", "records")
    found = with_refusals(clinics.published().with_details()).filter(slug=slug).first()
    if found is None:
        return _closed_or_moved(request, Clinic.objects.select_related("state"), "clinic", slug)
    said = on_listing_page(found, request.user)
    context = {
        "week": wording.week(found),
        "address": wording.address(found),
        "map_link": wording.map_link(found),
        "jsonld": _jsonld(request, found, partial(jsonld.clinic, said=said)),
    }
    return render(request, "listings/clinic.html", context | said | _shared(found) | _offered(found))


@require_safe
def telehealth(request: HttpRequest, slug: str) -> HttpResponse:
    """One telemedicine service, with the states that it serves."""
    services = TelemedicineService.objects.prefetch_related("served__state", "records")
    found = with_refusals(services.published().with_details()).filter(slug=slug).first()
    if found is None:
        return _closed_or_moved(request, TelemedicineService.objects.all(), "telehealth", slug)
    where = served(found, clock.now())
    open_states = [row.state for row in where if not row.closed]
    said = on_listing_page(found, request.user)
    context = {
        "served": where,
        "open_states": open_states,
        "jsonld": _jsonld(request, found, partial(jsonld.telehealth, states=open_states, said=said)),
    }
    return render(request, "listings/telehealth.html", context | said | _shared(found) | _offered(found))


@require_safe
def provider(request: HttpRequest, slug: str) -> HttpResponse:
    """One practitioner, with licenses and the places where they practice."""
    providers = Provider.objects.prefetch_related("records")
    found = with_refusals(providers.published().with_details()).filter(slug=slug).first()
    if found is None:
        return _closed_or_moved(request, Provider.objects.select_related("state"), "provider", slug)
    context = {
        "licenses": wording.licenses(found, clock.now(), wording.licenses_seen([found])),
        "workplaces": wording.workplaces(found),
        "address": wording.address(found),
        "years": wording.years_in_practice(found, clock.today()),
        "declared": Taxonomy.objects.filter(pk=found.taxonomy).first() if found.taxonomy else None,
        "jsonld": _jsonld(request, found, jsonld.provider),
    }
    return render(request, "listings/provider.html", context | _shared(found))


def _shared(subject: Subject) -> dict[str, object]:
    """What every detail page shows."""
    questions = open_questions(subject)
    return {
        "subject": subject,
        "crumbs": _crumbs(subject),
        "questions": questions,
        "unknowns": [question.ask for question in questions.values()],
        "changes": changes(subject),
        "stays": what_stays(subject),
        **notes_on(subject),
        "verification": verification(subject, clock.now()),
        "website": wording.website(subject),
        "phone_link": wording.phone_link(subject),
        "report_url": reverse(f"report-{_kind(subject)}", args=[subject.slug]),
    }


def _offered(listing: Clinic | TelemedicineService) -> dict[str, object]:
    """What a clinic and a telemedicine service have in common."""
    return {
        "prices": wording.prices(listing),
        "priced": any(has_price(offer) for offer in listing.offers.all()),
        "insurance": wording.insurance(listing),
        "team": wording.team(listing, clock.now()),
    }


def _closed_or_moved(request: HttpRequest, subjects: PublishedQuerySet, kind: str, slug: str) -> HttpResponse:
    """A closed one says so, a renamed one redirects, anything else was never here."""
    closed = subjects.reachable().filter(slug=slug).first()
    if closed is None:
        moved = get_object_or_404(subjects.reachable().formerly(kind, slug))
        return HttpResponsePermanentRedirect(moved.get_absolute_url())
    context = {
        "subject": closed,
        "kind": kind,
        "crumbs": _crumbs(closed),
        "address": "" if kind == "telehealth" else wording.address(closed),
        "nearby": [] if kind == "telehealth" else clinics_near(closed.latitude, closed.longitude),
        "search_url": reverse(RESULTS[kind][0])
        + (f"?near={closed.zip_code[:5]}" if kind == "clinic" else ""),
        "report_url": reverse(f"report-{kind}", args=[slug]),
    }
    return render(request, "listings/closed.html", context)


def _crumbs(subject: Subject) -> list[dict[str, object]]:
    """The way here from the results."""
    name, label = RESULTS[_kind(subject)]
    return [{"url": reverse(name), "label": label}, {"label": subject.name}]


def _kind(subject: Subject) -> str:
    return subject.kind if isinstance(subject, Listing) else "provider"


def _jsonld(request: HttpRequest, subject: Subject, describe: Callable[..., jsonld.Data]) -> str:
    """Data for search engines; none for what is fictional or kept out of results."""
    if subject.is_demo or subject.withheld:
        return ""
    return script_text(describe(subject, request.build_absolute_uri(subject.get_absolute_url())))
