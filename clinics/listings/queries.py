"""Questions about listings and practitioners."""

from collections.abc import Collection
from typing import Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Prefetch


class PublishedQuerySet(models.QuerySet):
    """What the public may see."""

    def with_demo_as_configured(self) -> Self:
        """Leave out fictional rows unless this site shows them."""
        return self if settings.SHOW_DEMO else self.filter(is_demo=False)

    def published(self) -> Self:
        """What has a page of its own."""
        return self.filter(status="published").with_demo_as_configured()

    def in_results(self) -> Self:
        """What the index holds: published, and not kept out by a check."""
        return self.filter(status="published", withheld=False)

    def reachable(self) -> Self:
        """What still has a page: published, or closed and saying so."""
        return self.filter(status__in=["published", "closed"]).with_demo_as_configured()

    def at_address(self, kind: str, slug: str) -> Self:
        """Whoever has or once had this address: nobody can have one that was another's."""
        own = models.Q(slug=slug) if kind == "provider" else models.Q(slug=slug, kind=kind)
        return self.filter(own | models.Q(former_slugs__kind=kind, former_slugs__slug=slug)).distinct()

    def at_addresses(self, kind: str, slugs: Collection[str]) -> Self:
        """Whoever has one of these addresses now."""
        own = models.Q(slug__in=slugs)
        return self.filter(own if kind == "provider" else own & models.Q(kind=kind))

    def formerly_at(self, kind: str, slugs: Collection[str]) -> Self:
        """Whoever once had one of these addresses; `former_slug` says which."""
        moved = self.filter(former_slugs__kind=kind, former_slugs__slug__in=slugs)
        return moved.annotate(former_slug=models.F("former_slugs__slug"))

    def formerly(self, kind: str, slug: str) -> Self:
        """Whoever once had this address."""
        return self.filter(former_slugs__kind=kind, former_slugs__slug=slug)


class ListingQuerySet(PublishedQuerySet):
    """Clinics and telemedicine services."""

    def with_details(self) -> "ListingQuerySet":
        """All that a listing's own page shows, in a constant number of queries."""
        return self.prefetch_related(*listing_details())

    def with_what_is_told(self) -> "ListingQuerySet":
        """Enough to see what is not known: of most lists only whether they hold anything. Four queries."""
        held = {name: _holds(name) for name in ("conditions", "languages", "accessibility", "age_groups")}
        payers = apps.get_model("clinics", "ListingPayer").objects.filter(listing=models.OuterRef("pk"))
        practitioners = apps.get_model("clinics", "Provider").objects.published()
        return self.annotate(
            has_payer_links=models.Exists(payers), **{f"has_{name}": any_of for name, any_of in held.items()}
        ).prefetch_related(
            _rows("offers", "Offer", "treatment"),
            _rows("affiliations", "Affiliation", "provider", provider__in=practitioners),
            "affiliations__provider__licenses",
        )


class ProviderQuerySet(PublishedQuerySet):
    """Practitioners."""

    def with_details(self) -> "ProviderQuerySet":
        """All that a practitioner's own page shows, in a constant number of queries."""
        return self.select_related("state").prefetch_related(*provider_details())


def listing_details() -> list[str | Prefetch]:
    """What stands beside a listing of either kind, for its own page and for comparisons."""
    practitioners = apps.get_model("clinics", "Provider").objects.published()
    return [
        "conditions",
        "languages",
        "accessibility",
        "age_groups",
        _rows("offers", "Offer", "treatment"),
        _rows("payer_links", "ListingPayer", "payer"),
        _rows("affiliations", "Affiliation", "provider", provider__in=practitioners),
        _rows("affiliations__provider__licenses", "License", "state"),
    ]


def provider_details() -> list[str | Prefetch]:
    """What stands beside a practitioner."""
    return [
        "conditions",
        "languages",
        "certifications",
        _rows("licenses", "License", "state"),
        _rows("dea_registrations", "DeaRegistration", "state"),
        workplaces(),
    ]


def workplaces() -> Prefetch:
    """The published listings where practitioners work."""
    listings = apps.get_model("clinics", "Listing").objects.published()
    return _rows("affiliations", "Affiliation", "listing__clinic__state", listing__in=listings)


def _holds(vocabulary: str) -> models.Exists:
    """Whether a listing names any term of this vocabulary."""
    through = getattr(apps.get_model("clinics", "Listing"), vocabulary).through
    return models.Exists(through.objects.filter(listing=models.OuterRef("pk")))


def _rows(lookup: str, model: str, *joined: str, **where: object) -> Prefetch:
    """The rows behind `lookup` that meet `where`, each with what `joined` names, in one query."""
    rows = apps.get_model("clinics", model).objects.filter(**where).select_related(*joined)
    return Prefetch(lookup, queryset=rows)
