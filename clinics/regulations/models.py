"""Regulation notes: what the law says, in plain words, since when, until when, says who."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinics.places.models import State
from clinics.regulations.queries import RegulationNoteQuerySet


class Confidence(models.TextChoices):
    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")


class Basis(models.TextChoices):
    """What a note rests on. What is only recalled never settles that something is allowed."""

    STORED = "stored page", _("read in a stored copy of a page")
    RECALLED = "recalled", _("from memory; to be confirmed")


class RegulationNote(models.Model):
    """One statement of law. No state means federal law, which holds everywhere.

    `effective_from` and `effective_until` are half-open: the note is in force from the first
    day on, and no longer in force on the last one. No start: since before we looked. No end:
    until replaced.
    """

    key = models.SlugField(_("key"), max_length=80, unique=True, help_text=_("Such as tx-pdmp"))
    state = models.ForeignKey(
        State, models.PROTECT, null=True, blank=True, related_name="notes", verbose_name=_("state")
    )
    topic = models.SlugField(_("topic"), max_length=60, help_text=_("Such as telehealth-controlled"))
    summary = models.TextField(_("plain summary"))
    citation = models.CharField(_("citation"), max_length=400, blank=True)
    source_url = models.URLField(_("official address"), max_length=500)
    stored_page_url = models.URLField(_("page that was read"), max_length=500, blank=True)
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_until = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("The first day on which it no longer holds")
    )
    last_verified_on = models.DateField(_("last verified"))
    basis = models.CharField(_("basis"), max_length=12, choices=Basis)
    confidence = models.CharField(_("confidence"), max_length=6, choices=Confidence)
    effect = models.JSONField(
        _("effect"), null=True, blank=True, help_text=_("What a rule can read: telehealth prescribing only")
    )

    objects = RegulationNoteQuerySet.as_manager()

    class Meta:
        ordering = ["state", "topic", "key"]
        verbose_name = _("regulation note")
        verbose_name_plural = _("regulation notes")
        constraints = [
            models.CheckConstraint(
                name="note_ends_after_it_starts",
                condition=Q(effective_from__isnull=True)
                | Q(effective_until__isnull=True)
                | Q(effective_until__gt=F("effective_from")),
            )
        ]
        indexes = [models.Index(name="note_by_state_and_topic", fields=["state", "topic"])]

    def __str__(self) -> str:
        return self.key

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
