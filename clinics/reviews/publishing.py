"""What may happen to a review, each as one step: all of it, with its figures, or nothing.

Whoever changes what counts holds the row of the listing meanwhile, so that figures never drift.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from clinicfinder import clock
from clinics.listings import index
from clinics.listings.models import Listing
from clinics.reviews.models import Review, ReviewAnswer, ReviewDecision, ReviewFlag
from clinics.reviews.queries import keepers_of
from clinics.reviews.rules import may_moderate

State, Outcome = Review.State, ReviewDecision.Outcome
REFUSED = (State.RETURNED, State.REMOVED)


@contextmanager
def changing(listing: int) -> Iterator[None]:
    """One transaction that holds the listing (by id) and writes its figures anew at the end."""
    with transaction.atomic():
        Listing.objects.select_for_update().filter(pk=listing).order_by().values_list("pk").first()
        yield
        index.refresh(listings=[listing])


def send(review: Review) -> Review:
    """Store what its author has written or edited; it waits for a moderator.

    Raises PermissionDenied for those who keep the listing, ValidationError where it was removed or
    where this account has written about the listing before.
    """
    with changing(review.listing_id):
        if review.author_id in keepers_of(review.listing):
            raise PermissionDenied
        stored = Review.objects.select_for_update().filter(pk=review.pk).first() if review.pk else None
        twice = Review.objects.filter(author=review.author_id, listing=review.listing_id)
        if stored is None and twice.exists():
            raise ValidationError(_("You have written about this place before. Edit that review."))
        if stored is not None and stored.state == State.REMOVED:
            raise ValidationError(_("This review was removed. You can appeal, but not edit it."))
        now = clock.now()
        review.state, review.reason, review.note = State.PENDING, "", ""
        review.appealed_at = review.appeal_settled_at = None
        review.appeal, review.second_opinion_by = "", None
        review.sent_at, review.first_sent_at = now, stored.first_sent_at if stored else now
        review.is_demo, review.demo_name = False, ""
        review.save()
    return review


def take_back(review: Review) -> None:
    """Its author deletes it, with its history."""
    with changing(review.listing_id):
        # Held, and read anew: evidence may have been sent in another tab.
        stored = Review.objects.select_for_update().filter(pk=review.pk).first()
        if stored is not None:
            erase(stored)


def erase(review: Review) -> None:
    """Delete a review with its history and its evidence; decisions on it stay, without it."""
    receipt = getattr(review, "receipt", None)
    if receipt:
        file = receipt.attachment
        transaction.on_commit(lambda: file.storage.delete(file.name))
    gone = review.pk
    review.delete()
    # Deleting writes one more line of history.
    Review.history.filter(id=gone).delete()


def decide(
    review: Review, outcome: str, by: Any, *, seen: datetime, reason: str = "", note: str = ""
) -> Review:
    """A moderator publishes, returns or removes a review, or says so again after a report.

    `seen` is the instant at which the wording was sent that the moderator read. Raises PermissionDenied
    where this moderator may not decide, ValidationError where it has been changed since, without a reason
    for what is not shown, or where it would be published and its author keeps the listing by now.
    Settles open reports of it.
    """
    if outcome not in (State.PUBLISHED, *REFUSED):
        raise ValidationError(_("Publish, return or remove it."))
    if (outcome in REFUSED) != bool(reason):
        raise ValidationError(_("Choose a reason from the list."))
    with changing(review.listing_id):
        stored = _locked(review, by, seen)
        if is_appealed(stored):
            raise ValidationError(_("Its author appeals: settle the appeal."))
        if outcome == State.PUBLISHED:
            _refuse_own(stored)
        _record(stored, Outcome(outcome), by, reason)
        _set(stored, outcome, by, reason, note)
        _settle_flags(stored, by)
    return stored


def dismiss_flags(review: Review, by: Any, *, seen: datetime) -> Review:
    """Whatever readers reported was looked at, and the review stays as it is."""
    with changing(review.listing_id):
        stored = _locked(review, by, seen)
        if _settle_flags(stored, by):
            _record(stored, Outcome.FLAG_DISMISSED, by)
    return stored


def ask_second_opinion(review: Review, by: Any, *, seen: datetime) -> Review:
    """Leave it to another moderator."""
    with changing(review.listing_id):
        stored = _locked(review, by, seen)
        stored.second_opinion_by = by
        stored.save(update_fields=["second_opinion_by"])
        _record(stored, Outcome.SECOND_OPINION, by)
    return stored


def appeal(review: Review, words: str) -> Review:
    """Its author asks another moderator to look again: once for each wording."""
    with changing(review.listing_id):
        stored = Review.objects.select_for_update().get(pk=review.pk)
        if stored.state not in REFUSED or stored.appealed_at:
            raise ValidationError(_("There is nothing to appeal, or you have appealed already."))
        stored.appeal, stored.appealed_at = words, clock.now()
        stored.save(update_fields=["appeal", "appealed_at"])
    return stored


def settle_appeal(review: Review, by: Any, *, seen: datetime, granted: bool, note: str = "") -> Review:
    """Another moderator publishes it after all, or says that the decision stands."""
    with changing(review.listing_id):
        stored = _locked(review, by, seen, settling=True)
        if not is_appealed(stored):
            raise ValidationError(_("Somebody has settled this appeal."))
        if granted:
            _refuse_own(stored)
        stored.appeal_settled_at = clock.now()
        _record(stored, Outcome.APPEAL_GRANTED if granted else Outcome.APPEAL_REFUSED, by, stored.reason)
        kept = ("", note) if granted else (stored.reason, note)
        _set(stored, State.PUBLISHED if granted else stored.state, by, *kept)
    return stored


def settle_receipt(review: Review, by: Any, *, seen: datetime, shows_visit: bool) -> Review:
    """A moderator has looked at the evidence of a visit. The file is deleted either way."""
    with changing(review.listing_id):
        stored = _locked(review, by, seen)
        receipt = getattr(stored, "receipt", None)
        if receipt is None:
            raise ValidationError(_("Somebody has looked at this evidence already."))
        file = receipt.attachment
        receipt.delete()
        transaction.on_commit(lambda: file.storage.delete(file.name))
        stored.visit_seen_on = clock.today() if shows_visit else stored.visit_seen_on
        stored.save(update_fields=["visit_seen_on"])
        _record(stored, Outcome.VISIT_SEEN if shows_visit else Outcome.VISIT_NOT_SEEN, by)
    return stored


@transaction.atomic
def decide_answer(answer: ReviewAnswer, by: Any, *, seen: datetime, reason: str = "") -> ReviewAnswer:
    """Publish a clinic's answer; with a reason, return it."""
    stored = ReviewAnswer.objects.select_for_update().get(pk=answer.pk)
    if stored.sent_at != seen or stored.state != ReviewAnswer.State.PENDING:
        raise ValidationError(_("It was changed or decided since you opened this page. Read it again."))
    keepers = keepers_of(stored.review.listing)
    if not may_moderate(by.pk, author=stored.author_id, keepers={*keepers, stored.review.author_id}):
        raise PermissionDenied
    stored.state = ReviewAnswer.State.RETURNED if reason else ReviewAnswer.State.PUBLISHED
    stored.reason, stored.decided_by, stored.decided_at = reason, by, clock.now()
    stored.save()
    _record(stored.review, Outcome.ANSWER_RETURNED if reason else Outcome.ANSWER_PUBLISHED, by)
    return stored


