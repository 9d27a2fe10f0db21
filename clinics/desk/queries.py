"""Questions about reports, requests, claims, proposals and confirmation mails."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

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


def due_for_the_question(now: datetime) -> models.QuerySet:
    """Listings with an e-mail whose last confirmation ends soon, and that were not asked lately."""
    start, end = now - timedelta(days=rules.ASK_UNTIL_DAYS), now - timedelta(days=rules.ASK_FROM_DAYS)
    looks = apps.get_model("clinics", "Check").objects.filter(
        listing=OuterRef("pk"), kind="contact", outcome="passed"
    )
    asked = confirmations().filter(listing=OuterRef("pk"), sent_at__gt=start)
    fresh = Q(confirmed_on__gt=end.date()) | Exists(looks.filter(looked_at__gt=end))
    ending = Q(confirmed_on__gte=start.date()) | Exists(looks.filter(looked_at__gte=start))
    never = Q(confirmed_on=None) & ~Exists(looks) & Q(created_at__lt=end)
    listings = apps.get_model("clinics", "Listing").objects.filter(status="published", is_demo=False)
    return (
        listings.exclude(email="").exclude(fresh).filter(ending | never).exclude(Exists(asked)).order_by("pk")
    )
