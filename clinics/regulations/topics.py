"""What notes are about: the topics in the order in which a reader needs them, with their names."""

from django.utils.translation import gettext_lazy as _

TOPICS = {
    "telehealth-controlled": _("Prescribing ketamine by telehealth"),
    "telehealth-flexibility": _("The federal telehealth rule and its dates"),
    "telehealth-special-registration": _("Proposed telehealth registration"),
    "telehealth-veterans": _("Telehealth for veterans"),
    "telehealth-other": _("Other telehealth rules"),
    "examination": _("Examination in person"),
    "ketamine-rule": _("Rules on ketamine"),
    "ketamine-guidance": _("What boards say about ketamine"),
    "fda-warning": _("FDA warnings"),
    "off-label": _("Off-label use"),
    "spravato-approval": _("What Spravato is approved for"),
    "spravato-rems": _("Spravato's safety program"),
    "compounding": _("Compounded ketamine and pharmacies"),
    "prescribing": _("Prescribing"),
    "refills": _("Refills"),
    "schedule": _("Controlled drug schedule"),
    "e-prescribing": _("Electronic prescriptions"),
    "sedation-rule": _("Sedation and anesthesia in clinics"),
    "administering": _("Who may give the medicine"),
    "monitoring": _("Watching over you during treatment"),
    "anesthesia-supervision": _("Nurse anesthetists"),
    "iv-therapy-rule": _("IV therapy"),
    "np-practice": _("Nurse practitioners"),
    "clinic-ownership": _("Who may own a clinic"),
    "drug-facility-license": _("Licenses of places that keep drugs"),
    "licensure": _("Doctors from other states"),
    "registration": _("Registrations that a prescriber needs"),
    "license-lookup": _("Check a license"),
    "pdmp": _("Prescription monitoring"),
    "coverage": _("Insurance and public programs"),
    "medicaid": _("Medicaid"),
    "advertising": _("Advertising"),
    "privacy": _("Your privacy"),
    "exclusion": _("Excluded providers"),
    "identity": _("Provider numbers"),
}
LOOKUP, MONITORING, COVERAGE = "license-lookup", "pdmp", "coverage"
# What a clinic itself must have or be.
CLINIC_RULES = (
    "sedation-rule",
    "administering",
    "monitoring",
    "drug-facility-license",
    "iv-therapy-rule",
    "ketamine-rule",
    "clinic-ownership",
)
# Shown with every state, in short; the other federal notes are for curators.
FEDERAL_IN_SHORT = (
    "telehealth-controlled",
    "examination",
    "telehealth-flexibility",
    "telehealth-special-registration",
    "telehealth-veterans",
    "fda-warning",
    "off-label",
    "spravato-approval",
    "spravato-rems",
    "compounding",
    "refills",
    "schedule",
    "licensure",
)
# Federal notes that a patient can read somewhere on a state's page.
FEDERAL_FOR_PATIENTS = (*FEDERAL_IN_SHORT, COVERAGE, LOOKUP)


def topic_name(topic: str) -> str:
    """The topic in words; a topic that a curator made up reads as its slug."""
    return str(TOPICS.get(topic, topic.replace("-", " ").capitalize()))
