"""Two listings become one: their reviews stand together, one of each account."""

from typing import Any

from clinics.listings.models import Listing
from clinics.reviews.models import Review, ReviewDecision
from clinics.reviews.publishing import erase

MOVED = (Review, ReviewDecision)


def move_reviews(keep: Listing, gone: Listing) -> None:
    """What was said of `gone` is said of `keep`. Of two by one account, the one sent last stays."""
    held = {row.author_id: row for row in _by_accounts(keep)}
    for row in _by_accounts(gone):
        if row.author_id in held:
            erase(min(held[row.author_id], row, key=lambda each: (each.sent_at, each.pk)))
    for model in (*MOVED, Review.history.model):
        model._base_manager.filter(listing=gone.pk).update(listing=keep.pk)


def _by_accounts(listing: Listing) -> Any:
    return Review.objects.select_for_update().filter(listing=listing.pk, author__isnull=False)
