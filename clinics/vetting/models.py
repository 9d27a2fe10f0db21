"""A check: one look at one fact about one listing or practitioner."""

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinics.listings.models import Listing, Provider
from clinics.listings.models.base import exactly_one_subject
from clinics.places.models import State
from clinics.vetting import rules
from clinics.vetting.attachments import attachment_name, validate_attachment
from clinics.vetting.queries import CheckQuerySet


def private_files() -> Storage:
    """Where attachments lie: outside the web root, served to curators alone."""
    return storages["private"]


class Check(models.Model):
    """One look. Checks are never changed: a newer one overrules an older (a trigger holds to it)."""

    class Kind(models.TextChoices):
        NPI = "npi", _("NPI active and matching")
        EXCLUSION = "exclusion", _("Not excluded by OIG (LEIE)")
        LICENSE = "license", _("License active")
        BOARD = "board-certification", _("Board certification")
        DEA = "dea", _("DEA registration attested")
        REMS = "rems", _("Spravato REMS certification")
        DIRECTOR = "medical-director", _("Medical director named")
        PRESCRIBERS = "prescribers", _("Prescribers named")
        SAFETY = "safety-plan", _("Monitoring and emergency plan described")
        CONTACT = "contact", _("Contact details confirmed")
        PRICE = "price", _("Price confirmed")
        PRIVACY = "privacy", _("Privacy practice (BAA) attested")
        VISIT = "visit", _("Site visited or documents seen")

    class Outcome(models.TextChoices):
        PASSED = "passed", _("Passed")
        FAILED = "failed", _("Failed")
        POSSIBLE = "possible", _("Possible match")
        UNKNOWN = "unknown", _("Could not be told")

    kind = models.CharField(_("what was checked"), max_length=20, choices=Kind)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    listing = models.ForeignKey(
        Listing, models.CASCADE, null=True, blank=True, related_name="checks", verbose_name=_("listing")
    )
    provider = models.ForeignKey(
        Provider, models.CASCADE, null=True, blank=True, related_name="checks", verbose_name=_("practitioner")
    )
    state = models.ForeignKey(
        State, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("state")
    )
    source_name = models.CharField(
        _("source"), max_length=160, help_text=_("Such as: Texas Medical Board, license look-up")
    )
    source_url = models.URLField(_("address of the source"), max_length=300, blank=True)
    reference = models.CharField(
        _("reference"),
        max_length=160,
        blank=True,
        help_text=_("License number, NPI, or the file and its date. Shown to the public"),
    )
    said = models.CharField(
        _("in the source's own words"),
        max_length=200,
        blank=True,
        help_text=_("Such as: Not renewed. Shown to the public, so nothing but what the source says"),
    )
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who looked"),
    )
    looked_at = models.DateTimeField(_("when"))
    valid_from = models.DateField(
        _("holds from"),
        null=True,
        blank=True,
        help_text=_("Such as the day of issue; empty: since we looked"),
    )
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The last day on which it holds")
    )
    note = models.TextField(_("note for curators"), blank=True, help_text=_("Never shown to the public"))
    attachment = models.FileField(
        _("attachment"),
        upload_to=attachment_name,
        storage=private_files,
        blank=True,
        validators=[validate_attachment],
        help_text=_("PDF, PNG or JPEG of at most 10 MB. Only curators can open it"),
    )

    facts = models.CharField(
        _("digest of what was checked"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("Of a phone number, an NPI or prices: when they change, the check is of something else"),
    )

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["-looked_at", "-pk"]
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        constraints = [
            exactly_one_subject(
                "check_has_exactly_one_subject",
                violation_error_message=_("Name the listing or the practitioner, and not both."),
            ),
            models.CheckConstraint(
                name="check_of_a_person_is_of_a_person",
                condition=~Q(kind__in=sorted(rules.OF_PEOPLE_ONLY)) | Q(provider__isnull=False),
                violation_error_message=_("This is checked of practitioners, not of listings."),
                violation_error_code="kind",
            ),
            models.CheckConstraint(
                name="check_of_a_listing_is_of_a_listing",
                condition=~Q(kind__in=sorted(rules.OF_LISTINGS_ONLY)) | Q(listing__isnull=False),
                violation_error_message=_("This is checked of listings, not of practitioners."),
                violation_error_code="kind",
            ),
            models.CheckConstraint(
                name="check_names_its_state",
                condition=Q(kind__in=sorted(rules.BY_STATE), state__isnull=False)
                | (~Q(kind__in=sorted(rules.BY_STATE)) & Q(state__isnull=True)),
                violation_error_message=_("A license or DEA check names its state; no other does."),
                violation_error_code="state",
            ),
            models.CheckConstraint(
                name="check_outcome_is_known",
                condition=Q(outcome__in=[str(outcome) for outcome in rules.Outcome]),
            ),
            models.CheckConstraint(
                name="check_kind_is_known", condition=Q(kind__in=[str(kind) for kind in rules.Kind])
            ),
            models.CheckConstraint(
                name="check_ends_after_its_start",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("It ends before it begins."),
                violation_error_code="valid_until",
            ),
        ]
        indexes = [
            models.Index(name="check_of_listing", fields=["listing", "looked_at"]),
            models.Index(name="check_of_provider", fields=["provider", "looked_at"]),
            models.Index(name="check_by_outcome", fields=["outcome", "kind", "looked_at"]),
            models.Index(name="check_by_end", fields=["valid_until"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_outcome_display()}"

    @property
    def subject(self) -> Listing | Provider:
        """Whom it speaks of."""
        return self.provider or self.listing  # type: ignore[return-value]
