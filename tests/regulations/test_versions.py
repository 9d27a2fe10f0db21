"""Law in versions: new law ends the old, better words replace, a second editor decides, nothing is rewritten."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from clinicfinder import clock
from clinics.models import RegulationNote
from clinics.regulations.versions import approve, next_review, next_version, refuse, still_right
from tests.factories import RegulationNoteFactory, UserFactory

pytestmark = pytest.mark.django_db
START, LATER = date(2024, 1, 1), date(2026, 7, 1)
FROZEN = {
    "key": "tx-other", "version": 7, "topic": "pdmp", "summary": "Other words.", "for_patients": "Other.",
    "citation": "Other", "source_url": "https://example.org/other", "adopted_on": START,
    "effective_from": LATER,
}  # fmt: skip


@pytest.fixture
def writer():
    return UserFactory(username="writer")


@pytest.fixture
def second():
    return UserFactory(username="second")


@pytest.fixture
def old():
    return RegulationNoteFactory(key="tx-rule", effective_from=START, effect={"rule": "federal_flexibility"})


@pytest.fixture
def draft_of(writer):
    def write(note, **columns):
        draft = next_version(note)
        for name, value in {"reason": "It changed.", "written_by": writer, **columns}.items():
            setattr(draft, name, value)
        draft.save()
        return draft

    return write


def stored(note):
    return RegulationNote.objects.get(pk=note.pk)


def raw(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_new_version_begins_as_a_copy_and_counts_on(old, draft_of):
    first = draft_of(old)
    assert (first.version, first.supersedes, first.status) == (2, old, "draft")
    assert (first.summary, first.effective_from, first.effect) == (old.summary, START, old.effect)
    assert next_version(old).version == 3


def test_new_law_ends_the_old_on_its_first_day_and_both_stay_readable(old, draft_of, second):
    draft = draft_of(old, effective_from=LATER)
    approve(draft, second)
    assert (stored(old).status, stored(old).effective_until) == ("approved", LATER)
    assert stored(draft).status == "approved"
    assert (stored(draft).decided_by, stored(draft).approved_at.date()) == (second, clock.today())
    notes = RegulationNote.objects
    assert [list(notes.in_force(day)) for day in (date(2026, 6, 30), LATER)] == [[old], [draft]]
    assert list(notes.public().of_key("tx-rule")) == [draft, old]


def test_an_end_that_was_set_before_stays_where_new_law_begins_after_it(old, draft_of, second):
    RegulationNote.objects.filter(pk=old.pk).update(effective_until=date(2025, 1, 1))
    approve(draft_of(stored(old), effective_from=LATER, effective_until=None), second)
    assert stored(old).effective_until == date(2025, 1, 1)


def test_a_better_wording_replaces(old, draft_of, second):
    draft = draft_of(old, summary="Said better.")
    approve(draft, second)
    assert (stored(old).status, stored(old).effective_until) == ("replaced", None)
    assert list(RegulationNote.objects.in_force(clock.today())) == [draft]
    assert list(RegulationNote.objects.public().of_key("tx-rule")) == [draft, old]


def test_a_draft_is_not_law(old, draft_of):
    draft_of(old, effective_from=LATER, summary="Not yet.")
    assert list(RegulationNote.objects.in_force(LATER)) == [old]
    assert list(RegulationNote.objects.ground_of("TX")) == [old]


@pytest.mark.parametrize("decide", [approve, lambda draft, by: refuse(draft, by, "No.")], ids=["yes", "no"])
def test_nobody_decides_on_what_they_wrote(old, draft_of, writer, decide):
    draft = draft_of(old)
    with pytest.raises(ValidationError, match="Another editor"):
        decide(draft, writer)
    assert (stored(draft).status, stored(old).status) == ("draft", "approved")


def test_nor_does_the_database_take_it(old, draft_of, writer):
    draft = draft_of(old)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegulationNote.objects.filter(pk=draft.pk).update(decided_by=writer)


@pytest.mark.parametrize("decide", [approve, lambda draft, by: refuse(draft, by, "No.")], ids=["yes", "no"])
def test_a_draft_is_decided_once(old, draft_of, second, decide):
    draft = draft_of(old)
    approve(stored(draft), second)
    with pytest.raises(ValidationError, match="already"):
        decide(draft, second)


def test_a_refused_draft_keeps_both_reasons_and_changes_nothing_else(old, draft_of, second):
    draft = draft_of(old)
    refuse(draft, second, "No source.")
    assert (stored(draft).status, stored(draft).reason) == ("refused", "It changed. / No source.")
    assert (stored(old).status, stored(draft).decided_by) == ("approved", second)


def test_a_version_that_meets_another_on_one_day_is_refused_and_nothing_has_changed(old, draft_of, second):
    early, late = draft_of(old, effective_from=date(2025, 1, 1)), draft_of(old, effective_from=LATER)
    approve(late, second)
    with pytest.raises(ValidationError, match="holds on one of these days"):
        approve(stored(early), second)
    assert (stored(early).status, stored(old).effective_until) == ("draft", LATER)


@pytest.mark.parametrize("column", FROZEN)
@pytest.mark.parametrize("status", ["approved", "replaced"])
def test_the_database_refuses_to_rewrite_what_was_approved(old, column, status):
    RegulationNote.objects.filter(pk=old.pk).update(status=status, reason="So that a version may count on.")
    with pytest.raises(DatabaseError, match="never rewritten"):
        raw(f"UPDATE clinics_regulationnote SET {column} = %s WHERE id = %s", FROZEN[column], old.pk)
    assert stored(old).summary == old.summary


def test_nor_its_state_nor_its_effect_nor_by_the_model(old):
    for change in ("state_id = NULL", "effect = NULL"):
        with pytest.raises(DatabaseError, match="never rewritten"):
            raw(f"UPDATE clinics_regulationnote SET {change} WHERE id = %s", old.pk)
    old.summary = "Other words."
    with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
        old.save()


def test_the_database_takes_what_says_how_we_know_it_and_an_end(old):
    known = {"last_verified_on": LATER, "review_due_on": LATER, "confidence": "low", "effective_until": LATER}
    RegulationNote.objects.filter(pk=old.pk).update(**known)
    assert {name: getattr(stored(old), name) for name in known} == known


@pytest.mark.parametrize(
    ("start", "end", "meets"),
    [
        (None, None, True),
        (None, START, False),
        (None, date(2024, 1, 2), True),
        (LATER, None, False),
        (date(2026, 6, 30), None, True),
    ],
)
@pytest.mark.parametrize("state", ["TX", None], ids=["state", "federal"])
def test_the_database_refuses_a_second_note_of_one_key_on_one_day(start, end, meets, state):
    place = {} if state else {"state": None}
    RegulationNoteFactory(key="rule", effective_from=START, effective_until=LATER, **place)
    again = {"key": "rule", "version": 2, "reason": "Again.", "effective_from": start, "effective_until": end}
    if not meets:
        RegulationNoteFactory(**again, **place)
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        RegulationNoteFactory(**again, **place)
    waiting = RegulationNoteFactory(**again, **place, status="draft")
    with pytest.raises(IntegrityError):
        raw("UPDATE clinics_regulationnote SET status = 'approved' WHERE id = %s", waiting.pk)


def test_notes_of_other_states_and_topics_and_replaced_ones_may_share_a_day():
    RegulationNoteFactory(key="rule")
    RegulationNoteFactory(key="rule", version=2, reason="Federal.", state=None)
    RegulationNoteFactory(key="rule", version=3, reason="Another topic.", topic="pdmp")
    RegulationNoteFactory(key="rule", version=4, reason="Replaced.", status="replaced")
    assert RegulationNote.objects.of_key("rule").count() == 4


@pytest.mark.parametrize(
    ("basis", "confidence", "due"),
    [
        ("stored page", "high", date(2027, 5, 23)),
        ("stored page", "medium", date(2027, 5, 23)),
        ("stored page", "low", date(2027, 1, 23)),
        ("recalled", "high", date(2027, 1, 23)),
    ],
)
def test_a_look_is_good_for_half_a_year_and_for_less_where_we_are_less_sure(basis, confidence, due):
    note = RegulationNoteFactory(basis=basis, confidence=confidence)
    looked = date(2026, 11, 24)
    assert next_review(note, looked) == due
    still_right(note, looked)
    assert (stored(note).last_verified_on, stored(note).review_due_on) == (looked, due)


@pytest.mark.parametrize(
    ("stood", "wanted"),
    [
        ({}, {"status": "draft"}),
        ({}, {"status": "refused"}),
        ({"status": "replaced"}, {"status": "approved"}),
        ({"effective_until": date(2027, 1, 1)}, {"effective_until": None}),
        ({"effective_until": date(2027, 1, 1)}, {"effective_until": date(2027, 1, 2)}),
        ({"basis": "recalled"}, {"basis": "stored page"}),
        ({"confidence": "low"}, {"confidence": "medium"}),
    ],
)
def test_the_database_lets_nothing_public_vanish_last_longer_or_become_surer(stood, wanted):
    note = RegulationNoteFactory(**stood)
    with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
        RegulationNote.objects.filter(pk=note.pk).update(**wanted)


@pytest.mark.parametrize(
    ("stood", "wanted"),
    [
        ({}, {"status": "replaced"}),
        ({}, {"effective_until": date(2027, 1, 1)}),
        ({"effective_until": date(2027, 1, 2)}, {"effective_until": date(2027, 1, 1)}),
        ({}, {"basis": "recalled"}),
        ({}, {"confidence": "low", "last_verified_on": date(2026, 11, 25)}),
    ],
)
def test_an_end_and_a_doubt_may_be_told_at_once(stood, wanted):
    note = RegulationNoteFactory(**stood)
    assert RegulationNote.objects.filter(pk=note.pk).update(**wanted) == 1
