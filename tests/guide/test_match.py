"""The rules of the self-check: its order, its cautions, its ways to care, and what holds for any answers."""

import json
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from clinics.guide import match
from clinics.guide.content import MOST_GRADE, reading_grade
from clinics.guide.match import (
    CRISIS,
    ORDER,
    QUESTIONS,
    SUMMARY,
    Fit,
    Level,
    Way,
)
from clinics.guide.match_sources import ASKED_FROM, RECALLED, SOURCES, STORED
from clinics.guide.match_state import LostAnswersError, pack, unpack
from clinics.guide.match_words import ASKED, FITS, LEVELS, SAID, SHORT, WAYS

CONDITIONS = ["treatment-resistant-depression", "suicidal-ideation", "ptsd", "chronic-pain"]
EVIDENCE = {
    "treatment-resistant-depression": "fda-approved-esketamine",
    "ptsd": "weak",
    "chronic-pain": "weak",
}
OF_A_SEARCH = {"state", "near", "condition", "care", "treatment", "insurance", "max_price", "age_group"}
# What must never stand in an address.
OF_HEALTH = ("urgent", "pregnancy", "heart", "psychosis", "substances", "body")


def values(question):
    if question.many:
        known = [value for value in question.values if value not in match.ALONE] or CONDITIONS
        several = st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True).map(tuple)
        return several | st.just((match.SKIP,))
    return st.sampled_from(question.values).map(lambda value: (value,))


def everything(**fixed):
    """All questions answered, in any way."""
    asked = {question.key: values(question) for question in QUESTIONS if question.key != "state"}
    asked["state"] = st.sampled_from([("TX",), (match.SKIP,)])
    more = {"near": st.just(("78701",)), "payer": st.just(("aetna",)), "max_price": st.just(("500",))}
    return st.fixed_dictionaries(asked | fixed, optional=more)


calm = everything(urgent=st.sampled_from([("sometimes",), ("no",), ("skip",)]))
some = everything().flatmap(
    lambda full: st.sets(st.sampled_from(ORDER)).map(
        lambda gone: {name: told for name, told in full.items() if name not in gone}
    )
)
often = settings(max_examples=200, deadline=None, derandomize=True)


def summary(**told):
    answers = {key: (value,) if isinstance(value, str) else value for key, value in told.items()}
    return match.summary(answers, EVIDENCE)


def way(key, **told):
    return next(one for one in summary(**told).ways if one.key == key)


def cautions(**told):
    return [(caution.key, caution.level) for caution in summary(**told).cautions]


# The order.


def test_the_question_on_danger_is_the_first():
    assert ORDER[0] == "urgent"


@often
@given(answers=some, asked=st.sampled_from([*ORDER, SUMMARY, "x", ""]))
def test_nobody_passes_by_an_open_question(answers, asked):
    here = match.may_stand_at(answers, asked)
    if match.in_danger(answers):
        assert here == CRISIS
    else:
        open_before = [key for key in ORDER[: match.place_of(here)] if not match.answered(answers, key)]
        assert open_before == []


@often
@given(answers=everything(urgent=st.just(("yes-now",))), asked=st.sampled_from([*ORDER, SUMMARY]))
def test_danger_now_leads_to_help_from_everywhere(answers, asked):
    assert match.may_stand_at(answers, asked) == CRISIS
    if asked != SUMMARY:
        assert match.after(answers, asked) == CRISIS


@often
@given(answers=calm)
def test_with_all_answered_the_summary_comes_and_is_the_same_each_time(answers):
    assert match.first_open(answers) == SUMMARY
    assert all(match.after(answers, key) == SUMMARY for key in ORDER)
    assert match.summary(answers, EVIDENCE) == match.summary(dict(answers), dict(EVIDENCE))


def test_the_last_open_question_says_that_the_summary_comes_next():
    answers = dict.fromkeys(ORDER[:-1], ("skip",))
    assert match.is_last(answers, ORDER[-1])
    assert not match.is_last({}, ORDER[0])


# Cautions.


@pytest.mark.parametrize(
    ("told", "caution", "level"),
    [
        ({"urgent": "sometimes"}, "thoughts", Level.TALK),
        ({"age": "under-18"}, "under-18", Level.TALK),
        ({"age": "65-plus"}, "older", Level.TALK),
        ({"tried": "nothing"}, "not-first", Level.TALK),
        ({"pregnancy": "yes"}, "pregnancy", Level.STOP),
        ({"heart": "aneurysm"}, "aneurysm", Level.STOP),
        ({"heart": "bp"}, "blood-pressure", Level.TALK),
        ({"heart": "unsure"}, "measure", Level.INFO),
        ({"psychosis": "yes"}, "psychosis", Level.STOP),
        ({"substances": "active"}, "misuse", Level.STOP),
        ({"substances": "past"}, "misuse-past", Level.TALK),
        ({"substances": "sedatives"}, "sedatives", Level.TALK),
        ({"body": "thyroid"}, "thyroid", Level.TALK),
        ({"body": "eye"}, "eye", Level.STOP),
        ({"place": "home-alone"}, "alone", Level.STOP),
        ({"place": "home-adult"}, "at-home", Level.TALK),
        ({"place": "clinic-noride"}, "ride", Level.INFO),
    ],
)
def test_an_answer_brings_its_caution(told, caution, level):
    assert cautions(**told) == [(caution, level)]


