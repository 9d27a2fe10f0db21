"""The boards' mappings, and what one row of each board's format says."""

import json
from datetime import date

import pytest

from clinics.registries import board_rules, boards
from clinics.registries.boards import BoardFileError
from clinics.registries.rules import RejectedError
from tests.registries.board_files import CT, IL, SOUND, WA, connecticut, illinois, washington

ROWS = {"wa-health": (WA, washington), "il-idfpr": (IL, illinois), "ct-elicense": (CT, connecticut)}


def parsed(slug, **more):
    board = boards.load(slug)
    row = ROWS[slug][1](**more)
    return board, board_rules.parse(
        board, 2, {name: row.get(title, "") for name, title in board.columns.items()}
    )


def mapping(tmp_path, **changes):
    content = {key: value for key, value in (SOUND | changes).items() if value is not None}
    path = tmp_path / "a-board.json"
    path.write_text(json.dumps(content))
    return path


def test_every_board_has_a_row_here():
    assert boards.slugs() == sorted(ROWS)


@pytest.mark.parametrize("slug", sorted(ROWS))
def test_a_mapping_is_sound_and_names_columns_of_its_format(slug):
    board = boards.load(slug)
    assert set(board.columns.values()) <= set(ROWS[slug][0])


@pytest.mark.parametrize("slug", sorted(ROWS))
def test_a_row_of_the_format_is_understood(slug):
    board, row = parsed(slug)
    assert (row.status, row.issued_on, row.expires_on.year) == ("active", date(2015, 3, 4), 2030)
    assert board_rules.name_agrees(board, row, "Winterbourne")
    assert not board_rules.name_agrees(board, row, "Winter")
    assert not board_rules.name_agrees(board, row, "Ada")


def test_numbers_are_compared_without_what_each_board_puts_around_them():
    numbers = {
        "wa-health": ("MD.MD.12", "md 12"),
        "il-idfpr": ("000012", "12"),
        "ct-elicense": ("1.000012", "12"),
    }
    for slug, (theirs, ours) in numbers.items():
        board = boards.load(slug)
        assert board_rules.number_key(board, theirs) == board_rules.number_key(board, ours)
    washington_board = boards.load("wa-health")
    assert board_rules.number_key(washington_board, "MD12") != board_rules.number_key(
        washington_board, "MD0012"
    )


@pytest.mark.parametrize(
    ("slug", "columns", "status", "said"),
    [
        ("il-idfpr", {"License Status": "NOT RENEWED"}, "expired", "NOT RENEWED"),
        ("il-idfpr", {"License Status": "PROBATION"}, "unknown", "PROBATION"),
        ("wa-health", {"Status": "active with  RESTRICTIONS"}, "active", "active with RESTRICTIONS"),
        ("wa-health", {"Status": "Summary Suspension"}, "suspended", "Summary Suspension"),
        ("wa-health", {"Status": "Revoked"}, "revoked", "Revoked"),
        ("wa-health", {"Status": ""}, "unknown", ""),
        (
            "ct-elicense",
            {"Status": "INACTIVE", "StatusReason": "LAPSED DUE TO NON-RENEWAL"},
            "expired",
            "INACTIVE: LAPSED DUE TO NON-RENEWAL",
        ),
        ("ct-elicense", {"Status": "ACTIVE", "StatusReason": "NEW"}, "unknown", "ACTIVE: NEW"),
    ],
)
def test_a_status_keeps_the_words_of_its_board_and_is_never_guessed(slug, columns, status, said):
    row = parsed(slug, **columns)[1]
    assert (row.status, row.said) == (status, said)


def test_a_limited_license_stands_and_is_told_as_limited():
    row = parsed("wa-health", Status="Active With Conditions")[1]
    assert row.is_limited
    assert board_rules.outcome(row, date(2026, 11, 25)) == "passed"
    assert not parsed("wa-health")[1].is_limited


