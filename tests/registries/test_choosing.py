"""Which records an import takes, and which files it finds beside the main one."""

import pytest

from clinics.models import Clinic, ImportRun, Provider
from tests.registries.extracts import (
    CLINIC,
    LOCATIONS,
    OTHER,
    OTHER_NAMES,
    PERSON,
    deactivated,
    location,
    organisation,
    other_name,
    person,
    text_of,
    write,
    write_zip,
)


@pytest.mark.parametrize(
    "row",
    [
        organisation(name="AUSTIN ESKETAMINE"),
        organisation(name="CITY SPRAVATO CENTER"),
        organisation(name="X") | {"Provider Other Organization Name": "KETAMINE HOUSE"},
        person(CLINIC) | {"Provider Last Name (Legal Name)": "KETAMINE"},
        person(CLINIC) | {"Provider Other Last Name": "SPRAVATO"},
    ],
)
def test_a_name_or_another_name_that_tells_of_ketamine_is_chosen(run, tmp_path, row):
    rows = [row, organisation(OTHER, "CITY DENTISTS"), person()]
    assert run(write(tmp_path / "npi.csv", rows))[-1] == "read=3 created=1 updated=0 left=2 rejected=0"


def test_another_pattern_replaces_the_usual_one_and_reads_any_case(run, tmp_path):
    rows = [organisation(), organisation(OTHER, "CITY DENTISTS")]
    run(write(tmp_path / "npi.csv", rows), match="^city d")
    assert Clinic.objects.get().npi == OTHER


def test_numbers_and_taxonomies_come_besides_the_pattern(run, tmp_path):
    coded = organisation(OTHER, "CITY DENTISTS") | {"Healthcare Provider Taxonomy Code_15": "261QM0801X"}
    rows = [organisation(), coded, person(), deactivated("2000000036")]
    last = run(write(tmp_path / "npi.csv", rows), npi=[PERSON], taxonomy=["261qm0801x"])[-1]
    assert last == "read=4 created=3 updated=0 left=1 rejected=0"


def test_a_record_chosen_once_is_read_again_without_being_named(run, tmp_path):
    run(write(tmp_path / "old.csv", [person()]), npi=[PERSON])
    new = person() | {"Provider Middle Name": "RAE", "Last Update Date": "05/06/2024"}
    assert run(write(tmp_path / "new.csv", [new]))[-1] == "read=1 created=0 updated=1 left=0 rejected=0"
    assert Provider.objects.get().middle_name == "Rae"


def test_a_withheld_name_is_no_name_to_match(run, tmp_path):
    hidden = organisation(name="X") | {"Provider Other Organization Name": "<UNAVAIL>"}
    assert run(write(tmp_path / "npi.csv", [hidden]), match="unavail")[-1].startswith("read=1 created=0")


@pytest.mark.parametrize("header", [OTHER_NAMES, OTHER_NAMES[:3]])
def test_another_name_of_either_layout_chooses_its_record(run, tmp_path, header):
    rows = [dict(zip(header, (CLINIC, "KETAMINE HOUSE", "3"), strict=False))]
    main = write(tmp_path / "npi.csv", [organisation(name="X LLC"), organisation(OTHER, "Y LLC")])
    run(main, other_names=write(tmp_path / "names.csv", rows, header))
    assert Clinic.objects.values_list("npi", "name").get() == (CLINIC, "Ketamine House")


def test_a_former_name_chooses_a_record_and_is_not_shown(run, tmp_path):
    names = write(tmp_path / "names.csv", [other_name(CLINIC, "KETAMINE HOUSE", "4")], OTHER_NAMES)
    run(write(tmp_path / "npi.csv", [organisation(name="BIRCH LLC")]), other_names=names)
    assert Clinic.objects.values_list("name", "organisation").get() == ("Birch LLC", "")


def test_a_file_that_is_named_goes_before_the_one_in_the_zip(run, tmp_path):
    bundle = write_zip(
        tmp_path / "nppes.zip",
        {
            "folder/npidata_pfile_1.csv": text_of([organisation()]),
            "folder/npidata_pfile_1_fileheader.csv": text_of([]),
            "folder/othername_pfile_1.csv": text_of([other_name(CLINIC, "ALDER")], OTHER_NAMES),
            "folder/othername_pfile_1_FileHeader.csv": text_of([], OTHER_NAMES),
            "folder/pl_pfile_1_FILEHEADER.CSV": text_of([], LOCATIONS),
            "folder/endpoint_pfile_1.csv": "anything",
        },
    )
    run(bundle, other_names=write(tmp_path / "names.csv", [other_name(CLINIC, "OAK")], OTHER_NAMES))
    assert Clinic.objects.get().name == "Oak"
    choices = ImportRun.objects.get().choices
    assert (choices["other_names"], choices["locations"]) == ("names.csv", "")


def test_companions_may_come_in_zips_of_their_own(run, tmp_path):
    places = text_of([location(CLINIC, "5 ELM ST", "OKLAHOMA CITY", "OK", "731021234")], LOCATIONS)
    zipped = write_zip(tmp_path / "places.zip", {"pl_pfile_1.csv": places})
    run(write(tmp_path / "npi.csv", [organisation()]), locations=zipped)
    further = Clinic.objects.get(state="OK")
    assert (further.street, further.zip_code, str(further.phone)) == ("5 Elm St", "73102", "(512) 555-0124")


def test_drafts_are_not_shown(run, tmp_path, client):
    run(write(tmp_path / "npi.csv", [organisation(), person()]), npi=[PERSON])
    for path in ("/search/", "/providers/"):
        assert client.get(path, {"state": "TX"}).context["found"].total == 0
    for subject in (Clinic.objects.get(), Provider.objects.get()):
        assert client.get(subject.get_absolute_url()).status_code == 404


def test_it_says_what_it_is_doing(run, tmp_path):
    padded = organisation(OTHER, "CITY DENTISTS") | {"Other Provider Identifier_1": "X" * 60_000}
    said = run(write(tmp_path / "npi.csv", [padded] * 80))
    assert [line for line in said if line.endswith("…")] == ["Checking…", "Reading…", "Applying…"]
    assert "Checking: 20 %" in said
