"""What the desk adds to the page of a listing or practitioner."""

from typing import Any

from django.urls import reverse

from clinics.desk.cautions import cautions_for
from clinics.desk.claims import kept_by_clinic
from clinics.listings.models import Listing
from clinics.listings.records import kind_of


def notes_on(subject: Any) -> dict[str, object]:
    """A caution, who keeps it, and where to ask for what. Two queries for a listing, one for a person."""
    kind = kind_of(subject)
    is_listing = isinstance(subject, Listing)
    return {
        "caution": cautions_for(subject),
        "kept_by_clinic": is_listing and kept_by_clinic(subject),
        "request_url": reverse(f"request-{kind}", args=[subject.slug]),
        "claim_url": reverse(f"claim-{kind}", args=[subject.slug]) if is_listing else "",
    }
