"""Possible personal details are found in a text, and ordinary words are left alone."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinics.reviews.personal import Detail, find, pieces


def marked(text, *names, known=()):
    """What is marked, with its kind."""
    return [(words, kind) for words, kind in pieces(text, find(text, names, known)) if kind]


def words(text, kind, *names):
    return [piece for piece, of in marked(text, *names) if of == kind]


@pytest.mark.parametrize(
    "number",
    [
        "512-555-0123",
        "(512) 555-0123",
        "(512)555-0123",
        "512.555.0123",
        "512 555 0123",
        "512–555–0123",
        "5125550123",
        "+1 512 555 0123",
        "1-512-555-0123",
        "512-555-0123 ext. 44",
        "555-0123",
        "+44 20 7946 0958",
        "five one two, five five five, zero one two three",
    ],
)
def test_a_phone_number_is_found_however_it_is_written(number):
    assert marked(f"You can reach me: {number}. They know me.") == [(number, "phone")]


@pytest.mark.parametrize(
    "address",
    [
        "jane.doe+x@mail.example.org",
        "jane at example dot org",
        "jane (at) example (dot) org",
        "jane[at]example.org",
        "jane @ example.org",
        "JANE@EXAMPLE.ORG",
    ],
)
def test_an_email_address_is_found_also_when_it_is_spelled(address):
    assert marked(f"Write to {address}, any time.") == [(address, "email")]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c",
        "www.example.org",
        "example.com",
        "example.com/x",
        "@jane_d_tx",
        "example dot com",
    ],
)
def test_a_web_address_is_found_with_or_without_its_scheme(address):
    assert marked(f"The rest is on {address}. Read it.") == [(address, "web")]


@pytest.mark.parametrize(
    "number",
    [
        "123-45-6789",
        "MRN is 123456",
        "MRN: A12-3456",
        "member ID ABC123456",
        "Record number 44718",
        "policy no. 99812",
        "ZX1234567",
        "123456789012",
        "born on 01/02/1970",
        "date of birth: May 3, 1980",
        "DOB 1980-05-03",
        "social security 123456789",
    ],
)
def test_a_number_that_stands_for_a_person_is_found(number):
    assert marked(f"They wrote down {number}, and so on.") == [(number, "number")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Then Dr. Jane Smith came in.", "Dr. Jane Smith"),
        ("Then Dr Smith came in.", "Dr Smith"),
        ("Dr. Smith came in.", "Dr. Smith"),
        ("I liked nurse Kelly a lot.", "nurse Kelly"),
        ("I liked Mrs. O’Brien’s way of asking.", "Mrs. O’Brien"),
        ("I was seen by Jane Smith there.", "Jane Smith"),
        ("Jane Smith was there.", "Jane Smith"),
        ("I met Maria de la Cruz there.", "Maria de la Cruz"),
        ("I met John Q. Public there.", "John Q. Public"),
        ("Me ayudó José García mucho.", "José García"),
        ("Yesterday I met Anne-Marie Müller's team.", "Anne-Marie Müller"),
    ],
)
def test_a_title_with_a_name_and_a_full_name_are_found(text, name):
    assert marked(text) == [(name, "name")]


@pytest.mark.parametrize(
    "text",
    [
        "In crisis I called 988, and before that 911.",
        "I paid $1,250 for 6 sessions in 2025 and 2026; 40 minutes each.",
        "It took 10-14 days. The dose was 0.5 mg/kg, later 100 mg.",
        "I was at home. They called at 9.30 on 03/04/2026.",
        "The nurse I met was kind. The doctor. Ketamine helped.",
        "The Nurse Practitioner and the Medical Director explained it.",
        "I drove from San Antonio to New York, and to North Carolina in May.",
        "Blue Cross paid, United Healthcare did not, Medicare and Aetna neither.",
        "On Monday March 3 I had my first Ketamine Infusion. I’m better. It’s good.",
        "It is on South Congress Avenue, near Brown Medical Center.",
        "THEY LISTENED TO ME. NOBODY RUSHED ME.",
        "PTSD, OCD and MDD are what they treat; TMS, too.",
        "It was fine.Then it was not.",
        "那里的人很好，价格也说得很清楚。",
    ],
)
def test_what_is_no_personal_detail_is_left_alone(text):
    assert marked(text) == []


def test_names_that_are_handed_in_are_found_in_any_case_and_without_their_accents():
    text = "I saw ada  winterböurne and ADA WINTERBOURNE."
    assert words(text, "name", "Ada Winterbourne") == ["ada  winterböurne", "ADA WINTERBOURNE"]


def test_such_a_name_is_found_without_its_middle_and_suffix():
    assert words("I saw ada winterbourne.", "name", "Ada B. Winterbourne Jr., MD") == ["ada winterbourne"]
    assert words("He has an MD, and Jr is no name.", "name", "Ada Winterbourne Jr., MD") == []


def test_a_part_of_such_a_name_is_found_where_it_is_written_as_a_name():
    assert words("Winterbourne was kind, and so was Ada.", "name", "Ada Winterbourne") == [
        "Winterbourne",
        "Ada",
    ]
    assert words("The price was fair. Price is not all.", "name", "Ada Price") == []
    assert words("I was glad that Price was there.", "name", "Ada Price") == ["Price"]


def test_phrases_that_are_known_to_be_no_person_are_left_alone():
    text = "I chose Quiet Harbor for its price, and met Jane Smith."
    assert marked(text) == [("Quiet Harbor", "name"), ("Jane Smith", "name")]
    assert marked(text, known=["Quiet Harbor"]) == [("Jane Smith", "name")]


def test_several_details_come_in_the_order_of_the_text():
    text = "Dr. Smith (512-555-0123, smith@example.org) has www.example.org and my MRN 55512."
    assert [kind for _words, kind in marked(text)] == ["name", "phone", "email", "web", "number"]


def test_pieces_put_together_are_the_text():
    text = "Call 512-555-0123 or write jane@example.org"
    assert pieces(text, find(text)) == [
        ("Call ", ""),
        ("512-555-0123", "phone"),
        (" or write ", ""),
        ("jane@example.org", "email"),
    ]
    assert pieces("ab", [Detail(0, 1, "x")]) == [("a", "x"), ("b", "")]
    assert pieces("", []) == []


ALPHABET = "aA1 .-@()/:\n’'é中+#$,xDr"
PARTS = [
    "Dr. ",
    "Jane ",
    "Smith",
    " at ",
    " dot ",
    "www.",
    "https://",
    "512",
    "-",
    "@",
    "MRN ",
    "one ",
    "\n",
    "Ada Lee",
]


@settings(deadline=None)
@given(st.text(ALPHABET, max_size=200) | st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
def test_details_lie_in_order_apart_and_inside_any_text(text):
    found = find(text, ["Ada Lee"], ["Jane Smith"])
    assert all(0 <= detail.start < detail.end <= len(text) for detail in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert "".join(piece for piece, _kind in pieces(text, found)) == text


HOSTILE = [
    *(
        "a",
        "a.",
        "1",
        "1-",
        "+1 ",
        "a@",
        "a@a.",
        "A a ",
        "Aa ",
        "A'",
        "Dr. ",
        "www.",
        "https://",
        "one ",
        "@",
    ),
    *(
        "mrn ",
        " dot a",
        "a at a dot ",
        "a (at) ",
        "(512)",
        "de ",
        ".",
        " ",
        "Aa de ",
        "1/1/",
        "ABC-",
        "born ",
    ),
]


@pytest.mark.parametrize("part", HOSTILE, ids=[re.sub(r"\W", "_", f"{n} {p}") for n, p in enumerate(HOSTILE)])
def test_a_hostile_text_is_looked_through_in_no_time(part):
    """Backtracking that grows with the text would take minutes here."""
    text = (part * 5000)[:5000] + "!"
    begun = time.process_time()
    find(text, ["Aa Aa Aa Aa"] * 20)
    assert time.process_time() - begun < 1
