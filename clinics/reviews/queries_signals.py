"""What moderators ask of other reviews, beside the one that they read. Each function asks once."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from clinics.accounts.models import User
from clinics.listings.models import Affiliation, Listing
from clinics.reviews.models import Review, ReviewDecision, ReviewTrace
from clinics.reviews.rules import FORGET_TRACES_DAYS
from clinics.reviews.signal_rules import ALIKE_DAYS, MOST_COMPARED

MOST_TRACES = 200
Traces = list[ReviewTrace]


def traces_of(review: Review, now: datetime) -> Traces:
    """Where this review was sent from in the days for which that is kept."""
    return list(_kept(now).filter(review=review.pk))


def traces_like(own: Traces, review: Review, now: datetime) -> Traces:
    """Traces of reviews by other accounts that came from the same networks or devices, newest first."""
    networks = {trace.network for trace in own if trace.network}
    devices = {trace.device for trace in own if trace.device}
    others = _kept(now).exclude(review=review.pk)
    if review.author_id:
        others = others.exclude(review__author=review.author_id)
    others = others.filter(Q(network__in=networks) | Q(device__in=devices))
    return list(others.select_related("review__listing").order_by("-created_at", "-pk")[:MOST_TRACES])


def texts_to_compare(review: Review, now: datetime) -> dict[int, str]:
    """The newest texts of the same place, and the newest of the last ninety days of all places."""
    texts = _others(review).order_by("-sent_at", "-pk").values_list("pk", "text")
    here = list(texts.filter(listing=review.listing_id)[:MOST_COMPARED])
    elsewhere = texts.filter(sent_at__gte=now - timedelta(days=ALIKE_DAYS))
    elsewhere = elsewhere.exclude(listing=review.listing_id)
    return dict([*here, *elsewhere[:MOST_COMPARED]])


def by_key(keys: list[int]) -> dict[int, Review]:
    """These reviews, with the places that they speak of."""
    return Review.objects.select_related("listing").in_bulk(keys)


def of_the_same_listing(review: Review, within: timedelta) -> QuerySet[Review]:
    """Other reviews of the listing, first sent so shortly before or after this one."""
    return _close(review, within).filter(listing=review.listing_id)


def of_the_same_account(review: Review, within: timedelta) -> QuerySet[Review]:
    """Other reviews by the account, first sent so shortly before or after this one."""
    return _close(review, within).filter(author=review.author_id)


def names_at(listing: Any) -> list[str]:
    """The practitioners of a listing, by name."""
    links = Affiliation.objects.filter(listing=listing.pk).select_related("provider")
    return sorted({link.provider.name for link in links})


def wordings_of(review: Review) -> list[Any]:
    """What was kept of a review each time that it was stored, the newest first."""
    return list(review.history.select_related("condition", "treatment").order_by("-history_date", "-pk"))


def readable_by_moderators() -> QuerySet[Review]:
    """Reviews with whatever the page of a decision says of each."""
    return Review.objects.with_all().select_related("receipt", "decided_by", "second_opinion_by")


def not_of_own_listings(rows: QuerySet, way: str, user: Any) -> QuerySet:
    """Rows that speak of listings, by `way`, without those that this person takes care of."""
    kept = Listing.objects.filter(claims__user=user.pk, claims__state="granted").order_by().values("pk")
    return rows.exclude(**{f"{way}__in": kept})


def published_with_answers(listing: Any) -> QuerySet[Review]:
    """What readers see of a listing, the newest first, with what was answered."""
    shown = Review.objects.published().filter(listing=listing.pk, is_demo=False)
    return shown.select_related("author", "answer").order_by("-first_sent_at", "-pk")


def moderators() -> QuerySet[User]:
    """Everybody who ever decided."""
    decided = ReviewDecision.objects.exclude(by=None).order_by().values("by")
    return User.objects.filter(pk__in=decided).order_by("username")


def months_decided() -> QuerySet[ReviewDecision, datetime]:
    """The first instants of the months in which something was decided, the newest first."""
    return ReviewDecision.objects.order_by().datetimes("at", "month", order="DESC")


def _kept(now: datetime) -> QuerySet[ReviewTrace]:
    return ReviewTrace.objects.filter(created_at__gte=now - timedelta(days=FORGET_TRACES_DAYS))


def _others(review: Review) -> QuerySet[Review]:
    return Review.objects.filter(is_demo=review.is_demo).exclude(pk=review.pk)


def _close(review: Review, within: timedelta) -> QuerySet[Review]:
    at = review.first_sent_at
    near = _others(review).filter(first_sent_at__gte=at - within, first_sent_at__lte=at + within)
    return near.select_related("listing").order_by("-first_sent_at", "-pk")
