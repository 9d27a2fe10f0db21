"""Whether what somebody declares to be fits what they do at a clinic. A warning, no judgement.

A taxonomy code is declared by its holder, may be out of date, and proves nothing: so a code
that does not fit is for a curator to look at. No code, and a role that asks for none, fit.
"""

# Beginnings of NUCC codes: physicians, nurse practitioners, physician assistants, nurse
# anesthetists, clinical nurse specialists, and psychologists who may prescribe.
PRESCRIBERS = ("20", "363L", "363A", "3675", "364S", "103TP0016X")
NURSES = ("163W",)
# Counselors, psychologists, social workers, family therapists, and psychiatrists.
THERAPISTS = ("101Y", "103", "104", "106H", "2084P")
FITTING = {
    "medical-director": PRESCRIBERS,
    "prescriber": PRESCRIBERS,
    "administers": PRESCRIBERS + NURSES,
    "therapist": THERAPISTS,
}


def misfit(taxonomy: str, role: str) -> bool:
    """Whether the code does not fit the role of an affiliation."""
    code = taxonomy.strip().upper()
    return bool(code) and role in FITTING and not code.startswith(FITTING[role])
