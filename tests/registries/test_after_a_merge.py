"""A listing beside which several records stand, and a newer file that changes one of them."""

import pytest

from clinicfinder import clock
from clinics.desk.merging import merge
from clinics.listings import index
from clinics.models import Check, Clinic, Proposal, Provider, RegistryRecord
from tests import factories as make
from tests.registries.extracts import (
    CLINIC,
    LOCATIONS,
    OTHER,
    PERSON,
    address,
    deactivated,
    location,
    organisation,
    person,
    write,
)

UPDATED = {"Last Update Date": "05/06/2024"}
FACTS = ("name", "street", "city", "phone", "npi", "status")


@pytest.fixture
def take(run, tmp_path):
    """Import these rows, all of them chosen and published; tell the last line."""

    def imported(*rows, **options):
        return run(write(tmp_path / "npi.csv", rows), match=".", publish=True, **options)[-1]

    return imported


@pytest.fixture
def merged(take):
    """One clinic that the registry holds twice, in the very same words."""
    take(organisation(), organisation(OTHER))
    keep, gone = Clinic.objects.order_by("npi")
    return merge(keep, gone, "The same door.", make.UserFactory(), clock.now())


def facts():
    return Clinic.objects.values(*FACTS).get()


@pytest.mark.parametrize(
    "change",
    [
        {"Provider Organization Name (Legal Business Name)": "SPAVIN KETAMINE LLC"},
        address(street="77 OAK ST", unit=""),
        address(phone="5125550177"),
    ],
)
def test_the_record_of_the_other_number_writes_nothing_and_makes_no_draft(take, merged, change):
    before = facts()
    assert take(organisation(OTHER, **change, **UPDATED)).endswith("created=0 updated=0 left=1 rejected=0")
    assert facts() == before
    assert Proposal.objects.count() == 0
    kept = RegistryRecord.objects.get(identifier=OTHER)
    assert kept.content["record"]["Last Update Date"] == "05/06/2024"
    assert kept.listing_id == merged.pk
    assert list(index.disagreements()) == []


def test_the_record_of_its_own_number_still_brings_it_up_to_date(take, merged):
    moved = address(street="77 OAK ST", unit="")
    take(organisation(**moved, **UPDATED), organisation(OTHER, **UPDATED))
    assert facts()["street"] == "77 Oak St"
    assert facts()["npi"] == CLINIC


def test_the_other_number_may_be_switched_off_and_the_listing_stands(take, merged):
    before = facts()
    take(deactivated(OTHER))
    assert facts() == before
    assert str(RegistryRecord.objects.get(identifier=OTHER).deactivated_on) == "2021-05-06"
    assert not Check.objects.filter(outcome="failed").exists()


def test_its_own_number_switched_off_takes_it_out_of_the_results(take, merged):
    take(deactivated(CLINIC))
    assert facts()["status"] == "suspended"


def test_the_same_file_again_changes_nothing(take, merged):
    before, checks = facts(), Check.objects.count()
    take(organisation(), organisation(OTHER))
    assert (facts(), Check.objects.count()) == (before, checks)


def test_of_two_places_of_one_number_the_main_one_writes(run, tmp_path, take):
    def places(street="99 OAK ST"):
        rows = [location(CLINIC, street, "AUSTIN", "TX", "78701")]
        return write(tmp_path / "pl.csv", rows, LOCATIONS)

    take(organisation(), locations=places())
    keep = Clinic.objects.get(records__place="")
    merge(keep, Clinic.objects.exclude(pk=keep.pk).get(), "One door.", make.UserFactory(), clock.now())
    for phone in ("5125550177", "5125550188"):
        take(organisation(**address(phone=phone), **UPDATED), locations=places())
    assert (facts()["street"], facts()["phone"].as_e164) == ("12 Birch St", "+15125550188")
    assert Proposal.objects.count() == 0


def test_a_practitioner_whose_number_was_corrected_is_left_by_the_record_of_the_wrong_one(take):
    take(person())
    Provider.objects.update(npi="", slug="kept")
    Provider.objects.update(npi=make.well_formed_npi(7))
    take(person(**UPDATED, **{"Provider First Name": "MIRA"}))
    assert Provider.objects.get().first_name == "Mara"
    assert RegistryRecord.objects.get().identifier == PERSON
