"""What whoever keeps a listing answers to a review: once, moderated, by the only one who comes first."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinicfinder import clock
from clinics.reviews.models import Review, ReviewAnswer
from clinics.reviews.queries import keepers_of

State = ReviewAnswer.State
TOO_LATE = gettext_lazy(
    "Somebody else has answered or changed the answer since you opened this page. Read it first."
)


def answer(review: Review, by: Any, text: str, *, seen: datetime | None) -> ReviewAnswer:
    """Store an answer, or the changed words of one that is not published; it waits for a moderator.

    `seen` is when the answer was sent that its author read, None where there was none. Raises
    PermissionDenied for those who do not keep the listing, ValidationError where that cannot be.
    """
    try:
        with transaction.atomic():
            return _answer(review, by, text, seen)
    except IntegrityError as twice:
        raise ValidationError(TOO_LATE) from twice


def _answer(review: Review, by: Any, text: str, seen: datetime | None) -> ReviewAnswer:
    rows = Review.objects.select_for_update(of=("self",)).select_related("listing")
    stored = rows.filter(pk=review.pk).first()
    if stored is None or stored.state != Review.State.PUBLISHED or stored.is_demo:
        raise ValidationError(_("This review is not shown any more, so it cannot be answered."))
    if by.pk not in keepers_of(stored.listing):
        raise PermissionDenied
    if by.pk == stored.author_id:
        raise ValidationError(_("You wrote this review yourself, so you cannot answer it."))
    made = ReviewAnswer.objects.select_for_update().filter(review=stored).first()
    if (made.sent_at if made else None) != seen:
        raise ValidationError(TOO_LATE)
    if made is None:
        return ReviewAnswer.objects.create(review=stored, author=by, text=text, sent_at=clock.now())
    if made.state == State.PUBLISHED:
        raise ValidationError(_("A published answer cannot be changed."))
    made.text, made.author, made.sent_at = text, by, clock.now()
    made.state, made.reason, made.decided_by, made.decided_at = State.PENDING, "", None, None
    made.save()
    return made
