"""Regulation notes come from their file, with half-open intervals and sources."""

import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from clinicfinder.reference import ReferenceFileError
from clinics.models import RegulationNote
from clinics.places.states import STATES
from clinics.regulations.loading import load_notes
from clinics.regulations.topics import TOPICS
from clinics.regulations.versions import approve, next_version
from tests.factories import RegulationNoteFactory, StateFactory, UserFactory

pytestmark = pytest.mark.django_db
FACTS = Path(__file__).parents[3] / "shared/data/regulations.json"


@pytest.fixture
def states():
    for row in STATES:
        StateFactory(**row._asdict())


def test_the_notes_load_and_a_second_load_changes_nothing(states):
    assert load_notes() == {"regulations": (644, 0, 0, 0)}
    assert load_notes() == {"regulations": (0, 0, 644, 0)}


def test_a_note_that_a_curator_added_is_kept(states):
    RegulationNoteFactory(key="tx-of-our-own")
    assert load_notes() == {"regulations": (644, 0, 0, 1)}
    assert RegulationNote.objects.filter(key="tx-of-our-own").exists()


@pytest.fixture
def of_one_note(tmp_path, settings):
    """A file of one note, to write anew: `write(summary="…")`."""
    settings.FIXTURE_DIRS = [tmp_path]
    whole = {
        "key": "tx-rule", "state": "TX", "topic": "ketamine-rule", "summary": "Old words.",
        "for_patients": "", "citation": "Tex. Code 1", "source_url": "https://example.org/law",
        "stored_page_url": "", "adopted_on": None, "effective_from": "2025-01-01", "effective_until": None,
        "last_verified_on": "2026-11-24", "review_due_on": None, "basis": "stored page",
        "confidence": "high", "effect": None, "replaced_by": "",
    }  # fmt: skip

    def write(**changed):
        (tmp_path / "regulations.json").write_text(json.dumps([whole | changed]))
        return load_notes()["regulations"]

    StateFactory()
    write()
    return write


def test_better_words_in_the_file_replace_the_old_ones_which_stay_readable(of_one_note):
    assert of_one_note(summary="Better words.") == (0, 1, 0, 0)
    old, new = RegulationNote.objects.order_by("version")
    assert (old.summary, old.status, old.effective_until) == ("Old words.", "replaced", None)
    assert (new.summary, new.status, new.version, new.supersedes) == ("Better words.", "approved", 2, old)
    assert of_one_note(summary="Better words.") == (0, 0, 1, 0)


def test_new_law_in_the_file_ends_the_old_on_its_first_day(of_one_note):
    of_one_note(summary="New law.", effective_from="2026-03-01")
    old, new = RegulationNote.objects.order_by("version")
    assert (old.status, old.effective_until) == ("approved", date(2026, 3, 1))
    assert list(RegulationNote.objects.in_force(date(2026, 2, 28))) == [old]
    assert list(RegulationNote.objects.in_force(date(2026, 3, 1))) == [new]


@pytest.mark.parametrize("surer", [{"basis": "stored page"}, {"confidence": "high"}])
def test_to_be_surer_of_the_same_words_takes_a_new_version(of_one_note, surer):
    doubtful = {"basis": "recalled"} if "basis" in surer else {"confidence": "low"}
    of_one_note(**doubtful)
    assert RegulationNote.objects.get().confirmed is False
    of_one_note(**surer)
    old, new = RegulationNote.objects.order_by("version")
    assert (old.status, old.confirmed, new.status, new.confirmed) == ("replaced", False, "approved", True)


def test_a_law_that_holds_longer_than_we_knew_takes_a_new_version(of_one_note):
    of_one_note(effective_until="2027-01-01")
    of_one_note(effective_until="2028-01-01")
    old, new = RegulationNote.objects.order_by("version")
    assert (old.status, new.effective_until) == ("replaced", date(2028, 1, 1))


def test_a_later_reading_of_the_same_words_is_no_new_version(of_one_note):
    assert of_one_note(last_verified_on="2027-01-05", confidence="medium") == (0, 1, 0, 0)
    note = RegulationNote.objects.get()
    assert (note.last_verified_on, note.confidence, note.version) == (date(2027, 1, 5), "medium", 1)


def test_an_end_in_the_file_is_set_on_the_note_itself(of_one_note):
    of_one_note(effective_until="2027-01-01")
    assert RegulationNote.objects.get().effective_until == date(2027, 1, 1)