def test_what_nobody_told_brings_no_caution():
    assert cautions(**dict.fromkeys(ORDER, ("skip",))) == []
    assert cautions(**dict.fromkeys(ORDER, ("no",))) == []


@often
@given(answers=calm)
def test_the_gravest_caution_comes_first_and_at_most_three_at_once(answers):
    found = match.summary(answers, EVIDENCE)
    levels = [caution.level for caution in found.cautions]
    assert levels == sorted(levels)
    assert len(found.first_cautions) <= 3
    assert found.first_cautions + found.more_cautions == found.cautions
    assert len(found.first_cautions) == 3 or not found.more_cautions


# Ways to care.


@pytest.mark.parametrize(
    "told",
    [
        {"urgent": "sometimes"},
        {"age": "under-18"},
        {"pregnancy": "yes"},
        {"heart": "aneurysm"},
        {"psychosis": "yes"},
        {"substances": "active"},
        {"place": "home-alone"},
        {"condition": "suicidal-ideation"},
    ],
)
def test_treatment_at_home_is_not_shown_where_it_would_not_be_safe(told):
    asked = {"place": "home-adult"} | told
    home = way("telehealth", **asked)
    assert (home.fit, home.why) == (Fit.NOT, "home-not")
    answers = {key: (value,) for key, value in asked.items()}
    assert match.way_search(answers, home) == []
    assert ("care", "in_person") in match.main_search(answers)


def test_whoever_wants_care_at_home_with_an_adult_sees_telehealth_first():
    assert summary(place="home-adult").ways[0].key == "telehealth"
    assert summary(place="clinic-ride").ways[0].key == "clinic"


@pytest.mark.parametrize(
    ("told", "fit", "why"),
    [
        ({"age": "under-18"}, Fit.NOT, "spravato-adults"),
        ({"heart": ("aneurysm", "bp")}, Fit.NOT, "spravato-vessels"),
        ({"pregnancy": "yes"}, Fit.NOT, "spravato-pregnancy"),
        ({"condition": ("ptsd", "chronic-pain")}, Fit.NOT, "spravato-depression"),
        (
            {"condition": ("ptsd", "treatment-resistant-depression"), "tried": "two-plus"},
            Fit.MAY,
            "spravato-two",
        ),
        ({"condition": "treatment-resistant-depression", "tried": "one"}, Fit.ASK, "spravato-uses"),
        ({"condition": "skip", "tried": "two-plus"}, Fit.ASK, "spravato-uses"),
    ],
)
def test_spravato_goes_with_what_it_is_approved_for(told, fit, why):
    assert way("spravato", **told) == Way("spravato", fit, why)


@pytest.mark.parametrize(
    "told", [{"age": "under-18"}, {"condition": "ptsd"}, {"money": "none"}, {"substances": "active"}]
)
def test_trials_come_first_where_little_else_is_proven_or_within_reach(told):
    assert summary(**told).ways[0].key == "trial"


def test_ways_that_do_not_go_with_the_answers_come_last():
    fits = [one.fit for one in summary(age="under-18", place="home-alone").ways]
    assert fits == [Fit.ASK, Fit.ASK, Fit.NOT, Fit.NOT]


@pytest.mark.parametrize(
    ("told", "notes"),
    [
        ({"condition": "treatment-resistant-depression", "tried": "one"}, ("rule-of-two",)),
        ({"condition": "treatment-resistant-depression", "tried": "two-plus"}, ("two-tried",)),
        ({"condition": "ptsd", "tried": "two-plus"}, ()),
        ({"condition": "chronic-pain", "tried": "na"}, ("pain",)),
        ({"money": "medicare"}, ("pay-medicare",)),
        ({"money": "skip"}, ()),
    ],
)
def test_statements_follow_from_what_was_tried_and_how_it_is_paid(told, notes):
    assert summary(**told).notes == notes


# Searches.


