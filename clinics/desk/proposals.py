"""Proposals: differences that somebody tells us, and what curators make of them."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clinicfinder import clock
from clinics.accounts.models import User
from clinics.desk import facts, facts_rows
from clinics.desk.facts_lines import Change, changes, merged, moved
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
    now = facts.current(subject, proposal.field)
    if facts.is_rows(proposal.field):
        return moved(proposal.old, proposal.new, now)
    try:
        return facts.as_text(facts.parsed(subject, proposal.field, proposal.old)) != now
    except ValidationError:
        return proposal.old != now


def wished(proposal: Proposal, subject: facts.Subject) -> str:
    """What should stand there by this proposal. Rows that it does not speak of stay as they are now."""
    if not facts.is_rows(proposal.field):
        return proposal.new
    return merged(facts.current(subject, proposal.field), changes(proposal.old, proposal.new))


@transaction.atomic
def accept(proposal: Proposal, by: User, seen: bool = False, only: Collection[str] | None = None) -> None:
    """Write the fact, its history and the index. `seen`: the curator saw what stands there now.

    `only`: of rows, those about which it is accepted; the rest goes on waiting as a proposal of its own.
    Raises ValidationError where the field cannot hold it, Moved where it must be seen first; then
    nothing has changed.
    """
    if not proposals().open().select_for_update().filter(pk=proposal.pk).exists():
        raise ValidationError(_("Somebody has decided this already."))
    subject = subject_to_change(proposal)
    registry = proposal.origin == Proposal.Origin.REGISTRY
    if not facts.may_be_proposed(subject, proposal.field, by_registry=registry):
        raise ValidationError(_("This field cannot be changed by a proposal."))
    rest = _taken_apart(proposal, only) if facts.is_rows(proposal.field) and only is not None else []
    if has_moved(proposal, subject) and not seen:
        raise Moved
    _write(subject, proposal)
    _decide(proposal, Proposal.State.ACCEPTED, by)
    if rest:
        _leave_waiting(proposal, facts.current(subject, proposal.field), rest)


def _taken_apart(proposal: Proposal, only: Collection[str]) -> list[Change]:
    """Leave in the proposal what is accepted of it, and return the rest."""
    whole = changes(proposal.old, proposal.new)
    chosen = [change for change in whole if change.about in only]
    if not chosen:
        raise ValidationError(_("Tick at least one line, or decide later."))
    if len(chosen) < len(whole):
        proposal.new = merged(proposal.old, chosen)
        proposal.save(update_fields=["new"])
    return [change for change in whole if change not in chosen]


def _leave_waiting(proposal: Proposal, now: str, rest: list[Change]) -> None:
    left = Proposal.objects.create(
        origin=proposal.origin,
        claim=proposal.claim,
        listing=proposal.listing,
        field=proposal.field,
        old=now,
        new=merged(now, rest),
    )
    # It has waited as long as the whole of it.
    Proposal.objects.filter(pk=left.pk).update(created_at=proposal.created_at)


@transaction.atomic
def refuse(proposal: Proposal, by: User) -> bool:
    """False if somebody has decided it already."""
    if not proposals().open().select_for_update().filter(pk=proposal.pk).exists():
        return False
    _decide(proposal, Proposal.State.REFUSED, by)
    return True


def _write(subject: Any, proposal: Proposal) -> None:
    reason = f"Proposal {proposal.pk}: {proposal.get_origin_display()}"[:REASON_LENGTH]
    try:
        with transaction.atomic():
            if facts.is_rows(proposal.field):
                changed = _write_rows(subject, proposal, reason)
            else:
                changed = _write_column(subject, proposal)
            subject._change_reason = reason
            subject.save(update_fields=[*changed, "updated_at"])
    except IntegrityError as error:
        raise ValidationError(_("The database refuses this value.")) from error
    ids = [subject.pk]
    person = isinstance(subject, Provider)
    index.refresh(listings=[] if person else ids, providers=ids if person else [])


def _write_rows(subject: Any, proposal: Proposal, reason: str) -> list[str]:
    text = facts.parsed(subject, proposal.field, wished(proposal, subject))
    facts_rows.BY_NAME[proposal.field].write(subject, text, reason)
    return []


def _write_column(subject: Any, proposal: Proposal) -> list[str]:
    """Set it, and the point that follows from an address; returns the columns to save."""
    field = subject._meta.get_field(proposal.field)
    setattr(subject, field.attname, facts.parsed(subject, proposal.field, proposal.new))
    if facts.is_address(proposal.field) and subject.point_source != PointSource.HAND:
        place(subject)
        return [proposal.field, "latitude", "longitude", "point_source"]
    return [proposal.field]


def _decide(proposal: Proposal, state: str, by: User) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, clock.now()
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
