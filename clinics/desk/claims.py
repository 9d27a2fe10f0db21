"""Claims: who takes care of a listing, and how they prove it."""

import secrets
from enum import StrEnum

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from clinicfinder import clock, limits, mail
from clinics.accounts.models import User
from clinics.desk.models import Claim, Proposal
from clinics.desk.queries import claims, proposals
from clinics.desk.rules import CODE_DIGITS, CODE_TRIES, at_own_domain, code_stands
from clinics.listings.models import Listing

State = Claim.State


class Tried(StrEnum):
    """What came of a typed code."""

    GRANTED = "granted"
    WRONG = "wrong"
    EXPIRED = "expired"
    CURATOR = "curator"


def living_claim(listing: Listing, user: User) -> Claim | None:
    return claims().of(user).on(listing).living().first()


def kept_by_clinic(listing: Listing) -> bool:
    """Whether somebody from there takes care of this listing now."""
    return claims().on(listing).granted().exists()


def claim(listing: Listing, user: User, email: str, role: str) -> Claim:
    """Mail a code to the listing's own address or one at its website; otherwise a curator decides.

    Wrong tries follow the user from one claim of this listing to the next. IntegrityError if two
    requests claim at once.
    """
    made = living_claim(listing, user) or Claim(listing=listing, user=user)
    if made.state == State.GRANTED or (made.pk and made.state == State.OPEN):
        return made
    made.email, made.role = email, role
    own = at_own_domain(email, listing.website, listing.email)
    tries = claims().of(user).on(listing).wrong_tries()
    if own and tries < CODE_TRIES and limits.may_mail_a_code(email):
        return _send_code(made)
    return _leave_to_a_curator(made)


def _leave_to_a_curator(made: Claim) -> Claim:
    made.state, made.code, made.code_sent_at = State.OPEN, "", None
    with transaction.atomic():
        made.save()
    return made


def _send_code(made: Claim) -> Claim:
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    made.state, made.code, made.code_sent_at = State.CODE_SENT, make_password(code), clock.now()
    with transaction.atomic():
        made.save()
    subject = _("Your code to take care of %(name)s") % {"name": made.listing.name}
    sent = mail.send("claim_code", subject, made.email, {"code": code, "claim": made})
    return made if sent else _leave_to_a_curator(made)


@transaction.atomic
def try_code(made: Claim, typed: str) -> Tried:
    """Compare a typed code with the one that was mailed. The fifth wrong one leaves it to a curator."""
    if not code_stands(made.code_sent_at, clock.now()):
        return Tried.EXPIRED
    waiting = claims().filter(pk=made.pk, state=State.CODE_SENT, code=made.code)
    # Counted before it is compared, so that codes typed at the same time all count.
    if not waiting.update(tries=F("tries") + 1):
        return Tried.EXPIRED
    tries = claims().of(made.user).on(made.listing).wrong_tries()
    if tries <= CODE_TRIES and check_password(typed, made.code):
        waiting.update(state=State.GRANTED, decided_at=clock.now(), code="", tries=F("tries") - 1)
        return Tried.GRANTED
    if tries >= CODE_TRIES:
        waiting.update(state=State.OPEN, code="")
        return Tried.CURATOR
    return Tried.WRONG


@transaction.atomic
def decide(made: Claim, state: str, reason: str, by: User) -> None:
    """A curator grants, refuses or revokes. What a revoked one had proposed is refused with it."""
    made.state, made.reason, made.code = state, reason, ""
    made.decided_by, made.decided_at = by, clock.now()
    made.save(update_fields=["state", "reason", "code", "decided_by", "decided_at"])
    if state == State.REVOKED:
        proposals().open().filter(claim=made).update(
            state=Proposal.State.REFUSED, decided_by=by, decided_at=made.decided_at
        )


@transaction.atomic
def give_up(made: Claim) -> None:
    """Whoever claimed it no longer wants to."""
    if made.state in (State.CODE_SENT, State.OPEN, State.GRANTED):
        decide(made, State.REVOKED, _("Given up by whoever claimed it"), made.user)