def is_appealed(review: Review) -> bool:
    """Whether an appeal waits to be settled."""
    return review.appealed_at is not None and review.appeal_settled_at is None


def is_own(review: Review, keepers: set[int]) -> bool:
    """Whether its author has come to keep the listing."""
    return review.author_id is not None and review.author_id in keepers


def _locked(review: Review, by: Any, seen: datetime, *, settling: bool = False) -> Review:
    """The stored row, held; refused to those who may not decide on it or have read another wording."""
    stored = Review.objects.select_for_update(of=("self",)).select_related("listing").get(pk=review.pk)
    allowed = may_moderate(
        by.pk,
        author=stored.author_id,
        keepers=keepers_of(stored.listing),
        asked_for_second_opinion=stored.second_opinion_by_id,
        decided_before=stored.decided_by_id if settling else None,
    )
    if not allowed:
        raise PermissionDenied
    if stored.sent_at != seen:
        raise ValidationError(_("The review was changed since you opened this page. Read it again."))
    return stored


def _refuse_own(review: Review) -> None:
    """A claim can be granted after its author wrote; what waits then is not published any more."""
    if is_own(review, keepers_of(review.listing)):
        raise ValidationError(_("Its author now takes care of this place, and nobody reviews their own."))


def _set(review: Review, state: str, by: Any, reason: str, note: str) -> None:
    review.state, review.reason, review.note = state, reason, note
    review.decided_by, review.decided_at, review.second_opinion_by = by, clock.now(), None
    review.save()


def _record(review: Review, outcome: ReviewDecision.Outcome, by: Any, reason: str = "") -> None:
    ReviewDecision.objects.create(
        review=review, listing_id=review.listing_id, outcome=outcome, reason=reason, by=by, at=clock.now()
    )


def _settle_flags(review: Review, by: Any) -> int:
    open_flags = ReviewFlag.objects.open().filter(review=review).order_by()
    return open_flags.update(state=ReviewFlag.State.DONE, handled_by=by, handled_at=clock.now(), sender="")
