"""What waits for the moderators of reviews: the queues of `reviews.workload`, each for one moderator."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from clinics.desk.queue_queries import Parts
from clinics.reviews.workload import BY_KEY


def asks(key: str) -> Callable[[datetime], Parts]:
    """The question of one queue."""
    return lambda now: [BY_KEY[key].asks()]


def waiting_for(key: str, user: Any) -> QuerySet:
    """The same without what this moderator may not decide on."""
    return BY_KEY[key].waiting_for(user)


def may(key: str, user: Any) -> bool:
    """Whether somebody decides there."""
    return BY_KEY[key].open_to(user)


def page_of(row: Any) -> str:
    """Where one decides on it."""
    if row._meta.model_name == "reviewanswer":
        return reverse("admin:review-answer-decide", args=[row.pk])
    return reverse("admin:review-decide", args=[getattr(row, "review_id", row.pk)])
