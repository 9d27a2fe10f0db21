"""The narrow rows that search reads, and the one function that writes them.

One row for each published clinic, each state that a telemedicine service serves, and each
practice place and licensed state of a practitioner. Everything a search filters, counts or
sorts by stands here as a number; see docs/performance.md.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinics.listings.models import Listing, Provider


class Flag(models.IntegerChoices):
    """Bits of `SearchEntry.flags`."""

    IN_PERSON = 1, _("in person")
    TELEHEALTH = 2, _("by telehealth")
    EVENING = 4, _("open in the evening")
    WEEKEND = 8, _("open at the weekend")
    PRICE_TOLD = 16, _("has published some price")
    INSURANCE_TOLD = 32, _("has said whether it takes insurance")


class EntryKind(models.IntegerChoices):
    CLINIC = 1, _("clinic")
    TELEHEALTH = 2, _("telemedicine service")
    PROVIDER = 3, _("practitioner")


class SearchEntry(models.Model):
    """One row of the index. Derived: never edit it; `refresh` writes it.

    `cell` is the quarter-degree cell of the point, or minus the state's number where the row
    has no place (telehealth). `x`, `y`, `z` are in miles. Instants are seconds since 1970 UTC;
    `confirmed_on` is a day ordinal. `payers` and `languages` continue in a second word.
    """

    kind = models.PositiveSmallIntegerField(choices=EntryKind)
    listing = models.ForeignKey(Listing, models.CASCADE, null=True, related_name="+")
    provider = models.ForeignKey(Provider, models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=2)
    cell = models.IntegerField()
    is_demo = models.BooleanField(default=False)
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    z = models.FloatField(null=True)
    conditions = models.BigIntegerField(default=0)
    treatments = models.BigIntegerField(default=0)
    payers = models.BigIntegerField(default=0)
    payers_high = models.BigIntegerField(default=0)
    languages = models.BigIntegerField(default=0)
    languages_high = models.BigIntegerField(default=0)
    accessibility = models.BigIntegerField(default=0)
    age_groups = models.BigIntegerField(default=0)
    flags = models.SmallIntegerField(default=0)
    accepting = models.SmallIntegerField(null=True)
    price_cents = models.IntegerField(null=True)
    wait_days = models.SmallIntegerField(null=True)
    rating_mean = models.FloatField(null=True)
    rating_count = models.IntegerField(default=0)
    verified_from = models.BigIntegerField(null=True)
    verified_until = models.BigIntegerField(null=True)
    licensed_from = models.BigIntegerField(null=True)
    licensed_until = models.BigIntegerField(null=True)
    confirmed_on = models.IntegerField(null=True)
    completeness = models.SmallIntegerField(default=0)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.CheckConstraint(
                name="entry_has_its_subject",
                condition=Q(kind__in=[EntryKind.CLINIC, EntryKind.TELEHEALTH], listing__isnull=False)
                | Q(kind=EntryKind.PROVIDER, provider__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.listing_id or self.provider_id} in {self.state}"


class SearchText(models.Model):
    """The words by which a listing or practitioner is found, folded to plain lower-case letters."""

    listing = models.OneToOneField(Listing, models.CASCADE, null=True, related_name="+")
    provider = models.OneToOneField(Provider, models.CASCADE, null=True, related_name="+")
    words = models.TextField()

    class Meta:
        verbose_name = _("search text")
        verbose_name_plural = _("search texts")
        constraints = [
            models.CheckConstraint(
                name="text_has_exactly_one_subject",
                condition=Q(listing__isnull=False, provider__isnull=True)
                | Q(listing__isnull=True, provider__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.words[:60]


def refresh(*, listings: list[int] = (), providers: list[int] = ()) -> None:
    """Write the index rows of these listings and practitioners anew, and of whom they touch."""
