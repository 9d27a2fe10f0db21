"""Requests: a missing clinic becomes a draft; whoever is listed gets an answer."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clinicfinder import clock
from clinics.accounts.models import User
from clinics.desk import mail
from clinics.desk.models import Request
from clinics.listings import index
from clinics.listings.models import Clinic, Source, Status
from clinics.listings.placement import place
from clinics.listings.records import free_slug


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
def answer(request: Request, state: str, words: str, by: User) -> bool:
    """Settle an open request; False if it was settled before. A settled one stays settled."""
    still_open = Request.objects.open().filter(pk=request.pk)
    request.state, request.answer, request.handled_by, request.handled_at = state, words, by, clock.now()
    return bool(still_open.update(state=state, answer=words, handled_by=by, handled_at=request.handled_at))


def tell(request: Request) -> bool:
    """Send the answer, once for ever. True unless a mail that was due could not be sent."""
    if not request.email or request.state == Request.State.OPEN:
        return True
    subject = _("Your request about %(name)s") % {"name": request.name}
    return mail.send_once(request, "request_answer", subject, {"request": request})
