"""Questions about alerts on the law."""

from datetime import datetime, timedelta
from typing import Any, Self

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef


class LawAlertQuerySet(models.QuerySet):
    """Who wants to be told about which state."""

    def with_all(self) -> Self:
        return self.select_related("user", "state")

    def of(self, user: Any) -> Self:
        return self.filter(user=user.pk).select_related("state").order_by("state__name")

    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self) -> Self:
        return self.filter(confirmed_at=None)

    def never_confirmed(self, now: datetime, days: int) -> Self:
        """Those whose link can no longer be used."""
        return self.unconfirmed().filter(asked_at__lt=now - timedelta(days=days))

    def to_tell(self) -> Self:
        """Confirmed ones of accounts that may sign in and have a confirmed main address."""
        proven = EmailAddress.objects.filter(user=OuterRef("user"), verified=True, primary=True)
        return self.confirmed().filter(Exists(proven), user__is_active=True).order_by("pk")


def alerts() -> LawAlertQuerySet:
    return LawAlertQuerySet(apps.get_model("clinics", "LawAlert"))
