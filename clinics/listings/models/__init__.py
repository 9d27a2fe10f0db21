"""Listings (clinics and telemedicine services) and practitioners, with what patients ask about them."""

from clinics.listings.models.base import Published, Source, Status
from clinics.listings.models.listing import Clinic, Listing, ServedState, TelemedicineService
from clinics.listings.models.offering import FormerSlug, ListingPayer, Offer, OpeningHours
from clinics.listings.models.provider import (
    Affiliation,
    BoardCertification,
    DeaRegistration,
    License,
    Provider,
)

__all__ = [
    "Affiliation",
    "BoardCertification",
    "Clinic",
    "DeaRegistration",
    "FormerSlug",
    "License",
    "Listing",
    "ListingPayer",
    "Offer",
    "OpeningHours",
    "Provider",
    "Published",
    "ServedState",
    "Source",
    "Status",
    "TelemedicineService",
]
