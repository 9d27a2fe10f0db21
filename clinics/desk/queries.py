"""Questions about reports, requests, claims, proposals and confirmation mails."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, TruncDate

from clinics.desk import rules


class ReportQuerySet(models.QuerySet):
    """What the public told or asked: reports and requests alike."""

    def open(self) -> Self:
        """Those that nobody has dealt with yet, oldest first."""
        return self.filter(state="open").order_by("created_at", "pk")

    def open_first(self) -> Self:
        return self.order_by(open_first(), "created_at", "pk")

    def about(self, subject: Any) -> Self:
        return self.filter(**subject_of(subject))

    def about_any(self, listings: Collection[int], providers: Collection[int]) -> Self:
        return self.filter(Q(listing__in=listings) | Q(provider__in=providers))

    def told(self) -> list[rules.Told]:
        """Reports as the caution rule sees them."""
        return [rules.Told(*row) for row in self.values_list("kind", "sender", "created_at")]


class ClaimQuerySet(models.QuerySet):
    """Who takes care of which listing."""

    def of(self, user: Any) -> Self:
        return self.filter(user=user).select_related("listing").order_by("-created_at", "-pk")

    def on(self, listing: Any) -> Self:
        return self.filter(listing=listing)

    def granted(self) -> Self:
        return self.filter(state="granted")

    def living(self) -> Self:
        """At most one of each user and listing."""
        return self.filter(state__in=["code-sent", "open", "granted"])

    def wrong_tries(self) -> int:
        return self.aggregate(all=models.Sum("tries"))["all"] or 0


class ProposalQuerySet(models.QuerySet):
    """Differences that wait for a curator."""

    def open(self) -> Self:
        return self.filter(state="open").order_by("created_at", "pk")

    def about(self, subject: Any) -> Self:
        return self.filter(**subject_of(subject))

    def from_origin(self, origin: str, claim: Any) -> Self:
        return self.filter(origin=origin, claim=claim)


class ConfirmationQuerySet(models.QuerySet):
    """Mails that ask whether a listing is still right."""

    def open(self) -> Self:
        return self.filter(answered_at=None)


def claims() -> ClaimQuerySet:
    return ClaimQuerySet(apps.get_model("clinics", "Claim"))


def proposals() -> ProposalQuerySet:
    return ProposalQuerySet(apps.get_model("clinics", "Proposal"))


def confirmations() -> ConfirmationQuerySet:
    return ConfirmationQuerySet(apps.get_model("clinics", "Confirmation"))


def open_first() -> Case:
    """An order in which what is open comes before what is settled."""
    return Case(When(state="open", then=Value(0)), default=Value(1))


def subject_of(subject: Any) -> dict[str, int]:
    """The column that names this listing or practitioner. A clinic is the listing of the same number."""
    return {"provider_id" if subject._meta.model_name == "provider" else "listing_id": subject.pk}


def newest_refusal(model: type[models.Model]) -> Subquery:
    """For each listing or practitioner, the refused request that no later answer has overtaken."""
    column = "provider" if model._meta.model_name == "provider" else "listing"
    answered = (
        apps.get_model("clinics", "Request")
        .objects.filter(**{column: OuterRef("pk")})
        .exclude(state="open")
        .exclude(kind="add")
        .order_by("-handled_at", "-pk")
    )
    refused = Case(When(state="refused", then=F("pk")), default=None)
    return Subquery(answered.annotate(refused=refused).values("refused")[:1])


def clinics_to_compare(zip5: str, phone: str) -> models.QuerySet:
    """Published listings with this number, and published clinics in this ZIP code."""
    here = Q(clinic__zip_code__startswith=zip5) if zip5 else Q()
    same = Q(phone=phone) if phone else Q()
    listings = apps.get_model("clinics", "Listing").objects.published()
    if not (zip5 or phone):
        return listings.none()
    return listings.filter(here | same).select_related("clinic__state").order_by("name", "pk")


def due_for_the_question(now: datetime) -> models.QuerySet:
    """Listings with an e-mail whose last confirmation ends soon or has ended, the longest ago first.

    Nobody is asked twice within the days of a confirmation, nor again after two mails without an answer.
    """
    start, end = now - timedelta(days=rules.ASK_UNTIL_DAYS), now - timedelta(days=rules.ASK_FROM_DAYS)
    looks = apps.get_model("clinics", "Check").objects.filter(
        listing=OuterRef("pk"), kind="contact", outcome="passed"
    )
    fresh = Q(confirmed_on__gt=end.date()) | Exists(looks.filter(looked_at__gt=end))
    never = Q(confirmed_on=None) & ~Exists(looks)
    listings = apps.get_model("clinics", "Listing").objects.filter(status="published", is_demo=False)
    made = TruncDate("created_at")
    newest = Subquery(looks.order_by("-looked_at").values(day=TruncDate("looked_at"))[:1])
    listings = listings.annotate(
        unanswered=Coalesce(_unanswered(), 0),
        # Every one has a value: where one argument is NULL, SQLite knows no greatest.
        last=Greatest(Coalesce("confirmed_on", newest, made), Coalesce(newest, "confirmed_on", made)),
    )
    asked = confirmations().filter(listing=OuterRef("pk"), sent_at__gt=start)
    return (
        listings.exclude(email="")
        .exclude(fresh)
        .exclude(never & Q(created_at__gte=end))
        .exclude(Exists(asked))
        .filter(unanswered__lt=rules.ASK_IN_VAIN)
        .order_by("last", "pk")
    )


def _unanswered() -> Subquery:
    """How many mails in a row nobody at a listing's present address has answered."""
    of_listing = confirmations().filter(listing=OuterRef("listing"))
    answered_later = of_listing.filter(answered_at__isnull=False, sent_at__gt=OuterRef("sent_at"))
    sent = confirmations().open().filter(listing=OuterRef("pk"), email=OuterRef("email"))
    in_vain = sent.exclude(Exists(answered_later)).order_by().values("listing")
    return Subquery(in_vain.annotate(number=Count("pk")).values("number"))
