"""Regulation notes come from their file, with half-open intervals and sources."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from clinics.models import RegulationNote
from clinics.places.states import STATES
from clinics.regulations.loading import load_notes
from clinics.regulations.topics import TOPICS
from tests.factories import RegulationNoteFactory, StateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def states():
    for row in STATES:
        StateFactory(**row._asdict())


def test_the_notes_load_and_a_second_load_changes_nothing(states):
    assert load_notes() == {"regulations": (381, 0, 0, 0)}
    assert load_notes() == {"regulations": (0, 0, 381, 0)}


def test_a_note_that_a_curator_added_is_kept(states):
    RegulationNoteFactory(key="tx-of-our-own")
    assert load_notes() == {"regulations": (381, 0, 0, 1)}
    assert RegulationNote.objects.filter(key="tx-of-our-own").exists()


def test_a_note_of_the_file_is_set_back(states):
    load_notes()
    RegulationNote.objects.filter(key="fl-tele").update(summary="Edited.")
    assert load_notes() == {"regulations": (0, 1, 380, 0)}
    assert "Schedule II drugs" in RegulationNote.objects.get(key="fl-tele").summary


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


def test_what_later_notes_replaced_is_left_out(states):
    load_notes()
    assert not RegulationNote.objects.filter(key="tx-telehealth-controlled").exists()
    assert RegulationNote.objects.filter(key="tx-th-pain").exists()


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
    assert "regulations: created=0 updated=0 left=381 kept=0" in lines


def test_the_command_names_the_file_that_is_missing(tmp_path, settings):
    settings.FIXTURE_DIRS = [tmp_path]
    with pytest.raises(CommandError, match="zip_us"):
        call_command("load_reference", stdout=StringIO())
