"""What every public record carries, and the rules that hold for all of them.

The error code of a constraint names the field beside which a form shows its message.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from clinics.listings.validators import validate_npi

# Columns that follow from the checks, and so are no part of a row's history.
VERDICT = ("verified_from", "verified_until")
UNKNOWN_MEANS = _("Leave as unknown unless somebody there said so")


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


class Source(models.TextChoices):
    CURATOR = "curator", _("Entered by a curator")
    NPPES = "nppes", _("From the national registry (NPPES)")
    DEMO = "demo", _("Fictional demo listing")


def demo_is_labelled(name: str) -> models.CheckConstraint:
    """A fictional row says so twice, and no real row can be taken for one."""
    return models.CheckConstraint(
        name=name,
        condition=Q(is_demo=True, source=Source.DEMO) | (Q(is_demo=False) & ~Q(source=Source.DEMO)),
    )


def exactly_one_subject(name: str, **violation: Any) -> models.CheckConstraint:
    """The row speaks of one listing or of one practitioner."""
    return models.CheckConstraint(
        name=name,
        condition=Q(listing__isnull=False, provider__isnull=True)
        | Q(listing__isnull=True, provider__isnull=False),
        **violation,
    )


def verification_is_an_interval(name: str) -> models.CheckConstraint:
    """Verification has a start and an end, in this order, or there is none."""
    return models.CheckConstraint(
        name=name,
        condition=Q(verified_from__isnull=True, verified_until__isnull=True)
        | Q(verified_from__isnull=False, verified_until__isnull=False, verified_until__gt=F("verified_from")),
    )


def npi_has_ten_digits(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(npi="") | Q(npi__regex=r"^[12][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]$"),
    )


class Published(models.Model):
    """What every public record carries: where it came from, whether it is shown, how it is reached."""

    slug = models.SlugField(_("slug"), max_length=120, help_text=_("Its address; the old one redirects"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.CURATOR)
    is_demo = models.BooleanField(_("fictional"), default=False)
    npi = models.CharField(_("NPI"), max_length=10, blank=True, validators=[validate_npi])
    phone = PhoneNumberField(_("phone"), blank=True)
    phone_extension = models.CharField(_("extension"), max_length=10, blank=True)
    phone_note = models.CharField(
        _("note on the phone"), max_length=120, blank=True, help_text=_("Such as: new patients press 2")
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    withheld = models.BooleanField(
        _("kept out of results"),
        default=False,
        editable=False,
        help_text=_("A check found it, or somebody who works there, on the federal exclusion list"),
    )
    confirmed_on = models.DateField(
        _("last confirmed"), null=True, blank=True, help_text=_("When somebody last confirmed the details")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True