def test_a_license_stands_on_its_last_day_and_no_longer_on_the_next():
    row = parsed("wa-health", ExpirationDate="11/25/2026")[1]
    assert board_rules.outcome(row, date(2026, 11, 25)) == "passed"
    assert board_rules.outcome(row, date(2026, 11, 26)) == "failed"


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"number": ""}, "no license number"),
        ({"number": "X" * 41}, "too long for a license number"),
        ({"ExpirationDate": "31/31/2030"}, "not a date"),
        ({"ExpirationDate": "01/01/9999"}, "not a date"),
        ({"FirstIssueDate": "01/01/2031"}, "before it was issued"),
        ({"Status": "x" * 201}, "too long for a status"),
    ],
)
def test_an_absurd_field_rejects_the_row(columns, words):
    with pytest.raises(RejectedError, match=words):
        parsed("wa-health", **columns)


def test_businesses_and_other_professions_are_passed_over():
    assert parsed("il-idfpr", last="")[1] is None
    assert parsed("ct-elicense", Credential="Hairdresser/Cosmetician")[1] is None


@pytest.mark.parametrize(
    ("said", "ours", "agrees"),
    [
        ("O'BRIEN", "O’Brien", True),
        ("OBRIEN", "O'Brien", True),
        ("GARCÍA LOPEZ", "Garcia-Lopez", True),
        ("QUILL JR", "Quill", True),
        ("GARCIA", "Garcia-Lopez", False),
        ("WINTER", "", False),
    ],
)
def test_last_names_agree_however_they_are_spaced(said, ours, agrees):
    board, row = parsed("wa-health", last=said)
    assert board_rules.name_agrees(board, row, ours) is agrees


def test_a_full_name_may_begin_with_the_last_name(tmp_path):
    columns = {"number": "No", "full_name": "Name", "status": "Status"}
    board = boards.read(mapping(tmp_path, columns=columns, full_name_order="last-first"))
    row = board_rules.parse(board, 2, {"number": "1", "full_name": "DE LA CRUZ, ADA", "status": "In force"})
    assert board_rules.name_agrees(board, row, "de la Cruz")
    assert not board_rules.name_agrees(board, row, "Ada")


def test_a_suspended_license_is_never_hidden_behind_one_that_stands():
    today = date(2026, 11, 25)
    suspended = parsed("wa-health", Status="Suspended", ExpirationDate="01/01/2027")[1]
    active = parsed("wa-health")[1]
    lapsed = parsed("wa-health", Status="Expired", ExpirationDate="01/01/2020")[1]
    assert board_rules.overrules(suspended, active)
    assert board_rules.overrules(active, lapsed)
    assert board_rules.weight(suspended, "rn", today) > board_rules.weight(active, "md", today)
    assert board_rules.weight(lapsed, "np", today) > board_rules.weight(active, "rn", today)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": "ZZ"}, "state: “ZZ”"),
        ({"name": None}, "name: is missing"),
        ({"columns": {"number": "No", "status": "S"}}, "columns: name either last_name or full_name"),
        ({"columns": {"last_name": "L", "status": "S"}}, "columns: “number” is missing"),
        ({"columns": SOUND["columns"] | {"age": "Age"}}, "columns: there is no “age”"),
        ({"statuses": {"In force": "fine"}}, "statuses: “In force” is none of"),
        ({"statuses": {}}, "statuses: is missing"),
        ({"types": {"Doctor": "doctor"}}, "types: “Doctor”"),
        ({"limited": ["Narrow"]}, "limited: “Narrow”"),
        ({"date_formats": ["%m/%d"]}, "date_formats: “%m/%d”"),
        ({"encoding": "latin-99"}, "encoding: there is no “latin-99”"),
        ({"delimiter": "||"}, "delimiter: not one character"),
        ({"number_drop": "("}, "number_drop: not a regular expression"),
        ({"ignore_leading_zeros": "yes"}, "ignore_leading_zeros: not true or false"),
        ({"full_name_order": "middle-out"}, "full_name_order: not one of"),
        ({"colums": {}}, "colums: there is no such key"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_by_its_file_and_key(tmp_path, changes, words):
    with pytest.raises(BoardFileError) as refusal:
        boards.read(mapping(tmp_path, **changes))
    assert f"a-board.json, {words}" in str(refusal.value)


def test_a_mapping_that_is_no_json_is_refused(tmp_path):
    path = tmp_path / "a-board.json"
    path.write_text("{")
    with pytest.raises(BoardFileError, match="a-board"):
        boards.read(path)
