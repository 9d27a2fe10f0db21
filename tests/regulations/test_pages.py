"""The states' pages: today's answer, the notes behind it, and the law on another day."""

import re
from datetime import UTC, date, datetime

import pytest

from clinicfinder import clock
from clinics.places.models import State
from clinics.places.states import STATES
from clinics.regulations.loading import load_notes
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
    assert "The answers for 1 Jun 2026" in page(client, "/states/tx/?on=2026-06-01")


@pytest.mark.parametrize(
    "on", ["yesterday", "2026-13-01", "2027-02-30", "01/02/2027", "0000-00-00", "%00", "9" * 400]
)
def test_a_day_that_is_none_gets_a_message_and_today_is_used(client, law, on):
    response = client.get(f"/states/tx/?on={on}")
    assert response.status_code == 200
    assert 'data-error="on"' in response.content.decode()
    assert legal(response) == ["allowed"]


def test_words_that_are_no_day_stay_in_the_field(client, law):
    assert '<input type="text" name="on" value="next week"' in page(client, "/states/tx/?on=next+week")
    assert '<input type="text" name="on" value="2027-02-30"' in page(client, "/states/tx/?on=2027-02-30")
    assert '<input type="date" name="on" value="2027-01-02"' in page(client, "/states/tx/?on=2027-01-02")
    assert '<input type="date" name="on" id="id_on"' in page(client)


@pytest.mark.parametrize(
    "on",
    ["20270101", "2027-W01-1", "2027-01-01T00:00", "٢٠٢٧-٠١-٠١", "٢٠٢٧-01-01", "27-1-1", "2027-001-01"],
    ids=["no-dashes", "week", "time", "arabic", "partly-arabic", "two-digit-year", "three-digit-month"],
)
def test_what_a_calendar_would_lose_stays_as_words_with_a_message(client, law, on):
    for address in ("/states/tx/", "/states/"):
        response = client.get(address, {"on": on})
        text = response.content.decode()
        assert 'data-error="on"' in text
        assert f'<input type="text" name="on" value="{on}"' in text


def test_a_day_without_its_noughts_is_shown_as_the_calendar_writes_it(client, law):
    for on in ("2027-1-1", "2027-01-1", "%202027-01-01%20"):
        text = page(client, f"/states/tx/?on={on}")
        assert "data-error" not in text
        assert "The answers for 1 Jan 2027" in text
        assert '<input type="date" name="on" value="2027-01-01"' in text


@pytest.mark.parametrize("on", ["", "0001-01-01", "9999-12-31"])
def test_any_real_day_is_answered(client, law, on):
    assert "data-error" not in page(client, f"/states/tx/?on={on}")


def test_a_note_shows_what_it_says_since_when_and_how_we_know(client, law):
    RegulationNoteFactory(
        topic="sedation-rule",
        summary="A rule on sedation.",
        for_patients="Ask who watches you.",
        citation="Tex. 2",
        source_url="https://example.org/sedation",
        adopted_on=date(2020, 4, 1),
        effective_from=date(2020, 5, 1),
        effective_until=date(2028, 1, 1),
        basis="recalled",
    )
    text = page(client)
    assert "Sedation and anesthesia in clinics</h2>" in text
    assert "A rule on sedation." in text
    assert "Ask who watches you." in text
    assert "Adopted 1 Apr 2020. In force since 1 May 2020. The last day is 31 Dec 2027." in text
    assert '<a href="https://example.org/sedation" rel="noopener">Tex. 2</a>' in text
    assert "Noted 24 Nov 2026. Written from memory, not read. Not yet confirmed by our editors." in text


def test_a_note_says_what_else_is_asked_and_what_is_excepted(client, law):
    text = page(client)
    assert "<li>monitoring check</li>" in text
    assert "<li>hospital patients</li>" in text


def shown(text):
    """The keys of the notes that stand on a page as the law of the day."""
    return re.findall(r'<article class="box note[^"]*" id="([^"]+)"', text)


