"""What registries said, kept as it came, beside what we hold true."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinics.listings.models import Listing, Provider
from clinics.listings.models.base import exactly_one_subject
from clinics.registries.queries import ImportRunQuerySet, RegistryRecordQuerySet, StagedRowQuerySet

NPPES = "nppes"


class ImportRun(models.Model):
    """One reading of a file and its companions: resumable until it is applied."""

    class State(models.TextChoices):
        STAGING = "staging", _("being read")
        APPLIED = "applied", _("applied")

    source = models.CharField(_("source"), max_length=20)
    file_name = models.CharField(_("file"), max_length=255)
    digest = models.CharField(
        _("digest"), max_length=64, help_text=_("SHA-256 of the files' bytes and of the choices made")
    )
    choices = models.JSONField(_("choices made"), default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.STAGING)
    step = models.PositiveSmallIntegerField(_("which of the files is being read"), default=0)
    next_line = models.PositiveBigIntegerField(_("next line to read"), default=2)
    counts = models.JSONField(_("counts"), default=dict)
    rejected = models.JSONField(_("rejected rows, with line and reason"), default=list)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        constraints = [
            models.UniqueConstraint(
                name="unfinished_run_once", fields=["source", "digest"], condition=Q(state="staging")
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.file_name}"


class StagedRow(models.Model):
    """A chosen row of a run that is not applied yet."""

    class Kind(models.TextChoices):
        MATCH = "match", _("another name that matches")
        RECORD = "record", _("record")
        OTHER_NAME = "name", _("another name of a chosen record")
        LOCATION = "place", _("a further practice location")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="staged", verbose_name=_("run"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    line = models.PositiveBigIntegerField(_("line"))
    identifier = models.CharField(_("identifier"), max_length=20)
    content = models.JSONField(_("content"), default=dict)

    objects = StagedRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("staged row")
        verbose_name_plural = _("staged rows")
        constraints = [
            models.UniqueConstraint(name="staged_line_once", fields=["run", "kind", "line"]),
            models.UniqueConstraint(
                name="staged_record_once", fields=["run", "identifier"], condition=Q(kind="record")
            ),
        ]
        indexes = [models.Index(name="staged_by_identifier", fields=["run", "kind", "identifier"])]

    def __str__(self) -> str:
        return f"{self.identifier}, line {self.line}"


class RegistryRecord(models.Model):
    """One registry's own record of a clinic or practitioner.

    `content` is the record as it came. `applied` holds, field by field, the value that the
    registry last wrote on the listing: an import may change a field only while it still has
    that value, so that a curator's word is never overwritten. `place` tells an organisation's
    further locations apart; it is empty for its main address.
    """

    source = models.CharField(_("source"), max_length=20)
    identifier = models.CharField(_("identifier"), max_length=20)
    place = models.CharField(_("further location"), max_length=8, blank=True)
    listing = models.ForeignKey(
        Listing, models.SET_NULL, null=True, blank=True, related_name="records", verbose_name=_("listing")
    )
    provider = models.ForeignKey(
        Provider,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="records",
        verbose_name=_("practitioner"),
    )
    content = models.JSONField(_("record as it came"))
    applied = models.JSONField(_("values that the registry wrote"), default=dict)
    digest = models.CharField(_("digest of the record"), max_length=64)
    run = models.ForeignKey(
        ImportRun, models.PROTECT, related_name="records", verbose_name=_("run that last changed it")
    )
    deactivated_on = models.DateField(_("deactivated on"), null=True, blank=True)
    last_seen_on = models.DateField(_("last seen"))

    objects = RegistryRecordQuerySet.as_manager()

    class Meta:
        ordering = ["source", "identifier", "place"]
        verbose_name = _("registry record")
        verbose_name_plural = _("registry records")
        constraints = [
            models.UniqueConstraint(name="record_once_per_source", fields=["source", "identifier", "place"])
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.identifier}"


class Exclusion(models.Model):
    """One row of OIG's list of excluded individuals and entities (LEIE), as the last file has it.

    The list is replaced by each import: who is no longer in it is reinstated. `key` tells a row
    from all others for ever (name, birth, state, NPI, type and date); `name_key` is the folded
    name by which people and businesses are compared, a business's cut as the list cuts it.
    """

    key = models.CharField(_("key"), max_length=64, primary_key=True)
    npi = models.CharField(_("NPI"), max_length=10, blank=True)
    name = models.CharField(_("name as listed"), max_length=120)
    name_key = models.CharField(_("name as compared"), max_length=120)
    is_business = models.BooleanField(_("business"))
    state = models.CharField(_("state"), max_length=2, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    specialty = models.CharField(_("specialty"), max_length=60, blank=True)
    born_on = models.DateField(_("born"), null=True, blank=True)
    type = models.CharField(_("type of exclusion"), max_length=20, blank=True)
    excluded_on = models.DateField(_("excluded on"), null=True, blank=True)
    waiver_on = models.DateField(_("waiver since"), null=True, blank=True)
    waiver_state = models.CharField(_("state of the waiver"), max_length=2, blank=True)
    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="+", verbose_name=_("run"))
    line = models.PositiveIntegerField(_("line"))

    class Meta:
        ordering = ["name_key", "key"]
        verbose_name = _("exclusion (LEIE)")
        verbose_name_plural = _("exclusions (LEIE)")
        indexes = [
            models.Index(name="exclusion_by_npi", fields=["npi"], condition=~Q(npi="")),
            models.Index(name="exclusion_by_name", fields=["name_key", "state"]),
        ]

    def __str__(self) -> str:
        return self.name


class ExclusionMatch(models.Model):
    """An exclusion that may speak of somebody here, and what a curator decided on that.

    It outlives the list: a decision holds for this pair through every later import.
    """

    class Decision(models.TextChoices):
        OPEN = "open", _("not decided")
        CONFIRMED = "confirmed", _("the same")
        REFUSED = "refused", _("somebody else")

    key = models.CharField(_("key of the exclusion"), max_length=64)
    listed = models.CharField(_("as listed"), max_length=300)
    by_npi = models.BooleanField(_("by NPI"), default=False)
    in_list = models.BooleanField(_("still in the list"), default=True)
    listing = models.ForeignKey(
        Listing,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="exclusion_matches",
        verbose_name=_("listing"),
    )
    provider = models.ForeignKey(
        Provider,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="exclusion_matches",
        verbose_name=_("practitioner"),
    )
    decision = models.CharField(_("decision"), max_length=9, choices=Decision, default=Decision.OPEN)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who decided"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    found_at = models.DateTimeField(_("found"), auto_now_add=True)

    class Meta:
        ordering = ["found_at", "pk"]
        verbose_name = _("possible exclusion")
        verbose_name_plural = _("possible exclusions")
        constraints = [
            models.UniqueConstraint(name="match_once_per_listing", fields=["key", "listing"]),
            models.UniqueConstraint(name="match_once_per_provider", fields=["key", "provider"]),
            exactly_one_subject("match_has_exactly_one_subject"),
            models.CheckConstraint(
                name="refused_match_has_a_reason",
                condition=~Q(decision="refused") | ~Q(reason=""),
                violation_error_message=_("Say why it is somebody else."),
                violation_error_code="reason",
            ),
        ]
        indexes = [models.Index(name="match_by_decision", fields=["decision", "found_at"])]

    def __str__(self) -> str:
        return self.listed
