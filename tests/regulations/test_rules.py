"""What effects come to. No state is named in the rule; the cases below are written by hand."""

import json
from datetime import date
from pathlib import Path

import pytest

from clinics.regulations.effects import Effect, unreadable
from clinics.regulations.rules import Reason, in_force, legality

FACTS = Path(__file__).parents[3] / "shared" / "data" / "telehealth_effects.json"
FIXTURE = Path(__file__).parents[2] / "fixtures" / "regulations.json"
PTSD, PAIN, ADDICTION = "ptsd", "chronic-pain", "substance-use-disorder"

FLEXIBLE = Effect("us-flexible", rule="federal_flexibility", confidence="high", recalled=False)
EXAMINE = Effect("us-examine", rule="federal_examination", confidence="high", recalled=False)


def effect(rule="follows_federal", exam="none", by=None, conditions="all", **more):
    """An effect of a state, firm unless said otherwise."""
    values = {"key": "note", "confidence": "high", "recalled": False, **more}
    return Effect(rule=rule, examination=exam, examined_by=by, conditions=conditions, **values)


FOLLOWS = effect(key="follows")
HANDS_ON = effect("requires_examination", "before_first", "prescriber", key="hands-on")
ANOTHER = effect("requires_examination", "before_first", "any licensed practitioner", key="another")
REFERRED = effect("requires_examination", "before_first", "prescriber or referring clinician", key="referred")
YEARLY = effect("requires_examination", "within_days", "any licensed practitioner", key="yearly")
MIND_ONLY = effect("limits_conditions", conditions="psychiatric_and_sud_only", key="mind-only")
NOT_PAIN = effect("limits_conditions", conditions="not_pain", key="not-pain")
NOT_LONG_PAIN = effect("limits_conditions", conditions="not_chronic_pain", key="not-long-pain")
OPEN_QUESTION = effect("unknown", None, conditions="unknown", key="open")
FAINT_BAN = effect(
    "requires_examination", "before_first", "prescriber", key="faint-ban", confidence="low", recalled=False
)
FAINT_LIMIT = effect("limits_conditions", conditions="not_pain", key="faint-limit", confidence="low")

CASES = [
    # effects, conditions searched, answer with the federal flexibility, answer without it
    ([], [], "unknown", "unknown"),
    ([FOLLOWS], [], "allowed", "unknown"),
    ([FOLLOWS], [PTSD], "allowed", "unknown"),
    ([effect(recalled=True)], [], "unknown", "unknown"),
    ([effect(confidence="low")], [], "unknown", "unknown"),
    ([effect(confidence="medium")], [], "allowed", "unknown"),
    ([FOLLOWS, effect(key="memory", recalled=True)], [], "unknown", "unknown"),
    ([HANDS_ON], [], "not-allowed", "not-allowed"),
    ([HANDS_ON, FOLLOWS], [PTSD], "not-allowed", "not-allowed"),
    ([ANOTHER], [], "conditional", "unknown"),
    (
        [effect("requires_examination", "before_first", "any licensed practitioner", recalled=True)],
        [],
        "conditional",
        "unknown",
    ),
    ([REFERRED], [PAIN], "conditional", "unknown"),
    ([YEARLY], [], "conditional", "unknown"),
    ([ANOTHER, OPEN_QUESTION], [], "conditional", "unknown"),
    ([FOLLOWS, OPEN_QUESTION], [], "unknown", "unknown"),
    ([MIND_ONLY], [], "conditional", "unknown"),
    ([MIND_ONLY], [PTSD], "allowed", "unknown"),
    ([MIND_ONLY], [ADDICTION], "allowed", "unknown"),
    ([MIND_ONLY], [PAIN], "not-allowed", "not-allowed"),
    ([MIND_ONLY], [PTSD, PAIN], "conditional", "unknown"),
    ([MIND_ONLY], ["not-in-our-lists"], "conditional", "unknown"),
    ([FOLLOWS, NOT_PAIN], ["migraine"], "not-allowed", "not-allowed"),
    ([FOLLOWS, NOT_LONG_PAIN], ["fibromyalgia"], "not-allowed", "not-allowed"),
    ([FOLLOWS, NOT_LONG_PAIN], ["anxiety"], "allowed", "unknown"),
    ([FOLLOWS, FAINT_LIMIT], [], "conditional", "unknown"),
    ([FOLLOWS, FAINT_LIMIT], ["ocd"], "allowed", "unknown"),
    ([FOLLOWS, FAINT_BAN], [], "conditional", "unknown"),
    ([FAINT_BAN], [], "unknown", "unknown"),
    ([FAINT_BAN, ANOTHER], [], "conditional", "unknown"),
    ([effect(exam=None)], [], "unknown", "unknown"),
    ([effect("requires_examination", "before_first", None)], [], "unknown", "unknown"),
    ([effect(conditions="something new")], [], "unknown", "unknown"),
    ([effect(conditions="not_pain")], [PAIN], "unknown", "unknown"),
    ([effect(prescribers="np")], [], "unknown", "unknown"),
    (
        [FOLLOWS, effect("requires_examination", "before_first", "prescriber", prescribers="np")],
        [],
        "allowed",
        "unknown",
    ),
    (
        [
            FOLLOWS,
            effect(
                "requires_examination",
                "before_first",
                "prescriber",
                prescribers="physicians licensed elsewhere",
            ),
        ],
        [],
        "allowed",
        "unknown",
    ),
]


