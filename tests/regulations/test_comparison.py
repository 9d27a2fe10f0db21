"""All states side by side: the map, the table, and which of them a reader asks for."""

import re
from datetime import UTC, date, datetime

import pytest

from clinicfinder import clock
from clinics.places.models import State
from clinics.places.states import STATES
from clinics.regulations.comparison import SUBJECTS, WORDS
from clinics.regulations.effects import TOLD
from clinics.regulations.loading import load_notes
from clinics.regulations.tilemap import HEIGHT, ROWS, SIDE, TILES, WIDTH
from tests.factories import RegulationNoteFactory, StateFactory

FOLLOWS = {
    "rule": "follows_federal",
    "examination": {"required": "none", "days": None, "by": None},
    "conditions_allowed": "all",
    "prescribers": "all",
}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """New Year's Eve of 2026, noon in Texas."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 31, 18, tzinfo=UTC))


def tells(about, value, **columns):
    return RegulationNoteFactory(effect={"rule": "tells", "about": about, "value": value}, **columns)


@pytest.fixture
def states(db):
    """Texas, where it is allowed until the year ends; Oklahoma, of which we know two things."""
    StateFactory()
    oklahoma = StateFactory(usps="OK")
    RegulationNoteFactory(
        state=None,
        topic="telehealth-flexibility",
        effect={"rule": "federal_flexibility"},
        effective_from=date(2026, 1, 1),
        effective_until=date(2027, 1, 1),
    )
    RegulationNoteFactory(effect=FOLLOWS)
    tells("np-practice", "full", topic="np-practice")
    tells("np-practice", "restricted", topic="np-practice", state=oklahoma, basis="recalled")
    tells("imlc", "member", topic="licensure", state=oklahoma)


def page(client, query=""):
    response = client.get(f"/states/{query}")
    assert response.status_code == 200
    return response.content.decode()


def rows(text):
    """What stands in the table's rows, by the state's name."""
    body = text[text.index("<tbody>") : text.index("</tbody>")] if "<tbody>" in text else ""
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", body, re.S):
        words = " ".join(re.sub(r"<[^>]+>", " ", row).split())
        found[re.search(r">([^<]+)</a>", row)[1]] = words
    return found


def test_all_states_stand_in_one_table_each_with_its_answer(client, states):
    found = rows(page(client))
    assert list(found) == ["Oklahoma", "Texas"]
    assert "Texas Allowed May practice without a doctor" in found["Texas"]
    assert "Oklahoma Not settled Work under a doctor (not confirmed)" in found["Oklahoma"]


def test_a_row_names_the_rules_on_clinics_and_the_monitoring_program(client, states):
    RegulationNoteFactory(key="tx-sedation", topic="sedation-rule")
    RegulationNoteFactory(
        topic="pdmp",
        summary="The prescription monitoring program is Texas PMP. Prescribers use it.",
        source_url="https://example.org/pmp",
    )
    text = page(client)
    assert 'href="/states/tx/#tx-sedation">Sedation and anesthesia in clinics</a>' in text
    assert '<a href="https://example.org/pmp" rel="noopener">Texas PMP</a>' in text
    assert "None known to us" in rows(text)["Oklahoma"]


def test_a_program_whose_name_cannot_be_read_out_is_linked_all_the_same(client, states):
    RegulationNoteFactory(
        topic="pdmp", summary="Prescribers look here.", source_url="https://example.org/pmp"
    )
    assert '<a href="https://example.org/pmp" rel="noopener">Monitoring program</a>' in page(client)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?telehealth=allowed", ["Texas"]),
        ("?telehealth=unknown", ["Oklahoma"]),
        ("?telehealth=not-allowed", []),
        ("?nurses=restricted", ["Oklahoma"]),
        ("?compact=member", ["Oklahoma"]),
        ("?compact=unknown", ["Texas"]),
        ("?nurses=full&compact=member", []),
        ("?clinic_rules=known", ["Texas"]),
        ("?clinic_rules=unknown", ["Oklahoma"]),
        ("?monitoring=known", ["Oklahoma"]),
        ("?monitoring=unknown", ["Texas"]),
        ("?medicaid=with-prior-approval", ["Texas"]),
        ("?medicaid=not-covered", []),
        ("?medicaid=unknown", ["Oklahoma"]),
        ("?clinic_rules=known&medicaid=with-prior-approval&monitoring=unknown", ["Texas"]),
        ("?clinic_rules=known&monitoring=known", []),
        ("?telehealth=&nurses=&clinic_rules=&monitoring=&compact=&medicaid=&on=", ["Oklahoma", "Texas"]),
        ("?telehealth=allowed&on=2027-01-02", []),
    ],
)
def test_a_filter_leaves_the_states_that_have_it(client, states, query, names):
    RegulationNoteFactory(topic="sedation-rule")
    RegulationNoteFactory(topic="pdmp", state_id="OK")
    tells("medicaid-spravato", "with-prior-approval", topic="coverage")
    text = page(client, query)
    assert list(rows(text)) == names
    assert f"{len(names)} of 2 states and territories." in text
    assert ("No state has all of these." in text) == (not names)


@pytest.mark.parametrize(
    "name", ["telehealth", "nurses", "clinic_rules", "monitoring", "compact", "medicaid", "on"]
)
@pytest.mark.parametrize("value", ["maybe", "%00", "9" * 400, "<b>"])
def test_a_wrong_value_gets_a_message_and_the_other_filters_still_count(client, states, name, value):
    other = "compact=member" if name != "compact" else "nurses=restricted"
    text = page(client, f"?{name}={value}&{other}")
    assert re.findall(r'data-error="([a-z_]+)"', text) == [name]
    assert list(rows(text)) == ["Oklahoma"]
    assert "<b>" not in text


def test_a_filter_counts_what_holds_on_the_day(client, states):
    RegulationNoteFactory(topic="sedation-rule", effective_from=date(2027, 1, 1))
    assert list(rows(page(client, "?clinic_rules=known"))) == []
    assert list(rows(page(client, "?clinic_rules=known&on=2027-01-01"))) == ["Texas"]


def test_filters_stand_in_the_order_of_the_columns(client, states):
    names = re.findall(r'<(?:select|input)[^>]* name="([a-z_]+)"', page(client).split('id="table"')[1])
    assert names[:7] == ["telehealth", "nurses", "clinic_rules", "monitoring", "compact", "medicaid", "on"]


ODD = [
    {"rule": "tells"},
    {"rule": "tells", "about": "np-practice"},
    {"rule": "tells", "about": ["np-practice"], "value": "full"},
    {"rule": "tells", "about": "np-practice", "value": {"full": 1}},
    {"rule": "tells", "about": "imlc", "value": "full"},
    {"rule": ["tells"]},
    ["tells"],
    "tells",
    7,
    {"rule": "permits", "other_steps": 7, "exceptions": 7},
]


@pytest.mark.parametrize("effect", ODD, ids=str)
def test_an_effect_that_nobody_can_read_says_nothing(client, states, effect):
    RegulationNoteFactory(state_id="OK", summary="An odd note.", effect=effect)
    assert "May practice without a doctor" not in rows(page(client))["Oklahoma"]
    response = client.get("/states/ok/")
    assert response.status_code == 200
    assert "An odd note." in response.content.decode()
    assert client.get("/states/tx/").status_code == 200


def test_links_keep_the_day(client, states):
    text = page(client, "?on=2027-01-02")
    assert len(re.findall(r'href="/states/(?:tx|ok)/\?on=2027-01-02"', text)) == 4
    assert 'href="?telehealth=allowed&amp;on=2027-01-02#table"' in text
    assert "You are looking at 2 Jan 2027." in text


def test_the_map_names_each_state_with_its_answer_and_counts_the_answers(client, states):
    text = page(client)
    assert 'href="/states/tx/" aria-label="Texas: allowed"' in text
    assert 'href="/states/ok/" aria-label="Oklahoma: not settled"' in text
    legend = re.findall(r"<span>([^<]+: \d+)</span>", text)
    assert legend == ["Allowed: 1", "Allowed in some cases: 0", "Not allowed: 0", "Not settled: 1"]


def test_the_map_shows_all_states_whatever_the_table_is_asked(client, states):
    assert page(client, "?compact=member").count('<a class="tile ') == 2


def test_every_state_stands_on_the_map_once_and_none_shares_a_tile():
    names = [word for word in ROWS.split() if word != "."]
    assert sorted(names) == sorted(row.usps for row in STATES)
    assert len(set(TILES.values())) == len(STATES)
    assert {len(line.split()) for line in ROWS.strip().splitlines()} == {WIDTH // SIDE}
    assert len(ROWS.strip().splitlines()) == HEIGHT // SIDE


def test_whatever_a_note_may_tell_has_words():
    assert {about: set(values) for about, values in TOLD.items()} == {
        about: set(words) for about, words in WORDS.items()
    }
    assert list(SUBJECTS) == list(WORDS)


def test_a_rule_that_took_over_is_what_the_table_says(client, states):
    tells("np-practice", "reduced", topic="np-practice", state_id="OK", effective_until=date(2026, 9, 1))
    tells("np-practice", "full", topic="np-practice", state_id="OK", effective_from=date(2026, 9, 1))
    assert "Need an agreement with a doctor" not in rows(page(client))["Oklahoma"]
    assert "May practice without a doctor" in rows(page(client))["Oklahoma"]
    assert "Need an agreement with a doctor" in rows(page(client, "?on=2026-08-31"))["Oklahoma"]


def test_before_any_state_is_loaded_the_page_says_so(client, db):
    assert "No states are loaded yet." in page(client)


def test_all_that_we_know_costs_three_queries(client, db, django_assert_max_num_queries):
    State.objects.bulk_create(State(**row._asdict()) for row in STATES)
    load_notes()
    with django_assert_max_num_queries(3):
        assert len(rows(page(client))) == len(STATES)
    with django_assert_max_num_queries(3):
        page(client, "?nurses=full&on=2027-01-02")
