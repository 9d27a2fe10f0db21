"""Listings: a place to go to, or a service to call."""

from typing import Any

from django.db import models
from django.db.models import Q
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
from clinics.listings.queries import ListingQuerySet
from clinics.medicine.models import AccessibilityFeature, AgeGroup, Condition, Language, Payer, Treatment
from clinics.places.models import PointSource, State, coordinates_are_possible

DERIVED = (*VERDICT, "withheld", "rating_mean", "rating_count", "updated_at")


class Listing(Published):
    """A place to go to or a service to call. Search, reviews and reports know only this."""

    class Kind(models.TextChoices):
        CLINIC = "clinic", _("Clinic")
        TELEHEALTH = "telehealth", _("Telemedicine service")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    name = models.CharField(_("name"), max_length=160)
    organisation = models.CharField(
        _("organisation"), max_length=160, blank=True, help_text=_("The legal body, where its name differs")
    )
    description = models.TextField(_("description"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    accepting_new_patients = models.BooleanField(
        _("accepts new patients"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    wait_days = models.PositiveSmallIntegerField(_("wait for a first visit, in days"), null=True, blank=True)
    takes_insurance = models.BooleanField(
        _("takes insurance"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    payment_plans = models.BooleanField(_("payment plans"), null=True, blank=True, help_text=UNKNOWN_MEANS)
    sliding_scale = models.BooleanField(_("sliding scale"), null=True, blank=True, help_text=UNKNOWN_MEANS)
    hsa_fsa = models.BooleanField(
        _("takes HSA and FSA cards"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    prior_authorization_help = models.BooleanField(
        _("helps with prior authorization"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    consultation_required = models.BooleanField(
        _("consultation before treatment"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    psychotherapy_support = models.BooleanField(
        _("psychotherapy offered"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    follow_up = models.TextField(_("follow-up after treatment"), blank=True)
    emergency_plan = models.TextField(_("emergency plan"), blank=True)
    conditions = models.ManyToManyField(Condition, blank=True, verbose_name=_("conditions treated"))
    languages = models.ManyToManyField(Language, blank=True, verbose_name=_("languages"))
    accessibility = models.ManyToManyField(AccessibilityFeature, blank=True, verbose_name=_("accessibility"))
    age_groups = models.ManyToManyField(AgeGroup, blank=True, verbose_name=_("ages treated"))
    treatments = models.ManyToManyField(Treatment, through="Offer", verbose_name=_("treatments"))
    payers = models.ManyToManyField(Payer, through="ListingPayer", verbose_name=_("payers"))
    verified_from = models.DateTimeField(_("verified from"), null=True, blank=True, editable=False)
    verified_until = models.DateTimeField(_("verified until"), null=True, blank=True, editable=False)
    rating_mean = models.FloatField(_("mean rating"), null=True, blank=True, editable=False)
    rating_count = models.PositiveIntegerField(_("reviews"), default=0, editable=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        constraints = [
            models.UniqueConstraint(name="listing_slug_once_per_kind", fields=["kind", "slug"]),
            models.CheckConstraint(
                name="listing_rating_is_of_three_reviews_or_more",
                condition=Q(rating_mean__isnull=True, rating_count__lt=3)
                | Q(rating_mean__isnull=False, rating_mean__range=(1, 5), rating_count__gte=3),
            ),
            demo_is_labelled("listing_demo_is_labelled"),
            verification_is_an_interval("listing_verification_is_an_interval"),
            npi_has_ten_digits("listing_npi_has_ten_digits"),
        ]
        indexes = [
            models.Index(name="listing_by_status", fields=["status", "kind"]),
            models.Index(name="listing_by_npi", fields=["npi"]),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(self.kind, args=[self.slug])


class Clinic(Listing):
    """A place with one address."""

    street = models.CharField(_("street"), max_length=120, blank=True)
    unit = models.CharField(_("suite or floor"), max_length=60, blank=True)
    city = models.CharField(_("city"), max_length=80)
    state = models.ForeignKey(State, models.PROTECT, related_name="clinics", verbose_name=_("state"))
    zip_code = models.CharField(_("ZIP code"), max_length=10)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    point_source = models.CharField(
        _("how the coordinates were obtained"), max_length=6, choices=PointSource, blank=True
    )
    monitoring_by = models.CharField(
        _("who monitors"), max_length=160, blank=True, help_text=_("Such as: a registered nurse in the room")
    )
    monitoring_of = models.CharField(
        _("what is monitored"),
        max_length=200,
        blank=True,
        help_text=_("Such as: pulse oximetry, blood pressure"),
    )

    history = kept(*DERIVED)

    class Meta:
        verbose_name = _("clinic")
        verbose_name_plural = _("clinics")
        constraints = [
            coordinates_are_possible("clinic_coordinates_are_possible"),
            models.CheckConstraint(
                name="clinic_point_says_its_source",
                condition=Q(latitude__isnull=True, point_source="")
                | (Q(latitude__isnull=False) & ~Q(point_source="")),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = Listing.Kind.CLINIC
        super().save(*args, **kwargs)


class TelemedicineService(Listing):
    """A service that treats people where they are, in the states that it serves."""

    class Modality(models.TextChoices):
        VIDEO = "video", _("Video")
        PHONE = "phone", _("Phone")
        VIDEO_OR_PHONE = "video-or-phone", _("Video or phone")
        MESSAGES = "messages", _("Messages between video visits")

    modality = models.CharField(_("modality"), max_length=16, choices=Modality, blank=True)
    platforms = models.CharField(
        _("platforms"), max_length=160, blank=True, help_text=_("Such as: web browser, iPhone, Android")
    )
    evaluation = models.TextField(_("how the patient is evaluated"), blank=True)
    in_person_visit_required = models.BooleanField(
        _("examines in person before the first prescription"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    home_delivery = models.BooleanField(
        _("medicine delivered to the home"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    monitor_required = models.BooleanField(
        _("another adult must be present"), null=True, blank=True, help_text=UNKNOWN_MEANS
    )
    privacy_practice = models.TextField(_("privacy practice"), blank=True)
    business_associate_agreement = models.BooleanField(
        _("business associate agreement (BAA) with its video service"),
        null=True,
        blank=True,
        help_text=UNKNOWN_MEANS,
    )
    states_served = models.ManyToManyField(State, through="ServedState", verbose_name=_("states served"))

    history = kept(*DERIVED)

    class Meta:
        verbose_name = _("telemedicine service")
        verbose_name_plural = _("telemedicine services")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = Listing.Kind.TELEHEALTH
        super().save(*args, **kwargs)


class ServedState(models.Model):
    """A state in which a telemedicine service treats people. Verification is told state by state."""

    service = models.ForeignKey(
        TelemedicineService, models.CASCADE, related_name="served", verbose_name=_("service")
    )
    state = models.ForeignKey(State, models.PROTECT, related_name="served", verbose_name=_("state"))
    verified_from = models.DateTimeField(_("verified from"), null=True, blank=True, editable=False)
    verified_until = models.DateTimeField(_("verified until"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["state"]
        verbose_name = _("state served")
        verbose_name_plural = _("states served")
        constraints = [
            models.UniqueConstraint(name="state_served_once", fields=["service", "state"]),
            verification_is_an_interval("served_state_verification_is_an_interval"),
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.state_id}"
