"""The answers of a state's page, one for each way of getting the treatment."""

from datetime import date

import pytest

from clinics.regulations.answers import answers
from clinics.regulations.changes import difference
from clinics.regulations.models import RegulationNote
from clinics.regulations.verdict import Ground
from tests.factories import RegulationNoteFactory, StateFactory

pytestmark = pytest.mark.django_db
TODAY, LATER = date(2026, 12, 31), date(2027, 1, 2)
FOLLOWS = {
    "rule": "follows_federal",
    "examination": {"required": "none", "days": None, "by": None},
    "conditions_allowed": "all",
    "prescribers": "all",
}
GENERAL = {"profiles": ["telehealth"], "treatments": "all", "conditions": "all", "prescribers": "all"}


@pytest.fixture(autouse=True)
def federal_law():
    """Until the year ends nobody need be seen in person; an examination is enough on any day."""
    StateFactory()
    ends = {"effective_until": date(2027, 1, 1)}
    RegulationNoteFactory(state=None, effect={"rule": "federal_flexibility"}, **ends)
    RegulationNoteFactory(state=None, effect={"rule": "federal_examination"})


def on(day):
    return answers(Ground.of("TX", RegulationNote.objects.readable(), day))


def at_home(day):
    return next(answered for answered in on(day) if answered.way.slug == "home")


def test_after_a_visit_what_asks_for_no_more_than_the_visit_is_allowed():
    RegulationNoteFactory(effect={**FOLLOWS, "examination": {"required": "before_first", "by": "prescriber"}})
    assert at_home(TODAY).law.answer == "allowed"
    assert "who has examined you in person may prescribe" in at_home(TODAY).statement


def test_a_day_whose_sentence_is_the_same_is_no_change():
    RegulationNoteFactory(effect=FOLLOWS)
    then, now = at_home(LATER), at_home(TODAY)
    assert (then.law.answer, then.statement) == (now.law.answer, now.statement)
    differing = difference((on(LATER), []), (on(TODAY), [])).answers
    assert [one.way.slug for one, _other in differing] == ["telehealth"]


def test_a_rule_for_some_conditions_that_the_visit_meets_leaves_nothing_in_the_way():
    RegulationNoteFactory(effect={**FOLLOWS, "conditions_allowed": "not_pain"})
    RegulationNoteFactory(effect={**FOLLOWS, "rule": "limits_conditions", "conditions_allowed": "not_pain"})
    assert at_home(TODAY).law.answer == "allowed"


def test_what_is_forbidden_for_some_conditions_stays_so_after_a_visit():
    RegulationNoteFactory(effect=FOLLOWS)
    RegulationNoteFactory(effect={**GENERAL, "rule": "forbids", "conditions": "psychiatric_and_sud_only"})
    assert at_home(TODAY).law.answer == "conditional"
    assert at_home(TODAY).statement.endswith("for some conditions, but not for all.")


def test_a_step_that_the_law_asks_besides_the_visit_is_named():
    RegulationNoteFactory(effect={**FOLLOWS, "examination": {"required": "before_first", "by": "prescriber"}})
    RegulationNoteFactory(effect={**GENERAL, "rule": "requires_step", "what": "a signed consent"})
    assert at_home(TODAY).law.answer == "conditional"
    assert at_home(TODAY).besides == "It needs: a signed consent."


def test_what_no_note_settles_is_not_settled_by_a_visit():
    RegulationNoteFactory(effect={**FOLLOWS, "rule": "unknown"})
    assert at_home(TODAY).law.answer == "unknown"
    assert "do not settle" in at_home(TODAY).statement
