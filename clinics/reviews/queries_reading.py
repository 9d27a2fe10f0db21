"""Questions that the pages on which reviews are read ask: a constant number, however many reviews."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from clinics.listings.models import Listing, Offer
from clinics.reviews.choices import Aspect, Reason
from clinics.reviews.models import HelpfulMark, Review, ReviewFlag


class Told(NamedTuple):
    """What one published review says in numbers: enough to count, filter and sort it, without its words."""

    pk: int
    overall: int
    safety: int | None
    consent: int | None
    honesty: int | None
    staff: int | None
    follow_up: int | None
    condition: str | None
    condition_name: str | None
    treatment: str | None
    treatment_name: str | None
    visited_on: date | None
    first_sent_at: datetime
    price_cents: int | None
    wait_days: int | None
    outcome: int | None
    outcome_asked: str
    side_effects: list[str]


COLUMNS = (
    "pk", "overall", *Aspect.values, "condition__slug", "condition__name", "treatment__slug",
    "treatment__name", "visited_on", "first_sent_at", "price_cents", "wait_days", "outcome",
    "outcome_asked", "side_effects",
)  # fmt: skip


def told_of(listing: int) -> list[Told]:
    """Every published review of this listing (by id) in numbers, in one query."""
    rows = Review.objects.published().of_listings([listing]).order_by("pk")
    return [Told(*row) for row in rows.values_list(*COLUMNS)]


def in_full(keys: Sequence[int]) -> list[Review]:
    """These reviews with all that a page says of each, in this order: `helpful_count` marks each."""
    if not keys:
        return []
    marks = HelpfulMark.objects.filter(review=OuterRef("pk")).order_by().values("review")
    counted = Coalesce(Subquery(marks.annotate(number=Count("pk")).values("number")), 0)
    found = Review.objects.published().with_all().filter(pk__in=keys).annotate(helpful_count=counted)
    by_key = {review.pk: review for review in found}
    return [by_key[key] for key in keys if key in by_key]


def marked_by(user: Any, keys: Sequence[int]) -> set[int]:
    """Which of these reviews this account found helpful."""
    if not (user.is_authenticated and keys):
        return set()
    return set(HelpfulMark.objects.filter(user=user.pk, review__in=keys).values_list("review", flat=True))


def removed_by_reason(listing: int) -> list[tuple[str, int]]:
    """How many reviews of this listing moderators removed, for each reason of the public list that occurs."""
    removed = Review.objects.of_listings([listing]).filter(state=Review.State.REMOVED).order_by()
    counts = dict(removed.values_list("reason").annotate(number=Count("pk")))
    return [(str(reason.label), counts[reason.value]) for reason in Reason if reason.value in counts]


def session_offers(listing: int) -> list[Offer]:
    """The prices that a listing publishes for one session."""
    offers = Offer.objects.filter(listing=listing, per=Offer.Per.SESSION, price_low_cents__isnull=False)
    return list(offers.select_related("treatment"))


def listing_at(kind: str, slug: str) -> Listing:
    """The published listing that has, or once had, this address. Raises Http404."""
    found = Listing.objects.published().at_address(kind, slug).order_by("pk").first()
    if found is None:
        raise Http404
    return found


def public_review(key: int) -> Review:
    """A review that anybody can read now, with its listing. Raises Http404."""
    shown = Review.objects.published().filter(listing__in=Listing.objects.published())
    return get_object_or_404(shown.select_related("listing"), pk=key)


def public_review_locked(key: int) -> Review:
    """The same, held until the transaction ends, so that it cannot go away meanwhile."""
    public_review(key)
    held = Review.objects.published().select_for_update(of=("self",)).select_related("listing")
    return get_object_or_404(held, pk=key)


def open_flag_of(review: Review, sender: str) -> bool:
    """Whether this sender has told us of this review, and nobody has looked at it yet."""
    return ReviewFlag.objects.open().filter(review=review, sender=sender).exists()
