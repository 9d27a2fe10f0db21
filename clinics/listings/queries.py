"""Questions about listings and practitioners."""

from django.conf import settings
from django.db import models


class PublishedQuerySet(models.QuerySet):
    """What the public may see."""

    def with_demo_as_configured(self) -> "PublishedQuerySet":
        """Leave out fictional rows unless this site shows them."""
        return self if settings.SHOW_DEMO else self.filter(is_demo=False)

    def published(self) -> "PublishedQuerySet":
        """What results may show."""
        return self.filter(status="published").with_demo_as_configured()

    def reachable(self) -> "PublishedQuerySet":
        """What still has a page: published, or closed and saying so."""
        return self.filter(status__in=["published", "closed"]).with_demo_as_configured()


class ListingQuerySet(PublishedQuerySet):
    """Clinics and telemedicine services."""

    def with_card(self) -> "ListingQuerySet":
        """All that a result card shows, in three queries: the listing, who treats, their licenses."""
        return self.select_related("clinic", "telemedicineservice").prefetch_related(
            "affiliations__provider__licenses"
        )


class ProviderQuerySet(PublishedQuerySet):
    """Practitioners."""
