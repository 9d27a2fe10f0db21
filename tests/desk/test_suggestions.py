"""What the registry says otherwise than a curator waits in the queue, once."""

import pytest

from clinics.models import Clinic, Proposal
from tests.registries.conftest import run, texas  # noqa: F401 (fixtures)
from tests.registries.extracts import organisation, write

LEGAL = "Provider Organization Name (Legal Business Name)"
UPDATED = "Last Update Date"


@pytest.fixture
def take(run, tmp_path):  # noqa: F811
    def imported(**columns):
        return run(write(tmp_path / "npi.csv", [organisation(**columns)]), match=".")

    return imported


def proposals():
    return list(Proposal.objects.values_list("field", "old", "new", "origin", "state"))


def test_a_name_that_a_curator_wrote_stays_and_the_registrys_waits_in_the_queue(take):
    take()
    Clinic.objects.update(name="Quiet Harbor")
    lines = take(**{LEGAL: "HARBOR KETAMINE LLC", UPDATED: "05/06/2024"})
    assert Clinic.objects.get().name == "Quiet Harbor"
    assert ("name", "Quiet Harbor") in [row[:2] for row in proposals()]
    assert any("Suggestions for curators" in line for line in lines)


def test_it_waits_once_and_what_was_refused_does_not_come_back(take):
    take()
    Clinic.objects.update(name="Quiet Harbor")
    newer = {LEGAL: "HARBOR KETAMINE LLC", UPDATED: "05/06/2024"}
    take(**newer)
    Proposal.objects.update(state="refused")
    before = proposals()
    take(**newer)
    assert proposals() == before


def test_what_the_registry_still_owns_is_brought_up_to_date_without_asking(take):
    take()
    take(**{LEGAL: "HARBOR KETAMINE LLC", UPDATED: "05/06/2024"})
    assert proposals() == []
