"""What an import of the national registry makes of its rows."""

import pytest

from clinics.listings import index
from clinics.models import Clinic, License, Listing, Provider, RegistryRecord
from tests import factories as make
from tests.registries.extracts import (
    CLINIC,
    LOCATIONS,
    OTHER,
    OTHER_NAMES,
    V1,
    V2,
    address,
    deactivated,
    location,
    organisation,
    other_name,
    person,
    text_of,
    write,
    write_zip,
)

TAXONOMY = ["2084P0800X"]


@pytest.mark.parametrize("header", [V1, V2])
def test_an_organisation_with_ketamine_in_its_name_becomes_a_draft_clinic(run, tmp_path, header):
    lines = run(write(tmp_path / "npi.csv", [organisation(), organisation(OTHER, "CITY DENTISTS")], header))
    clinic = Clinic.objects.get()
    assert lines[-1] == "read=2 created=1 updated=0 left=1 rejected=0"
    assert (clinic.name, clinic.status, clinic.source) == ("Birch Ketamine Clinic LLC", "draft", "nppes")
    assert (clinic.street, clinic.unit, clinic.city, clinic.state_id) == (
        "12 Birch St",
        "Ste 4",
        "Austin",
        "TX",
    )
    assert str(clinic.phone) == "(512) 555-0123"
    assert (clinic.latitude, clinic.longitude, clinic.point_source) == (30.2713, -97.7426, "zip")
    assert clinic.verified_from is None


def test_a_person_becomes_a_practitioner_with_the_licenses_that_are_not_masked(run, tmp_path):
    run(write(tmp_path / "npi.csv", [person()]), taxonomy=TAXONOMY)
    mara = Provider.objects.get()
    assert (mara.name, mara.credentials, mara.taxonomy) == ("Mara O'Quill", "MD", "2084P0800X")
    assert mara.specialty == "Psychiatry"
    assert list(License.objects.values_list("state", "number", "status")) == [("TX", "Q1234", "unknown")]


def test_published_they_are_found_and_labelled_and_left_out_of_a_condition_search(run, tmp_path, client):
    make.ConditionFactory(slug="ptsd")
    run(write(tmp_path / "npi.csv", [organisation()]), publish=True)
    for place in ({"state": "TX"}, {"near": "78701"}):
        page = client.get("/search/", place)
        assert [card.name for card in page.context["results"]] == ["Birch Ketamine Clinic LLC"]
        assert "From the national registry; not yet checked by us" in page.content.decode()
    page = client.get("/search/", {"near": "78701", "condition": "ptsd"})
    assert page.context["found"].total == 0
    assert "1 more nearby has not said what they treat" in page.content.decode()
    assert list(index.disagreements()) == []


def test_a_second_run_changes_nothing(run, tmp_path):
    file = write(tmp_path / "npi.csv", [organisation(), person()])
    run(file, taxonomy=TAXONOMY)
    before = list(Listing.objects.values()), list(Provider.objects.values()), list(License.objects.values())
    assert run(file, taxonomy=TAXONOMY)[-1] == "read=2 created=0 updated=0 left=2 rejected=0"
    assert (
        list(Listing.objects.values()),
        list(Provider.objects.values()),
        list(License.objects.values()),
    ) == before


def test_what_the_registry_owns_is_updated_and_what_a_curator_wrote_stays(run, tmp_path):
    run(write(tmp_path / "old.csv", [organisation()]))
    Clinic.objects.update(name="Birch Tree Clinic")
    new = organisation(name="BIRCH KETAMINE CENTER LLC", **address(phone="5125550199"))
    new["Last Update Date"] = "05/06/2024"
    assert run(write(tmp_path / "new.csv", [new]))[-1] == "read=1 created=0 updated=1 left=0 rejected=0"
    clinic = Clinic.objects.get()
    assert clinic.name == "Birch Tree Clinic"
    assert str(clinic.phone) == "(512) 555-0199"


def test_an_address_that_changes_moves_its_point(run, tmp_path):
    run(write(tmp_path / "old.csv", [organisation()]), publish=True)
    moved = organisation(**address(city="OKLAHOMA CITY", state="OK", code="73102"))
    run(write(tmp_path / "new.csv", [moved | {"Last Update Date": "05/06/2024"}]))
    clinic = Clinic.objects.get()
    assert (clinic.state_id, clinic.latitude, clinic.longitude) == ("OK", 35.47, -97.52)
    assert clinic.status == "published"
    assert list(index.disagreements()) == []


