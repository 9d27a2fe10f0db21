"""Questions about reviews, and about what moderators did with them."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, TruncDate, TruncMonth

from clinics.reviews.rules import FORGET_TRACES_DAYS


class ReviewQuerySet(models.QuerySet):
    """Reviews of listings."""

    def published(self) -> "ReviewQuerySet":
        return self.filter(state="published")

    def of_listings(self, ids: Collection[int]) -> "ReviewQuerySet":
        return self.filter(listing__in=ids)

    def of_author(self, user: Any) -> "ReviewQuerySet":
        """What this account wrote, the newest first."""
        return self.filter(author=user.pk).order_by("-first_sent_at", "-pk")

    def with_all(self) -> "ReviewQuerySet":
        """With whatever a page says of each, in one query."""
        return self.select_related("author", "listing", "condition", "treatment", "answer")

    def waiting(self) -> "ReviewQuerySet":
        """Those that a moderator must decide on, the longest waiting first."""
        return self.filter(state="pending").order_by("sent_at", "pk")

    def appealed(self) -> "ReviewQuerySet":
        """Those whose author asks to look again, the longest waiting first."""
        return self.filter(appealed_at__isnull=False, appeal_settled_at=None).order_by("appealed_at", "pk")

    def in_the_wrong_world(self) -> "ReviewQuerySet":
        """Fictional ones on real listings, and real ones on fictional listings."""
        return self.exclude(is_demo=F("listing__is_demo"))

    def rated(self) -> models.QuerySet:
        """Of published ones: listing, stars, month of the visit, and the instant of first sending."""
        return self.published().order_by().values_list("listing_id", "overall", "visited_on", "first_sent_at")


class ReviewAnswerQuerySet(models.QuerySet):
    """What clinics answer."""

    def published(self) -> "ReviewAnswerQuerySet":
        return self.filter(state="published")

    def waiting(self) -> "ReviewAnswerQuerySet":
        return self.filter(state="pending").order_by("sent_at", "pk")


class ReviewDecisionQuerySet(models.QuerySet):
    """What moderators decided."""

    def since(self, instant: datetime) -> "ReviewDecisionQuerySet":
        return self.filter(at__gte=instant)

    def by_month(self) -> models.QuerySet:
        """Counts by month, outcome and reason; of demo listings none."""
        real = self.filter(Q(listing=None) | Q(listing__is_demo=False))
        return (
            real.annotate(month=TruncMonth("at"))
            .order_by("-month", "outcome", "reason")
            .values("month", "outcome", "reason")
            .annotate(number=models.Count("pk"))
        )


class ReviewFlagQuerySet(models.QuerySet):
    """What readers tell us of reviews."""

    def open(self) -> "ReviewFlagQuerySet":
        return self.filter(state="open").order_by("created_at", "pk")


class ReviewTraceQuerySet(models.QuerySet):
    """Where reviews were sent from, for a while."""

    def forgotten_by(self, now: datetime) -> "ReviewTraceQuerySet":
        """Those whose days are over."""
        return self.filter(created_at__lt=now - timedelta(days=FORGET_TRACES_DAYS))


def keepers_of(listing: Any) -> set[int]:
    """The accounts that keep this listing. Claims are the desk's, which stands above this room."""
    return set(listing.claims.filter(state="granted").values_list("user_id", flat=True))


def once_kept(listing: Any) -> set[int]:
    """The accounts that ever claimed this listing, whatever came of it."""
    return set(listing.claims.values_list("user_id", flat=True))


def visit_day(row: Any) -> date:
    """By what a review ages: the month of the visit, else the day on which it was first sent."""
    return row.visited_on or row.first_sent_at.date()


def newest_visit() -> Coalesce:
    """The same in SQL, to sort by."""
    return Coalesce(F("visited_on"), TruncDate("first_sent_at"))
