"""The law in a sentence, with the note that it rests on, in one query."""

from datetime import date

import pytest

from clinics.regulations.verdict import ground_for
from tests.factories import RegulationNoteFactory, StateFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 1)


def effect(rule, required="none", by=None, conditions="all"):
    return {
        "rule": rule,
        "examination": {"required": required, "days": None, "by": by},
        "conditions_allowed": conditions,
        "prescribers": "all",
    }


@pytest.fixture
def flexibility():
    return RegulationNoteFactory(
        key="us-flexible",
        state=None,
        effect={"rule": "federal_flexibility"},
        effective_from=date(2026, 1, 1),
        effective_until=date(2027, 1, 1),
    )


@pytest.fixture
def follows():
    return RegulationNoteFactory(key="tx-follows", citation="Tex. Code 1", effect=effect("follows_federal"))


def test_allowed_says_until_when_the_federal_rule_holds(flexibility, follows):
    law = ground_for("TX", DAY).law()
    assert law.answer == "allowed"
    assert law.sentence == (
        "Texas: a doctor licensed there may prescribe ketamine by video without seeing you in person first. "
        "The federal rule that allows this ends 31 Dec 2026."
    )
    assert law.note == follows
    assert law.changes_on == date(2027, 1, 1)
    assert law.url == "/states/tx/"
    assert law.label == "Allowed"


def test_the_source_says_how_sure_we_are(flexibility, follows):
    assert ground_for("TX", DAY).law().source == (
        "Tex. Code 1, read 24 Nov 2026. "
        "Read in a copy of a page about this rule; we are sure of what it says."
    )


def test_a_recalled_note_allows_nothing_and_says_that_it_is_not_confirmed(flexibility):
    RegulationNoteFactory(citation="Tex. Code 2", effect=effect("follows_federal"), basis="recalled")
    law = ground_for("TX", DAY).law()
    assert law.answer == "unknown"
    assert law.source == "Tex. Code 2. Written from memory, not read. Not yet confirmed by our editors."
    assert law.sentence == (
        "Texas: our notes do not settle whether a doctor may prescribe ketamine by video without seeing you "
        "in person first. Ask the prescriber or the medical board."
    )


def test_after_the_federal_rule_nothing_is_allowed_and_the_pending_note_is_shown(flexibility, follows):
    pending = RegulationNoteFactory(
        state=None,
        effect={"rule": "federal_examination"},
        effective_from=date(2027, 1, 1),
        basis="recalled",
    )
    law = ground_for("TX", date(2027, 1, 1)).law()
    assert law.answer == "unknown"
    assert law.note == pending
    assert law.changes_on is None
    assert "we know of no federal rule in force" in law.sentence


def test_a_ban_says_nothing_of_the_federal_rule(flexibility, follows):
    RegulationNoteFactory(effect=effect("requires_examination", "before_first", "prescriber"))
    assert ground_for("tx", DAY).law().sentence == (
        "Texas: a doctor must examine you in person before prescribing ketamine by video."
    )


def test_the_conditions_searched_are_judged(flexibility, follows):
    RegulationNoteFactory(effect=effect("limits_conditions", conditions="not_pain"))
    assert ground_for("TX", DAY).law().answer == "conditional"
    assert ground_for("TX", DAY).law(["ptsd"]).answer == "allowed"
    assert ground_for("TX", DAY).law(["crps"]).answer == "not-allowed"


def test_a_later_statement_of_the_law_comes_first(flexibility):
    RegulationNoteFactory(key="tx-a", effect=effect("follows_federal"))
    later = RegulationNoteFactory(
        key="tx-b", effect=effect("follows_federal"), effective_from=date(2025, 1, 1)
    )
    assert ground_for("TX", DAY).law().note == later


def test_other_states_and_notes_without_effect_say_nothing(flexibility):
    StateFactory(usps="OK")
    RegulationNoteFactory(state=StateFactory(usps="CA"), effect=effect("follows_federal"))
    RegulationNoteFactory(state=StateFactory(usps="OK"))
    law = ground_for("OK", DAY).law()
    assert (law.answer, law.note, law.source) == ("unknown", None, "")
    assert law.sentence.startswith("Oklahoma: we have no notes")


def test_a_federal_rule_without_an_end_promises_none(follows):
    RegulationNoteFactory(state=None, effect={"rule": "federal_flexibility"})
    law = ground_for("TX", DAY).law()
    assert (law.answer, law.changes_on) == ("allowed", None)
    assert "ends" not in law.sentence


def test_one_query_answers(flexibility, follows, django_assert_num_queries):
    with django_assert_num_queries(1):
        law = ground_for("TX", DAY).law(["ptsd"])
        assert law.sentence
        assert law.source
        assert law.url


def test_a_note_from_memory_is_never_said_to_have_been_read():
    note = RegulationNoteFactory.build(basis="recalled", state=None)
    assert note.certainty == "Written from memory, not read. Not yet confirmed by our editors."
