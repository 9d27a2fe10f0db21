"""What waits for moderators, for whom, and how much was done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinics.reviews.models import Review, ReviewAnswer, ReviewDecision, ReviewFlag, VisitReceipt
from clinics.reviews.queries_signals import not_of_own_listings

WEEK = timedelta(days=7)


def _pending() -> QuerySet:
    return Review.objects.waiting().annotate(at=F("sent_at"))


def _appealed() -> QuerySet:
    return Review.objects.appealed().annotate(at=F("appealed_at"))


def _answers() -> QuerySet:
    """Only where readers see the review: what is being edited may soon say something else."""
    return ReviewAnswer.objects.waiting().filter(review__state="published").annotate(at=F("sent_at"))


def _reported() -> QuerySet:
    """Published reviews that readers told us of, by the first report that is open."""
    flags = ReviewFlag.objects.open().filter(review=OuterRef("pk")).order_by("created_at", "pk")
    published = Review.objects.published().filter(Exists(flags))
    return published.annotate(at=Subquery(flags.values("created_at")[:1]))


def _of_keepers() -> QuerySet:
    """Published reviews whose author has come to keep the listing: nobody reviews their own."""
    # Claims are the desk's, which stands above this room.
    claims = apps.get_model("clinics", "Claim").objects.order_by()
    own = claims.filter(state="granted", listing=OuterRef("listing"), user=OuterRef("author"))
    since = own.annotate(at=Coalesce("decided_at", "created_at")).values("at")[:1]
    return Review.objects.published().filter(Exists(own)).annotate(at=Subquery(since))


def _evidence() -> QuerySet:
    return VisitReceipt.objects.annotate(at=F("sent_at")).order_by("sent_at", "pk")


@dataclass(frozen=True)
class Work:
    """Things of one sort that wait, each since `at`. `review` is the way from a row to its review."""

    key: str
    title: str | Promise
    since: str | Promise
    asks: Callable[[], QuerySet]
    review: str = ""
    # What somebody must be allowed to besides deciding on reviews.
    needs: str = "clinics.change_review"

    def open_to(self, user: Any) -> bool:
        """Whether somebody decides there."""
        return user.has_perms(["clinics.change_review", "clinics.view_review", self.needs])

    def waiting_for(self, user: Any) -> QuerySet:
        """Without what this moderator may not decide on. `rules.may_moderate` says the same of one review."""
        way = f"{self.review}__" if self.review else ""
        rows = not_of_own_listings(self.asks(), f"{way}listing", user)
        rows = rows.exclude(**{f"{way}author": user.pk})
        if self.key == "answers":
            return rows.exclude(author=user.pk)
        rows = rows.exclude(**{f"{way}second_opinion_by": user.pk})
        return rows.exclude(decided_by=user.pk) if self.key == "appeals" else rows


@dataclass(frozen=True)
class Waiting:
    """How much waits in one queue, how much of it for one moderator, and since when."""

    key: str
    title: str | Promise
    count: int
    for_me: int
    oldest: datetime | None


@dataclass(frozen=True)
class Done:
    """How many decisions were made: today, and in seven days."""

    today: int
    week: int


WORK = (
    Work("reviews", _("Reviews to decide on"), _("Sent"), _pending),
    Work("appeals", _("Appeals of reviewers"), _("Appealed"), _appealed),
    Work(
        "answers",
        _("Answers of clinics to reviews"),
        _("Sent"),
        _answers,
        "review",
        "clinics.change_reviewanswer",
    ),
    Work("review-reports", _("Reviews that readers reported"), _("Told"), _reported),
    Work("review-stakes", _("Reviews by those who now keep the place"), _("Claim granted"), _of_keepers),
    Work(
        "review-evidence",
        _("Evidence of visits"),
        _("Sent"),
        _evidence,
        "review",
        "clinics.view_visitreceipt",
    ),
)
BY_KEY = {work.key: work for work in WORK}


def waiting(user: Any) -> list[Waiting]:
    """Every queue: what waits in all, for this moderator, and since when. One query each."""
    return [_counted(work, user) for work in WORK]


def decided(user: Any, now: datetime) -> tuple[Done, Done]:
    """By this moderator, and by all. A day begins at midnight UTC, as everywhere in the admin."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    mine, today = Q(by=user.pk), Q(at__gte=midnight)
    found = ReviewDecision.objects.since(min(midnight, now - WEEK)).aggregate(
        my_today=Count("pk", filter=mine & today),
        my_week=Count("pk", filter=mine & Q(at__gte=now - WEEK)),
        all_today=Count("pk", filter=today),
        all_week=Count("pk", filter=Q(at__gte=now - WEEK)),
    )
    return Done(found["my_today"], found["my_week"]), Done(found["all_today"], found["all_week"])


def _counted(work: Work, user: Any) -> Waiting:
    for_me = work.waiting_for(user).order_by().values("pk")
    found = work.asks().order_by().aggregate(
        count=Count("pk"), for_me=Count("pk", filter=Q(pk__in=for_me)), oldest=Min("at")
    )  # fmt: skip
    return Waiting(work.key, work.title, found["count"], found["for_me"], found["oldest"])
