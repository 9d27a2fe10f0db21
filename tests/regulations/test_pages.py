"""The states' pages: today's answer, the notes behind it, and the law on another day."""

import re
from datetime import UTC, date, datetime

import pytest

from clinicfinder import clock
from tests.factories import CityFactory, RegulationNoteFactory, StateFactory

pytestmark = pytest.mark.django_db
FOLLOWS = {
    "rule": "follows_federal",
    "examination": {"required": "none", "days": None, "by": None},
    "conditions_allowed": "all",
    "prescribers": "all",
    "other_steps": ["monitoring check"],
    "exceptions": ["hospital patients"],
}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The clock stands at 2 in the morning, UTC, of 1 January 2027: still 2026 in Texas."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 1, 2, tzinfo=UTC))


@pytest.fixture(autouse=True)
def texas():
    return StateFactory()


@pytest.fixture
def law(texas):
    RegulationNoteFactory(
        key="us-flexible",
        state=None,
        topic="telehealth-flexibility",
        summary="The federal rule of 2026.",
        effect={"rule": "federal_flexibility"},
        effective_from=date(2026, 1, 1),
        effective_until=date(2027, 1, 1),
    )
    return RegulationNoteFactory(
        key="tx-follows", summary="Texas follows.", citation="Tex. 1", effect=FOLLOWS
    )


def legal(response):
    return re.findall(r'data-legal="telehealth:([a-z-]+)"', response.content.decode())


def page(client, address="/states/tx/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_today_is_the_day_in_the_state_s_own_zone(client, law):
    assert legal(client.get("/states/tx/")) == ["allowed"]
    assert "ends 31 Dec 2026" in page(client)


def test_guam_is_in_the_new_year_already(client, law):
    guam = StateFactory(usps="GU", timezone="Pacific/Guam")
    RegulationNoteFactory(state=guam, effect=FOLLOWS)
    assert legal(client.get("/states/gu/")) == ["unknown"]


def test_the_day_can_be_chosen(client, law):
    assert legal(client.get("/states/tx/?on=2027-01-02")) == ["unknown"]
    assert legal(client.get("/states/tx/?on=2026-06-01")) == ["allowed"]
    assert legal(client.get("/states/tx/?on=2025-12-31")) == ["unknown"]
    assert "By telehealth, on 1 Jun 2026" in page(client, "/states/tx/?on=2026-06-01")


@pytest.mark.parametrize(
    "on", ["yesterday", "2026-13-01", "2027-02-30", "01/02/2027", "0000-00-00", "%00", "9" * 400]
)
def test_a_day_that_is_none_gets_a_message_and_today_is_used(client, law, on):
    response = client.get(f"/states/tx/?on={on}")
    assert response.status_code == 200
    assert 'data-error="on"' in response.content.decode()
    assert legal(response) == ["allowed"]


@pytest.mark.parametrize("on", ["", "0001-01-01", "9999-12-31"])
def test_any_real_day_is_answered(client, law, on):
    assert "data-error" not in page(client, f"/states/tx/?on={on}")


def test_a_note_shows_what_it_says_since_when_and_how_we_know(client, law):
    RegulationNoteFactory(
        topic="pdmp",
        summary="A monitoring program.",
        citation="Tex. 2",
        source_url="https://example.org/pdmp",
        effective_from=date(2020, 5, 1),
        effective_until=date(2028, 1, 1),
        basis="recalled",
    )
    text = page(client)
    assert "Prescription monitoring</h2>" in text
    assert "A monitoring program." in text
    assert "In force since 1 May 2020. The last day is 31 Dec 2027." in text
    assert '<a href="https://example.org/pdmp" rel="noopener">Tex. 2</a>' in text
    assert "Noted 24 Nov 2026. Written from memory, not read. Not yet confirmed by our editors." in text


def test_a_note_says_what_else_is_asked_and_what_is_excepted(client, law):
    text = page(client)
    assert "<li>monitoring check</li>" in text
    assert "<li>hospital patients</li>" in text


def test_only_notes_of_the_day_and_of_the_state_are_shown(client, law):
    RegulationNoteFactory(summary="Ended.", effective_until=date(2026, 12, 31))
    RegulationNoteFactory(summary="Not begun.", effective_from=date(2027, 1, 1))
    RegulationNoteFactory(summary="Elsewhere.", state=StateFactory(usps="OK"))
    text = page(client)
    assert not [words for words in ("Ended.", "Not begun.", "Elsewhere.") if words in text]
    assert "Not begun." in page(client, "/states/tx/?on=2027-01-01")


def test_federal_notes_that_matter_to_patients_are_shown(client, law):
    RegulationNoteFactory(state=None, topic="identity", summary="About numbers.")
    text = page(client)
    assert "The federal rule of 2026." in text
    assert "About numbers." not in text


def test_a_state_without_notes_says_so(client):
    StateFactory(usps="AS", timezone="Pacific/Pago_Pago")
    response = client.get("/states/as/")
    assert legal(response) == ["unknown"]
    assert "We have no notes on this state" in response.content.decode()


def test_the_page_leads_to_care_in_the_state(client, texas):
    for size in range(14):
        CityFactory(name=f"Town {size:02d}", state=texas, population=1000 + size)
    text = page(client)
    assert 'href="/search/?state=TX"' in text
    assert 'href="/states/tx/town-13/"' in text
    assert 'href="/states/tx/town-02/"' in text
    assert 'href="/states/tx/town-01/"' not in text


def test_the_page_is_no_legal_advice(client):
    assert "not legal advice" in page(client)
    assert "not legal advice" in page(client, "/states/")


def test_upper_case_moves_to_lower_case_and_keeps_the_day(client):
    response = client.get("/states/TX/?on=2027-01-02")
    assert (response.status_code, response["Location"]) == (301, "/states/tx/?on=2027-01-02")
    assert client.get("/states/Tx/")["Location"] == "/states/tx/"


@pytest.mark.parametrize("address", ["/states/zz/", "/states/texas/", "/states/t1/", "/states/t/"])
def test_a_state_that_is_none_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_all_states_stand_in_one_table_each_with_its_answer(client, law):
    StateFactory(usps="OK")
    text = page(client, "/states/")
    assert text.count("<tr>") == 3
    texas, oklahoma = (
        re.search(r"/states/tx/.*?</tr>", text, re.S),
        re.search(r"/states/ok/.*?</tr>", text, re.S),
    )
    assert ">Allowed<" in texas[0]
    assert ">Not settled<" in oklahoma[0]
    assert "data-legal" not in text


def test_a_page_costs_a_few_queries_whatever_the_number_of_notes(client, law, django_assert_max_num_queries):
    for number in range(30):
        RegulationNoteFactory(topic=f"topic-{number}", effect=FOLLOWS)
    with django_assert_max_num_queries(8):
        client.get("/states/tx/")
    with django_assert_max_num_queries(8):
        client.get("/states/")
