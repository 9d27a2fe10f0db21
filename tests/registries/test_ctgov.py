"""Reading the registry's JSON: what it says, and what cannot be read at all."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinics.registries.ctgov import Site, nct_id_of, read_page, study_of
from clinics.registries.files import UnreadableError
from clinics.registries.rules import RejectedError
from tests.trials.registry import OSLO, nct, page, site, study

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=8), part, max_size=4),
    max_leaves=8,
)


def paths_of(value, path=()):
    """Where each part of a record lies."""
    yield path
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths_of(part, (*path, key))


PATHS = sorted((path for path in paths_of(study(sites=[site(status="RECRUITING"), site(OSLO)]))), key=str)


def replaced(record, path, value):
    """The record with another value at this place."""
    if not path:
        return value
    record[path[0]] = replaced(record[path[0]], path[1:], value)
    return record


@pytest.fixture
def read(tmp_path):
    def reading(content):
        path = tmp_path / "studies.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_page(path)

    return reading


def test_a_real_record_is_read_whole(shared_data):
    [raw] = read_page(shared_data("trials/study_v2_shape_NCT03934567.json")).studies
    found = study_of(raw)
    assert (found.nct_id, found.status, found.updated_on) == (
        "NCT03934567", "ACTIVE_NOT_RECRUITING", date(2025, 4, 10),
    )  # fmt: skip
    assert (found.phases, found.enrollment, found.min_age, found.max_age) == (("PHASE2",), 87, "18 Years", "")
    assert found.interventions == ("Abexinostat",)
    assert found.sites[0] == Site(
        "Cancer Hospital Chinese Academy of Medical Sciences",
        "Beijing",
        "",
        "100021",
        "China",
        "",
        39.9075,
        116.39723,
    )
    assert [place.city for place in found.sites if place.latitude is None] == ["Hainan"]
    assert "Fictional Person" not in repr(found)


def test_what_is_absent_stays_unknown(read):
    bare = study(sites=[])
    for name in ("designModule", "eligibilityModule", "descriptionModule", "contactsLocationsModule"):
        del bare["protocolSection"][name]
    found = study_of(bare)
    assert (found.type, found.phases, found.enrollment) == ("", (), None)
    assert (found.sex, found.min_age, found.healthy_volunteers) == ("ALL", "", None)
    assert (found.summary, found.sites) == ("", ())


def test_texts_are_plain_and_keep_their_lines(read):
    hidden = "Age \\>= 18\r\n\r\n\r\n\r\n\\* one\u202e\u200b\u0000 <b>two</b>"
    told = study_of(study(eligibilityModule__eligibilityCriteria=hidden)).criteria
    assert told == "Age >= 18\n\n* one <b>two</b>"


@pytest.mark.parametrize(
    ("content", "number"),
    [(page(study(1), study(2)), 2), (study(1), 1), ([study(1), study(2)], 2), (page(), 0), ([], 0)],
    ids=["page", "study", "list", "empty page", "empty list"],
)
def test_a_file_is_a_page_a_study_or_a_list(read, content, number):
    assert len(read(json.dumps(content)).studies) == number


def test_a_byte_order_mark_is_passed_over(read):
    assert len(read(b"\xef\xbb\xbf" + json.dumps(study(1)).encode()).studies) == 1


def test_a_page_says_whether_more_follow_and_how_many_there_are(read):
    assert read(json.dumps(page(study(1), nextPageToken="x", totalCount=7)))[1:3] == (True, 7)
    assert read(json.dumps(page(study(1), totalCount="7")))[1:3] == (False, None)


WHOLE = json.dumps(page(study(1)))
UNREADABLE = {
    "empty": (b"", "not JSON, or cut short"),
    "truncated": (WHOLE[:-40], "not JSON, or cut short"),
    "not JSON": ("<html></html>", "not JSON, or cut short"),
    "more after the end": (WHOLE + "}", "not JSON, or cut short"),
    "deeply nested": ("[" * 200_000, "nested too deeply"),
    "deeply nested objects": ('{"a":' * 200_000, "nested too deeply"),
    "a huge whole number": ('{"studies": [' + "9" * 10_000 + "]}", "a number that is too large"),
    "a huge number": ('{"studies": [1e999]}', "a number that is too large"),
    "not a number": ('{"studies": [NaN]}', "NaN is not a number"),
    "infinity": ('{"studies": [-Infinity]}', "-Infinity is not a number"),
    "a key twice": ('{"studies": [], "studies": []}', "the same key twice"),
    "a key twice far in": (WHOLE.replace('"hasResults"', '"a": 1, "a": 2, "hasResults"'), "the same key twice"),
    "a lone surrogate": (WHOLE.replace("Blues", "\\ud800"), "half a character"),
    "a lone surrogate as a key": (WHOLE.replace("hasResults", "\\uDC00"), "half a character"),
    "Latin-1": (WHOLE.replace("Blues", "Bläues").encode("latin-1"), "not text in UTF-8"),
    "UTF-16": (WHOLE.encode("utf-16"), "not text in UTF-8"),
    "a number": ("5", "neither a page of a search"),
    "null": ("null", "neither a page of a search"),
    "another object": ('{"error": "too many requests"}', "neither a page of a search"),
    "studies that are no list": ('{"studies": {"a": 1}}', "neither a page of a search"),
    "wrong types everywhere": ('{"studies": [1, "two", null, [], {"protocolSection": 3}]}', "nothing in it is a study"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_says_why(read, content, reason):
    with pytest.raises(UnreadableError, match=reason) as caught:
        read(content)
    assert str(caught.value).startswith("studies.json: ")


def test_a_whole_character_written_in_two_escapes_is_read(read):
    [raw] = read(WHOLE.replace("Blues", "\\ud83d\\ude00 Blues")).studies
    assert "😀" in study_of(raw).title


@pytest.mark.parametrize("path", PATHS, ids=lambda path: ".".join(map(str, path)) or "all")
@settings(max_examples=15, deadline=None)
@given(value=JSON)
def test_whatever_stands_in_place_of_a_part_is_read_or_rejected(path, value):
    changed = replaced(study(sites=[site(status="RECRUITING"), site(OSLO)]), path, value)
    try:
        found = study_of(changed)
    except RejectedError:
        return
    assert found.nct_id == nct_id_of(changed)
    assert found.title
    assert found.status


@settings(max_examples=150, deadline=None)
@given(value=JSON)
def test_any_json_is_read_or_refused(tmp_path_factory, value):
    path = tmp_path_factory.mktemp("any") / "any.json"
    path.write_text(json.dumps(value))
    try:
        found = read_page(path)
    except UnreadableError:
        return
    assert found.studies == [] or any(map(nct_id_of, found.studies))


@settings(max_examples=150, deadline=None)
@given(cut=st.integers(1, len(WHOLE) - 1))
def test_a_file_cut_anywhere_is_refused(tmp_path_factory, cut):
    path = tmp_path_factory.mktemp("cut") / "cut.json"
    path.write_text(WHOLE[:cut])
    with pytest.raises(UnreadableError):
        read_page(path)


@pytest.mark.parametrize("number", ["NCT1", "nct99000001", "NCT990000011", "", None, 99_000_001])
def test_only_a_whole_nct_number_counts(number):
    raw = study(identificationModule__nctId=number)
    assert nct_id_of(raw) == ""
    with pytest.raises(RejectedError):
        study_of(raw)
    assert nct_id_of(study(1)) == nct(1)
