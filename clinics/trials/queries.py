"""Questions about trials."""

from django.db import models

# Only these take somebody new, or soon will.
OPEN = ("RECRUITING", "NOT_YET_RECRUITING")


class TrialQuerySet(models.QuerySet):
    """Trials as the newest file tells of them."""

    def listed(self) -> "TrialQuerySet":
        """Those that the registry still holds."""
        return self.filter(gone_on=None)

    def open(self) -> "TrialQuerySet":
        """Those that take people now or soon; what is finished or withdrawn leaves by itself."""
        return self.listed().filter(status__in=OPEN)

    def recruiting(self) -> "TrialQuerySet":
        return self.listed().filter(status="RECRUITING")
