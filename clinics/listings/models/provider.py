"""Practitioners, their credentials, and what they do where."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinicfinder.history import kept
from clinics.listings.models.base import (
    UNKNOWN_MEANS,
    VERDICT,
    Published,
    demo_is_labelled,
    npi_has_ten_digits,
    verification_is_an_interval,
)
from clinics.listings.models.listing import Listing
from clinics.listings.queries import ProviderQuerySet
from clinics.listings.rules import person_name
from clinics.medicine.models import Condition, Language
from clinics.places.models import PointSource, State, coordinates_are_possible


class Provider(Published):
    """A person who treats: a practitioner, with licenses by state."""

    first_name = models.CharField(_("first name"), max_length=60)
    middle_name = models.CharField(_("middle name"), max_length=60, blank=True)
    last_name = models.CharField(_("last name"), max_length=60)
    suffix = models.CharField(_("suffix"), max_length=10, blank=True)
    credentials = models.CharField(
        _("credentials"), max_length=40, blank=True, help_text=_("Such as MD or CRNA")
    )
    taxonomy = models.CharField(
        _("taxonomy code"),
        max_length=10,
        blank=True,
        help_text=_("NUCC code, self-declared, such as 2084P0800X"),
    )
    specialty = models.CharField(_("specialty in words"), max_length=120, blank=True)
    description = models.TextField(_("description"), blank=True)
    practising_since = models.PositiveSmallIntegerField(_("in practice since (year)"), null=True, blank=True)
    ketamine_training = models.CharField(
        _("ketamine training"), max_length=200, blank=True, help_text=_("Which course, given by whom")
    )
    acls = models.BooleanField(_("ACLS"), null=True, blank=True, help_text=UNKNOWN_MEANS)
    bls = models.BooleanField(_("BLS"), null=True, blank=True, help_text=UNKNOWN_MEANS)
    conditions = models.ManyToManyField(Condition, blank=True, verbose_name=_("conditions treated"))
    languages = models.ManyToManyField(Language, blank=True, verbose_name=_("languages"))
    listings = models.ManyToManyField(Listing, through="Affiliation", verbose_name=_("works at"))
    street = models.CharField(_("practice street"), max_length=120, blank=True)
    unit = models.CharField(_("suite or floor"), max_length=60, blank=True)
    city = models.CharField(_("practice city"), max_length=80, blank=True)
    state = models.ForeignKey(
        State,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="providers",
        verbose_name=_("practice state"),
    )
    zip_code = models.CharField(_("practice ZIP code"), max_length=10, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    point_source = models.CharField(
        _("how the coordinates were obtained"), max_length=6, choices=PointSource, blank=True
    )

    objects = ProviderQuerySet.as_manager()
    history = kept("withheld", "updated_at")

    class Meta:
        ordering = ["last_name", "first_name", "pk"]
        verbose_name = _("practitioner")
        verbose_name_plural = _("practitioners")
        constraints = [
            models.UniqueConstraint(name="provider_slug_once", fields=["slug"]),
            models.UniqueConstraint(
                name="provider_npi_once",
                fields=["npi"],
                condition=~Q(npi=""),
                violation_error_message=_("Another practitioner has this NPI."),
                violation_error_code="npi",
            ),
            models.CheckConstraint(
                name="provider_taxonomy_has_its_shape",
                condition=Q(taxonomy="")
                | Q(taxonomy__regex=r"^[0-9][0-9][0-9][0-9A-Z][0-9A-Z][0-9][0-9][0-9][0-9]X$"),
                violation_error_message=_("This is not the shape of a NUCC code, such as 2084P0800X."),
                violation_error_code="taxonomy",
            ),
            demo_is_labelled("provider_demo_is_labelled"),
            npi_has_ten_digits("provider_npi_has_ten_digits"),
            coordinates_are_possible("provider_coordinates_are_possible"),
        ]
        indexes = [models.Index(name="provider_by_status", fields=["status"])]

    def __str__(self) -> str:
        return person_name(self.first_name, self.middle_name, self.last_name, self.suffix, self.credentials)

    def get_absolute_url(self) -> str:
        return reverse("provider", args=[self.slug])

    @property
    def name(self) -> str:
        """The full name without credentials."""
        return person_name(self.first_name, self.middle_name, self.last_name, self.suffix)


class License(models.Model):
    """A license to practise in one state, or what stands in its place there.

    The day after `expires_on` it no longer stands. `verified_from` and `verified_until` tell when
    its holder is verified in this state.
    """

    class Type(models.TextChoices):
        MD = "md", _("Physician (MD)")
        DO = "do", _("Physician (DO)")
        NP = "np", _("Nurse practitioner")
        PA = "pa", _("Physician assistant")
        CRNA = "crna", _("Nurse anesthetist (CRNA)")
        RN = "rn", _("Registered nurse")
        PSYCHOLOGIST = "psychologist", _("Psychologist")
        THERAPIST = "therapist", _("Therapist or counselor")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        EXPIRED = "expired", _("Expired")
        INACTIVE = "inactive", _("Not active")
        SUSPENDED = "suspended", _("Suspended")
        REVOKED = "revoked", _("Revoked")
        UNKNOWN = "unknown", _("Not yet looked up")

    class Ground(models.TextChoices):
        LICENSE = "license", _("License")
        COMPACT = "compact", _("Compact privilege")
        TELEHEALTH = "telehealth", _("Telehealth registration")

    provider = models.ForeignKey(
        Provider, models.CASCADE, related_name="licenses", verbose_name=_("practitioner")
    )
    state = models.ForeignKey(State, models.PROTECT, related_name="licenses", verbose_name=_("state"))
    ground = models.CharField(
        _("what it is"),
        max_length=10,
        choices=Ground,
        default=Ground.LICENSE,
        help_text=_("A telehealth registration lets nobody practice in person there"),
    )
    number = models.CharField(_("number"), max_length=40)
    type = models.CharField(_("type"), max_length=14, choices=Type)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.UNKNOWN)
    issued_on = models.DateField(_("issued"), null=True, blank=True)
    expires_on = models.DateField(
        _("expires"), null=True, blank=True, help_text=_("The last day on which it stands")
    )

    verified_from = models.DateTimeField(_("verified from"), null=True, blank=True, editable=False)
    verified_until = models.DateTimeField(_("verified until"), null=True, blank=True, editable=False)

    history = kept(*VERDICT)

    class Meta:
        ordering = ["state", "type", "number"]
        verbose_name = _("license")
        verbose_name_plural = _("licenses")
        constraints = [
            models.UniqueConstraint(
                name="license_once",
                fields=["provider", "state", "type", "number"],
                violation_error_message=_("This license is listed already."),
                violation_error_code="number",
            ),
            models.CheckConstraint(
                name="license_expires_after_issue",
                condition=Q(issued_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gte=F("issued_on")),
                violation_error_message=_("It expires before it was issued."),
                violation_error_code="expires_on",
            ),
            verification_is_an_interval("license_verification_is_an_interval"),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()}, {self.state_id} {self.number}"


class BoardCertification(models.Model):
    """A specialty board's certificate."""

    provider = models.ForeignKey(
        Provider, models.CASCADE, related_name="certifications", verbose_name=_("practitioner")
    )
    board = models.CharField(_("board"), max_length=120)
    specialty = models.CharField(_("specialty"), max_length=120)
    issued_on = models.DateField(_("issued"), null=True, blank=True)
    expires_on = models.DateField(_("expires"), null=True, blank=True)

    class Meta:
        ordering = ["board", "specialty"]
        verbose_name = _("board certification")
        verbose_name_plural = _("board certifications")
        constraints = [
            models.UniqueConstraint(
                name="certificate_once",
                fields=["provider", "board", "specialty"],
                violation_error_message=_("This certificate is listed already."),
                violation_error_code="specialty",
            ),
            models.CheckConstraint(
                name="certificate_expires_after_issue",
                condition=Q(issued_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gte=F("issued_on")),
                violation_error_message=_("It expires before it was issued."),
                violation_error_code="expires_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.specialty}, {self.board}"


class DeaRegistration(models.Model):
    """The practitioner attests a DEA registration for a state. The number itself is never kept."""

    provider = models.ForeignKey(
        Provider, models.CASCADE, related_name="dea_registrations", verbose_name=_("practitioner")
    )
    state = models.ForeignKey(State, models.PROTECT, related_name="+", verbose_name=_("state"))
    attested_on = models.DateField(_("attested on"))

    class Meta:
        ordering = ["state"]
        verbose_name = _("DEA registration attested")
        verbose_name_plural = _("DEA registrations attested")
        constraints = [
            models.UniqueConstraint(
                name="dea_once_per_state",
                fields=["provider", "state"],
                violation_error_message=_("This state is listed already."),
                violation_error_code="state",
            )
        ]

    def __str__(self) -> str:
        return f"DEA, {self.state_id}"


class Affiliation(models.Model):
    """What a practitioner does at a listing."""

    class Role(models.TextChoices):
        MEDICAL_DIRECTOR = "medical-director", _("Medical director")
        PRESCRIBER = "prescriber", _("Prescribes")
        ADMINISTERS = "administers", _("Gives the treatment")
        THERAPIST = "therapist", _("Therapist")

    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="affiliations", verbose_name=_("listing")
    )
    provider = models.ForeignKey(
        Provider, models.CASCADE, related_name="affiliations", verbose_name=_("practitioner")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    position = models.PositiveSmallIntegerField(_("order on the page"), default=0)

    history = kept()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            models.UniqueConstraint(
                name="role_once_per_listing",
                fields=["listing", "provider", "role"],
                violation_error_message=_("This person has this role here already."),
                violation_error_code="role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.get_role_display()}, {self.listing}"
