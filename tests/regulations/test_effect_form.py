"""The effect of a note as a form: what comes out is what went in, and a slip is told next to its field."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from clinics.models import RegulationNote
from clinics.regulations.effects import FEDERAL_RULES, GENERAL_RULES, RULES, TELEHEALTH_RULES, unreadable
from clinics.regulations.forms_effect import RULE_NAMES, effect_from, in_words, values_of
from clinics.regulations.forms_notes import NoteForm
from tests.factories import RegulationNoteFactory, TreatmentFactory
from tests.regulations.editors import FIELDS

pytestmark = pytest.mark.django_db
ENTRIES = json.loads((Path(settings.FIXTURE_DIRS[0]) / "regulations.json").read_text())
EFFECTS = [json.loads(text) for text in sorted({json.dumps(entry["effect"]) for entry in ENTRIES})]
TELEHEALTH = {
    "effect_rule": "requires_examination",
    "effect_examination": "before_first",
    "effect_by": "prescriber",
    "effect_conditions": "all",
    "effect_prescribers": "all",
}
GENERAL = {
    "effect_rule": "requires_step",
    "effect_profiles": ["clinic"],
    "effect_conditions": "all",
    "effect_prescribers": "all",
    "effect_what": "a second look",
}


def as_sent(effect):
    """The fields as a browser sends them when nobody touched the form of a note with this effect."""
    form = NoteForm(instance=RegulationNote(effect=effect))
    names = [name for name in form.fields if name.startswith("effect_")]
    return {name: form[name].value() for name in names if form[name].value() not in (None, "", [])}


def filled(values, effect=None):
    form = NoteForm(FIELDS | values, instance=RegulationNote(effect=effect))
    form.is_valid()
    return form


@pytest.fixture(autouse=True)
def treatments():
    for slug in ("iv-infusion", "esketamine-spravato"):
        TreatmentFactory(slug=slug)


@pytest.mark.parametrize("effect", EFFECTS, ids=range(len(EFFECTS)))
def test_an_effect_that_nobody_touched_comes_out_as_it_went_in(effect):
    form = filled(as_sent(effect), effect)
    assert form.errors == {}
    assert form.instance.effect == effect


def test_there_are_effects_of_every_kind_among_them():
    assert len(EFFECTS) > 20
    assert {effect["rule"] for effect in EFFECTS if effect} == set(RULES)


def test_what_the_form_does_not_know_is_kept():
    effect = {
        "rule": "requires_examination",
        "examination": {"required": "before_first", "days": None, "by": "prescriber", "place": "clinic"},
        "conditions_allowed": "all",
        "prescribers": "all",
        "since": "a letter of the board",
    }
    assert filled(as_sent(effect), effect).instance.effect == effect


def test_a_treatment_that_is_no_longer_listed_is_not_lost():
    effect = {"rule": "forbids", "profiles": ["clinic"], "treatments": ["gone-by", "iv-infusion"]}
    effect |= {"conditions": "all", "prescribers": "all"}
    assert filled(as_sent(effect), effect).instance.effect == effect


def test_a_new_effect_is_whole():
    assert filled(TELEHEALTH).instance.effect == {
        "rule": "requires_examination",
        "examination": {"required": "before_first", "days": None, "by": "prescriber"},
        "conditions_allowed": "all",
        "prescribers": "all",
        "exceptions": [],
        "other_steps": [],
    }
    steps = filled(TELEHEALTH | {"effect_steps": "One \r\n\r\n Two"}).instance.effect["other_steps"]
    assert steps == ["One", "Two"]
    assert filled(GENERAL).instance.effect["treatments"] == "all"
    told = filled({"effect_rule": "tells", "effect_told": "imlc:member"}).instance.effect
    assert told == {"rule": "tells", "about": "imlc", "value": "member"}


def test_without_a_rule_there_is_no_effect():
    form = filled({})
    assert form.errors == {}
    assert form.instance.effect is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (TELEHEALTH | {"effect_by": ""}, "effect_by"),
        (TELEHEALTH | {"effect_conditions": ""}, "effect_conditions"),
        (TELEHEALTH | {"effect_prescribers": ""}, "effect_prescribers"),
        (TELEHEALTH | {"effect_examination": "within_days"}, "effect_days"),
        (TELEHEALTH | {"effect_examination": "none"}, "effect_by"),
        (TELEHEALTH | {"effect_days": "0"}, "effect_days"),
        (TELEHEALTH | {"effect_days": "many"}, "effect_days"),
        (GENERAL | {"effect_profiles": []}, "effect_profiles"),
        (GENERAL | {"effect_what": " "}, "effect_what"),
        (GENERAL | {"effect_conditions": "unknown"}, "effect_conditions"),
        (GENERAL | {"effect_treatments": ["moon-dust"]}, "effect_treatments"),
        ({"effect_rule": "tells"}, "effect_told"),
        ({"effect_rule": "tells", "effect_told": "imlc:full"}, "effect_told"),
        ({"effect_rule": "perhaps"}, "effect_rule"),
    ],
)
def test_what_no_rule_can_read_is_told_next_to_its_field(values, field):
    assert list(filled(values).errors) == [field]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"effect_days": "30"}, "effect_days"),
        ({"effect_rule": "federal_flexibility", "effect_conditions": "all"}, "effect_conditions"),
        (TELEHEALTH | {"effect_profiles": ["clinic"]}, "effect_profiles"),
        (TELEHEALTH | {"effect_what": "a license"}, "effect_what"),
        (GENERAL | {"effect_rule": "permits"}, "effect_what"),
        (GENERAL | {"effect_exceptions": "Emergencies"}, "effect_exceptions"),
        ({"effect_rule": "tells", "effect_told": "imlc:member", "effect_by": "prescriber"}, "effect_by"),
    ],
)
def test_a_field_that_does_not_belong_is_refused_and_not_dropped(values, field):
    form = filled(values)
    assert field in form.errors
    assert form[field].value() == values[field]


def test_every_rule_has_a_name_and_a_group():
    assert set(RULE_NAMES) == set(RULES)
    names = dict(NoteForm.base_fields["effect_rule"].choices)
    grouped = [rule for group in names.values() if isinstance(group, list) for rule, _name in group]
    assert sorted(grouped) == sorted([*TELEHEALTH_RULES, *FEDERAL_RULES, *GENERAL_RULES, "tells"])


def test_an_effect_reads_in_words():
    TreatmentFactory(slug="im-shot", name="Injection")
    assert dict(in_words(filled(GENERAL | {"effect_treatments": ["im-shot"]}).instance.effect)) == {
        "What it does": "Any way of care: Requires a step",
        "For which ways of care": "In a clinic",
        "For which treatments": "Injection",
        "For which conditions": "All conditions",
        "For which prescribers": "All prescribers",
        "What is required, in words": "a second look",
    }
    assert in_words(None) == []


@pytest.mark.parametrize("effect", [{}, [], 3, "follows_federal"])
def test_an_effect_of_another_shape_opens_as_an_empty_form(effect):
    note = RegulationNoteFactory(effect=effect)
    assert as_sent(note.effect) == {}
    assert unreadable(effect_from(values_of(effect), effect) or {}) == "rule"
