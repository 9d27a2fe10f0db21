"""Nothing but the list of the rooms' models."""

from clinics.accounts.models import User
from clinics.desk.models import Claim, Confirmation, NotDuplicate, Proposal, Report, Request
from clinics.guide.models import GuidePage, NationalPrice, Program
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
from clinics.medicine.models import (
    AccessibilityFeature,
    AgeGroup,
    Condition,
    Fact,
    Language,
    Payer,
    Taxonomy,
    Treatment,
)
from clinics.places.models import City, State, ZipCode
from clinics.registries.models import Exclusion, ExclusionMatch, ImportRun, RegistryRecord, StagedRow
from clinics.regulations.models import LawAlert, RegulationNote, SourcePage, SourceReading
from clinics.reviews.models import (
    HelpfulMark,
    Review,
    ReviewAnswer,
    ReviewDecision,
    ReviewFlag,
    ReviewTrace,
    VisitReceipt,
)
from clinics.translations.models import Translation
from clinics.trials.models import Trial, TrialSite
from clinics.vetting.models import Check

__all__ = [
    "AccessibilityFeature",
    "Affiliation",
    "AgeGroup",
    "BoardCertification",
    "Check",
    "City",
    "Claim",
    "Clinic",
    "Condition",
    "Confirmation",
    "DeaRegistration",
    "Exclusion",
    "ExclusionMatch",
    "Fact",
    "FormerSlug",
    "GuidePage",
    "HelpfulMark",
    "ImportRun",
    "Language",
    "LawAlert",
    "License",
    "Listing",
    "ListingPayer",
    "NationalPrice",
    "NotDuplicate",
    "Offer",
    "OpeningHours",
    "Payer",
    "Program",
    "Proposal",
    "Provider",
    "RegistryRecord",
    "RegulationNote",
    "Report",
    "Request",
    "Review",
    "ReviewAnswer",
    "ReviewDecision",
    "ReviewFlag",
    "ReviewTrace",
    "SearchEntry",
    "SearchText",
    "ServedState",
    "SourcePage",
    "SourceReading",
    "StagedRow",
    "State",
    "Taxonomy",
    "TelemedicineService",
    "Translation",
    "Treatment",
    "Trial",
    "TrialSite",
    "User",
    "VisitReceipt",
    "ZipCode",
]
