"""What changed, what will, and what is no news."""

from datetime import UTC, date, datetime, timedelta

import pytest

from clinics.regulations.changes import changes_of, lately, to_come
from clinics.regulations.models import RegulationNote
from tests.factories import RegulationNoteFactory

pytestmark = pytest.mark.django_db
ZONE = "America/Chicago"
TODAY = date(2026, 12, 31)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def note(**columns):
    return RegulationNoteFactory(**{"approved_at": LONG_AGO, **columns})


def changes():
    return changes_of(RegulationNote.objects.all(), ZONE)


def told(found):
    return [(change.event.value, change.note.key, change.day) for change in found]


def test_lately_is_the_last_90_days_and_today():
    note(key="tx-first-day", effective_from=TODAY - timedelta(days=89))
    note(key="tx-too-old", effective_from=TODAY - timedelta(days=90))
    note(key="tx-today", effective_from=TODAY)
    note(key="tx-tomorrow", effective_from=TODAY + timedelta(days=1))
    found = lately(changes(), TODAY)
    assert [change.note.key for change in found] == ["tx-today", "tx-first-day"]


def test_what_is_to_come_is_told_the_soonest_first():
    note(key="tx-later", effective_from=date(2028, 1, 1))
    note(key="tx-ends", effective_until=date(2027, 1, 1))
    note(key="tx-ended-today", effective_until=TODAY)
    assert told(to_come(changes(), TODAY)) == [
        ("ends", "tx-ends", date(2027, 1, 1)),
        ("begins", "tx-later", date(2028, 1, 1)),
    ]


def test_where_a_version_takes_over_its_start_tells_of_the_end_too():
    old = note(key="tx-rule", effective_until=date(2026, 12, 1))
    note(key="tx-rule", version=2, supersedes=old, reason="New law", effective_from=date(2026, 12, 1))
    assert told(lately(changes(), TODAY)) == [("begins", "tx-rule", date(2026, 12, 1))]


def test_a_note_that_an_editor_let_public_is_news_on_that_day_where_the_law_holds():
    note(key="tx-new", approved_at=datetime(2026, 12, 31, 3, tzinfo=UTC))
    assert told(lately(changes(), TODAY)) == [("added", "tx-new", date(2026, 12, 30))]


def test_a_better_wording_is_told_as_such_and_new_law_is_not():
    old = note(key="tx-rule", status="replaced")
    second = datetime(2026, 12, 30, 18, tzinfo=UTC)
    better = note(key="tx-rule", version=2, supersedes=old, reason="Plainer", approved_at=second)
    assert told(lately(changes(), TODAY)) == [("reworded", "tx-rule", date(2026, 12, 30))]
    better.effective_until = date(2027, 7, 1)
    better.save(update_fields=["effective_until"])
    new = {"reason": "New law", "effective_from": date(2027, 7, 1), "approved_at": second}
    note(key="tx-rule", version=3, supersedes=better, **new)
    assert sorted(change.event.value for change in lately(changes(), TODAY)) == ["added", "reworded"]


def test_what_came_with_the_first_reference_facts_is_no_news():
    loaded = datetime(2026, 12, 20, tzinfo=UTC)
    note(key="tx-loaded", from_release=True, approved_at=loaded)
    note(key="tx-by-an-editor", approved_at=loaded)
    note(key="tx-next-release", from_release=True, approved_at=loaded + timedelta(days=7))
    found = lately(changes(), TODAY)
    assert [change.note.key for change in found] == ["tx-next-release", "tx-by-an-editor"]


@pytest.mark.parametrize("status", ["draft", "refused"])
def test_what_is_not_public_changes_nothing(status):
    note(status=status, approved_at=None, effective_from=TODAY, effective_until=date(2027, 2, 1))
    assert changes() == []