@pytest.mark.parametrize(("effects", "conditions", "flexible", "lapsed"), CASES)
def test_the_verdict_follows_the_effects(effects, conditions, flexible, lapsed):
    assert legality([*effects, EXAMINE, FLEXIBLE], conditions=conditions).answer == flexible
    assert legality([*effects, EXAMINE], conditions=conditions).answer == lapsed


@pytest.mark.parametrize("shaky", [{"recalled": True}, {"confidence": "low"}])
def test_a_federal_rule_that_is_not_sure_allows_nothing(shaky):
    values = {"confidence": "high", "recalled": False, **shaky}
    assert legality([FOLLOWS, Effect("us", rule="federal_flexibility", **values)]).answer == "unknown"


@pytest.mark.parametrize(
    ("effects", "reason", "notes"),
    [
        ([FOLLOWS, FLEXIBLE], Reason.FEDERAL_RULE, ("follows",)),
        ([FOLLOWS, HANDS_ON, FLEXIBLE], Reason.EXAMINED_FIRST, ("hands-on",)),
        ([REFERRED, FLEXIBLE], Reason.EXAMINED_BY_ANOTHER, ("referred",)),
        ([YEARLY, FLEXIBLE], Reason.EXAMINED_LATER, ("yearly",)),
        ([FOLLOWS, NOT_PAIN, FLEXIBLE], Reason.SOME_CONDITIONS, ("not-pain",)),
        ([FOLLOWS, FAINT_BAN, FLEXIBLE], Reason.SOURCES_DIFFER, ("faint-ban",)),
        ([FOLLOWS, EXAMINE], Reason.NO_FEDERAL_RULE, ("us-examine",)),
        ([FLEXIBLE], Reason.NO_NOTES, ()),
        ([OPEN_QUESTION, FLEXIBLE], Reason.NOT_SETTLED, ("open",)),
    ],
)
def test_the_verdict_says_why_and_on_which_notes(effects, reason, notes):
    verdict = legality(effects)
    assert (verdict.reason, verdict.notes) == (reason, notes)


def test_pain_alone_names_the_limit():
    verdict = legality([FOLLOWS, NOT_PAIN, FLEXIBLE], conditions=["crps"])
    assert (verdict.reason, verdict.notes) == (Reason.CONDITION_EXCLUDED, ("not-pain",))


@pytest.mark.parametrize(
    "data", [None, 3, "x", [], {}, {"rule": []}, {"rule": "follows_federal", "examination": 3}]
)
def test_an_effect_of_a_strange_shape_settles_nothing(data):
    strange = Effect.read("x", data, confidence="high", recalled=False)
    assert legality([strange, FLEXIBLE]).answer == "unknown"


