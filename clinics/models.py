"""Nothing but the list of the rooms' models."""

from clinics.accounts.models import User
from clinics.desk.models import Report
from clinics.listings.entries import SearchEntry, SearchText
from clinics.listings.models import (
    Affiliation,
    BoardCertification,
    Clinic,
    DeaRegistration,
    FormerSlug,
    License,
    Listing,
    ListingPayer,
    Offer,
    OpeningHours,
    Provider,
    ServedState,
    TelemedicineService,
)
from clinics.medicine.models import AccessibilityFeature, AgeGroup, Condition, Language, Payer, Treatment
from clinics.places.models import City, State, ZipCode
from clinics.registries.models import ImportRun, RegistryRecord, StagedRow
from clinics.regulations.models import RegulationNote

__all__ = [
    "AccessibilityFeature",
    "Affiliation",
    "AgeGroup",
    "BoardCertification",
    "City",
    "Clinic",
    "Condition",
    "DeaRegistration",
    "FormerSlug",
    "ImportRun",
    "Language",
    "License",
    "Listing",
    "ListingPayer",
    "Offer",
    "OpeningHours",
    "Payer",
    "Provider",
    "RegistryRecord",
    "RegulationNote",
    "Report",
    "SearchEntry",
    "SearchText",
    "ServedState",
    "StagedRow",
    "State",
    "TelemedicineService",
    "Treatment",
    "User",
    "ZipCode",
]
