"""What becomes of reviews when their author deletes the account."""

from typing import Any

from clinics.reviews.models import Review, ReviewAnswer
from clinics.reviews.publishing import changing, erase


def leave_reviews(user: Any, *, keep: bool) -> None:
    """Delete what this account wrote; with `keep`, leave what is published, and nothing that tells whose.

    Older wordings, traces, evidence and appeals go in either case; decisions stay, which name no author.
    """
    for review in Review.objects.of_author(user):
        with changing(review.listing_id):
            stored = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
            if keep and stored.state == Review.State.PUBLISHED:
                _anonymise(stored)
            else:
                erase(stored)
    ReviewAnswer.objects.filter(author=user.pk).update(author=None)


def _anonymise(review: Review) -> None:
    review.history.all().delete()
    review.traces.all().delete()
    receipt = getattr(review, "receipt", None)
    if receipt:
        receipt.attachment.storage.delete(receipt.attachment.name)
        receipt.delete()
    rows = Review._base_manager.filter(pk=review.pk)
    rows.update(author=None, appeal="", note="", conflict="")
