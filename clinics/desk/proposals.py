"""Proposals: differences that somebody tells us, and what curators make of them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clinicfinder import clock
from clinics.accounts.models import User
from clinics.desk import facts
from clinics.desk.models import Claim, Proposal
from clinics.desk.queries import proposals, subject_of
from clinics.listings import index
from clinics.listings.models import Provider
from clinics.listings.placement import place
from clinics.places.models import PointSource

REASON_LENGTH = 100


class Moved(Exception):  # noqa: N818 (it is no error)
    """What stands there has changed since it was proposed: a curator must say that they saw it."""


@transaction.atomic
def propose(subject: Any, wanted: dict[str, str], origin: str, claim: Claim | None = None) -> int:
    """Keep a proposal for each field that differs; returns how many wait now.

    Whoever proposes again for a field replaces what they proposed before; whoever goes back to what
    stands there takes the proposal back.
    """
    waiting = {one.field: one for one in proposals().about(subject).open().from_origin(origin, claim)}
    for name, new in wanted.items():
        if not facts.may_be_proposed(subject, name, by_registry=origin == Proposal.Origin.REGISTRY):
            continue
        old, before = facts.current(subject, name), waiting.get(name)
        if before and (before.old, before.new) == (old, new):
            continue
        if before:
            before.delete()
            del waiting[name]
        if old != new:
            waiting[name] = Proposal.objects.create(
                origin=origin, claim=claim, field=name, old=old, new=new, **subject_of(subject)
            )
    return len(waiting)


def subject_to_change(proposal: Proposal) -> facts.Subject:
    subject = proposal.provider or proposal.listing
    if subject is None:  # A constraint forbids it.
        raise ValidationError(_("It names neither a listing nor a practitioner."))
    return facts.concrete(subject)


def has_moved(proposal: Proposal, subject: facts.Subject) -> bool:
    """Whether something else stands there now than when it was proposed."""
    try:
        return facts.as_text(facts.parsed(subject, proposal.field, proposal.old)) != facts.current(
            subject, proposal.field
        )
    except ValidationError:
        return proposal.old != facts.current(subject, proposal.field)


@transaction.atomic
def accept(proposal: Proposal, by: User, seen: bool = False) -> None:
    """Write the field, its history and the index. `seen`: the curator saw what stands there now.

    Raises ValidationError where the field cannot hold it, Moved where it must be seen first; then
    nothing has changed.
    """
    if not proposals().open().select_for_update().filter(pk=proposal.pk).exists():
        raise ValidationError(_("Somebody has decided this already."))
    subject = subject_to_change(proposal)
    registry = proposal.origin == Proposal.Origin.REGISTRY
    if not facts.may_be_proposed(subject, proposal.field, by_registry=registry):
        raise ValidationError(_("This field cannot be changed by a proposal."))
    if has_moved(proposal, subject) and not seen:
        raise Moved
    _write(subject, proposal)
    _decide(proposal, Proposal.State.ACCEPTED, by)


@transaction.atomic
def refuse(proposal: Proposal, by: User) -> None:
    if proposals().open().select_for_update().filter(pk=proposal.pk).exists():
        _decide(proposal, Proposal.State.REFUSED, by)


def _write(subject: Any, proposal: Proposal) -> None:
    field = subject._meta.get_field(proposal.field)
    setattr(subject, field.attname, facts.parsed(subject, proposal.field, proposal.new))
    changed = [proposal.field, "updated_at"]
    if facts.is_address(proposal.field) and subject.point_source != PointSource.HAND:
        place(subject)
        changed += ["latitude", "longitude", "point_source"]
    subject._change_reason = f"Proposal {proposal.pk}: {proposal.get_origin_display()}"[:REASON_LENGTH]
    try:
        with transaction.atomic():
            subject.save(update_fields=changed)
    except IntegrityError as error:
        raise ValidationError(_("The database refuses this value.")) from error
    ids = [subject.pk]
    person = isinstance(subject, Provider)
    index.refresh(listings=[] if person else ids, providers=ids if person else [])


def _decide(proposal: Proposal, state: str, by: User) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, clock.now()
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
