"""What stands beside a listing: treatments and prices, payers, hours, former addresses."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinicfinder.history import kept
from clinics.listings.models.listing import Clinic, Listing
from clinics.medicine.models import Payer, Treatment


class Offer(models.Model):
    """A treatment that a listing offers, at a price in US cents. No price means: not published."""

    class Per(models.TextChoices):
        SESSION = "session", _("a session")
        MONTH = "month", _("a month")
        COURSE = "course", _("a course")

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="offers", verbose_name=_("listing"))
    treatment = models.ForeignKey(
        Treatment, models.PROTECT, related_name="offers", verbose_name=_("treatment")
    )
    per = models.CharField(_("price per"), max_length=8, choices=Per, default=Per.SESSION)
    price_low_cents = models.PositiveIntegerField(_("price from, in cents"), null=True, blank=True)
    price_high_cents = models.PositiveIntegerField(_("price to, in cents"), null=True, blank=True)
    includes = models.CharField(
        _("what the price includes"),
        max_length=200,
        blank=True,
        help_text=_("Such as: medicine and monitoring"),
    )

    history = kept()

    class Meta:
        ordering = ["treatment__bit", "per", "pk"]
        verbose_name = _("treatment and price")
        verbose_name_plural = _("treatments and prices")
        constraints = [
            models.UniqueConstraint(
                name="offer_once_per_unit",
                fields=["listing", "treatment", "per"],
                violation_error_message=_("This treatment already has a price of this kind."),
                violation_error_code="treatment",
            ),
            models.CheckConstraint(
                name="offer_price_is_a_range",
                condition=Q(price_high_cents__isnull=True)
                | Q(price_low_cents__isnull=False, price_high_cents__gte=F("price_low_cents")),
                violation_error_message=_("The higher price goes here, the lower one before it."),
                violation_error_code="price_high_cents",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.treatment}, {self.listing}"


class ListingPayer(models.Model):
    """An insurer that a listing deals with, and how."""

    class Basis(models.TextChoices):
        IN_NETWORK = "in-network", _("in network")
        SUPERBILL = "superbill", _("out of network, with a superbill")

    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="payer_links", verbose_name=_("listing")
    )
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="listing_links", verbose_name=_("payer"))
    basis = models.CharField(_("how"), max_length=12, choices=Basis)

    history = kept()

    class Meta:
        ordering = ["payer__bit"]
        verbose_name = _("payer")
        verbose_name_plural = _("payers")
        constraints = [
            models.UniqueConstraint(
                name="payer_once_per_listing",
                fields=["listing", "payer"],
                violation_error_message=_("This payer is listed already."),
                violation_error_code="payer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.payer}, {self.get_basis_display()}"


class OpeningHours(models.Model):
    """One span of one weekday, in the clinic's local time."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    clinic = models.ForeignKey(Clinic, models.CASCADE, related_name="hours", verbose_name=_("clinic"))
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.UniqueConstraint(
                name="hours_open_once",
                fields=["clinic", "weekday", "opens"],
                violation_error_message=_("It opens at this time already on this day."),
                violation_error_code="opens",
            ),
            models.CheckConstraint(
                name="hours_close_after_opening",
                condition=Q(closes__gt=F("opens")),
                violation_error_message=_("It closes before it opens."),
                violation_error_code="closes",
            ),
            models.CheckConstraint(name="hours_on_a_weekday", condition=Q(weekday__range=(0, 6))),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class FormerSlug(models.Model):
    """An address that a listing or practitioner once had: it redirects for ever."""

    class Kind(models.TextChoices):
        CLINIC = "clinic", _("Clinic")
        TELEHEALTH = "telehealth", _("Telemedicine service")
        PROVIDER = "provider", _("Practitioner")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    slug = models.SlugField(_("former slug"), max_length=120)
    listing = models.ForeignKey(
        Listing, models.CASCADE, null=True, blank=True, related_name="former_slugs", verbose_name=_("listing")
    )
    provider = models.ForeignKey(
        "Provider",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="former_slugs",
        verbose_name=_("practitioner"),
    )

    class Meta:
        ordering = ["kind", "slug"]
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(name="former_slug_once_per_kind", fields=["kind", "slug"]),
            models.CheckConstraint(
                name="former_slug_has_exactly_one_subject",
                condition=Q(kind="provider", provider__isnull=False, listing__isnull=True)
                | (~Q(kind="provider") & Q(provider__isnull=True, listing__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.slug
