"""Asking a listing whether it is still right, and taking its answer without an account."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from clinicfinder import clock, mail
from clinics.desk import facts
from clinics.desk.models import Confirmation, Proposal
from clinics.desk.proposals import propose
from clinics.desk.queries import confirmations, due_for_the_question
from clinics.desk.rules import LINK_DAYS
from clinics.listings.models import Listing, Status
from clinics.vetting.models import Check
from clinics.vetting.recording import record_looks

SALT = "clinics.desk.still-right"
# Stored with the check and shown to the public as its source.
SOURCE = "The clinic itself, by mail link"
DAY = 86_400


class LinkError(Exception):
    """The link leads nowhere."""


class Forged(LinkError):  # noqa: N818 (it says what the link is)
    """We never made it."""


class Over(LinkError):  # noqa: N818 (it says what the link is)
    """It was used, is too old, or the listing has changed hands since."""


def due() -> Iterator[Listing]:
    return due_for_the_question(clock.now()).iterator(chunk_size=200)


def ask(listing: Listing, site: str) -> bool:
    """Send the question, and remember that it was sent. False, and nothing kept, if it could not be."""
    made = Confirmation.objects.create(listing=listing, email=listing.email, sent_at=clock.now())
    link = site.rstrip("/") + reverse("still-right", args=[token_of(made)])
    subject = _("Is this still right? %(name)s") % {"name": listing.name}
    context = {"listing": listing, "link": link, "days": LINK_DAYS}
    if mail.send("still_right", subject, listing.email, context):
        return True
    made.delete()
    return False


def token_of(confirmation: Confirmation) -> str:
    return signing.dumps(confirmation.pk, salt=SALT)


def read(token: str) -> Confirmation:
    """The question that a link answers. Raises Forged or Over."""
    try:
        number = signing.loads(token, salt=SALT, max_age=LINK_DAYS * DAY)
    except signing.SignatureExpired as error:
        raise Over from error
    except signing.BadSignature as error:
        raise Forged from error
    made = confirmations().open().select_related("listing").filter(pk=number).first()
    if made is None or made.listing.status != Status.PUBLISHED or made.listing.email != made.email:
        raise Over
    return made


def standing(subject: Any) -> dict[str, str]:
    """What stands there now, as text."""
    return {name: facts.current(subject, name) for name in facts.care_fields(subject)}


def seen(subject: Any) -> str:
    """Stands in the form, so that nobody confirms facts that changed after they were shown."""
    told = "\n".join(f"{name}={text}" for name, text in standing(subject).items())
    return hashlib.sha256(told.encode()).hexdigest()


@transaction.atomic
def confirm(confirmation: Confirmation) -> None:
    """All is still right: evidence of a confirmed contact, with no name behind it."""
    _answer(confirmation, still_right=True)
    look = Check(
        kind=Check.Kind.CONTACT,
        outcome=Check.Outcome.PASSED,
        listing_id=confirmation.listing_id,
        source_name=SOURCE,
        looked_at=clock.now(),
    )
    record_looks([look])


@transaction.atomic
def correct(confirmation: Confirmation, subject: Any, wanted: dict[str, str]) -> int:
    """Keep the corrections for a curator; returns how many. Nothing is confirmed by them."""
    _answer(confirmation, still_right=False)
    return propose(subject, wanted, Proposal.Origin.CONFIRMATION)


def _answer(confirmation: Confirmation, still_right: bool) -> None:
    """Each link takes one answer, however often it is sent at once."""
    unanswered = confirmations().open().filter(pk=confirmation.pk)
    if not unanswered.update(answered_at=clock.now(), still_right=still_right):
        raise Over