def test_what_an_editor_has_rewritten_is_left_alone(of_one_note):
    draft = next_version(RegulationNote.objects.get())
    draft.summary, draft.reason, draft.written_by = "An editor's words.", "Read again", UserFactory()
    draft.save()
    approve(draft, UserFactory())
    assert of_one_note(summary="Words of a release.") == (0, 0, 1, 0)
    assert RegulationNote.objects.approved().get().summary == "An editor's words."


def test_an_effect_that_no_rule_can_read_stops_the_load(of_one_note):
    with pytest.raises(ReferenceFileError, match="tx-rule: effect"):
        of_one_note(effect={"rule": "perhaps"})
    assert RegulationNote.objects.get().effect is None


def test_the_federal_rules_follow_each_other_without_gap_or_overlap(states):
    load_notes()
    rules = RegulationNote.objects.filter(key__regex=r"^us-dea-flex-[1-4]$").order_by("key")
    assert [(rule.effective_from, rule.effective_until) for rule in rules] == [
        (date(2023, 5, 11), date(2023, 11, 11)),
        (date(2023, 11, 11), date(2025, 1, 1)),
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2026, 1, 1), date(2027, 1, 1)),
    ]
    day, end = date(2023, 5, 11), date(2027, 1, 1)
    while day < end:
        assert rules.in_force(day).count() == 1
        day += timedelta(days=31)


def test_every_note_has_a_source_a_day_and_a_topic_with_a_name(states):
    load_notes()
    for note in RegulationNote.objects.all():
        assert note.source_url.startswith("http"), note
        assert note.citation, note
        assert note.last_verified_on == date(2026, 11, 24)
        assert note.topic in TOPICS, note
        assert note.stored_page_url or note.basis == "recalled", note


def test_what_later_notes_replaced_is_history_and_never_in_force(states):
    load_notes()
    old = RegulationNote.objects.get(key="tx-telehealth-controlled")
    assert old.status == "replaced"
    assert old.reason == "Replaced by tx-th-pain, which is deeper."
    assert old in RegulationNote.objects.public()
    assert old not in RegulationNote.objects.in_force(date(2026, 11, 25))


@pytest.mark.skipif(not FACTS.exists(), reason="the researched facts are not here")
def test_every_researched_fact_is_loaded_with_its_basis(states):
    load_notes()
    basis = dict(RegulationNote.objects.values_list("key", "basis"))
    facts = json.loads(FACTS.read_text())["facts"]
    assert {fact["id"]: basis.get(fact["id"]) for fact in facts} == {f["id"]: f["basis"] for f in facts}


@pytest.mark.skipif(not FACTS.exists(), reason="the researched facts are not here")
def test_what_the_facts_tell_of_each_state_is_told_by_a_note(states):
    load_notes()
    told = {
        (note.state_id, note.effect["about"]): note.effect["value"]
        for note in RegulationNote.objects.in_force(date(2026, 8, 31)).filter(effect__rule="tells")
    }
    for row in json.loads(FACTS.read_text())["states"]:
        usps = row["usps"]
        expected = "reduced" if usps == "WI" else row["np_practice"]
        assert told.get((usps, "np-practice")) == expected, usps
        assert (told[usps, "imlc"] == "member") is row["imlc_member"]["value"], usps
        assert (told.get((usps, "state-registration")) == "asked") is bool(row["state_csr"]), usps
        assert (told.get((usps, "crna-opt-out")) == "opted-out") is bool(row["crna_medicare_opt_out"]), usps


def test_every_place_with_a_board_has_license_lookups(states):
    load_notes()
    lookups = RegulationNote.objects.filter(topic="license-lookup", state__isnull=False)
    assert lookups.values("state").distinct().count() == 54
    assert set(lookups.filter(state="TX").values_list("source_url", flat=True)) == {
        "https://www.tmb.state.tx.us",
        "https://www.bon.texas.gov",
        "https://www.pharmacy.texas.gov",
    }


def test_the_command_prints_a_line_per_file_and_can_be_repeated():
    call_command("load_reference", stdout=StringIO())
    out = StringIO()
    call_command("load_reference", stdout=out)
    lines = out.getvalue().splitlines()
    assert "states: created=0 updated=0 left=56" in lines
    assert "conditions: created=0 updated=0 left=14 kept=0" in lines
    assert "regulations: created=0 updated=0 left=644 kept=0" in lines


def test_the_command_names_the_file_that_is_missing(tmp_path, settings):
    settings.FIXTURE_DIRS = [tmp_path]
    with pytest.raises(CommandError, match="zip_us"):
        call_command("load_reference", stdout=StringIO())
