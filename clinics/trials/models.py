"""Trials and the places where they are held. The registry's record stands; nobody edits it here."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinics.medicine.models import Condition
from clinics.places.models import State, coordinates_are_possible
from clinics.trials.queries import TrialQuerySet


class TrialStatus(models.TextChoices):
    """As API v2 of ClinicalTrials.gov names them (overallStatus)."""

    RECRUITING = "RECRUITING", _("Recruiting")
    NOT_YET_RECRUITING = "NOT_YET_RECRUITING", _("Not yet recruiting")
    ENROLLING_BY_INVITATION = "ENROLLING_BY_INVITATION", _("By invitation only")
    ACTIVE_NOT_RECRUITING = "ACTIVE_NOT_RECRUITING", _("Under way, takes nobody new")
    SUSPENDED = "SUSPENDED", _("Paused")
    COMPLETED = "COMPLETED", _("Completed")
    TERMINATED = "TERMINATED", _("Stopped early")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn before it began")
    AVAILABLE = "AVAILABLE", _("Expanded access: available")
    NO_LONGER_AVAILABLE = "NO_LONGER_AVAILABLE", _("Expanded access: no longer available")
    TEMPORARILY_NOT_AVAILABLE = "TEMPORARILY_NOT_AVAILABLE", _("Expanded access: paused")
    APPROVED_FOR_MARKETING = "APPROVED_FOR_MARKETING", _("Approved for sale")
    WITHHELD = "WITHHELD", _("Withheld")
    UNKNOWN = "UNKNOWN", _("Not confirmed for two years")


class Trial(models.Model):
    """One study. `gone_on` is the day on which a whole file no longer held it."""

    class Sex(models.TextChoices):
        ALL = "ALL", _("Everybody")
        FEMALE = "FEMALE", _("Women")
        MALE = "MALE", _("Men")

    class Type(models.TextChoices):
        INTERVENTIONAL = "INTERVENTIONAL", _("A treatment is tested")
        OBSERVATIONAL = "OBSERVATIONAL", _("People are observed; no treatment is assigned")
        EXPANDED_ACCESS = "EXPANDED_ACCESS", _("Expanded access outside a trial")

    nct_id = models.CharField(_("NCT number"), max_length=11, primary_key=True)
    title = models.CharField(_("title"), max_length=400)
    official_title = models.TextField(_("official title"), blank=True)
    acronym = models.CharField(_("acronym"), max_length=60, blank=True)
    status = models.CharField(_("status"), max_length=26, choices=TrialStatus)
    type = models.CharField(_("type"), max_length=15, choices=Type, blank=True)
    phases = models.JSONField(_("phases"), default=list, blank=True)
    sponsor = models.CharField(_("lead sponsor"), max_length=300, blank=True)
    summary = models.TextField(_("official summary"), blank=True)
    criteria = models.TextField(_("official criteria"), blank=True)
    official_conditions = models.JSONField(
        _("conditions as the registry names them"), default=list, blank=True
    )
    interventions = models.JSONField(_("interventions as the registry names them"), default=list, blank=True)
    conditions = models.ManyToManyField(
        Condition, blank=True, related_name="trials", verbose_name=_("conditions")
    )
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, default=Sex.ALL)
    min_age = models.CharField(_("minimum age, as the registry words it"), max_length=20, blank=True)
    max_age = models.CharField(_("maximum age, as the registry words it"), max_length=20, blank=True)
    min_age_months = models.PositiveSmallIntegerField(_("minimum age in months"), null=True, blank=True)
    max_age_months = models.PositiveSmallIntegerField(_("maximum age in months"), null=True, blank=True)
    healthy_volunteers = models.BooleanField(_("takes healthy volunteers"), null=True, blank=True)
    enrollment = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    has_results = models.BooleanField(_("results posted"), default=False)
    # The registry gives months or years where it knows no day, so these stay as it writes them.
    started = models.CharField(_("start"), max_length=10, blank=True)
    completes = models.CharField(_("completion"), max_length=10, blank=True)
    verified = models.CharField(_("verified by the sponsor"), max_length=10, blank=True)
    updated_on = models.DateField(_("last update posted"))
    retrieved_on = models.DateField(_("day of the file"))
    gone_on = models.DateField(_("no longer in the file since"), null=True, blank=True)

    objects = TrialQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_on", "nct_id"]
        verbose_name = _("trial")
        verbose_name_plural = _("trials")
        constraints = [
            models.CheckConstraint(
                name="nct_number_is_well_formed",
                condition=Q(nct_id__regex=r"^NCT[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]$"),
            ),
            models.CheckConstraint(
                name="trial_is_not_updated_after_its_file",
                condition=Q(updated_on__lte=models.F("retrieved_on")),
            ),
        ]
        indexes = [models.Index(name="trial_by_status", fields=["status", "gone_on"])]

    def __str__(self) -> str:
        return f"{self.nct_id} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("trial", args=[self.nct_id])

    @property
    def official_url(self) -> str:
        """The registry's own page."""
        return f"https://clinicaltrials.gov/study/{self.nct_id}"


class TrialSite(models.Model):
    """A place of a trial. The registry's point is the middle of the city, never the building."""

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="sites", verbose_name=_("trial"))
    facility = models.CharField(_("facility"), max_length=300, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    state = models.ForeignKey(
        State, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("state")
    )
    region = models.CharField(_("region as the registry names it"), max_length=120, blank=True)
    zip_code = models.CharField(_("ZIP code"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=80, blank=True)
    status = models.CharField(
        _("status"), max_length=26, choices=TrialStatus, blank=True, help_text=_("Empty: as the whole trial")
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        ordering = ["trial", "country", "region", "city", "facility", "pk"]
        verbose_name = _("site of a trial")
        verbose_name_plural = _("sites of trials")
        constraints = [coordinates_are_possible("site_coordinates_are_possible")]
        indexes = [models.Index(name="site_by_state", fields=["state", "status"])]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.facility, self.city, self.region) if part)
