"""The taxonomy codes that matter here, in our own words, and the license that goes with each.

Codes: NUCC Health Care Provider Taxonomy, version 25.1. A code is declared by the provider
itself and proves no certification. A code that is not in this table stays without words.
"""

import re

SPECIALTIES = {
    "2084P0800X": "Psychiatry",
    "2084P0804X": "Child and adolescent psychiatry",
    "2084P0805X": "Psychiatry for older adults",
    "2084P0802X": "Addiction psychiatry",
    "2084A0401X": "Addiction medicine (psychiatry)",
    "2084P0015X": "Psychosomatic medicine",
    "2084P2900X": "Pain medicine (neurology and psychiatry)",
    "2084B0040X": "Behavioral neurology",
    "2084N0400X": "Neurology",
    "207L00000X": "Anesthesiology",
    "207LA0401X": "Addiction medicine (anesthesiology)",
    "207LC0200X": "Critical care (anesthesiology)",
    "207LP2900X": "Pain medicine (anesthesiology)",
    "208VP0000X": "Pain medicine",
    "208VP0014X": "Interventional pain medicine",
    "2081P2900X": "Pain medicine (rehabilitation)",
    "207P00000X": "Emergency medicine",
    "207Q00000X": "Family medicine",
    "207QA0401X": "Addiction medicine (family medicine)",
    "207R00000X": "Internal medicine",
    "207RA0401X": "Addiction medicine (internal medicine)",
    "208D00000X": "General practice",
    "367500000X": "Nurse anesthesia",
    "363L00000X": "Nurse practitioner",
    "363LP0808X": "Psychiatric nurse practitioner",
    "363LF0000X": "Family nurse practitioner",
    "363LA2200X": "Adult health nurse practitioner",
    "363LA2100X": "Acute care nurse practitioner",
    "363LP2300X": "Primary care nurse practitioner",
    "363A00000X": "Physician assistant",
    "363AM0700X": "Physician assistant (medical)",
    "364SP0808X": "Psychiatric clinical nurse specialist",
    "163W00000X": "Registered nurse",
    "103T00000X": "Psychology",
    "103TC0700X": "Clinical psychology",
    "103TC1900X": "Counseling psychology",
    "103TP0016X": "Prescribing psychology",
    "104100000X": "Social work",
    "1041C0700X": "Clinical social work",
    "101Y00000X": "Counseling",
    "101YA0400X": "Addiction counseling",
    "101YM0800X": "Mental health counseling",
    "101YP2500X": "Professional counseling",
    "106H00000X": "Marriage and family therapy",
}
# The first of these beginnings that fits a code says what license its holder has.
LICENSE_BY_CODE = (
    ("3675", "crna"),
    ("363L", "np"),
    ("363A", "pa"),
    ("163W", "rn"),
    ("103", "psychologist"),
    ("104", "therapist"),
    ("101Y", "therapist"),
    ("106H", "therapist"),
)
PHYSICIAN = "20"


def specialty(code: str) -> str:
    """What a code means, in words; blank for codes that do not matter here."""
    return SPECIALTIES.get(code, "")


def license_type(code: str, credentials: str) -> str:
    """What license stands in the slot of this code. A physician is MD or DO only if they say so."""
    if code.startswith(PHYSICIAN):
        said = set(re.split(r"[,\s]+", credentials.upper()))
        return next((kind for kind in ("do", "md") if kind.upper() in said), "other")
    return next((kind for beginning, kind in LICENSE_BY_CODE if code.startswith(beginning)), "other")