def test_an_interval_is_half_open():
    start, end = date(2026, 1, 1), date(2027, 1, 1)
    assert [in_force(start, end, day) for day in (date(2025, 12, 31), start, date(2026, 12, 31), end)] == [
        False,
        True,
        True,
        False,
    ]
    assert in_force(None, None, start)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rule": "maybe"}, "rule"),
        ({"rule": []}, "rule"),
        ({"examination": None}, "examination.required"),
        ({"examination": {"required": "often"}}, "examination.required"),
        ({"examination": {"required": "before_first", "by": None}}, "examination.by"),
        ({"conditions_allowed": None}, "conditions_allowed"),
        ({"prescribers": "dentists"}, "prescribers"),
    ],
)
def test_what_no_rule_can_read_is_named(change, field):
    readable = {
        "rule": "follows_federal",
        "examination": {"required": "none", "days": None, "by": None},
        "conditions_allowed": "all",
        "prescribers": "all",
    }
    assert unreadable(readable) is None
    assert unreadable(readable | change) == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"profiles": []}, "profiles"),
        ({"profiles": [["clinic"]]}, "profiles"),
        ({"profiles": ["moon"]}, "profiles"),
        ({"treatments": ["esketamine-spravat"]}, "treatments"),
        ({"treatments": "esketamine-spravato"}, "treatments"),
        ({"conditions": []}, "conditions"),
        ({"prescribers": ["all"]}, "prescribers"),
        ({"what": " "}, "what"),
        ({"rule": "tells", "about": []}, "about"),
        ({"rule": "tells", "about": "imlc", "value": ["member"]}, "value"),
    ],
)
def test_what_is_wrong_in_a_general_effect_is_named(change, field):
    readable = {
        "rule": "requires_step",
        "profiles": ["clinic"],
        "treatments": ["iv-infusion"],
        "conditions": "all",
        "prescribers": "all",
        "what": "a step",
    }
    assert unreadable(readable) is None
    assert unreadable(readable | change) == field


def test_every_effect_of_the_fixture_is_readable():
    effects = [note["effect"] for note in json.loads(FIXTURE.read_text()) if note["effect"] is not None]
    assert len(effects) == 311
    assert [effect for effect in effects if unreadable(effect)] == []


def verdict_of_fixture(usps, day):
    """The verdict from the notes of the fixture that are in force on the day (ISO)."""
    ground = [
        Effect.read(n["key"], n["effect"], confidence=n["confidence"], recalled=n["basis"] == "recalled")
        for n in json.loads(FIXTURE.read_text())
        if n["effect"]
        and n["state"] in (None, usps)
        and (n["effective_from"] or "0") <= day < (n["effective_until"] or "9")
    ]
    return legality(ground).answer


@pytest.mark.skipif(not FACTS.exists(), reason="the reference cases are not here")
def test_the_rule_gives_the_researched_answer_for_every_place_on_both_days():
    cases = json.loads(FACTS.read_text())["reference_case"]
    expected = {
        (usps, day): case[day] for usps, case in cases.items() for day in ("2026-12-01", "2027-01-02")
    }
    assert len(expected) == 108
    assert {key: str(verdict_of_fixture(*key)) for key in expected} == expected


@pytest.mark.parametrize(
    ("usps", "day", "answer"),
    [
        ("FL", "2026-12-31", "allowed"),
        ("FL", "2027-01-01", "unknown"),
        ("FL", "2025-12-31", "allowed"),
        ("FL", "2023-05-11", "allowed"),
        ("FL", "2023-05-10", "unknown"),
        ("AL", "2026-11-25", "not-allowed"),
        ("AL", "2027-06-01", "not-allowed"),
        ("LA", "2026-11-25", "not-allowed"),
        ("CT", "2026-11-25", "conditional"),
        ("TX", "2026-11-25", "conditional"),
        ("AR", "2026-11-25", "conditional"),
        ("MS", "2026-11-25", "conditional"),
        ("PA", "2026-11-25", "conditional"),
        ("NE", "2026-11-25", "unknown"),
        ("WY", "2026-11-25", "unknown"),
        ("NJ", "2026-02-15", "unknown"),
        ("NJ", "2026-02-16", "allowed"),
        ("AS", "2026-11-25", "unknown"),
        ("MP", "2026-11-25", "unknown"),
        ("GU", "2026-11-25", "unknown"),
    ],
)
def test_places_that_matter_most_stay_right(usps, day, answer):
    assert verdict_of_fixture(usps, day) == answer
