"""Questions about regulation notes."""

from datetime import date

from django.db import models
from django.db.models import F, Q


class RegulationNoteQuerySet(models.QuerySet):
    """Regulation notes. No start means since before we looked; no end means until replaced."""

    def in_force(self, on: date) -> "RegulationNoteQuerySet":
        """Notes that hold on the day `on`."""
        return self.filter(
            Q(effective_from__isnull=True) | Q(effective_from__lte=on),
            Q(effective_until__isnull=True) | Q(effective_until__gt=on),
        )

    def for_state(self, usps: str) -> "RegulationNoteQuerySet":
        """The state's own notes and the federal ones."""
        return self.filter(Q(state__isnull=True) | Q(state=usps))

    def telehealth_ground(self, usps: str | None = None) -> "RegulationNoteQuerySet":
        """What a rule can read: federal effects and one state's (or every state's), the newest first."""
        ground = self.for_state(usps) if usps else self
        return ground.filter(effect__isnull=False).order_by(F("effective_from").desc(nulls_last=True), "key")

    def telehealth_ground_of(self, usps: str) -> models.query.RawQuerySet:
        """The same for one state, on any day, in plain SQL: every search with a state asks it."""
        return self.raw(
            """
            SELECT * FROM clinics_regulationnote
            WHERE effect IS NOT NULL AND (state_id IS NULL OR state_id = %s)
            ORDER BY effective_from DESC NULLS LAST, key
            """,
            [usps],
        )
