"""A page tells facts in its order and numbers their sources once."""

from datetime import date

import pytest

from clinics.medicine.telling import tell
from clinics.models import Fact
from tests.factories import ConditionFactory
from tests.medicine.factories import FactFactory

pytestmark = pytest.mark.django_db

LATER = date(2026, 12, 1)


def test_sources_are_numbered_as_the_page_names_them_and_each_once():
    about = ConditionFactory(source_name="A guideline", source_url="https://example.org/guideline")
    course = FactFactory(topic="course", source_url="https://example.org/b", source_name="B")
    study = FactFactory(topic="evidence", source_url="https://example.org/guideline")
    telling = tell([course, study], ["evidence", "course"], about)
    assert [(source.number, source.name) for source in telling.sources] == [(1, "A guideline"), (2, "B")]
    assert [source.number for source in telling.topics["evidence"][0].sources] == [1]


def test_further_sources_are_named_too():
    fact = FactFactory(also=[{"name": "More", "url": "https://example.org/more", "basis": "recalled"}])
    telling = tell([fact], ["evidence"])
    assert [(source.name, source.read_on) for source in telling.sources] == [
        ("A trial", fact.retrieved_on), ("More", None),
    ]  # fmt: skip


def test_a_source_is_read_if_any_fact_was_read_there():
    recalled = FactFactory(basis="recalled", position=1)
    read = FactFactory(basis="stored page", position=2)
    later = FactFactory(retrieved_on=LATER, position=3)
    assert tell([recalled], ["evidence"]).sources[0].read_on is None
    assert tell([recalled, read, later], ["evidence"]).sources[0].read_on == LATER


def test_what_is_recalled_must_say_so_but_the_numbers_of_an_emergency_need_not():
    telling = tell(
        [
            FactFactory(basis="recalled"),
            FactFactory(basis="recalled", topic="emergency"),
            FactFactory(topic="age"),
        ],
        ["evidence", "emergency", "age"],
    )
    assert [told[0].unread for told in telling.topics.values()] == [True, False, False]


def test_the_gravest_cautions_come_first_and_keep_their_order():
    for level, position in [("talk", 1), ("do-not-treat", 3), ("info", 0), ("do-not-treat", 2)]:
        FactFactory(topic="caution", level=level, position=position, text=f"{level} {position}")
    told = tell(Fact.objects.all(), ["caution"]).topics["caution"]
    assert [one.fact.text for one in told] == ["do-not-treat 2", "do-not-treat 3", "talk 1", "info 0"]


def test_topics_that_the_page_does_not_name_are_left_out():
    assert tell([FactFactory(topic="red-flag")], ["evidence"]).topics == {"evidence": []}