def test_only_notes_of_the_day_and_of_the_state_are_the_law(client, law):
    RegulationNoteFactory(key="tx-ended", effective_until=date(2026, 12, 31))
    RegulationNoteFactory(key="tx-not-begun", effective_from=date(2027, 1, 1))
    RegulationNoteFactory(key="ok-elsewhere", state=StateFactory(usps="OK"))
    RegulationNoteFactory(key="tx-draft", status="draft", approved_at=None)
    RegulationNoteFactory(key="tx-refused", status="refused", approved_at=None)
    assert shown(page(client)) == ["tx-follows", "us-flexible"]
    assert shown(page(client, "/states/tx/?on=2027-01-01")) == ["tx-not-begun", "tx-follows"]


def test_what_is_confirmed_comes_before_what_is_not_and_the_rest_is_marked(client, texas):
    RegulationNoteFactory(key="tx-a-recalled", basis="recalled")
    RegulationNoteFactory(key="tx-b-low", confidence="low")
    RegulationNoteFactory(key="tx-c-sure")
    text = page(client)
    assert shown(text) == ["tx-c-sure", "tx-a-recalled", "tx-b-low"]
    assert text.count('<p class="badge badge-caution">Not yet confirmed</p>') == 2


def test_a_note_that_is_overdue_for_review_says_so_plainly(client, texas):
    RegulationNoteFactory(review_due_on=date(2026, 12, 31))
    RegulationNoteFactory(review_due_on=date(2027, 3, 1))
    text = page(client)
    assert text.count("We meant to look at this again by") == 1
    assert "We meant to look at this again by 31 Dec 2026." in text
    assert "1 Mar 2027" not in text
    assert "We mean to look at this again by 1 Mar 2027." in page(client, "/states/tx/?on=2027-03-01")


def test_past_wordings_can_be_read_with_the_note_that_followed_them(client, texas):
    first = RegulationNoteFactory(key="tx-rule", summary="Clumsy words.", status="replaced")
    RegulationNoteFactory(
        key="tx-rule", version=2, supersedes=first, reason="Plainer words", summary="Plain words."
    )
    text = page(client)
    assert shown(text) == ["tx-rule"]
    note = text[text.index('id="tx-rule"') :]
    assert note.index("Plain words.") < note.index("Earlier versions") < note.index("Clumsy words.")
    assert "Replaced by a better wording of the same law." in note


def test_a_replaced_note_that_no_version_follows_stands_at_the_end_of_its_topic(client, texas):
    RegulationNoteFactory(key="tx-shallow", summary="A shallow note.", status="replaced")
    RegulationNoteFactory(key="tx-deep", summary="A deep note.")
    text = page(client)
    assert shown(text) == ["tx-deep"]
    earlier = text.index("Earlier versions and rules that have ended")
    assert text.index("A deep note.") < earlier < text.index("A shallow note.")


def test_the_way_of_care_decides_the_answer(client, law):
    RegulationNoteFactory(
        state=None,
        topic="off-label",
        effect={
            "rule": "permits",
            "profiles": ["clinic"],
            "treatments": "all",
            "conditions": "all",
            "prescribers": "all",
        },
    )
    forbids = {"rule": "forbids", "profiles": ["telehealth"], "treatments": ["esketamine-spravato"]}
    RegulationNoteFactory(
        state=None, topic="spravato-rems", effect={**forbids, "conditions": "all", "prescribers": "all"}
    )
    text = page(client)
    headings = re.findall(r'<h3 id="answer-[a-z]+">([^<]+)</h3>', text)
    assert headings == ["In a clinic", "By telehealth", "At home, after a visit in person", "Spravato"]
    assert "A clinic may give you this treatment on site." in text
    assert "without seeing you in person first. The federal rule that allows this ends 31 Dec 2026." in text
    assert "A doctor licensed there who has examined you in person may prescribe ketamine by video" in text
    assert "It is never sent home or taken at home" in text


def test_another_day_says_what_differs_from_today(client, law):
    RegulationNoteFactory(key="tx-next", summary="The rule of next year.", effective_from=date(2027, 1, 1))
    text = page(client, "/states/tx/?on=2027-01-02")
    banner = text[text.index('id="difference-title"') : text.index('id="answer-title"')]
    assert "You are looking at 2 Jan 2027. Today is 31 Dec 2026." in banner
    assert "not settled on 2 Jan 2027, allowed today." in banner
    then, now = (
        banner.index("In force on 2 Jan 2027, but not today:"),
        banner.index("In force today, but not on"),
    )
    assert then < banner.index("The rule of next year.") < now < banner.index("The federal rule of 2026.")
    assert "difference-title" not in page(client)


