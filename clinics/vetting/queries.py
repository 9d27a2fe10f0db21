"""Questions about checks."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import models


class CheckQuerySet(models.QuerySet):
    """Looks at facts."""

    def of_listings(self, ids: Collection[int]) -> "CheckQuerySet":
        return self.filter(listing__in=ids)

    def of_providers(self, ids: Collection[int]) -> "CheckQuerySet":
        return self.filter(provider__in=ids)

    def of(self, subject: models.Model) -> "CheckQuerySet":
        """Of this one listing or practitioner."""
        is_listing = hasattr(subject, "kind")
        return self.of_listings([subject.pk]) if is_listing else self.of_providers([subject.pk])

    def of_any(self, listings: Collection[int], providers: Collection[int]) -> "CheckQuerySet":
        """Of these listings and of these practitioners."""
        return self.filter(models.Q(listing__in=listings) | models.Q(provider__in=providers))

    def looked_before(self, instant: datetime | None) -> "CheckQuerySet":
        """What was known before this instant; everything where there is none."""
        return self if instant is None else self.filter(looked_at__lt=instant)

    def made_from(self, kind: str, source_name: str) -> "CheckQuerySet":
        """Those of this kind that an import made from this source, the newest last."""
        made = self.filter(kind=kind, source_name=source_name, looked_by=None)
        return made.order_by("looked_at", "pk")

    def that_count(self) -> "CheckQuerySet":
        """Those that passed or failed, the newest last: it overrules the older ones of its key."""
        return self.filter(outcome__in=["passed", "failed"]).order_by("looked_at", "pk")

    def newest_of_each(self) -> list[Any]:
        """The check that counts for each subject, kind and state, the newest first."""
        found = {(c.listing_id, c.provider_id, c.kind, c.state_id): c for c in self.that_count()}
        return sorted(found.values(), key=lambda check: check.looked_at, reverse=True)
