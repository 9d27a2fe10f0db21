"""What an author is told of each of their reviews, and what they can do with it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clinics.listings.models import Listing
from clinics.reviews.models import Review, ReviewAnswer
from clinics.reviews.publishing import REFUSED, is_appealed
from clinics.reviews.receipts import takes_receipt

State = Review.State


@dataclass(frozen=True)
class Mine:
    """One review of one's own, in words that are ready for a page."""

    review: Review
    state: str
    next: str
    shown_at: str
    listing_url: str
    edit_url: str
    may_appeal: bool
    may_show_receipt: bool
    has_receipt: bool
    answer: ReviewAnswer | None


def mine(user: Any) -> list[Mine]:
    """Every review of this account, the newest first, in a constant number of queries."""
    own = Review.objects.of_author(user).with_all().select_related("receipt")
    reviews = list(own)
    listings = [review.listing_id for review in reviews]
    open_ones = set(Listing.objects.published().filter(pk__in=listings).values_list("pk", flat=True))
    return [_told(review, is_open=review.listing_id in open_ones) for review in reviews]


def may_appeal(review: Review) -> bool:
    """Once for each wording."""
    return review.state in REFUSED and review.appealed_at is None


def edit_path(review: Review) -> str:
    """Where it was written, and can be edited."""
    return reverse(f"review-new-{review.listing.kind}", args=[review.listing.slug])


def _told(review: Review, *, is_open: bool) -> Mine:
    answer = getattr(review, "answer", None)
    published = answer is not None and answer.state == ReviewAnswer.State.PUBLISHED
    return Mine(
        review=review,
        state=_state(review),
        next=_next(review, is_open),
        shown_at=review.get_absolute_url() if is_open and review.state == State.PUBLISHED else "",
        listing_url=review.listing.get_absolute_url() if is_open else "",
        edit_url=edit_path(review) if is_open and review.state != State.REMOVED else "",
        may_appeal=may_appeal(review),
        may_show_receipt=takes_receipt(review),
        has_receipt=getattr(review, "receipt", None) is not None,
        answer=answer if published else None,
    )


def _state(review: Review) -> str:
    if review.state == State.PENDING:
        return _("Waits for a moderator")
    if review.state == State.PUBLISHED:
        return _("Published")
    if review.state == State.RETURNED:
        return _("Returned to you, and not shown")
    return _("Removed, and not shown")


def _next(review: Review, is_open: bool) -> str:
    """What happens now, or what can be done."""
    if is_appealed(review):
        return _("You appealed. Another moderator will look at it, and we mail you the answer.")
    if review.state == State.PENDING:
        return _("Only you and our moderators see it. We mail you when it is decided.")
    if review.state == State.PUBLISHED:
        return _next_of_published(is_open)
    return _next_of_refused(review)


def _next_of_published(is_open: bool) -> str:
    if not is_open:
        return _("The page of this place is not shown at present, so neither is your review.")
    return _("Everybody can read it. If you edit it, a moderator reads it again before it is shown.")


def _next_of_refused(review: Review) -> str:
    is_removed = review.state == State.REMOVED
    if review.appealed_at:
        settled = _("Another moderator has looked at your appeal, and the decision stands.")
        can_change = "" if is_removed else _("You can still change the review and send it again.")
        return f"{settled} {can_change}".strip()
    if is_removed:
        return _("It cannot be edited. You can appeal once, and another moderator looks at it.")
    return _("Change it and send it again. Or appeal, and another moderator looks at it.")
