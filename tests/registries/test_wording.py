"""The registry's capitals as people read them; its numbers as we store them."""

import pytest

from clinics.registries.wording import (
    license_number,
    phone_number,
    readable,
    readable_credentials,
    readable_person,
    squeezed,
    zip_code,
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("BIRCH KETAMINE CLINIC, PLLC", "Birch Ketamine Clinic, PLLC"),
        ("WOMEN'S HEALTH OF THE NORTH", "Women's Health of the North"),
        ("OPEN IMAGING-LAYTON, LLC", "Open Imaging-Layton, LLC"),
        ("HOME I. V. SPECIALISTS, INC", "Home I. V. Specialists, Inc"),
        ("1200 NW 42ND ST", "1200 NW 42nd St"),
        ("SUITE 4B", "Suite 4B"),
        ("O'QUILL AND MCADAM MD PA", "O'Quill and McAdam MD PA"),
        ("QWX KETAMINE", "QWX Ketamine"),
        ("Already Written ok", "Already Written ok"),
        ("  TWO   SPACES ", "Two Spaces"),
        ("<UNAVAIL>", ""),
    ],
)
def test_names_and_streets_are_written_as_people_write_them(written, read):
    assert readable(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("NG", "Ng"), ("DO", "Do"), ("MCADAM-O'QUILL", "McAdam-O'Quill"), ("MARY ANN", "Mary Ann")],
)
def test_a_persons_name_is_never_taken_for_an_abbreviation(written, read):
    assert readable_person(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("M. D.", "MD"),
        ("M.D.", "MD"),
        ("P.A.-C", "PA-C"),
        ("PH.D.", "PhD"),
        ("D.O., FACP", "DO, FACP"),
        ("MD/MPH", "MD, MPH"),
        ("", ""),
    ],
)
def test_credentials_stand_without_dots(written, read):
    assert readable_credentials(written) == read


def test_control_characters_are_spaces():
    assert squeezed("a\x07b\x85c\nd") == "a b c d"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("5125550123", "+15125550123"),
        ("(512) 555-0123", "+15125550123"),
        ("0125550123", ""),
        ("5120550123", ""),
        ("2222222222", ""),
        ("51255501", ""),
        ("٥١٢٥٥٥٠١٢٣", ""),
        ("", ""),
    ],
)
def test_a_phone_number_is_ten_digits_that_can_be_dialed_or_nothing(written, read):
    assert phone_number(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("021391234", "02139"),
        ("02139-1234", "02139"),
        ("00601", "00601"),
        ("2139", ""),
        ("K1A 0B1", ""),
        ("1234567", ""),
        ("", ""),
    ],
)
def test_a_zip_code_is_its_first_five_digits_with_leading_zeros(written, read):
    assert zip_code(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Q1234", "Q1234"),
        ("  MD 0042 ", "MD 0042"),
        ("$$$$$$$$$", ""),
        ("********", ""),
        ("_________", ""),
        ("12====89", ""),
        ("NONE", ""),
        ("N/A", ""),
        ("2084P0800X", ""),
    ],
)
def test_a_masked_or_missing_license_number_is_no_number(written, read):
    assert license_number(written) == read
