"""What becomes of reviews when their author deletes the account."""

from typing import Any

from django.db import transaction

from clinics.listings.models import Listing
from clinics.reviews.models import Review, ReviewAnswer
from clinics.reviews.publishing import changing, erase


@transaction.atomic
def leave_reviews(user: Any, *, keep: bool) -> None:
    """Delete what this account wrote; with `keep`, leave what is published, and nothing that tells whose.

    Older wordings, traces, evidence and appeals go in either case; decisions stay, which name no author.
    """
    _hold(user)
    for review in Review.objects.of_author(user):
        with changing(review.listing_id):
            stored = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
            if keep and stored.state == Review.State.PUBLISHED:
                _anonymise(stored)
            else:
                erase(stored)
    # Of reviews that went otherwise, such as with their listing.
    Review.history.filter(author=user.pk).delete()
    ReviewAnswer.objects.filter(author=user.pk).update(author=None)


def _hold(user: Any) -> None:
    """All their listings at once and in order: two who leave wait for each other, and never both."""
    theirs = Review.objects.of_author(user).order_by().values("listing")
    list(Listing.objects.select_for_update().filter(pk__in=theirs).order_by("pk").values_list("pk"))


def _anonymise(review: Review) -> None:
    review.history.all().delete()
    review.traces.all().delete()
    receipt = getattr(review, "receipt", None)
    if receipt:
        file = receipt.attachment
        transaction.on_commit(lambda: file.storage.delete(file.name))
        receipt.delete()
    rows = Review._base_manager.filter(pk=review.pk)
    rows.update(author=None, appeal="", note="", conflict="")
