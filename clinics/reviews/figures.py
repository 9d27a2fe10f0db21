"""The one place where ratings become figures: columns of listings, and what their pages show."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db.models import Q

from clinicfinder import clock
from clinics.listings.index import batches
from clinics.listings.models import Listing
from clinics.reviews import rules
from clinics.reviews.models import Review

Columns = tuple[float | None, int]


def write(listings: Collection[int], providers: Collection[int]) -> None:
    """Write the mean and the count of these listings anew. `index.refresh` asks this first."""
    changed = []
    for row, (mean, count) in _due(listings):
        if (row.rating_mean, row.rating_count) != (mean, count):
            row.rating_mean, row.rating_count = mean, count
            changed.append(row)
    Listing._base_manager.bulk_update(changed, ["rating_mean", "rating_count"])


def disagreements() -> Iterator[str]:
    """Every listing whose figures are not those of its reviews, and every review in the wrong world."""
    for batch in batches(Listing.objects.values_list("pk", flat=True)):
        for row, columns in _due(batch):
            if (row.rating_mean, row.rating_count) != columns:
                yield f"stale rating: listing {row.pk} ({row})"
    for review in Review.objects.in_the_wrong_world():
        yield f"review {review.pk}: a fictional review of a real listing, or the other way round"


def aged(today: date) -> list[int]:
    """The listings whose figures change because time has passed."""
    return [
        row.pk
        for batch in batches(Listing.objects.values_list("pk", flat=True))
        for row, columns in _due(batch, today)
        if (row.rating_mean, row.rating_count) != columns
    ]


def weight_of(visited_on: date | None, first_sent_at: datetime, today: date | None = None) -> float:
    """`rules.weight` of a stored review, today unless told otherwise."""
    return rules.weight(visited_on, first_sent_at.date(), today or clock.today())


def _due(listings: Collection[int], today: date | None = None) -> Iterator[tuple[Listing, Columns]]:
    """Each of these listings that has or had ratings, with what its columns should say."""
    if not listings:
        return
    ratings: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for listing, stars, visited_on, sent_at in Review.objects.of_listings(listings).rated():
        ratings[listing].append((stars, weight_of(visited_on, sent_at, today)))
    rated = Listing._base_manager.filter(Q(rating_count__gt=0) | Q(pk__in=list(ratings)), pk__in=listings)
    for row in rated.only("pk", "name", "rating_mean", "rating_count"):
        made = rules.figures(ratings[row.pk])
        yield row, (made.mean, made.count)
