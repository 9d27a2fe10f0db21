"""What an import makes of the rows of OIG's exclusion list."""

import csv
import zipfile
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from clinics.models import Check, Exclusion, ImportRun, Provider
from clinics.registries import exclusion_rules
from clinics.registries.leie import COLUMNS
from clinics.registries.rules import RejectedError
from tests import factories as make
from tests.registries.lists import business, excluded, list_of, stranger

pytestmark = pytest.mark.django_db
NPI = make.well_formed_npi(7, "2")
EXPECTED = {
    "npi match": "failed",
    "npi match with state waiver": "possible",
    "same name and state, LEIE NPI zero": "possible",
    "same name, other state: likely a different person": "passed",
}


def run(file, **options):
    out = StringIO()
    call_command("import_leie", file, stdout=out, **options)
    return out.getvalue().splitlines()


def refused(file, why):
    before = [*Exclusion.objects.values()], Check.objects.count(), ImportRun.objects.count()
    with pytest.raises(CommandError, match=why):
        run(file)
    assert ([*Exclusion.objects.values()], Check.objects.count(), ImportRun.objects.count()) == before


@pytest.fixture
def stored(tmp_path):
    """A list of four is stored."""
    file = tmp_path / "before.csv"
    file.write_bytes(list_of([stranger(number) for number in range(4)]))
    run(file)
    return file


@pytest.fixture
def file(tmp_path):
    return tmp_path / "UPDATED.csv"


def test_a_person_is_stored_with_a_name_to_compare(file):
    file.write_bytes(list_of([excluded("O'MARROW JR", "EDITH", NPI, WAIVERDATE="20240320", WVRSTATE="TX")]))
    assert run(file)[-1] == "read=1 created=1 updated=0 left=0 rejected=0"
    edith = Exclusion.objects.get()
    assert (edith.name, edith.name_key, edith.npi) == ("O'MARROW JR, EDITH Q", "edith omarrow", NPI)
    assert (edith.excluded_on, edith.waiver_on, edith.waiver_state) == (
        date(2023, 7, 20),
        date(2024, 3, 20),
        "TX",
    )
    assert not edith.is_business


def test_zeros_are_no_npi_and_no_date(file):
    file.write_bytes(list_of([business()]))
    run(file)
    lantern = Exclusion.objects.get()
    assert (lantern.npi, lantern.waiver_on, lantern.born_on) == ("", None, None)
    assert (lantern.name_key, lantern.is_business) == ("dim lantern care", True)


def test_the_other_name_of_the_waiver_column_is_known(file):
    columns = [*COLUMNS[:-1], "WAIVERSTATE"]
    file.write_bytes(list_of([stranger() | {"WAIVERSTATE": "WY"}], columns))
    run(file)
    assert Exclusion.objects.get().waiver_state == "WY"


def test_a_second_run_changes_nothing(file):
    make.ClinicFactory()
    file.write_bytes(list_of([excluded(), stranger(), stranger()]))
    assert run(file)[-1] == "read=3 created=2 updated=0 left=1 rejected=0"
    before = [*Exclusion.objects.values()], [*Check.objects.values()], ImportRun.objects.count()
    assert run(file)[-1] == "read=3 created=0 updated=0 left=3 rejected=0"
    assert ([*Exclusion.objects.values()], [*Check.objects.values()], ImportRun.objects.count()) == before


def test_a_list_takes_the_place_of_the_one_before(stored, file):
    waiver = {"WAIVERDATE": "20240320", "WVRSTATE": "WY"}
    file.write_bytes(list_of([stranger(0), stranger(1, **waiver), stranger(9)]))
    assert run(file)[-1] == "read=3 created=1 updated=1 left=1 rejected=0"
    assert set(Exclusion.objects.values_list("name", "waiver_state")) == {
        ("FARAWAY, PERSONA Q", ""),
        ("FARAWAY, PERSONB Q", "WY"),
        ("FARAWAY, PERSONJ Q", ""),
    }


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"NPI": "12345"}, "“12345” is not an NPI"),
        ({"NPI": NPI[:-1] + str((int(NPI[-1]) + 1) % 10)}, "is not an NPI"),
        ({"EXCLDATE": "20231320"}, "“20231320” is not a date"),
        ({"EXCLDATE": "0720023"}, "is not a date"),
        ({"EXCLDATE": "99991231"}, "is not a date"),
        ({"DOB": "20991231"}, "has not come yet"),
        ({"STATE": "TEX"}, "not the code of a state"),
        ({"CITY": "X" * 61}, "CITY has 61 characters"),
        ({"LASTNAME": "", "FIRSTNAME": ""}, "names nobody"),
        ({"REINDATE": "20240101"}, "reinstated on 2024-01-01"),
    ],
)
def test_an_absurd_row_is_rejected_with_its_line_and_reason(file, wrong, why):
    file.write_bytes(list_of([stranger(), excluded(**wrong)]))
    lines = run(file)
    assert lines[-1] == "read=2 created=1 updated=0 left=0 rejected=1"
    [told] = [line for line in lines if line.startswith("Rejected: UPDATED.csv, line 3: ")]
    assert why in told
    assert ImportRun.objects.get().rejected[0]["line"] == 3


