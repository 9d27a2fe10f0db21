"""What notes are about: the topics in the order in which a reader needs them, with their names."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from clinics.regulations.models import RegulationNote

TOPICS = {
    "telehealth-controlled": _("Prescribing ketamine by telehealth"),
    "telehealth-flexibility": _("The federal telehealth rule and its dates"),
    "telehealth-special-registration": _("Proposed telehealth registration"),
    "telehealth-veterans": _("Telehealth for veterans"),
    "telehealth-other": _("Other telehealth rules"),
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
    "privacy": _("Your privacy"),
    "exclusion": _("Excluded providers"),
    "identity": _("Provider numbers"),
}
LOOKUP = "license-lookup"
# Shown with every state, in short; the other federal notes are for curators.
FEDERAL_IN_SHORT = (
    "telehealth-controlled",
    "telehealth-flexibility",
    "fda-warning",
    "off-label",
    "spravato-rems",
    "compounding",
    "refills",
    "schedule",
    "licensure",
)


@dataclass(frozen=True)
class Group:
    """The notes on one topic."""

    topic: str
    name: str
    notes: list[RegulationNote]


def topic_name(topic: str) -> str:
    """The topic in words; a topic that a curator made up reads as its slug."""
    return str(TOPICS.get(topic, topic.replace("-", " ").capitalize()))


def by_topic(notes: Iterable[RegulationNote]) -> list[Group]:
    """Groups in reading order; unnamed topics come last."""
    found: dict[str, list[RegulationNote]] = {}
    for note in notes:
        found.setdefault(note.topic, []).append(note)
    order = [*TOPICS, *sorted(found.keys() - TOPICS.keys())]
    return [Group(topic, topic_name(topic), found[topic]) for topic in order if topic in found]