def test_a_day_like_today_says_that_nothing_differs(client, law):
    assert "nothing differs between the two days" in page(client, "/states/tx/?on=2026-12-30")


def test_what_will_change_and_what_changed_lately_lead_to_the_day(client, law):
    RegulationNoteFactory(
        summary="Adopted, not in force.", adopted_on=date(2026, 12, 1), effective_from=date(2027, 7, 1)
    )
    RegulationNoteFactory(summary="Begun in November.", effective_from=date(2026, 11, 15))
    text = page(client)
    ahead = text[text.index("What will change") : text.index("Changed in the last 90 days")]
    assert "Adopted 1 Dec 2026." in ahead
    assert 'href="?on=2027-07-01"' in ahead
    assert 'href="?on=2027-01-01"' in ahead
    lately = text[text.index("Changed in the last 90 days") : text.index('id="compare"')]
    assert "Begun in November." in lately
    assert 'href="?on=2026-11-14"' in lately


def test_the_state_is_compared_with_the_others(client, texas):
    tells = {"rule": "tells", "about": "np-practice", "value": "restricted"}
    RegulationNoteFactory(key="tx-np", topic="np-practice", effect=tells)
    RegulationNoteFactory(topic="np-practice", state=StateFactory(usps="OK"), effect=tells)
    text = page(client)
    compared = text[text.index('id="compare"') :]
    assert "Work under a doctor." in compared
    assert "the same in 2 states and territories in all." in compared
    assert 'href="#tx-np"' in compared
    assert compared.count("We do not know.") == 4


def test_federal_notes_that_matter_to_patients_are_shown(client, law):
    RegulationNoteFactory(state=None, topic="identity", summary="About numbers.")
    text = page(client)
    assert "The federal rule of 2026." in text
    assert "About numbers." not in text


def test_a_state_without_notes_says_so(client):
    StateFactory(usps="AS", timezone="Pacific/Pago_Pago")
    response = client.get("/states/as/")
    assert legal(response) == ["unknown"]
    assert "We have no notes on American Samoa’s own law" in response.content.decode()


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


@pytest.fixture
def whole_law(texas):
    """All states, and every note that we ship."""
    known = [row for row in STATES if row.usps != "TX"]
    State.objects.bulk_create(State(**row._asdict()) for row in known)
    load_notes()


@pytest.mark.parametrize("usps", ["tx", "gu", "as", "oh"])
@pytest.mark.parametrize("day", ["", "?on=2027-01-02"])
def test_a_page_of_all_that_we_know_costs_a_few_queries(
    client, whole_law, django_assert_max_num_queries, usps, day
):
    with django_assert_max_num_queries(8):
        assert client.get(f"/states/{usps}/{day}").status_code == 200


def test_every_jurisdiction_has_a_page_and_links_no_note_that_is_not_there(client, whole_law):
    for row in STATES:
        text = page(client, f"/states/{row.usps.lower()}/")
        linked = set(re.findall(r'href="#([^"]+)"', text))
        assert linked - set(re.findall(r'\sid="([^"]+)"', text)) == set()


def test_no_id_stands_twice_on_a_page(client, whole_law):
    for address in ("/states/", "/states/tx/", "/states/or/?on=2027-01-02"):
        ids = re.findall(r'\sid="([^"]+)"', page(client, address))
        assert sorted(set(ids)) == sorted(ids)


def test_a_page_names_its_feed(client, texas):
    assert (
        'type="application/atom+xml" title="Ketamine law in Texas: what changes" href="/states/tx/feed/"'
        in page(client)
    )
    assert 'href="/states/feed/"' in page(client, "/states/")


def test_a_page_costs_a_few_queries_whatever_the_number_of_notes(client, law, django_assert_max_num_queries):
    for number in range(30):
        RegulationNoteFactory(topic=f"topic-{number}", effect=FOLLOWS)
    with django_assert_max_num_queries(8):
        client.get("/states/tx/")
    with django_assert_max_num_queries(8):
        client.get("/states/")
