"""What this room holds of an account: reviews with all that happened to them, answers, marks, evidence."""

from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from clinics.reviews.choices import OUTCOMES, Reason
from clinics.reviews.models import HelpfulMark, Review, ReviewAnswer, ReviewDecision, VisitReceipt
from clinics.reviews.rules import FORGET_TRACES_DAYS

# Who else had to do with a review is not its author's to know; the rest of these is told in words below.
NOT_COLUMNS = {
    *("id", "author", "listing", "condition", "treatment", "is_demo", "demo_name"),
    *("decided_by", "second_opinion_by"),
    *("history_id", "history_date", "history_change_reason", "history_type", "history_user"),
}
LOOKS = (ReviewDecision.Outcome.VISIT_SEEN, ReviewDecision.Outcome.VISIT_NOT_SEEN)


def exported(user: Any) -> dict[str, Any]:
    """All of it, the newest review first."""
    reviews = Review.objects.of_author(user).with_all().prefetch_related("decisions", "traces")
    answers = ReviewAnswer.objects.filter(author=user.pk).select_related("review__listing")
    marks = HelpfulMark.objects.filter(user=user.pk).select_related("review__listing").order_by("pk")
    return {
        "reviews": [_review(row) for row in reviews],
        "evidence_of_visits": [row for review in reviews for row in _evidence(review)],
        "answers_for_a_clinic": [_answer(row) for row in answers],
        "marked_as_helpful": [
            {"review": row.review.get_absolute_url(), "listing": row.review.listing.name} for row in marks
        ],
    }


def _review(review: Review) -> dict[str, Any]:
    return {
        "listing": review.listing.name,
        "address": review.get_absolute_url(),
        **_columns(review),
        "state_in_words": review.get_state_display(),
        "reason_in_words": review.get_reason_display(),
        "outcome_in_words": OUTCOMES.get(review.outcome or 0, ""),
        "wordings": [
            {"kept_since": row.history_date, **_columns(row)}
            for row in review.history.select_related("condition", "treatment").order_by(
                "history_date", "history_id"
            )
        ],
        "decisions": [_decision(row) for row in review.decisions.all()],
        "traces": [
            {"sent": row.created_at, "thrown_away": row.created_at + timedelta(days=FORGET_TRACES_DAYS)}
            for row in review.traces.all()
        ],
    }


def _columns(row: Any) -> dict[str, Any]:
    """Every column of a review, or of an older wording of it, by its name."""
    plain = {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if field.name not in NOT_COLUMNS
    }
    named = {name: getattr(row, name) for name in ("condition", "treatment")}
    return plain | {name: term.name if term else None for name, term in named.items()}


def _decision(row: ReviewDecision) -> dict[str, Any]:
    return {
        "at": row.at,
        "outcome": row.get_outcome_display(),
        "reason": row.reason,
        "reason_in_words": Reason(row.reason).label if row.reason else "",
    }


def _evidence(review: Review) -> list[dict[str, Any]]:
    """The file that waits to be seen, and each that was seen and is deleted."""
    about = {"listing": review.listing.name}
    seen = [
        about | {"seen": row.at, "outcome": row.get_outcome_display(), "file_still_stored": False}
        for row in review.decisions.all()
        if row.outcome in LOOKS
    ]
    receipt = VisitReceipt.objects.filter(review=review).first()
    if receipt is None:
        return seen
    file: Any = receipt.attachment
    stored = {
        "file": PurePosixPath(file.name).name,
        "sent": receipt.sent_at,
        "file_still_stored": file.storage.exists(file.name),
    }
    return [*seen, about | stored]


def _answer(row: ReviewAnswer) -> dict[str, Any]:
    return {
        "listing": row.review.listing.name,
        "review": row.review.get_absolute_url(),
        "text": row.text,
        "state": row.get_state_display(),
        "reason": row.reason,
        "sent": row.sent_at,
        "decided": row.decided_at,
    }
