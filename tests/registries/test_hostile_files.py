"""Files that are wrong as a whole, in ways that happen and in ways that are meant."""

import codecs
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from clinics.models import Clinic, ImportRun, Listing, Provider, RegistryRecord, StagedRow, State
from clinics.registries import files
from tests.registries.extracts import (
    CLINIC,
    LOCATIONS,
    OTHER,
    OTHER_NAMES,
    PERSON,
    V1,
    V2,
    address,
    location,
    organisation,
    other_name,
    person,
    text_of,
    write,
    write_zip,
)

MAIN = "npidata_pfile_20050523-20260101.csv"


@pytest.fixture
def refused(run, tmp_path):
    """The import fails with these words, over a directory that stays as it was."""
    run(write(tmp_path / "before.csv", [organisation(OTHER, "ELM KETAMINE")]))

    def check(file, words, **options):
        with pytest.raises(CommandError, match=words):
            run(file, **options)
        assert list(Listing.objects.values_list("name", flat=True)) == ["Elm Ketamine"]
        assert RegistryRecord.objects.count() == 1
        assert not Provider.objects.exists()
        assert not StagedRow.objects.exists()
        assert not ImportRun.objects.unfinished().exists()

    return check


def test_one_that_breaks_off_anywhere_in_its_last_row_is_refused(refused, run, tmp_path):
    whole = text_of([organisation(name="OAK KETAMINE"), organisation(OTHER, "ASH KETAMINE")]).encode()
    last_row = whole.rindex(b'"' + OTHER.encode())
    file = tmp_path / "npi.csv"
    for cut in [*range(last_row + 1, len(whole) - 40, 37), *range(len(whole) - 40, len(whole) - 1)]:
        file.write_bytes(whole[:cut])
        refused(file, "cut short in line 3")
    file.write_bytes(whole[:-1])
    assert run(file)[-1] == "read=2 created=1 updated=1 left=0 rejected=0"


def test_one_that_breaks_off_in_its_header_is_refused(refused, tmp_path):
    file = tmp_path / "npi.csv"
    for cut in (1, 20, 500, 5_000):
        file.write_text(text_of([organisation()])[:cut])
        refused(file, "not a CSV file that can be read|lacks columns")


def test_one_that_breaks_off_inside_a_value_with_a_line_break_is_refused(refused, tmp_path):
    file = tmp_path / "npi.csv"
    whole = text_of([organisation(name="OAK KETAMINE"), organisation(OTHER, **address(street="1 ELM\nREAR"))])
    file.write_text(whole[: whole.rindex("REAR") + 2])
    refused(file, "cut short")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "lacks columns"),
        (text_of([organisation()]).encode("utf-16"), "not a CSV file that can be read"),
        (b"PK\x03\x04 half a ZIP", "lacks columns"),
        (b"\n\n\n", "lacks columns"),
        (
            text_of([other_name(CLINIC, "A KETAMINE")], OTHER_NAMES).encode(),
            "lacks columns: Entity Type Code",
        ),
        (text_of([organisation()], [*V2, "NPI"]).encode(), "a column stands there twice"),
        (b'"' + b"x" * 1_100_000, "longer than 1 MB"),
    ],
    ids=["image", "UTF-16", "half a ZIP", "blank lines", "other names", "NPI twice", "one endless line"],
)
def test_another_kind_of_file_is_refused(refused, tmp_path, content, words):
    file = tmp_path / "npi.csv"
    file.write_bytes(content)
    refused(file, words)


def test_a_message_about_many_columns_stays_short(refused, tmp_path):
    refused(write(tmp_path / "npi.csv", [{}], ["NPI", "x" * 500]), r"and \d+ more\.")


def test_a_wrong_companion_file_is_refused_before_a_row_is_read(refused, tmp_path):
    main = write(tmp_path / "npi.csv", [organisation()])
    names = write(tmp_path / "names.csv", [other_name(CLINIC, "A")], OTHER_NAMES)
    places = write(tmp_path / "places.csv", [location(CLINIC, "1 ELM", "AUSTIN", "TX", "78701")], LOCATIONS)
    refused(main, "names.csv: not the NPPES file that it should be", locations=names)
    refused(main, "places.csv: not the NPPES file that it should be", other_names=places)
    refused(main, "no such file", other_names=tmp_path / "none.csv")
    refused(main, "no such file", locations=tmp_path)


