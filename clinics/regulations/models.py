"""Regulation notes: what the law says, in plain words, since when, until when, says who."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinicfinder import clock
from clinics.places.models import State
from clinics.regulations.queries import RegulationNoteQuerySet, SourcePageQuerySet


class Confidence(models.TextChoices):
    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")


class Basis(models.TextChoices):
    """What a note rests on. What is only recalled never settles that something is allowed."""

    STORED = "stored page", _("read in a stored copy of a page")
    RECALLED = "recalled", _("from memory; to be confirmed")


class RegulationNote(models.Model):
    """One statement of law, in one wording. No state means federal law, which holds everywhere.

    A `key` names a rule through its `version`s. New law is a new version, which `supersedes` the one
    before it from its first day on; both stay approved, and readable. A better wording of the same law
    is a new version too: when it is approved, the one before is `replaced`. The words and dates of
    what was approved never change (the database refuses it), except that an end may be set.

    `effective_from` and `effective_until` are half-open: the note is in force from the first
    day on, and no longer in force on the last one. No start: since before we looked. No end:
    until replaced.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Waits for a second editor")
        APPROVED = "approved", _("Public")
        REPLACED = "replaced", _("Replaced by a better wording")
        REFUSED = "refused", _("Refused")

    key = models.SlugField(_("key"), max_length=80, help_text=_("Such as tx-pdmp"))
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.DRAFT, editable=False)
    state = models.ForeignKey(
        State, models.PROTECT, null=True, blank=True, related_name="notes", verbose_name=_("state")
    )
    topic = models.SlugField(_("topic"), max_length=60, help_text=_("Such as telehealth-controlled"))
    summary = models.TextField(_("plain summary"))
    for_patients = models.TextField(_("what it means for a patient"), blank=True)
    citation = models.CharField(_("citation"), max_length=400, blank=True)
    source_url = models.URLField(_("official address"), max_length=500)
    stored_page_url = models.URLField(_("page that was read"), max_length=500, blank=True)
    adopted_on = models.DateField(
        _("adopted on"), null=True, blank=True, help_text=_("Where it was adopted before it is in force")
    )
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_until = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("The first day on which it no longer holds")
    )
    last_verified_on = models.DateField(_("last verified"))
    review_due_on = models.DateField(
        _("review due"), null=True, blank=True, help_text=_("From this day on readers see that it is due")
    )
    basis = models.CharField(_("basis"), max_length=12, choices=Basis)
    confidence = models.CharField(_("confidence"), max_length=6, choices=Confidence)
    effect = models.JSONField(_("effect"), null=True, blank=True, help_text=_("What a rule can read"))
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )
    reason = models.CharField(_("why this version"), max_length=300, blank=True)
    from_release = models.BooleanField(_("from our reference facts"), default=False, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("written at"), default=clock.now, editable=False)

    objects = RegulationNoteQuerySet.as_manager()

    SAID = ("summary", "for_patients", "what")

    class Meta:
        ordering = ["state", "topic", "key", "version"]
        verbose_name = _("regulation note")
        verbose_name_plural = _("regulation notes")
        constraints = [
            models.CheckConstraint(
                name="note_ends_after_it_starts",
                condition=Q(effective_from__isnull=True)
                | Q(effective_until__isnull=True)
                | Q(effective_until__gt=F("effective_from")),
                violation_error_message=_("It ends before it begins."),
                violation_error_code="effective_until",
            ),
            models.UniqueConstraint(name="note_version_once", fields=["key", "version"]),
            models.CheckConstraint(
                name="public_note_was_approved",
                condition=Q(status__in=["draft", "refused"]) | Q(approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="note_is_decided_by_a_second_editor",
                condition=Q(written_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(written_by=F("decided_by")),
            ),
            models.CheckConstraint(name="new_version_says_why", condition=Q(version=1) | ~Q(reason="")),
        ]
        indexes = [
            models.Index(name="note_by_state_and_topic", fields=["state", "topic"]),
            models.Index(name="note_by_status_and_review", fields=["status", "review_due_on"]),
        ]

    def __str__(self) -> str:
        return self.key if self.version == 1 else f"{self.key} ({self.version})"

    @property
    def what(self) -> str:
        """What its effect asks for, in the words that readers see."""
        return str((self.effect or {}).get("what") or "")

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; None where no end is known."""
        return self.effective_until - timedelta(days=1) if self.effective_until else None

    @property
    def certainty(self) -> str:
        """How sure we are of it, in words."""
        if self.basis != Basis.STORED:
            return gettext("Written from memory, not read. Not yet confirmed by our editors.")
        if self.confidence == Confidence.LOW:
            return gettext("Not yet confirmed by our editors.")
        if self.confidence == Confidence.MEDIUM:
            return gettext("Read in a copy of a page about this rule; we are fairly sure of it.")
        return gettext("Read in a copy of a page about this rule; we are sure of what it says.")

    @property
    def confirmed(self) -> bool:
        """Read somewhere, and not in doubt. Else it is shown as not yet confirmed, below what is."""
        return self.basis == Basis.STORED and self.confidence != Confidence.LOW

    def review_is_due(self, on: date) -> bool:
        return self.review_due_on is not None and self.review_due_on <= on


class SourcePage(models.Model):
    """A page on which notes rest, watched for changes. Notes name it by their address."""

    url = models.URLField(_("address"), max_length=500, unique=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    # What the last knock at the address gave: an HTTP status, 0 where nobody answered.
    answered = models.PositiveSmallIntegerField(_("last answer"), null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(_("link asked at"), null=True, blank=True, editable=False)
    failing_since = models.DateTimeField(_("dead since"), null=True, blank=True, editable=False)

    objects = SourcePageQuerySet.as_manager()

    class Meta:
        ordering = ["url"]
        verbose_name = _("source page")
        verbose_name_plural = _("source pages")

    def __str__(self) -> str:
        return self.title or self.url


class SourceReading(models.Model):
    """The text of a source page as an editor found it on a day."""

    page = models.ForeignKey(
        SourcePage, models.CASCADE, related_name="readings", verbose_name=_("source page")
    )
    text = models.TextField(_("text of the page"), max_length=400_000)
    digest = models.CharField(_("digest"), max_length=64, editable=False)
    changed = models.BooleanField(_("differs from the reading before"), default=False, editable=False)
    read_at = models.DateTimeField(_("read at"))
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("read by"),
    )
    # When an editor had looked at the notes that rest on it.
    settled_at = models.DateTimeField(_("notes looked at"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("who looked"),
    )

    class Meta:
        ordering = ["page", "-read_at", "-pk"]
        verbose_name = _("reading of a source page")
        verbose_name_plural = _("readings of source pages")
        indexes = [models.Index(name="reading_by_page", fields=["page", "read_at"])]

    def __str__(self) -> str:
        return f"{self.page}, {self.read_at:%Y-%m-%d}"


class LawAlert(models.Model):
    """Somebody with an account wants a mail when the law of a state changes.

    Nothing is sent before they have confirmed it by mail. `told_until` is the instant up to which
    they have been told.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="law_alerts", verbose_name=_("who")
    )
    state = models.ForeignKey(State, models.CASCADE, related_name="+", verbose_name=_("state"))
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    told_until = models.DateTimeField(_("told until"))

    class Meta:
        verbose_name = _("alert on the law")
        verbose_name_plural = _("alerts on the law")
        constraints = [
            models.UniqueConstraint(name="one_alert_per_account_and_state", fields=["user", "state"])
        ]

    def __str__(self) -> str:
        return f"{self.state_id}"
