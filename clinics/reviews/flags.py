"""What readers do with a review that they read: tell us what is wrong with it, or that it helped."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from clinicfinder import clock
from clinics.reviews.models import HelpfulMark, Review, ReviewFlag
from clinics.reviews.queries import keepers_of
from clinics.reviews.queries_reading import public_review_locked


def flag(review: Review, sender: str, kind: str, text: str) -> bool:
    """Keep a report; False where this sender has told us of this review and nobody has looked at it yet."""
    try:
        with transaction.atomic():
            ReviewFlag.objects.create(
                review=review, kind=kind, text=text, sender=sender, created_at=clock.now()
            )
    except IntegrityError:
        return False
    return True


@transaction.atomic
def mark_helpful(key: int, user: Any, *, is_helpful: bool) -> Review:
    """Set or take back this account's mark, as often as it is asked, and return the review.

    Raises Http404 where nobody can read the review, PermissionDenied to its author and to those who keep
    the listing.
    """
    review = public_review_locked(key)
    if user.pk == review.author_id or user.pk in keepers_of(review.listing):
        raise PermissionDenied
    if is_helpful:
        HelpfulMark.objects.get_or_create(review=review, user=user)
    else:
        HelpfulMark.objects.filter(review=review, user=user).delete()
    return review
