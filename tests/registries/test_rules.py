"""Which rows count and what an import may change."""

import re
from datetime import date

import pytest

from clinics.registries.rules import (
    RELEVANT,
    RejectedError,
    Selection,
    changes,
    day,
    inactive_since,
    is_outdated,
    status_when_active,
    status_when_inactive,
)

DEFAULT = Selection(re.compile(RELEVANT, re.IGNORECASE))


@pytest.mark.parametrize("name", ["AUSTIN KETAMINE", "Esketamine Care", "SPRAVATO OF OHIO"])
def test_names_that_tell_of_ketamine_are_relevant(name):
    assert DEFAULT.wants("2000000002", ["CITY DENTISTS", name], [])


def test_other_names_are_not_relevant():
    assert not DEFAULT.wants("2000000002", ["CITY DENTISTS", "KETO DIET"], ["2084P0800X"])


def test_a_number_or_a_taxonomy_code_is_enough():
    chosen = Selection(DEFAULT.pattern, frozenset(["2000000002"]), frozenset(["2084P0800X"]))
    assert chosen.wants("2000000002", [], [])
    assert chosen.wants("2000000010", [], ["207L00000X", "2084P0800X"])
    assert not chosen.wants("2000000010", [], ["207L00000X"])


def test_a_day_is_month_day_year_or_blank():
    assert day("03/04/2020") == date(2020, 3, 4)
    assert day("  ") is None
    with pytest.raises(RejectedError, match="not a date"):
        day("2020-03-04")


@pytest.mark.parametrize(
    ("deactivated", "reactivated", "since"),
    [
        (None, None, None),
        (date(2020, 1, 1), None, date(2020, 1, 1)),
        (date(2020, 1, 1), date(2020, 1, 1), None),
        (date(2020, 1, 1), date(2021, 1, 1), None),
        (date(2020, 1, 1), date(2019, 1, 1), date(2020, 1, 1)),
    ],
)
def test_inactive_means_deactivated_and_not_reactivated_since(deactivated, reactivated, since):
    assert inactive_since(deactivated, reactivated) == since


def test_only_a_row_from_before_what_we_hold_is_outdated():
    assert is_outdated(date(2019, 1, 1), date(2020, 1, 1))
    assert not is_outdated(date(2020, 1, 1), date(2020, 1, 1))
    assert not is_outdated(None, date(2020, 1, 1))
    assert not is_outdated(date(2019, 1, 1), None)


def test_a_field_is_the_registrys_only_while_it_says_what_the_registry_wrote():
    current = {"name": "By hand", "phone": "1"}
    written = {"name": "Birch", "phone": "1"}
    assert changes(current, written, {"name": "Oak", "phone": "2"}) == ({"phone": "2"}, ["name"])


def test_an_address_of_which_any_part_was_edited_stays_whole():
    written = {"street": "1 Elm St", "unit": "", "city": "Austin", "state_id": "TX", "zip_code": "78701"}
    proposed = written | {"street": "2 Oak St", "zip_code": "78702"}
    assert changes(written, written, proposed) == ({"street": "2 Oak St", "zip_code": "78702"}, [])
    assert changes(written | {"unit": "Rear"}, written, proposed) == ({}, ["street", "unit", "zip_code"])


@pytest.mark.parametrize(
    ("current", "written", "publish", "after"),
    [
        ("draft", "draft", False, "draft"),
        ("draft", "draft", True, "published"),
        ("published", "published", False, "published"),
        ("published", "draft", False, "published"),
        ("suspended", "suspended", False, "draft"),
        ("suspended", "suspended", True, "published"),
        ("suspended", "published", True, "suspended"),
        ("closed", "published", True, "closed"),
        ("draft", "published", True, "draft"),
    ],
)
def test_a_status_that_a_curator_chose_stays_and_nothing_published_goes_back(
    current, written, publish, after
):
    assert status_when_active(current, written, publish) == after


@pytest.mark.parametrize(
    ("current", "alone", "after"),
    [
        ("published", True, "suspended"),
        ("draft", True, "suspended"),
        ("published", False, "published"),
        ("closed", True, "closed"),
    ],
)
def test_what_only_the_registry_vouched_for_is_suspended(current, alone, after):
    assert status_when_inactive(current, rests_on_registry=alone) == after
