"""Mails that tell what a moderator decided. They say nothing of the review: others may read them."""

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from clinicfinder import languages, mail
from clinics.reviews.models import Review, ReviewAnswer, ReviewDecision

Outcome = ReviewDecision.Outcome
# What is told of, and by which mail.
TEMPLATES = {
    Outcome.PUBLISHED: "review_published",
    Outcome.RETURNED: "review_returned",
    Outcome.REMOVED: "review_removed",
    Outcome.APPEAL_GRANTED: "review_appeal",
    Outcome.APPEAL_REFUSED: "review_appeal",
    Outcome.VISIT_SEEN: "review_visit",
    Outcome.VISIT_NOT_SEEN: "review_visit",
}
SUBJECTS: dict[str, Callable[[], str]] = {
    "review_published": lambda: _("Your review is published"),
    "review_returned": lambda: _("Your review: please change something"),
    "review_removed": lambda: _("Your review is not shown"),
    "review_appeal": lambda: _("Your appeal is decided"),
    "review_visit": lambda: _("We looked at your evidence of a visit"),
    "review_answer": lambda: _("Your answer to a review"),
}


def tell_author(review: Review, outcome: ReviewDecision.Outcome) -> None:
    """Write to whoever wrote the review, once everything is stored. Of other outcomes nobody is told."""
    template = TEMPLATES.get(outcome)
    if template and review.author_id:
        _send_later(
            template,
            review.author,
            lambda: {
                "reason": review.get_reason_display() if review.reason else "",
                "note": review.note,
                "outcome": outcome.value,
                "link": _address("my-reviews"),
            },
        )


def tell_answerer(answer: ReviewAnswer) -> None:
    """Write to whoever answered for a place. They keep its page: the mail may name it."""
    listing = answer.review.listing
    if answer.author_id:
        _send_later(
            "review_answer",
            answer.author,
            lambda: {
                "name": listing.name,
                "reason": answer.reason,
                "published": answer.state == ReviewAnswer.State.PUBLISHED,
                "link": _address(f"review-answers-{listing.kind}", listing.slug),
            },
        )


def _send_later(template: str, user: Any, context: Callable[[], dict[str, Any]]) -> None:
    """After the commit, in the reader's language, and without a word where it fails: a decision stands,
    mail or no mail."""

    def write() -> None:
        address = EmailAddress.objects.get_verified(user)
        if address:
            with languages.reading(user.language):
                mail.send(template, SUBJECTS[template](), address.email, context())

    transaction.on_commit(write, robust=True)


def _address(name: str, *args: str) -> str:
    """The whole address of a page; "" where nobody has said how this site is reached."""
    return settings.SITE_URL.rstrip("/") + reverse(name, args=args) if settings.SITE_URL else ""
