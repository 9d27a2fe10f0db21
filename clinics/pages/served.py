"""Where a telemedicine service treats people, and what the law of each state makes of that today."""

from dataclasses import dataclass
from datetime import datetime

from clinics.listings.licensed import prescribing
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
    def closed(self) -> bool:
        """Whether it may not treat a new patient there today: by law, or for want of a license."""
        return self.licensed is False or self.law.answer == Answer.NOT_ALLOWED


def served(service: TelemedicineService, at: datetime) -> list[Served]:
    """Each state that the service says it serves, in four queries whatever their number."""
    links = list(service.served.all())
    notes = list(RegulationNote.objects.readable().for_states([link.state_id for link in links]))
    named = prescribing([service.pk]).get(service.pk)
    conditions = [condition.slug for condition in service.conditions.all()]
    rows = []
    for link in links:
        usps, today = link.state_id, at.astimezone(STATE_ZONES[link.state_id]).date()
        physician = named.at(usps, at.timestamp()) if named else None
        rows.append(
            Served(
                state=link.state,
                verified=verification_stands(link.verified_from, link.verified_until, at),
                licensed=None if named is None else physician is not None,
                law=Ground.of(usps, notes, today).law(conditions, _practice(service, physician)),
            )
        )
    return rows


def _practice(service: TelemedicineService, physician: bool | None) -> Practice:
    return Practice(
        examines_first=bool(service.in_person_visit_required),
        nurses_only=physician is False,
        treatments=frozenset(offer.treatment.slug for offer in service.offers.all()),
    )