def test_a_companion_that_breaks_off_is_refused_though_the_main_file_is_whole(refused, tmp_path):
    main = write(tmp_path / "npi.csv", [organisation()])
    names = tmp_path / "names.csv"
    names.write_text(text_of([other_name(CLINIC, "A KETAMINE")], OTHER_NAMES)[:-9])
    refused(main, "names.csv: the file is cut short in line 2", other_names=names)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"match": "("}, "not a regular expression"),
        ({"match": "[z-a]"}, "not a regular expression"),
        ({"npi": ["1234567890"]}, "not an NPI"),
        ({"npi": ["x"]}, "not an NPI"),
        ({"taxonomy": ["psychiatry"]}, "not a taxonomy code"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(refused, tmp_path, options, words):
    refused(write(tmp_path / "npi.csv", [organisation()]), words, **options)


@pytest.mark.django_db
def test_without_states_it_says_what_to_do(tmp_path):
    assert not State.objects.exists()
    with pytest.raises(CommandError, match="load_reference"):
        call_command("import_nppes", write(tmp_path / "npi.csv", [organisation()]), stdout=StringIO())


class TestZip:
    def test_one_whose_content_was_damaged_is_refused(self, refused, tmp_path):
        file = write_zip(tmp_path / "n.zip", {MAIN: text_of([organisation(name="OAK KETAMINE")] * 400)})
        data = bytearray(file.read_bytes())
        middle = data.index(MAIN.encode()) + len(MAIN) + 200
        data[middle : middle + 40] = bytes(40)
        file.write_bytes(data)
        refused(file, "the ZIP is damaged or cut short")

    def test_one_that_is_cut_short_anywhere_is_refused(self, refused, tmp_path):
        file = write_zip(tmp_path / "n.zip", {MAIN: text_of([organisation()])})
        whole = file.read_bytes()
        for cut in (10, len(whole) // 2, len(whole) - 1):
            file.write_bytes(whole[:cut])
            refused(file, "the ZIP is damaged or cut short")

    def test_an_encrypted_one_is_refused(self, refused, tmp_path):
        file = write_zip(tmp_path / "n.zip", {MAIN: text_of([organisation()])})
        data = bytearray(file.read_bytes())
        # The flags stand 8 bytes after the beginning of an entry of the directory.
        data[data.index(b"PK\x01\x02") + 8] |= 1
        file.write_bytes(data)
        refused(file, "is encrypted")

    def test_a_packing_that_we_cannot_read_is_refused(self, refused, tmp_path):
        file = write_zip(tmp_path / "n.zip", {MAIN: text_of([organisation()])})
        data = bytearray(file.read_bytes())
        # The method stands 10 bytes after the beginning of an entry; 9 is Deflate64.
        data[data.index(b"PK\x01\x02") + 10] = 9
        file.write_bytes(data)
        refused(file, "unpack it first")

    def test_one_with_two_main_files_is_refused(self, refused, tmp_path):
        members = {MAIN: text_of([organisation()]), f"old/{MAIN}": text_of([organisation()])}
        refused(write_zip(tmp_path / "n.zip", members), "more than one such file")

    def test_one_with_only_the_header_file_is_refused(self, refused, tmp_path):
        for name in ("npidata_pfile_1_fileheader.csv", "NPIDATA_PFILE_1_FileHeader.CSV"):
            refused(write_zip(tmp_path / "n.zip", {name: text_of([])}), "holds no such file as npidata_pfile")

    def test_a_bomb_beside_the_main_file_is_refused_too(self, refused, tmp_path, monkeypatch):
        monkeypatch.setattr(files, "BOMB_SIZE", 100_000)
        members = {MAIN: text_of([organisation()]), "othername_pfile_1.csv": " " * 1_000_000}
        refused(write_zip(tmp_path / "n.zip", members), "othername_pfile_1.csv swells")

    def test_a_zip_inside_the_zip_is_never_opened(self, refused, tmp_path):
        inner = write_zip(tmp_path / "inner.zip", {MAIN: text_of([organisation()])})
        outer = write_zip(tmp_path / "n.zip", {MAIN: inner.read_bytes()})
        refused(outer, "not a CSV file that can be read|lacks columns")

    def test_a_real_one_shrinks_far_less_than_a_bomb(self, run, tmp_path, monkeypatch):
        monkeypatch.setattr(files, "BOMB_SIZE", 10_000)
        rows = [organisation(OTHER, "ELM KETAMINE"), person(), *([organisation(CLINIC, "X")] * 5)]
        assert run(write_zip(tmp_path / "n.zip", {MAIN: text_of(rows)}))[-1].startswith("read=7 created=1")


@pytest.mark.parametrize("header", [V1, [*V1, "Certification Date"], V2[:-1], list(reversed(V2))])
def test_columns_are_read_by_name(run, tmp_path, header):
    sex = next(name for name in header if name in ("Provider Gender Code", "Provider Sex Code"))
    run(write(tmp_path / "npi.csv", [person() | {sex: "X"}], header), npi=[PERSON])
    assert Provider.objects.get().last_name == "O'Quill"
    assert RegistryRecord.objects.get().content["record"][sex] == "X"


def test_a_byte_order_mark_and_windows_line_ends_are_no_obstacle(run, tmp_path):
    file = tmp_path / "npi.csv"
    file.write_bytes(
        codecs.BOM_UTF8 + text_of([organisation(), organisation(OTHER)]).replace("\n", "\r\n").encode()
    )
    assert run(file)[-1] == "read=2 created=2 updated=0 left=0 rejected=0"


def test_a_single_wrong_byte_loses_no_row(run, tmp_path):
    file = tmp_path / "npi.csv"
    file.write_bytes(
        text_of([organisation(), organisation(OTHER)]).encode().replace(b"BIRCH ST", b"BIRCH\xd1 ST", 1)
    )
    assert run(file)[-1] == "read=2 created=2 updated=0 left=0 rejected=0"
    assert set(Clinic.objects.values_list("street", flat=True)) == {"12 Birchñ St", "12 Birch St"}


def test_a_stray_quote_costs_its_own_row_only(run, tmp_path):
    lines = text_of([organisation(npi, f"KETAMINE {npi}") for npi in (CLINIC, OTHER)]).splitlines()
    file = tmp_path / "npi.csv"
    file.write_text("\n".join([lines[0], lines[1].replace("KETAMINE", 'KET"AMINE'), lines[2]]) + "\n")
    said = run(file)
    assert said[-1] == "read=2 created=1 updated=0 left=0 rejected=1"
    assert any("line 2:" in line for line in said)
    assert Clinic.objects.get().npi == OTHER


def test_after_a_line_break_in_a_value_lines_are_still_counted_right(run, tmp_path):
    rows = [organisation(**address(street="1 ELM\nREAR")), organisation(OTHER, **address(code="1"))]
    said = run(write(tmp_path / "npi.csv", rows))
    assert "Rejected: npi.csv, line 4: “1” is not a ZIP code" in said


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("Provider Organization Name (Legal Business Name)", "KETAMINE" * 50_000),
        ("Provider First Line Business Practice Location Address", "ELM " * 100),
        ("Provider Business Practice Location Address City Name", "AUSTIN " * 50),
        ("Provider Second Line Business Practice Location Address", "STE " * 50),
    ],
)
def test_an_overlong_value_costs_its_own_row_only(run, tmp_path, field, value):
    rows = [organisation() | {field: value}, organisation(OTHER, "ELM KETAMINE")]
    assert run(write(tmp_path / "npi.csv", rows))[-1] == "read=2 created=1 updated=0 left=0 rejected=1"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("Provider First Name", "MARA " * 20, "the first name is longer than 60 characters"),
        ("Provider Name Suffix Text", "THE ELEVENTH", "the suffix is longer than 10 characters"),
        (
            "Provider License Number_1",
            "Q12" * 20,
            "a license number is longer than 40 characters",
        ),
    ],
)
def test_an_overlong_value_of_a_person_costs_its_own_row_only(run, tmp_path, field, value, reason):
    rows = [person() | {field: value}, organisation()]
    said = run(write(tmp_path / "npi.csv", rows), npi=[PERSON])
    assert said[-1] == "read=2 created=1 updated=0 left=0 rejected=1"
    assert any(reason in line for line in said)


def test_many_rejected_rows_are_all_counted_and_the_first_are_told(run, tmp_path):
    said = run(write(tmp_path / "npi.csv", [organisation("1")] * 60))
    assert said[-1] == "read=60 created=0 updated=0 left=0 rejected=60"
    assert sum(line.startswith("Rejected: npi.csv, line ") for line in said) == 50
    assert "More rejected rows stand in the import run, in the admin." in said
    assert len(ImportRun.objects.get().rejected) == 60