def test_a_search_is_filled_with_what_a_search_can_ask():
    answers = {
        "state": ("TX",),
        "near": ("78701",),
        "age": ("65-plus",),
        "condition": ("ptsd", "chronic-pain"),
        "place": ("clinic-ride",),
        "money": ("self",),
        "max_price": ("450",),
        "payer": ("aetna",),
    }
    assert match.main_search(answers) == [
        ("state", "TX"),
        ("near", "78701"),
        ("condition", "ptsd"),
        ("condition", "chronic-pain"),
        ("age_group", "older-adult"),
        ("max_price", "450"),
        ("care", "in_person"),
    ]


@pytest.mark.parametrize(
    ("money", "insurance"),
    [
        ("private", ["aetna"]),
        ("medicare", ["medicare"]),
        ("medicaid", ["medicaid"]),
        ("tricare-va", ["tricare", "va"]),
        ("self", []),
        ("none", []),
        ("skip", []),
    ],
)
def test_insurance_is_searched_by_how_somebody_pays(money, insurance):
    pairs = match.search({"money": (money,), "payer": ("aetna",)})
    assert [value for name, value in pairs if name == "insurance"] == insurance


@often
@given(answers=calm, other=calm)
def test_answers_on_health_change_no_parameter_of_a_search(answers, other):
    """They decide which searches are offered, and nothing that stands in one."""
    swapped = answers | {key: other[key] for key in OF_HEALTH}
    assert match.search(answers) == match.search(swapped)
    for told in (answers, swapped):
        ways = match.summary(told, EVIDENCE).ways
        offered = [match.main_search(told), *(match.way_search(told, one) for one in ways)]
        extra = {pair for pairs in offered for pair in pairs if pair not in match.search(answers)}
        assert {name for pairs in offered for name, _ in pairs} <= OF_A_SEARCH
        assert extra <= {("care", "in_person"), ("care", "telehealth"), ("treatment", match.SPRAVATO)}


# Words and sources.


def test_every_question_and_answer_has_words_and_a_source():
    assert set(ASKED) == set(SHORT) == set(ASKED_FROM) == set(ORDER)
    for question in QUESTIONS:
        assert set(ASKED[question.key].labels) >= set(question.values)
        assert ASKED_FROM[question.key]
        assert not question.values or match.SKIP in question.values


def test_every_statement_has_words_and_a_source_with_its_day_and_basis():
    assert set(SOURCES) == set(SAID) | {"crisis"}
    for sources in [*SOURCES.values(), *ASKED_FROM.values()]:
        assert sources
        for source in sources:
            assert source.name
            assert source.url.startswith(("https://", "http://"))
            assert source.basis in (STORED, RECALLED)
            assert source.retrieved_on


@often
@given(answers=calm)
def test_whatever_is_answered_each_part_of_the_summary_can_be_said(answers):
    found = match.summary(answers, EVIDENCE)
    keys = {*found.notes, *(one.key for one in found.cautions), *(one.why for one in found.ways)}
    assert keys <= set(SAID)
    assert all(SOURCES[key] for key in keys)
    assert {one.level for one in found.cautions} <= set(LEVELS)
    assert {one.fit for one in found.ways} <= set(FITS)
    assert {one.key for one in found.ways} == set(WAYS)


def test_a_source_is_named_as_among_the_reference_facts():
    known = {}
    for name in ("facts.json", "cost_facts.json"):
        for fact in json.loads((Path(django_settings.FIXTURE_DIRS[0]) / name).read_text()):
            known[fact["source_url"]] = (fact["source_name"], fact["basis"], fact["retrieved_on"])
    used = {source for sources in [*SOURCES.values(), *ASKED_FROM.values()] for source in sources}
    shared = [source for source in used if source.url in known]
    assert len(shared) > 20
    for source in shared:
        assert (source.name, source.basis, source.retrieved_on.isoformat()) == known[source.url]


def test_it_reads_as_plainly_as_the_guide():
    asked = [f"{one.legend} {one.why} {one.hint}" for one in ASKED.values()]
    for text in ("\n\n".join(map(str, SAID.values())), "\n\n".join(asked)):
        assert reading_grade(text) <= MOST_GRADE


# The token.


@often
@given(answers=some)
def test_answers_come_back_as_they_went(answers):
    assert unpack(pack(answers)) == answers


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: t.upper(), lambda t: "é:ü:ß"]
)
def test_a_changed_token_is_no_answer(change):
    with pytest.raises(LostAnswersError):
        unpack(change(pack({"urgent": ("no",)})))


@often
@given(text=st.text(min_size=1))
def test_no_text_breaks_the_reading_of_a_token(text):
    with pytest.raises(LostAnswersError):
        unpack(text)


def test_answers_that_are_not_asked_for_any_more_are_dropped():
    token = pack({"urgent": ("no", "maybe"), "shoe-size": ("9",), "heart": ("x",)})
    assert unpack(token) == {"urgent": ("no",)}
