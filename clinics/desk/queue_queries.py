"""What waits on the curators' desk: one question for each queue.

A queue is made of parts, one for each model. Every row of a part has `at`, by which the oldest
comes first.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Min,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Abs, Cast, Coalesce, Cos, Left, Radians
from django.db.models.lookups import GreaterThan

from clinics.desk.lapses import by_lapse
from clinics.desk.models import Claim, NotDuplicate, Proposal, Report, Request
from clinics.listings.models import (
    Clinic,
    License,
    Listing,
    Provider,
    ServedState,
    Status,
    TelemedicineService,
)
from clinics.places.models import ZipCode
from clinics.places.reach import MOST_MILES
from clinics.registries.models import ExclusionMatch
from clinics.vetting.models import Check

Parts = list[QuerySet]
# By what rows are ordered: the instant or day, the number of the part, the id.
Place = tuple[date, int, int]
LAPSING_DAYS = 30
CONFIRMED_FOR_DAYS = 180
MILES_PER_DEGREE = 69.0
NEVER = date(1900, 1, 1)
SUBJECTS: tuple[Any, ...] = (Clinic, TelemedicineService, Provider)


def drafts(now: datetime) -> Parts:
    return [_by(model.objects.filter(status=Status.DRAFT), "created_at") for model in SUBJECTS]


def proposals(now: datetime) -> Parts:
    return [_by(Proposal.objects.filter(state=Proposal.State.OPEN), "created_at")]


def exclusions(now: datetime) -> Parts:
    return [_by(ExclusionMatch.objects.filter(decision=ExclusionMatch.Decision.OPEN), "found_at")]


def reports(now: datetime) -> Parts:
    return [_by(Report.objects.filter(state=Report.State.OPEN), "created_at")]


def requests(now: datetime) -> Parts:
    return [_by(Request.objects.filter(state=Request.State.OPEN), "created_at")]


def claims(now: datetime) -> Parts:
    return [_by(Claim.objects.filter(state=Claim.State.OPEN), "created_at")]


def lapsing(now: datetime) -> Parts:
    """Verified now and no longer in thirty days, anywhere; what ends first comes first."""
    soon = now + timedelta(days=LAPSING_DAYS)
    ends = {"verified_from__lte": now, "verified_until__gt": now, "verified_until__lte": soon}
    served = ServedState.objects.filter(**ends).values("service")
    licensed = License.objects.filter(**ends).values("provider")
    return [
        _by(Clinic.objects.filter(status=Status.PUBLISHED, **ends), "verified_until"),
        _first_end(TelemedicineService, served, "service"),
        _first_end(Provider, licensed, "provider"),
    ]


def lapsed(now: datetime) -> Parts:
    """Published, and verified nowhere today, though once they had what no verification goes without;
    what lapsed first comes first.

    That is a confirmed contact for listings, a license for practitioners. The looks that every
    import takes (NPI, exclusion list) do not make anybody verified who never was.
    """
    stands = {"verified_from__lte": now, "verified_until__gt": now}
    passed = Check.objects.filter(outcome=Check.Outcome.PASSED)
    # Sets read once: asked of each row by itself, all checks of the kind would be read for each.
    of_listing = Q(pk__in=passed.filter(kind=Check.Kind.CONTACT).order_by().values("listing"))
    of_provider = Q(pk__in=passed.filter(kind=Check.Kind.LICENSE).order_by().values("provider"))
    served = Exists(ServedState.objects.filter(service=OuterRef("pk"), **stands))
    licensed = Exists(License.objects.filter(provider=OuterRef("pk"), **stands))
    return [
        by_lapse(_published(Clinic).filter(~Q(**stands), of_listing), now),
        by_lapse(_published(TelemedicineService).filter(~served, of_listing), now),
        by_lapse(_published(Provider).filter(~licensed, of_provider), now),
    ]


def unconfirmed(now: datetime) -> Parts:
    """Nobody has confirmed how to reach it for 180 days; those that nobody ever confirmed come first."""
    since = now - timedelta(days=CONFIRMED_FOR_DAYS)
    told = Check.objects.filter(kind=Check.Kind.CONTACT, outcome=Check.Outcome.PASSED, looked_at__gte=since)
    old = Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=since.date())
    last = Case(When(confirmed_on=None, then=Value(NEVER)), default=F("confirmed_on"))
    return [
        _published(model).filter(old, ~Exists(told.filter(listing=OuterRef("pk")))).annotate(at=last)
        for model in (Clinic, TelemedicineService)
    ]


def off_the_map(now: datetime) -> Parts:
    return [_by(_curated_clinics().filter(latitude=None), "created_at")]


def far_from_zip(now: datetime) -> Parts:
    """The point lies further from the center of its ZIP code than ZIP codes reach.

    Measured on a plane: at 60 miles, the most that any reaches, the error is below a hundredth.
    """
    center = ZipCode.objects.filter(code=OuterRef("zip5"))
    placed = _curated_clinics().filter(latitude__isnull=False).annotate(zip5=Left("zip_code", 5))
    placed = placed.annotate(
        north=F("latitude") - Subquery(center.values("latitude")[:1]),
        east=Abs(F("longitude") - Subquery(center.values("longitude")[:1])) * Cos(Radians("latitude")),
    )
    apart = F("north") * F("north") + F("east") * F("east")
    reach = Coalesce(Subquery(center.values("reach_miles")[:1]), Value(MOST_MILES)) / MILES_PER_DEGREE
    far = GreaterThan(apart, reach * reach)
    return [_by(placed.filter(far), "created_at")]


def beyond(part: QuerySet, number: int, place: Place, *, inclusive: bool) -> QuerySet:
    """The rows of a part that come after a place in the order of all parts, or at it."""
    at, its_number, pk = place
    if number != its_number:
        return part.filter(at__gt=at) if number < its_number else part.filter(at__gte=at)
    later = Q(pk__gte=pk) if inclusive else Q(pk__gt=pk)
    return part.filter(Q(at__gt=at) | (Q(at=at) & later))


def in_order(parts: Iterable[tuple[int, QuerySet]]) -> QuerySet:
    """The rows of all parts as (at, part, pk), the oldest first."""
    rows = [
        part.order_by().annotate(part=Value(number), row=F("pk")).values_list("at", "part", "row")
        for number, part in parts
    ]
    whole = rows[0].union(*rows[1:], all=True) if len(rows) > 1 else rows[0]
    return whole.order_by("at", "part", "row")


def counted(parts: list[QuerySet]) -> int:
    """How many rows all parts have, in one query."""
    rows = [part.order_by().values_list("pk") for part in parts]
    return (rows[0].union(*rows[1:], all=True) if len(rows) > 1 else rows[0]).count()


def counted_by_key(parts: dict[str, list[QuerySet]]) -> dict[str, int]:
    """How many rows each of these has in all its parts, in one query."""
    rows = [
        part.order_by()
        .values(of_queue=Value(key, CharField()))
        .annotate(in_part=Count("pk"))
        .values_list("of_queue", "in_part")
        for key, its_parts in parts.items()
        for part in its_parts
    ]
    found = dict.fromkeys(parts, 0)
    for key, number in rows[0].union(*rows[1:], all=True) if rows else []:
        found[key] += number
    return found


def by_pk(model: type[Model], pks: Iterable[int]) -> dict[int, Any]:
    """These rows, with whom they speak of."""
    there = {field.name for field in model._meta.fields}
    joined: list[str] = [name for name in ("listing", "provider") if name in there]
    # Answers to reviews and evidence of visits are called by the review.
    joined += ["review__listing"] if "review" in there else []
    rows: QuerySet = model._default_manager.filter(pk__in=list(pks))
    return {row.pk: row for row in (rows.select_related(*joined) if joined else rows)}


def comparable_listings(kinds: Collection[str]) -> QuerySet:
    """What is compared of every listing that is not closed, in one query.

    The phone comes as it is stored: to parse ten thousand takes longer than all the rest.
    """
    listings = Listing.objects.filter(kind__in=kinds).exclude(status=Status.CLOSED).order_by("pk")
    return listings.annotate(number=Cast("phone", CharField())).values_list(
        "pk", "kind", "is_demo", "name", "npi", "number", "website",
        "clinic__street", "clinic__zip_code", "clinic__latitude", "clinic__longitude",
    )  # fmt: skip


def decided_pairs() -> set[tuple[int, int]]:
    """Pairs that a curator found to be two."""
    return set(NotDuplicate.objects.values_list("first_id", "second_id"))


def rows_by_listing(model: type[Model], column: str, listings: list[int]) -> dict[int, int]:
    """How many rows of a model each of these listings has."""
    rows = model._base_manager.filter(**{f"{column}__in": listings}).order_by()
    return dict(rows.values_list(column).annotate(Count("pk")))


def _by(rows: QuerySet, column: str) -> QuerySet:
    return rows.annotate(at=F(column))


def _published(model: Any) -> QuerySet:
    return model.objects.filter(status=Status.PUBLISHED)


def _curated_clinics() -> QuerySet:
    return Clinic.objects.filter(status__in=[Status.PUBLISHED, Status.DRAFT])


def _first_end(model: Any, rows: QuerySet, owner: str) -> QuerySet:
    """Those who own one of these rows, by the first end of theirs."""
    ends = rows.filter(**{owner: OuterRef("pk")}).annotate(first=Min("verified_until")).values("first")
    return _published(model).filter(pk__in=rows).annotate(at=Subquery(ends))
