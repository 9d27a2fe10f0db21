"""Validators of fields, with messages for people."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clinics.listings.rules import npi_is_well_formed


def validate_npi(value: str) -> None:
    """Refuse an NPI whose length or check digit is wrong. Raises ValidationError."""
    if not npi_is_well_formed(value):
        raise ValidationError(
            _("%(npi)s is not an NPI: it has ten digits, and the last one is a check digit."),
            params={"npi": value},
            code="npi",
        )