def test_a_row_with_too_few_columns_is_rejected(file):
    file.write_bytes(list_of([stranger()]) + b'"A","B"\r\n')
    assert "Rejected: UPDATED.csv, line 3: 2 columns instead of 18" in run(file)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (list_of([]), "a header and no rows"),
        (b"NPI,Name\r\n1,2\r\n", "not OIG's exclusion list"),
        (b"\x89PNG\r\n\x1a\n\0\0", "NUL|not OIG"),
        (list_of([stranger()]).decode().encode("utf-16"), "NUL"),
        (list_of([stranger(n) for n in range(4)])[:-30], "cut short in line 5"),
        (list_of([stranger(n) for n in range(4)])[:-90], "cut short in line 5"),
        (list_of([stranger()]), "1 usable rows, and the list now stored has 4"),
        (list_of([stranger(n, NPI="X") for n in range(4)]), "no row of it can be used; line 2"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_changes_nothing(stored, file, content, why):
    file.write_bytes(content)
    refused(file, why)


def test_there_must_be_a_file(stored, tmp_path):
    refused(tmp_path / "none.csv", "no such file")


def test_a_short_list_is_taken_where_the_operator_insists(stored, file):
    file.write_bytes(list_of([stranger()]))
    assert run(file, force=True)[-1] == "read=1 created=0 updated=0 left=1 rejected=0"
    assert Exclusion.objects.count() == 1


def test_old_letters_and_a_zip_are_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "leie.zip", "w") as archive:
        text = list_of([excluded("NUÑEZ")]).decode()
        archive.writestr("UPDATED.csv", text.encode("latin-1"))
    run(tmp_path / "leie.zip")
    assert Exclusion.objects.get().name_key == "edith nunez"


def test_the_real_sample_is_read_whole_and_twice(shared_data):
    file = shared_data("leie/UPDATED_sample.csv")
    assert run(file)[-1] == "read=3444 created=3443 updated=0 left=1 rejected=0"
    assert Exclusion.objects.filter(npi="2399929688").count() == 1
    assert run(file)[-1] == "read=3444 created=0 updated=0 left=3444 rejected=0"


def test_the_ten_planted_matches_come_out_as_told(shared_data, texas):
    planted = list(csv.DictReader(shared_data("leie/expected_matches.csv").open()))
    for usps in make.ROWS:
        make.StateFactory(usps=usps)
    register = shared_data("nppes/npidata_pfile_v2_2025_sample.csv")
    with register.open() as rows:
        wanted = {row["nppes_sample_npi"] for row in planted}
        for row in csv.DictReader(rows):
            if row["NPI"] in wanted:
                provider_of(row)
    assert Provider.objects.count() == 10
    lines = run(shared_data("leie/UPDATED_sample.csv"))
    assert "Matches by NPI: 5. Possible matches for a curator: 4. No longer excluded: 0." in lines
    for row in planted:
        provider = Provider.objects.get(npi=row["nppes_sample_npi"])
        assert [check.outcome for check in provider.checks.all()] == [EXPECTED[row["why"]]], row
        assert provider.withheld == (row["why"] == "npi match")


def provider_of(row):
    return make.ProviderFactory(
        npi=row["NPI"],
        first_name=row["Provider First Name"].title(),
        last_name=row["Provider Last Name (Legal Name)"].title(),
        state_id=row["Provider Business Practice Location Address State Name"],
    )


@pytest.mark.parametrize(
    ("ours", "listed"),
    [
        (("Mara", "O'Quill"), ("MARA", "OQUILL")),
        (("Mara", "de la Cruz"), ("MARA", "DELACRUZ")),
        (("José", "Núñez Jr."), ("JOSE", "NUNEZ")),
        (("Mara", "Quill III"), ("MARA", "QUILL, M.D.")),
    ],
)
def test_a_name_is_the_same_however_it_is_written(ours, listed):
    assert exclusion_rules.person_keys(*ours)[0] == exclusion_rules.person_keys(*listed)[0]


def test_a_hyphenated_surname_counts_whole_and_by_each_half():
    assert exclusion_rules.person_keys("Mara", "Quill-Reed") == ["mara quillreed", "mara quill", "mara reed"]


@pytest.mark.parametrize(
    ("ours", "listed", "same"),
    [
        ("Dim Lantern Care", "DIM LANTERN CARE, INC", True),
        ("Dim Lantern Care L.L.C.", "DIM LANTERN CARE LLC", True),
        ("Dim Lantern Wellness Center of Austin, LLC", "DIM LANTERN WELLNESS CENTER OF", True),
        ("Dim Lantern Wellness Shop", "DIM LANTERN WELLNESS SHOP, LLC", True),
        ("Dim Lantern Wellness Shops", "DIM LANTERN WELLNESS SHOPS, LL", True),
        ("Dim Lantern", "DIM LANTERN CARE", False),
    ],
)
def test_a_business_is_compared_as_the_list_cuts_it(ours, listed, same):
    assert (exclusion_rules.business_key(ours) == exclusion_rules.business_key(listed)) is same


def test_a_date_has_eight_digits():
    assert exclusion_rules.day("00000000") is None
    with pytest.raises(RejectedError):
        exclusion_rules.day("2023072")
