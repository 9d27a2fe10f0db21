"""What the public tells the curators."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinics.desk.queries import ReportQuerySet
from clinics.listings.models import Listing, Provider


class Report(models.Model):
    """A problem with one listing or one practitioner, told by anybody, kept for curators."""

    class Kind(models.TextChoices):
        CLOSED = "closed", _("It has closed or moved")
        CONTACT = "contact", _("The phone, address or website is wrong")
        PRICE = "price", _("The price is wrong")
        CREDENTIALS = "credentials", _("The license or credentials look wrong")
        SAFETY = "safety", _("I am worried about safety")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Dealt with")
        REFUSED = "refused", _("Nothing to mend")

    listing = models.ForeignKey(
        Listing, models.CASCADE, null=True, blank=True, related_name="reports", verbose_name=_("listing")
    )
    provider = models.ForeignKey(
        Provider,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("practitioner"),
    )
    kind = models.CharField(_("what is wrong"), max_length=12, choices=Kind)
    text = models.TextField(_("in your words"), max_length=2000, blank=True)
    email = models.EmailField(_("your e-mail"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    answer = models.TextField(_("what was done"), blank=True)
    created_at = models.DateTimeField(_("told at"), auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(
                name="report_has_exactly_one_subject",
                condition=Q(listing__isnull=False, provider__isnull=True)
                | Q(listing__isnull=True, provider__isnull=False),
            )
        ]
        indexes = [models.Index(name="report_by_state", fields=["state", "created_at"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.listing or self.provider}"
