"""What stands beside one review, in words that are ready before any template sees them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.listings.prices import dollars
from clinics.reviews.choices import OUTCOMES, Asked, Aspect, SideEffect
from clinics.reviews.figures import weight_of
from clinics.reviews.models import BEST, Review, ReviewAnswer
from clinics.reviews.queries import visit_day
from clinics.reviews.rules import AGED, COUNTED_MONTHS, FULL_MONTHS, GONE, months_between

MONTH = "F Y"
YEAR = 12


@dataclass(frozen=True)
class Stars:
    """A number of stars as a picture and in words."""

    number: int

    @property
    def full(self) -> str:
        return "★" * self.number

    @property
    def empty(self) -> str:
        return "☆" * (BEST - self.number)

    @property
    def words(self) -> str:
        return _("%(number)s of %(best)s stars") % {"number": self.number, "best": BEST}


@dataclass(frozen=True)
class Shown:
    """One review as the page shows it."""

    review: Review
    role: str
    stars: Stars
    aspects: list[tuple[str, Stars]]
    facts: list[tuple[str, str]]
    visit: str
    ageing: str
    written_on: date
    edited_on: date | None
    answer: ReviewAnswer | None
    helpful: int
    is_marked: bool = False
    may_mark: bool = True


def shown(review: Review, today: date, *, is_marked: bool = False, may_mark: bool = True) -> Shown:
    """All that is said of a review; `helpful_count` must have been counted."""
    answer = getattr(review, "answer", None)
    published = answer is not None and answer.state == ReviewAnswer.State.PUBLISHED
    is_edited = review.sent_at > review.first_sent_at
    is_patient = review.role == Review.Role.PATIENT
    return Shown(
        review=review,
        role=_("Was a patient") if is_patient else _("Accompanied someone"),
        stars=Stars(review.overall),
        aspects=[
            (str(aspect.label), Stars(getattr(review, aspect.value)))
            for aspect in Aspect
            if getattr(review, aspect.value) is not None
        ],
        facts=list(_facts(review)),
        visit=_visit(review, today),
        ageing=_ageing(review, today),
        written_on=review.first_sent_at.date(),
        edited_on=review.sent_at.date() if is_edited else None,
        answer=answer if published else None,
        helpful=getattr(review, "helpful_count", 0),
        is_marked=is_marked,
        may_mark=may_mark,
    )


def ago(day: date, today: date) -> str:
    """How long ago a month was, in words: exact for two years, then in whole years."""
    months = months_between(day, today)
    if months <= 0:
        return _("this month")
    if months < FULL_MONTHS:
        return ngettext("%(number)s month ago", "%(number)s months ago", months) % {"number": months}
    years = months // YEAR
    return ngettext("%(number)s year ago", "%(number)s years ago", years) % {"number": years}


def days(number: int) -> str:
    """A wait in words."""
    if not number:
        return _("none")
    return ngettext("%(number)s day", "%(number)s days", number) % {"number": number}


def _visit(review: Review, today: date) -> str:
    when = {"month": date_format(visit_day(review), MONTH), "ago": ago(visit_day(review), today)}
    if review.visited_on:
        return _("Last visit in %(month)s, %(ago)s") % when
    return _("Month of the visit not told; written in %(month)s, %(ago)s") % when


def _ageing(review: Review, today: date) -> str:
    """Why it weighs less, where it does. Without the month of the visit it ages from its first sending."""
    weight = weight_of(review.visited_on, review.first_sent_at, today)
    if weight == AGED:
        years = {"years": FULL_MONTHS // YEAR}
        if review.visited_on:
            return _("This visit was more than %(years)s years ago: it counts by half in the mean.") % years
        return _("This was written more than %(years)s years ago: it counts by half in the mean.") % years
    if weight == GONE:
        years = {"years": COUNTED_MONTHS // YEAR}
        if review.visited_on:
            return _("This visit was more than %(years)s years ago: it no longer counts in the mean.") % years
        return _("This was written more than %(years)s years ago: it no longer counts in the mean.") % years
    return ""


def _facts(review: Review) -> Iterator[tuple[str, str]]:
    """What its author chose to tell."""
    if review.condition:
        yield _("Condition"), str(review.condition)
    if review.treatment:
        yield _("Treatment"), str(review.treatment)
    if review.sessions:
        yield _("Sessions"), str(review.sessions)
    if review.price_cents is not None:
        yield _("Paid for a session"), dollars(review.price_cents)
    if review.wait_days is not None:
        yield _("Wait for the first visit"), days(review.wait_days)
    if review.outcome in OUTCOMES:
        asked = Asked(review.outcome_asked).label
        yield _("Compared with before"), f"{OUTCOMES[review.outcome]} ({asked})"
    effects = [str(effect.label) for effect in SideEffect if effect.value in review.side_effects]
    if effects:
        yield _("Side effects"), "; ".join(effects)
