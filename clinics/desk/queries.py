"""Questions about reports."""

from django.db import models


class ReportQuerySet(models.QuerySet):
    """Problems that the public told."""

    def open(self) -> "ReportQuerySet":
        """Reports that nobody has dealt with yet, oldest first."""
        return self.filter(state="open").order_by("created_at", "pk")
