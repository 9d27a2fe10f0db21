"""States, ZIP codes and cities. Place data: GeoNames, CC BY 4.0 (fixtures/places/README.md)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinics.places.queries import CityQuerySet, ZipCodeQuerySet


class PointSource(models.TextChoices):
    """How a pair of coordinates was obtained, from the coarsest to the most exact."""

    ZIP = "zip", _("center of the ZIP code")
    CITY = "city", _("center of the city")
    STREET = "street", _("street address, by a geocoder")
    HAND = "hand", _("placed by hand")


WITH_ARTICLE = ("DC", "MP", "VI")


def coordinates_are_possible(name: str) -> models.CheckConstraint:
    """Both coordinates or none, and on the globe (degrees, WGS 84)."""
    return models.CheckConstraint(
        name=name,
        condition=Q(latitude__isnull=True, longitude__isnull=True)
        | Q(
            latitude__isnull=False,
            longitude__isnull=False,
            latitude__range=(-90, 90),
            longitude__range=(-180, 180),
        ),
    )


class State(models.Model):
    """A state, the District of Columbia, or a territory."""

    class Kind(models.TextChoices):
        STATE = "state", _("State")
        DISTRICT = "district", _("Federal district")
        TERRITORY = "territory", _("Territory")

    usps = models.CharField(_("USPS code"), max_length=2, primary_key=True, help_text=_("Such as TX"))
    number = models.PositiveSmallIntegerField(
        _("number"), unique=True, help_text=_("Stable; the search index files telehealth under it")
    )
    name = models.CharField(_("name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    timezone = models.CharField(
        _("main time zone"), max_length=40, help_text=_("IANA name, such as America/Chicago")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("state")
        verbose_name_plural = _("states")
        constraints = [
            models.CheckConstraint(
                name="state_usps_is_two_capitals", condition=Q(usps__regex=r"^[A-Z][A-Z]$")
            )
        ]

    def __str__(self) -> str:
        return gettext(self.name)

    def get_absolute_url(self) -> str:
        return reverse("state", args=[self.usps.lower()])

    @property
    def spoken(self) -> str:
        """The name as it stands in a sentence: "the District of Columbia"."""
        if self.usps in WITH_ARTICLE:
            return gettext("the %(state)s") % {"state": self}
        return str(self)


class ZipCode(models.Model):
    """A ZIP code and its centre. Military ZIPs have the codes AA, AE or AP and may have no point."""

    code = models.CharField(_("ZIP code"), max_length=5, primary_key=True)
    city = models.CharField(_("post office"), max_length=60)
    region = models.CharField(
        _("postal state code"), max_length=2, help_text=_("AA, AE and AP are military, not a state")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    reach_miles = models.FloatField(
        _("reach in miles"),
        null=True,
        blank=True,
        help_text=_("How far from the center an address may lie: estimated from the centers around it"),
    )

    objects = ZipCodeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("ZIP code")
        verbose_name_plural = _("ZIP codes")
        constraints = [
            models.CheckConstraint(
                name="zip_is_five_digits", condition=Q(code__regex=r"^[0-9][0-9][0-9][0-9][0-9]$")
            ),
            coordinates_are_possible("zip_coordinates_are_possible"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.city}, {self.region}"


class City(models.Model):
    """A city or town and its centre: the union of the place table and the post offices."""

    name = models.CharField(_("name"), max_length=80)
    name_key = models.CharField(
        _("name as compared"), max_length=80, help_text=_("Plain lower-case letters; St. is saint")
    )
    state = models.ForeignKey(State, models.PROTECT, related_name="cities", verbose_name=_("state"))
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    population = models.PositiveIntegerField(_("population"), default=0)
    timezone = models.CharField(_("time zone"), max_length=40, blank=True)

    objects = CityQuerySet.as_manager()

    class Meta:
        ordering = ["name", "state"]
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        constraints = [
            models.UniqueConstraint(name="city_once_per_state", fields=["name_key", "state"]),
            coordinates_are_possible("city_coordinates_are_possible"),
        ]
        indexes = [models.Index(name="city_by_population", fields=["state", "-population"])]

    def __str__(self) -> str:
        return f"{self.name}, {self.state_id}"

    def get_absolute_url(self) -> str:
        return reverse("city", args=[self.state_id.lower(), self.slug])

    @property
    def slug(self) -> str:
        """Its part of an address: saint-louis. `CityQuerySet.with_slug` reads it back."""
        return self.name_key.replace(" ", "-")
