"""Fictional reviews of the fictional listings, from fixtures/demo/reviews.json. No other listing gets any."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction

from clinics.listings import index
from clinics.listings.models import Listing, Offer
from clinics.reviews.models import Review, ReviewAnswer, ReviewDecision

# How many reviews a listing gets, and how often each number is drawn.
NUMBERS, OFTEN = range(9), [50, 9, 9, 9, 7, 6, 5, 3, 2]
# Months since the visit, from and to, and how often: of late, counting by half, no longer counting.
AGES, HOW_OFTEN = [(1, 23), (26, 58), (62, 84)], [68, 24, 8]
DAYS_TO_WRITE = 25
BATCH = 500


@transaction.atomic
def load_reviews(now: datetime) -> int:
    """Give the fictional listings without reviews their reviews; dates lie before `now`. Returns how many."""
    told = json.loads((settings.BASE_DIR / "fixtures" / "demo" / "reviews.json").read_text())
    listings = Listing.objects.filter(is_demo=True, status="published", reviews=None).order_by("name")
    made, answers = [], {}
    for listing in listings.prefetch_related("conditions", "offers"):
        for review, answer in _of(listing, told, now):
            made.append(review)
            answers[len(made) - 1] = answer
    stored = Review.objects.bulk_create(made, batch_size=BATCH)
    ReviewAnswer.objects.bulk_create(
        _answer(stored[place], text, now) for place, text in answers.items() if text
    )
    index.refresh(listings={review.listing_id for review in stored})
    return len(stored)


@transaction.atomic
def clear_reviews() -> None:
    """Take away all that was said of fictional listings, and what moderators tried out on it."""
    ReviewDecision.objects.filter(listing__is_demo=True).delete()
    Review.objects.filter(listing__is_demo=True).delete()
    Review.history.filter(listing__in=Listing.objects.filter(is_demo=True)).delete()


def _of(listing: Listing, told: dict[str, Any], now: datetime) -> Iterator[tuple[Review, str]]:
    """The same reviews of this listing each time; only their days move with `now`."""
    dice = Random(f"reviews of {listing.name}")  # noqa: S311 (fiction, not secrets)
    fitting = [row for row in told["reviews"] if row["kind"] in ("any", listing.kind)]
    number = dice.choices(NUMBERS, OFTEN)[0]
    names = dice.sample(told["names"], number)
    for name, row in zip(names, dice.sample(fitting, number), strict=True):
        months = dice.randint(*dice.choices(AGES, HOW_OFTEN)[0])
        visited_on = _month_before(now.date(), months)
        sent_at = _sent(visited_on, dice.randint(1, DAYS_TO_WRITE), now)
        review = Review(
            listing=listing,
            is_demo=True,
            demo_name=name,
            no_reward=True,
            state=Review.State.PUBLISHED,
            decided_at=sent_at,
            first_sent_at=sent_at,
            sent_at=sent_at,
            visited_on=visited_on if row["tells_month"] else None,
            visit_seen_on=sent_at.date() if row["visit_seen"] else None,
            **row["columns"],
            **_facts(listing, row, dice),
        )
        yield review, row["answer"]


def _facts(listing: Listing, row: dict[str, Any], dice: Random) -> dict[str, Any]:
    """A condition and a treatment of this listing, and a price not far from its own."""
    conditions = list(listing.conditions.all())
    offers = [offer for offer in listing.offers.all() if offer.per == Offer.Per.SESSION]
    offer = dice.choice(offers) if offers else None
    asked = (offer.price_low_cents if offer else None) or dice.randrange(30_000, 60_000, 2_500)
    paid = round(asked * dice.choice([0.9, 1, 1, 1, 1.1, 1.2]) / 500) * 500
    return {
        "condition": dice.choice(conditions) if conditions and row["tells_condition"] else None,
        "treatment_id": offer.treatment_id if offer else None,
        "price_cents": paid if row["tells_price"] else None,
    }


def _month_before(day: date, months: int) -> date:
    """The first day of the month that lies so many months before."""
    months = day.year * 12 + day.month - 1 - months
    return date(months // 12, months % 12 + 1, 1)


def _sent(visited_on: date, days: int, now: datetime) -> datetime:
    """Some days after the month of the visit, at noon; the past, since that month is over."""
    noon = datetime.combine(visited_on + timedelta(days=27 + days), time(12), now.tzinfo)
    return min(noon, now)


def _answer(review: Review, text: str, now: datetime) -> ReviewAnswer:
    answered = min(review.first_sent_at + timedelta(days=9), now)
    return ReviewAnswer(
        review=review, text=text, state=ReviewAnswer.State.PUBLISHED, decided_at=answered, sent_at=answered
    )
