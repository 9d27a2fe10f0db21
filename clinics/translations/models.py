"""Texts of the database in other languages, each found by its English."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinicfinder.history import kept
from clinics.translations.texts import digest


class Translation(models.Model):
    """One text in another language. Where the English changes, it no longer answers to it.

    A release brings texts as files; what editors have changed since stays theirs (`release_digest` is
    that of the text that the last release wrote).
    """

    class Tongue(models.TextChoices):
        SPANISH = "es", _("Spanish")

    language = models.CharField(_("language"), max_length=5, choices=Tongue, default=Tongue.SPANISH)
    source = models.TextField(_("English"))
    digest = models.CharField(_("digest of the English"), max_length=64, editable=False)
    text = models.TextField(_("translation"))
    where = models.CharField(_("where it stands"), max_length=200, blank=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    release_digest = models.CharField(_("digest of the release"), max_length=64, blank=True, editable=False)

    history = kept("release_digest", "updated_at")

    class Meta:
        ordering = ["language", "where", "pk"]
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(name="one_translation_for_a_text", fields=["language", "digest"]),
            models.CheckConstraint(name="translation_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.source[:80]

    def save(self, **options: Any) -> None:
        self.digest = digest(self.source)
        super().save(**options)
