"""Wrong, cut and hostile files: refused whole with a clear error, or row by row with its line."""

import zipfile

import pytest
from django.core.management import CommandError

from clinics.models import Clinic, ImportRun, Listing, RegistryRecord
from clinics.registries import files
from tests.registries.extracts import (
    CLINIC,
    OTHER,
    V2,
    address,
    organisation,
    text_of,
    write,
    write_zip,
)

MAIN = "npidata_pfile_20050523-20260101.csv"


def refused(run, file, words, **options):
    with pytest.raises(CommandError, match=words):
        run(file, **options)
    assert not Listing.objects.exists()
    assert not RegistryRecord.objects.exists()
    assert not ImportRun.objects.filter(state="applied").exists()


def test_a_file_that_is_not_there(run, tmp_path):
    refused(run, tmp_path / "none.csv", "no such file")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("name,city\nA,B\n", "NPI"),
        (text_of([]), "no rows"),
        (text_of([organisation()])[:-40], "cut short"),
        (text_of([organisation()], [*V2, "Favorite Color"]), "Favorite Color"),
        (text_of([{"NPI": CLINIC}], [n for n in V2 if n != "Entity Type Code"]), "Entity Type Code"),
    ],
    ids=["empty", "another file", "header only", "truncated", "unknown column", "missing column"],
)
def test_a_wrong_file_changes_nothing(run, tmp_path, text, words):
    file = tmp_path / "npi.csv"
    file.write_text(text)
    refused(run, file, words)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (organisation(npi="1234567890"), "not an NPI"),
        (organisation(**address(state="ON", code="78701")), "not a state"),
        (organisation(**address(state="AE", code="09012")), "military"),
        (organisation(**address(code="ABC")), "not a ZIP code"),
        (organisation(name="KETAMINE " * 40), "longer than"),
        (organisation() | {"Entity Type Code": "7"}, "neither a person"),
        (organisation() | {"NPI Deactivation Date": "31.12.2020"}, "not a date"),
    ],
)
def test_an_absurd_row_is_rejected_with_its_line_and_the_rest_goes_in(run, tmp_path, row, reason):
    sound = organisation(OTHER, "OAK KETAMINE")
    lines = run(write(tmp_path / "npi.csv", [sound, row]))
    assert lines[-1] == "read=2 created=1 updated=0 left=0 rejected=1"
    assert any("line 3" in line and reason in line for line in lines)
    assert Clinic.objects.get().name == "Oak Ketamine"


@pytest.mark.parametrize(
    "broken", ['"2000000002","2"', '"a\x00b"' + ',""' * 329, '"' + "x" * 2_000_000 + '"']
)
def test_a_broken_line_is_rejected_and_the_rest_goes_in(run, tmp_path, broken):
    file = tmp_path / "npi.csv"
    head, sound = text_of([organisation()]).splitlines()
    file.write_text(f"{head}\n{broken}\n{sound}\n")
    lines = run(file)
    assert lines[-1] == "read=2 created=1 updated=0 left=0 rejected=1"
    assert any("line 2" in line for line in lines)


def test_a_line_break_inside_a_value_is_no_end_of_row(run, tmp_path):
    run(
        write(tmp_path / "npi.csv", [organisation(**address(street="12 BIRCH\nSTREET")), organisation(OTHER)])
    )
    assert sorted(Clinic.objects.values_list("street", flat=True)) == ["12 Birch St", "12 Birch Street"]


def test_latin_1_is_read_where_utf_8_fails(run, tmp_path):
    run(write(tmp_path / "npi.csv", [organisation(name="CAÑON KETAMINE")], encoding="latin-1"))
    assert Clinic.objects.get().name == "Cañon Ketamine"


@pytest.mark.parametrize(
    ("typed", "zip_code", "state"),
    [
        ({"state": "OKLAHOMA", "code": "73102"}, "73102", "OK"),
        ({"code": "78701-1234"}, "78701", "TX"),
        ({"code": "787011234"}, "78701", "TX"),
    ],
)
def test_addresses_are_read_as_the_registry_writes_them(run, tmp_path, typed, zip_code, state):
    run(write(tmp_path / "npi.csv", [organisation(**address(**typed))]))
    clinic = Clinic.objects.get()
    assert (clinic.zip_code[:5], clinic.state_id) == (zip_code, state)


def test_a_wrong_phone_number_is_left_out(run, tmp_path):
    run(write(tmp_path / "npi.csv", [organisation(**address(phone="000"))]))
    assert Clinic.objects.get().phone == ""


class TestZip:
    def test_one_without_the_main_file_is_refused(self, run, tmp_path):
        refused(run, write_zip(tmp_path / "n.zip", {"readme.txt": "x"}), "(?i)npidata|no file|holds no")

    def test_a_bomb_is_refused(self, run, tmp_path, monkeypatch):
        monkeypatch.setattr(files, "BOMB_SIZE", 1_000_000)
        bomb = write_zip(tmp_path / "n.zip", {MAIN: text_of([organisation()]) + " " * 5_000_000})
        refused(run, bomb, "ZIP bomb")

    def test_a_member_larger_than_any_real_one_is_refused(self, run, tmp_path, monkeypatch):
        monkeypatch.setattr(files, "LARGEST_MEMBER", 1_000)
        refused(run, write_zip(tmp_path / "n.zip", {MAIN: text_of([organisation()])}), "ZIP bomb")

    def test_too_many_members_are_refused(self, run, tmp_path, monkeypatch):
        monkeypatch.setattr(files, "MEMBERS", 2)
        refused(run, write_zip(tmp_path / "n.zip", {f"{n}.csv": "x" for n in range(3)}), "ZIP bomb")

    def test_a_size_that_lies_is_refused(self, run, tmp_path):
        file = write_zip(tmp_path / "n.zip", {MAIN: text_of([organisation()])})
        with zipfile.ZipFile(file) as archive:
            size = archive.infolist()[0].file_size
        data = file.read_bytes().replace(size.to_bytes(4, "little"), (size - 5).to_bytes(4, "little"))
        file.write_bytes(data)
        refused(run, file, "damaged|should have|ZIP")


def test_the_same_number_twice_is_rejected_the_second_time(run, tmp_path):
    lines = run(write(tmp_path / "npi.csv", [organisation(), organisation(name="OTHER KETAMINE")]))
    assert lines[-1] == "read=2 created=1 updated=0 left=0 rejected=1"
    assert Clinic.objects.get().npi == CLINIC
