"""The Atom feeds: what they tell, on which day, and under ids that stay."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest

from clinicfinder import clock
from clinics.places.models import State
from clinics.places.states import STATES
from clinics.regulations.loading import load_notes
from tests.factories import RegulationNoteFactory, StateFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
NOON = datetime(2026, 12, 31, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture(autouse=True)
def texas():
    return StateFactory()


def read(client, address="/states/tx/feed/"):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)  # noqa: S314 (our own words)


def entries(client, address="/states/tx/feed/"):
    return [
        {part.tag.removeprefix(ATOM): part.text or part.get("href") for part in entry}
        for entry in read(client, address).iter(f"{ATOM}entry")
    ]


def titles(client, address="/states/tx/feed/"):
    return [entry["title"] for entry in entries(client, address)]


def note(**columns):
    defaults = {
        "topic": "np-practice",
        "summary": "A rule.",
        "approved_at": datetime(2026, 11, 1, 12, tzinfo=UTC),
    }
    return RegulationNoteFactory(**{**defaults, **columns})


def test_a_note_that_became_public_is_an_entry_in_plain_words(client):
    note(key="tx-np", summary="Nurses work under a doctor.", for_patients="Ask who the doctor is.")
    (entry,) = entries(client)
    assert entry["title"] == "Texas: Nurse practitioners: added to our notes: Nurses work under a doctor."
    assert entry["summary"] == "Nurses work under a doctor. Ask who the doctor is."
    assert entry["updated"] == "2026-11-01T12:00:00+00:00"
    assert entry["link"] == "http://testserver/states/tx/#tx-np"


def test_a_start_and_an_end_are_entries_on_their_days_where_the_law_holds(client):
    note(effective_from=date(2020, 1, 1), effective_until=date(2020, 7, 1))
    found = {entry["title"]: (entry["updated"], entry["link"]) for entry in entries(client)}
    assert found["Texas: Nurse practitioners: in force from 1 Jan 2020: A rule."] == (
        "2020-01-01T00:00:00-06:00",
        "http://testserver/states/tx/?on=2020-01-01",
    )
    assert found["Texas: Nurse practitioners: no longer in force from 1 Jul 2020: A rule."] == (
        "2020-07-01T00:00:00-05:00",
        "http://testserver/states/tx/?on=2020-07-01",
    )


def test_what_will_change_is_told_when_it_is_adopted_and_again_on_the_day(client, monkeypatch):
    note(key="tx-new", adopted_on=date(2026, 12, 1), effective_from=date(2027, 1, 1))
    starts = "Texas: Nurse practitioners: in force from 1 Jan 2027: A rule."
    before = [entry for entry in entries(client) if entry["title"] == starts]
    assert [entry["updated"] for entry in before] == ["2026-12-01T00:00:00-06:00"]
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=1))
    after = [entry for entry in entries(client) if entry["title"] == starts]
    assert [entry["updated"] for entry in after] == ["2027-01-01T00:00:00-06:00", "2026-12-01T00:00:00-06:00"]
    assert before[0] in after


def test_two_rules_of_one_topic_that_change_on_one_day_can_be_told_apart(client):
    day = date(2026, 1, 1)
    shared = {"state": None, "topic": "telehealth-flexibility"}
    note(**shared, summary="The third rule let doctors prescribe until the year ended.", effective_until=day)
    note(**shared, summary="The fourth rule lets doctors prescribe. " + "And more. " * 20, effective_from=day)
    on_the_day = {entry["title"] for entry in entries(client) if "?on=2026-01-01" in entry["link"]}
    begins, ends = sorted(on_the_day)
    where = "Federal law: The federal telehealth rule and its dates"
    assert begins.startswith(f"{where}: in force from 1 Jan 2026: The fourth rule lets doctors prescribe.")
    assert begins.endswith("…")
    assert begins.count("And more") < 10
    assert ends == (
        f"{where}: no longer in force from 1 Jan 2026: "
        "The third rule let doctors prescribe until the year ended."
    )


def test_nothing_is_dated_in_the_future(client):
    note(adopted_on=date(2027, 3, 1), effective_from=date(2027, 6, 1), effective_until=date(2028, 1, 1))
    days = [datetime.fromisoformat(entry["updated"]) for entry in entries(client)]
    assert days
    assert max(days) <= NOON


def test_a_replaced_wording_and_the_one_that_followed_are_two_entries(client):
    old = note(key="tx-np", status="replaced")
    note(
        key="tx-np",
        version=2,
        supersedes=old,
        reason="Plainer",
        approved_at=datetime(2026, 12, 1, tzinfo=UTC),
    )
    assert titles(client) == [
        "Texas: Nurse practitioners: reworded, the law is the same: A rule.",
        "Texas: Nurse practitioners: added to our notes: A rule.",
    ]
    assert len({entry["id"] for entry in entries(client)}) == 2


def test_an_id_depends_on_the_note_and_on_nothing_else(client):
    note(key="tx-np", effective_from=date(2020, 1, 1))
    on_this_host = {entry["id"] for entry in entries(client)}
    response = client.get("/states/feed/", headers={"host": "localhost"}, secure=True)
    assert on_this_host == {
        element.text
        for element in ElementTree.fromstring(response.content).findall(f"{ATOM}entry/{ATOM}id")  # noqa: S314
    }


def test_a_state_s_feed_tells_of_itself_and_of_federal_law_for_patients(client):
    note(state=StateFactory(usps="OK"))
    note(state=None, topic="telehealth-flexibility")
    note(state=None, topic="identity")
    assert titles(client) == [
        "Federal law: The federal telehealth rule and its dates: added to our notes: A rule."
    ]
    assert len(titles(client, "/states/feed/")) == 3


def test_drafts_are_told_to_nobody(client):
    note(status="draft", approved_at=None, effective_from=date(2020, 1, 1))
    note(status="refused", approved_at=None, effective_from=date(2020, 1, 1))
    assert titles(client) == titles(client, "/states/feed/") == []


def test_a_doubtful_note_says_so(client):
    note(basis="recalled")
    assert entries(client)[0]["summary"].endswith("Not yet confirmed by our editors.")


def test_a_feed_holds_the_newest_fifty(client):
    for number in range(30):
        note(effective_from=date(2020, 1, 1) + timedelta(days=number))
    found = entries(client)
    assert len(found) == 50
    days = [datetime.fromisoformat(entry["updated"]) for entry in found]
    assert days == sorted(days, reverse=True)
    assert date(2020, 1, 10) not in [day.date() for day in days]


def test_the_feed_of_all_that_we_know_costs_two_queries(client, django_assert_max_num_queries):
    State.objects.bulk_create(State(**row._asdict()) for row in STATES if row.usps != "TX")
    load_notes()
    for address in ("/states/feed/", "/states/gu/feed/"):
        with django_assert_max_num_queries(2):
            assert titles(client, address)


def test_no_two_entries_of_a_day_are_titled_alike_in_all_that_we_know(client):
    State.objects.bulk_create(State(**row._asdict()) for row in STATES if row.usps != "TX")
    load_notes()
    for address in ("/states/feed/", "/states/tx/feed/", "/states/va/feed/"):
        told = [(entry["updated"], entry["title"]) for entry in entries(client, address)]
        assert told
        assert len(set(told)) == len(told)


def test_upper_case_moves_to_lower_case_and_no_state_is_not_found(client):
    assert client.get("/states/TX/feed/")["Location"] == "/states/tx/feed/"
    assert client.get("/states/zz/feed/").status_code == 404
