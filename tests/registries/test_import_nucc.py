"""What an import of the NUCC taxonomy makes of its file."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from clinics.models import Taxonomy

HEADER = "Code,Grouping,Classification,Specialization,Definition,Notes,Display Name,Section\n"
PSYCHIATRY = (
    '2084P0800X,Allopathic & Osteopathic Physicians,Psychiatry & Neurology,Psychiatry,"Two lines\n'
    'of a definition",,Psychiatry Physician,Individual\n'
)
NURSE = "163W00000X,Nursing Service Providers,Registered Nurse,,,,Registered Nurse,Individual\n"


@pytest.fixture
def run(db, tmp_path):
    """Import a text under a file name; tell what was printed, line by line."""

    def run_import(text, name="nucc_taxonomy_251.csv", **options):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        out = StringIO()
        call_command("import_nucc", file, stdout=out, **options)
        return out.getvalue().splitlines()

    return run_import


def test_codes_are_stored_with_their_words_and_edition(run):
    assert run(HEADER + PSYCHIATRY + NURSE)[-2:] == [
        "Edition 25.1.",
        "read=2 created=2 updated=0 left=0 rejected=0",
    ]
    assert str(Taxonomy.objects.get(code="2084P0800X")) == "Psychiatry & Neurology, Psychiatry"
    assert Taxonomy.objects.get(code="163W00000X").version == "25.1"


def test_the_same_file_again_changes_nothing(run):
    run(HEADER + PSYCHIATRY + NURSE)
    before = list(Taxonomy.objects.values())
    assert run(HEADER + PSYCHIATRY + NURSE)[-1] == "read=2 created=0 updated=0 left=2 rejected=0"
    assert list(Taxonomy.objects.values()) == before


def test_a_newer_edition_rewords_and_an_older_does_not_and_absent_codes_stay(run):
    run(HEADER + PSYCHIATRY + NURSE)
    reworded = HEADER + NURSE.replace("Registered Nurse,,", "Nurse,Registered,")
    assert run(reworded, edition="26.0")[-1] == "read=1 created=0 updated=1 left=0 rejected=0"
    assert str(Taxonomy.objects.get(code="163W00000X")) == "Nurse, Registered"
    assert run(HEADER + NURSE, edition="25.1")[-1] == "read=1 created=0 updated=0 left=1 rejected=0"
    assert str(Taxonomy.objects.get(code="163W00000X")) == "Nurse, Registered"
    assert Taxonomy.objects.filter(code="2084P0800X").exists()


def test_rows_that_make_no_sense_are_rejected_by_line(run):
    lines = run(
        HEADER + PSYCHIATRY + "nonsense,A,B,,,,,\n" + NURSE + NURSE + f"207L00000X,A,{'x' * 121},,,,,\n"
    )
    assert "Rejected: line 4: “nonsense” is not a taxonomy code" in lines
    assert "Rejected: line 6: the code 163W00000X stands in an earlier line too" in lines
    assert "Rejected: line 7: the classification of 207L00000X is too long" in lines
    assert lines[-1] == "read=5 created=2 updated=0 left=0 rejected=3"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the file is empty"),
        (HEADER, "a header and no rows"),
        ("NPI,Name\n1,2\n", "Missing: Code, Grouping"),
        (HEADER + NURSE + PSYCHIATRY[:80], "cut short"),
        (HEADER + NURSE + "2084P0800X,Allopathic", "cut short in line 3"),
        ((HEADER + NURSE).encode("utf-16"), "not a table of text"),
        (HEADER + "x,y,z,,,,,\n", "no taxonomy code"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_leaves_everything_as_it_was(run, text, words):
    run(HEADER + PSYCHIATRY)
    before = list(Taxonomy.objects.values())
    with pytest.raises(CommandError, match=words):
        run(text)
    assert list(Taxonomy.objects.values()) == before


def test_latin_letters_of_the_official_file_are_read(run):
    run((HEADER + NURSE.replace("Registered Nurse,,", "Registered Nurs\xe9,,")).encode("latin-1"))
    assert Taxonomy.objects.get().classification == "Registered Nurs\xe9"


def test_an_edition_that_nothing_tells_must_be_said(run):
    with pytest.raises(CommandError, match="--edition"):
        run(HEADER + NURSE, name="taxonomy.csv")
    assert run(HEADER + NURSE, name="taxonomy.csv", edition="25.1")[-1].startswith("read=1 created=1")


def test_the_real_extract_is_read(db, shared_data):
    out = StringIO()
    call_command("import_nucc", shared_data("nucc/taxonomy_relevant_v25_1.csv"), stdout=out)
    assert out.getvalue().splitlines()[-1].endswith("updated=0 left=0 rejected=0")
    assert str(Taxonomy.objects.get(code="2084P0800X")) == "Psychiatry & Neurology, Psychiatry"
    assert set(Taxonomy.objects.values_list("version", flat=True)) == {"25.1"}
