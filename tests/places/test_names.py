"""The same place has one key, however it is written."""

import pytest
import us
from hypothesis import given
from hypothesis import strategies as st

from clinics.places.names import fold, name_key, state_code
from clinics.places.states import STATE_NAMES, STATES


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("St. Louis", "saint louis"),
        ("st  louis", "saint louis"),
        ("SAINT LOUIS", "saint louis"),
        ("Sault Ste. Marie", "sault sainte marie"),
        ("East St. Louis", "east saint louis"),
        ("Ft. Worth", "fort worth"),
        ("Mt Pleasant", "mount pleasant"),
        ("Rocky Mt", "rocky mount"),
        ("N. Little Rock", "north little rock"),
        ("Mc Lean", "mclean"),
        ("McLean", "mclean"),
        ("Fort Mc Coy", "fort mccoy"),
        ("Cañon City", "canon city"),
        ("Hagåtña", "hagatna"),
        ("Coeur d'Alene", "coeur d alene"),
        ("Coeur d’Alene", "coeur d alene"),
        ("Coeur D Alene", "coeur d alene"),
        ("Winston-Salem", "winston salem"),
        ("Hale‘iwa", "haleiwa"),
        ("Kāneʻohe", "kaneohe"),
        ("NYC", "new york"),
        ("E", "e"),
        ("", ""),
        ("\x00 😀", ""),
    ],
)
def test_a_name_has_one_key(written, key):
    assert name_key(written) == key


def test_folding_leaves_short_words_alone():
    assert fold("St. Mary’s Clinic, Suite #4 – Ñuñoa") == "st mary s clinic suite 4 nunoa"


@given(st.text())
def test_a_key_is_plain_and_stays_as_it_is(text):
    key = name_key(text)
    assert key.isascii()
    assert key == key.lower().strip()
    assert fold(key) == key


def test_there_are_50_states_a_district_and_five_territories():
    kinds = [row.kind for row in STATES]
    assert [kinds.count(kind) for kind in ("state", "district", "territory")] == [50, 1, 5]


def test_codes_names_and_numbers_agree_with_an_independent_list():
    independent = [*us.states.STATES, us.states.DC, *us.states.TERRITORIES]
    theirs = {(s.abbr, int(s.fips)) for s in independent}
    assert {(row.usps, row.number) for row in STATES} == theirs
    for state in independent:
        assert state_code(state.name) == state.abbr
        assert STATE_NAMES[state.abbr].removeprefix("U.S. ") == state.name


def test_the_clock_of_each_state_agrees_with_an_independent_list():
    # Where a state has two zones, or its zone another name, the list names only one of them.
    same_clock = {
        "America/Detroit": "America/New_York",
        "America/Boise": "America/Denver",
        "America/North_Dakota/Center": "America/Chicago",
        "Pacific/Samoa": "Pacific/Pago_Pago",
    }
    for row in STATES:
        theirs = getattr(us.states, row.usps).capital_tz
        assert same_clock.get(row.timezone, row.timezone) == same_clock.get(theirs, theirs)


@pytest.mark.parametrize(
    ("written", "usps"),
    [
        ("tx", "TX"),
        (" Texas ", "TX"),
        ("NEW  YORK", "NY"),
        ("D.C.", "DC"),
        ("district of columbia", "DC"),
        ("Virgin Islands", "VI"),
        ("U.S. Virgin Islands", "VI"),
        ("guam", "GU"),
        ("AE", None),
        ("Ontario", None),
        ("", None),
    ],
)
def test_a_state_is_known_by_code_and_name(written, usps):
    assert state_code(written) == usps


@pytest.mark.parametrize(
    ("written", "usps"),
    [
        ("N.Y.", "NY"), ("n. y.", "NY"), ("D.C.", "DC"), ("Tex.", "TX"), ("Calif", "CA"), ("W. Va.", "WV"),
        ("Washington State", "WA"), ("State of Washington", "WA"), ("L.A.", None), ("State", None),
    ],
)  # fmt: skip
def test_a_state_by_what_people_also_write(written, usps):
    assert state_code(written) == usps