def test_a_point_placed_by_hand_stays(run, tmp_path):
    run(write(tmp_path / "old.csv", [organisation()]))
    Clinic.objects.update(latitude=30.1, longitude=-97.1, point_source="hand")
    moved = organisation(**address(street="99 OAK ST")) | {"Last Update Date": "05/06/2024"}
    run(write(tmp_path / "new.csv", [moved]))
    assert Clinic.objects.values_list("street", "latitude").get() == ("99 Oak St", 30.1)


def test_a_deactivated_number_is_marked_and_leaves_the_results(run, tmp_path):
    run(write(tmp_path / "old.csv", [organisation()]), publish=True)
    assert run(write(tmp_path / "new.csv", [deactivated(CLINIC)]))[-1].startswith(
        "read=1 created=0 updated=1"
    )
    assert str(RegistryRecord.objects.get().deactivated_on) == "2021-05-06"
    assert Clinic.objects.get().status == "suspended"
    assert list(index.disagreements()) == []


def test_a_deactivated_number_of_a_curated_clinic_is_told_to_the_curator(run, tmp_path):
    run(write(tmp_path / "old.csv", [organisation()]), publish=True)
    make.OfferFactory(listing=Clinic.objects.get())
    lines = run(write(tmp_path / "new.csv", [deactivated(CLINIC)]))
    assert Clinic.objects.get().status == "published"
    assert any("for a curator to decide" in line for line in lines)


def test_a_number_reactivated_later_is_active(run, tmp_path):
    row = organisation() | {"NPI Deactivation Date": "01/01/2019", "NPI Reactivation Date": "02/01/2019"}
    assert run(write(tmp_path / "npi.csv", [row]))[-1].startswith("read=1 created=1")


def test_a_deactivated_number_that_we_do_not_hold_is_left(run, tmp_path):
    assert run(write(tmp_path / "npi.csv", [deactivated(CLINIC)]), match=".")[-1] == (
        "read=1 created=0 updated=0 left=1 rejected=0"
    )


def test_the_trade_name_stands_in_the_other_name_file(run, tmp_path):
    hidden = {
        "Provider Other Organization Name": "<UNAVAIL>",
        "Provider Other Organization Name Type Code": "6",
    }
    main = write(tmp_path / "npi.csv", [organisation(name="HOLLOW HOLDINGS LLC", **hidden)])
    names = write(tmp_path / "names.csv", [other_name(CLINIC, "QUIET SPRAVATO CENTER")], OTHER_NAMES)
    run(main, other_names=names)
    clinic = Clinic.objects.get()
    assert (clinic.name, clinic.organisation) == ("Quiet Spravato Center", "Hollow Holdings LLC")
    assert "UNAVAIL" not in f"{clinic.name}{clinic.organisation}{clinic.description}"


def test_a_zip_brings_its_other_names_and_locations(run, tmp_path):
    bundle = write_zip(
        tmp_path / "nppes.zip",
        {
            "npidata_pfile_20050523-20260101.csv": text_of([organisation(name="HOLLOW HOLDINGS LLC")]),
            "NPIDATA_PFILE_20050523-20260101_FILEHEADER.csv": text_of([]),
            "othername_pfile_20050523-20260101.csv": text_of(
                [other_name(CLINIC, "BIRCH KETAMINE")], OTHER_NAMES
            ),
            "pl_pfile_20050523-20260101.csv": text_of(
                [location(CLINIC, "5 ELM ST", "OKLAHOMA CITY", "OK", "73102")], LOCATIONS
            ),
        },
    )
    assert run(bundle)[-1] == "read=1 created=1 updated=0 left=0 rejected=0"
    assert sorted(Clinic.objects.values_list("name", "state")) == [
        ("Birch Ketamine", "OK"),
        ("Birch Ketamine", "TX"),
    ]


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        ({}, 0),
        ({"match": "dentists"}, 1),
        ({"npi": [OTHER]}, 1),
        ({"taxonomy": ["261QM0801X"]}, 1),
        ({"taxonomy": ["207L00000X"]}, 0),
    ],
)
def test_records_are_chosen_by_name_number_or_taxonomy(run, tmp_path, options, chosen):
    row = organisation(OTHER, "CITY DENTISTS") | {"Healthcare Provider Taxonomy Code_3": "261QM0801X"}
    run(write(tmp_path / "npi.csv", [row]), **options)
    assert Clinic.objects.count() == chosen


def test_the_record_is_kept_as_it_came_but_for_identifiers_of_others(run, tmp_path):
    row = organisation() | {
        "Other Provider Identifier_1": "X99",
        "Other Provider Identifier Issuer_1": "DR SOMEBODY",
    }
    run(write(tmp_path / "npi.csv", [row]))
    kept = RegistryRecord.objects.get().content["record"]
    assert kept["Provider Organization Name (Legal Business Name)"] == "BIRCH KETAMINE CLINIC LLC"
    assert "SOMEBODY" not in str(kept)
