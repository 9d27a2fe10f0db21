"""Where a telemedicine service treats people, and what the law of each state makes of that today."""

from dataclasses import dataclass
from datetime import datetime

from clinics.listings.licensed import Prescribing, prescribing
from clinics.listings.models import TelemedicineService
from clinics.listings.rules import verification_stands
from clinics.places.models import State
from clinics.places.states import STATE_ZONES
from clinics.regulations.models import RegulationNote
from clinics.regulations.rules import Answer, Practice
from clinics.regulations.verdict import Ground, Law


@dataclass(frozen=True)
class Served:
    """One state. `licensed` is None where the service names no prescriber."""

    state: State
    verified: bool
    licensed: bool | None
    law: Law

    @property
    def offered(self) -> bool:
        """Whether search offers it to patients there without being asked for those that have not said."""
        return bool(self.licensed) and self.law.answer != Answer.NOT_ALLOWED


def served(service: TelemedicineService, at: datetime) -> list[Served]:
    """Each state that the service says it serves, in four queries whatever their number."""
    links = list(service.served.all())
    notes = list(RegulationNote.objects.readable().for_states([link.state_id for link in links]))
    named = prescribing([service.pk]).get(service.pk)
    conditions = [condition.slug for condition in service.conditions.all()]
    rows = []
    for link in links:
        usps, today = link.state_id, at.astimezone(STATE_ZONES[link.state_id]).date()
        practice = _practice(service, named, usps)
        rows.append(
            Served(
                state=link.state,
                verified=verification_stands(link.verified_from, link.verified_until, at),
                licensed=None if named is None else named.stands(usps, at.timestamp()),
                law=Ground.of(usps, notes, today).law(conditions, practice),
            )
        )
    return rows


def _practice(service: TelemedicineService, named: Prescribing | None, usps: str) -> Practice:
    return Practice(
        examines_first=bool(service.in_person_visit_required),
        nurses_only=named is not None and usps in named.spans and usps not in named.physicians,
        treatments=frozenset(offer.treatment.slug for offer in service.offers.all()),
    )
