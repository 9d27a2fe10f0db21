"""Requests: a missing clinic becomes a draft; whoever is listed gets an answer."""

from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clinicfinder import clock, languages, mail
from clinics.accounts.models import User
from clinics.desk.models import Request
from clinics.desk.queries import clinics_to_compare, newest_refusal
from clinics.desk.rules_duplicates import compared_name, names_agree
from clinics.listings import index
from clinics.listings.models import Clinic, Listing, Provider, Source, Status
from clinics.listings.placement import place
from clinics.listings.records import free_slug
from clinics.registries.models import NPPES
from clinics.registries.npi_checks import ADDRESS
from clinics.vetting.wording import day_in

# What an answer to a request is made of; the last three say why something stays as it is.
REASONS = ("stays_because", "record_name", "record_url")
ANSWER = ("state", "answer", *REASONS)
MOST_ALIKE = 5


class Stays(NamedTuple):
    """Why something stays although somebody asked, for every reader: nothing of who asked."""

    because: str
    record_name: str
    record_url: str
    on: date


def already_here(name: str, zip_code: str, phone: str) -> list[Listing]:
    """Published listings with this phone number, or with nearly this name in this ZIP code. One query."""
    wanted = compared_name(name)
    found = [
        listing
        for listing in clinics_to_compare(zip_code[:5], phone)
        if (phone and listing.phone == phone) or names_agree(compared_name(listing.name), wanted)
    ]
    return found[:MOST_ALIKE]


@transaction.atomic
def suggest(told: dict[str, Any]) -> Request:
    """Keep a suggestion, and a draft of the clinic that nobody sees before a curator publishes it."""
    clinic = Clinic(
        name=told["name"],
        slug=free_slug("clinic", f"{told['name']} {told['city']}"),
        status=Status.DRAFT,
        source=Source.CURATOR,
        **{name: told[name] for name in ("street", "city", "state", "zip_code", "phone", "website")},
    )
    place(clinic)
    clinic._change_reason = "Suggested by the public"  # type: ignore[attr-defined]
    clinic.save()
    index.refresh(listings=[clinic.pk])
    town = f"{told['city']}, {told['state'].pk} {told['zip_code']}"
    return Request.objects.create(
        kind=Request.Kind.ADD,
        listing=clinic,
        name=told["name"],
        address=", ".join(part for part in (told["street"], town) if part),
        website=told["website"],
        text="\n".join(part for part in (told["who"], told["text"]) if part),
        email=told["email"],
    )


@transaction.atomic
def answer(request: Request, by: User) -> bool:
    """Settle an open request as it now says; False if it was settled before. A settled one stays settled.

    Only what stays as it is says why: nothing else has a reason that readers could see.
    """
    still_open = Request.objects.open().filter(pk=request.pk)
    request.handled_by, request.handled_at = by, clock.now()
    if request.state != Request.State.REFUSED or request.kind == Request.Kind.ADD:
        for name in REASONS:
            setattr(request, name, "")
    told = {name: getattr(request, name) for name in ANSWER}
    return bool(still_open.update(**told, handled_by=by, handled_at=request.handled_at))


def keep_draft(request: Request) -> None:
    """Keep the words of an answer that is not sent yet."""
    words = {name: getattr(request, name) for name in ANSWER if name != "state"}
    Request.objects.open().filter(pk=request.pk).update(**words)


def known_record(subject: Listing | Provider) -> dict[str, str]:
    """The public record that a subject most likely rests on, as an answer names it; empty without one."""
    records = subject.records.of_source(NPPES)
    # After a merge there may be several: the one of the very NPI that stands there comes first.
    found = records.identified([subject.npi]).first() or records.first()
    if found is None:
        return {}
    npi = found.identifier
    return {"record_name": _("NPPES, NPI %(npi)s") % {"npi": npi}, "record_url": ADDRESS.format(npi=npi)}


def with_refusals(subjects: QuerySet) -> QuerySet:
    """Listings or practitioners, each with the request whose refusal stands, for `what_stays`."""
    return subjects.annotate(refusal=newest_refusal(subjects.model))


def what_stays(subject: Any) -> Stays | None:
    """What to say of the refusal that stands. No query where there is none, one where there is."""
    if not subject.refusal:
        return None
    told = Request.objects.get(pk=subject.refusal)
    on = day_in(getattr(subject, "state_id", None) or "", told.handled_at or told.created_at)
    return Stays(told.stays_because, told.record_name, told.record_url, on)


def tell(request: Request) -> bool:
    """Send the answer, once for ever. True unless a mail that was due could not be sent."""
    if not request.email or request.state == Request.State.OPEN:
        return True
    with languages.reading(request.language):
        subject = _("Your request about %(name)s") % {"name": request.name}
        return mail.send_once(request, "request_answer", subject, {"request": request})
