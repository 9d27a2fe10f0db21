"""Two listings that are one: what hangs on the one that goes moves to the one that stays."""

from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from clinics.desk.models import Claim, Confirmation, NotDuplicate, Proposal, Report, Request
from clinics.listings import index
from clinics.listings.models import (
    Affiliation,
    Clinic,
    FormerSlug,
    Listing,
    ListingPayer,
    Offer,
    OpeningHours,
    ServedState,
    Status,
    TelemedicineService,
)
from clinics.listings.publication import reach
from clinics.listings.records import kind_of
from clinics.registries.models import ExclusionMatch, RegistryRecord
from clinics.reviews import moving
from clinics.vetting.models import Check

# What moves as it is: a model and its column that names the listing. A new room adds a line here.
MOVED: list[tuple[type[Model], str]] = [
    (Check, "listing"),
    (Report, "listing"),
    (Request, "listing"),
    (Claim, "listing"),
    (Proposal, "listing"),
    (Confirmation, "listing"),
    (ExclusionMatch, "listing"),
    (RegistryRecord, "listing"),
    (FormerSlug, "listing"),
]
# What moves where the one that stays has none of the same key. Hours go together: a day
# without hours means closed.
WITH_KEYS: list[tuple[type[Model], str, tuple[str, ...]]] = [
    (Offer, "listing", ("treatment_id", "per")),
    (ListingPayer, "listing", ("payer_id",)),
    (Affiliation, "listing", ("provider_id", "role")),
    (OpeningHours, "clinic", ()),
    (ServedState, "service", ("state_id",)),
]
SHARED = ("conditions", "languages", "accessibility", "age_groups")
# A fact that means nothing without another is taken only where the two agree on that other.
HANGS_ON = {
    "phone_extension": "phone",
    "phone_note": "phone",
    "confirmed_on": "phone",
    "street": "zip_code",
    "unit": "street",
    "latitude": "zip_code",
    "longitude": "latitude",
    "point_source": "latitude",
}
REASON_LENGTH = 100
CLAIMS = (Claim.State.CODE_SENT, Claim.State.OPEN, Claim.State.GRANTED)
DECISIONS = (
    ExclusionMatch.Decision.REFUSED,
    ExclusionMatch.Decision.OPEN,
    ExclusionMatch.Decision.CONFIRMED,
)


@transaction.atomic
def merge(keep: Listing, gone: Listing, reason: str, user: Any, now: datetime) -> Listing:
    """Make one of the two, all or nothing, and return it. The addresses of `gone` lead to it for ever.

    Raises ValidationError without a reason, and where they cannot be one.
    """
    _refuse(keep, gone, reason)
    staying, going = special(keep, lock=True), special(gone, lock=True)
    touched = reach(type(staying), [staying.pk, going.pk])
    _settle_claims(staying, going, now)
    _settle_matches(staying, going)
    _move_decided_pairs(staying, going)
    moving.move_reviews(staying, going)
    for model, column in MOVED:
        model._base_manager.filter(**{column: going.pk}).update(**{column: staying.pk})
    words = _("Merged with %(name)s (%(slug)s): %(reason)s") % {
        "name": going.name,
        "slug": going.slug,
        "reason": reason.strip(),
    }
    for row in (staying, going):
        row._change_reason, row._history_user, row._history_date = words[:REASON_LENGTH], user, now
    _move_where_free(staying, going, words[:REASON_LENGTH])
    for name in SHARED:
        getattr(staying, name).add(*getattr(going, name).all())
    fill_blanks(staying, going)
    LogEntry.objects.log_actions(user.pk, [going], DELETION, words)
    FormerSlug.objects.create(kind=kind_of(going), slug=going.slug, listing_id=staying.pk)
    gone_id = going.pk
    going.delete()
    staying.save()
    LogEntry.objects.log_actions(user.pk, [staying], CHANGE, words)
    touched["listings"].add(gone_id)
    index.refresh(**touched)
    return special(staying)


def special(listing: Listing, *, lock: bool = False) -> Any:
    """The clinic or the telemedicine service that it is."""
    model = Clinic if listing.kind == Listing.Kind.CLINIC else TelemedicineService
    rows = model.objects.select_for_update() if lock else model.objects.all()
    return rows.get(pk=listing.pk)


def fill_blanks(keep: Any, gone: Any) -> None:
    """What `keep` does not tell, as `gone` tells it. Nothing that it tells is overwritten."""
    names = [f.name for f in keep._meta.concrete_fields if f.editable and not f.primary_key]
    for name in sorted(names, key=_depth):
        leader = HANGS_ON.get(name)
        agree = leader is None or getattr(keep, leader) == getattr(gone, leader)
        if agree and getattr(keep, name) in (None, ""):
            setattr(keep, name, getattr(gone, name))


def _depth(name: str) -> int:
    """How many facts it hangs on: those come before it."""
    return 1 + _depth(HANGS_ON[name]) if name in HANGS_ON else 0


def _refuse(keep: Listing, gone: Listing, reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why they are one.")})
    if keep.pk == gone.pk:
        raise ValidationError(_("It cannot be merged with itself."))
    if keep.kind != gone.kind:
        raise ValidationError(_("A clinic and a telemedicine service cannot be one."))
    if keep.is_demo != gone.is_demo:
        raise ValidationError(_("A fictional listing and a real one cannot be one."))
    if gone.status == Status.PUBLISHED and keep.status != Status.PUBLISHED:
        raise ValidationError(_("Keep the published one, or publish the other first: readers know its page."))


def _settle_claims(keep: Listing, gone: Listing, now: datetime) -> None:
    """Nobody has two living claims to one listing: the one that is further along stays."""
    living = Claim.objects.select_for_update().filter(state__in=CLAIMS)
    held = {claim.user_id: claim for claim in living.filter(listing=keep)}
    for claim in living.filter(listing=gone, user__in=held):
        behind = min(held[claim.user_id], claim, key=lambda each: CLAIMS.index(each.state))
        behind.state, behind.decided_at = Claim.State.REVOKED, now
        behind.reason = _("The two listings became one, and another claim to it stands.")
        behind.save()


def _settle_matches(keep: Listing, gone: Listing) -> None:
    """One exclusion is matched once: the graver decision stays."""
    held = {match.key: match for match in ExclusionMatch.objects.filter(listing=keep)}
    for match in ExclusionMatch.objects.filter(listing=gone, key__in=held):
        min(held[match.key], match, key=lambda each: DECISIONS.index(each.decision)).delete()


def _move_decided_pairs(keep: Listing, gone: Listing) -> None:
    """Whoever is not the one that goes is not the one that stays."""
    pairs = NotDuplicate.objects
    for pair in [*pairs.filter(first=gone), *pairs.filter(second=gone)]:
        other = pair.second_id if pair.first_id == gone.pk else pair.first_id
        if other != keep.pk:
            first, second = sorted((keep.pk, other))
            defaults = {"decided_by": pair.decided_by}
            pairs.get_or_create(first_id=first, second_id=second, defaults=defaults)


def _move_where_free(keep: Listing, gone: Listing, words: str) -> None:
    for model, column, key in WITH_KEYS:
        rows = model._base_manager
        taken = {_key_of(row, key) for row in rows.filter(**{column: keep.pk})}
        for row in rows.filter(**{column: gone.pk}).order_by("pk"):
            if _key_of(row, key) not in taken:
                setattr(row, f"{column}_id", keep.pk)
                row._change_reason = words  # type: ignore[attr-defined]
                row.save()


def _key_of(row: Model, key: tuple[str, ...]) -> tuple:
    return tuple(getattr(row, name) for name in key)
