"""The vocabularies come from files, as often as you like, whole or not at all."""

import json
from datetime import date

import pytest

from clinicfinder.reference import ReferenceFileError, load_file
from clinics.medicine.loading import load_facts, load_vocabularies
from clinics.models import AccessibilityFeature, AgeGroup, Condition, Fact, Language, Payer, Treatment
from tests.factories import ConditionFactory, LanguageFactory, TreatmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def languages(tmp_path, settings):
    """Writes a file of languages in place of the real one."""
    settings.FIXTURE_DIRS = [tmp_path]

    def write(content):
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / "languages.json").write_text(text, encoding="utf-8")

    return write


def load_languages():
    return load_file("languages", Language, "slug")


def test_all_vocabularies_load_and_a_second_load_changes_nothing():
    assert load_vocabularies() == {
        "conditions": (14, 0, 0, 0),
        "treatments": (7, 0, 0, 0),
        "payers": (28, 0, 0, 0),
        "languages": (29, 0, 0, 0),
        "accessibility": (10, 0, 0, 0),
        "age_groups": (4, 0, 0, 0),
        "facts": (184, 0, 0, 0),
    }
    again = load_vocabularies()
    assert (again["conditions"], again["facts"]) == ((0, 0, 14, 0), (0, 0, 184, 0))
    assert (Payer.objects.count(), AccessibilityFeature.objects.count()) == (28, 10)


def test_the_slugs_are_those_that_bookmarks_rely_on():
    load_vocabularies()
    assert list(Condition.objects.values_list("slug", flat=True)) == [
        "major-depressive-disorder",
        "treatment-resistant-depression",
        "suicidal-ideation",
        "bipolar-depression",
        "ptsd",
        "anxiety",
        "ocd",
        "postpartum-depression",
        "substance-use-disorder",
        "chronic-pain",
        "fibromyalgia",
        "crps",
        "neuropathic-pain",
        "migraine",
    ]
    assert list(Treatment.objects.values_list("slug", flat=True)) == [
        "iv-infusion",
        "im-injection",
        "subcutaneous",
        "esketamine-spravato",
        "intranasal-compounded",
        "oral-sublingual",
        "ketamine-assisted-psychotherapy",
    ]
    assert set(Payer.objects.values_list("slug", flat=True)) >= {"medicare", "medicaid", "tricare", "va"}
    assert Language.objects.filter(slug="american-sign-language").exists()


def test_only_spravato_is_called_approved():
    load_vocabularies()
    assert dict(Treatment.objects.values_list("slug", "fda_status")) == {
        "iv-infusion": "off-label",
        "im-injection": "off-label",
        "subcutaneous": "off-label",
        "esketamine-spravato": "approved",
        "intranasal-compounded": "compounded",
        "oral-sublingual": "compounded",
        "ketamine-assisted-psychotherapy": "therapy",
    }
    approved_for = Condition.objects.filter(evidence="fda-approved-esketamine")
    assert set(approved_for.values_list("slug", flat=True)) == {
        "treatment-resistant-depression",
        "suicidal-ideation",
    }


def test_each_condition_and_treatment_names_its_source_and_day():
    load_vocabularies()
    facts = [*Condition.objects.all(), *Treatment.objects.all()]
    assert len(facts) == 21
    assert all(fact.source_name and fact.source_url.startswith("http") for fact in facts)
    assert {fact.retrieved_on for fact in facts} == {date(2026, 11, 24)}


def test_the_age_groups_cover_every_age_once():
    load_vocabularies()
    assert list(AgeGroup.objects.values_list("slug", "from_age", "until_age")) == [
        ("child", 0, 12),
        ("adolescent", 13, 17),
        ("adult", 18, 64),
        ("older-adult", 65, None),
    ]


def test_a_changed_entry_updates_its_row(languages):
    languages([{"slug": "hmong", "name": "Hmong", "bit": 3}])
    load_languages()
    languages([{"slug": "hmong", "name": "Hmong (White)", "bit": 3}])
    assert load_languages() == (0, 1, 0, 0)
    assert Language.objects.get().name == "Hmong (White)"


def test_a_row_that_no_file_has_is_kept(languages):
    LanguageFactory(slug="welsh", bit=40)
    languages([{"slug": "hmong", "name": "Hmong", "bit": 3}])
    assert load_languages() == (1, 0, 0, 1)
    assert Language.objects.filter(slug="welsh").exists()


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ({"slug": "urdu", "name": "Urdu", "bit": 3}, "languages.json, entry urdu"),
        ({"slug": "urdu", "name": "Urdu", "bit": 900}, "languages.json, entry urdu"),
        ({"slug": "urdu", "name": "", "bit": 4}, "languages.json, entry urdu: name"),
        ({"slug": "urdu", "name": "Urdu", "bit": "four"}, "languages.json, entry urdu: bit"),
        ({"slug": "urdu", "name": "Urdu", "bit": 4, "colour": 1}, "languages.json, entry urdu"),
        (
            {"slug": "hmong", "name": "Hmong again", "bit": 4},
            "languages.json, entry hmong: stands there twice",
        ),
        ({"name": "Urdu", "bit": 4}, "languages.json, entry 2: no slug"),
        (["urdu"], "languages.json, entry 2: no slug"),
    ],
)
def test_a_broken_entry_is_named_and_nothing_is_loaded(languages, broken, words):
    languages([{"slug": "hmong", "name": "Hmong", "bit": 3}, broken])
    with pytest.raises(ReferenceFileError, match=words):
        load_languages()
    assert not Language.objects.exists()


@pytest.mark.parametrize("content", ['[{"slug": "hm', "", "{}", '"text"'])
def test_a_file_that_is_no_list_is_named(languages, content):
    languages(content)
    with pytest.raises(ReferenceFileError, match=r"languages\.json"):
        load_languages()


def test_a_missing_file_is_named(languages):
    with pytest.raises(ReferenceFileError, match=r"languages\.json"):
        load_languages()


@pytest.fixture
def facts(tmp_path, settings):
    """Writes a file of facts in place of the real one, and loads it."""
    settings.FIXTURE_DIRS = [tmp_path]

    def load(*changes, **columns):
        entries = [fact_entry(**change) for change in changes] or [fact_entry(**columns)]
        (tmp_path / "facts.json").write_text(json.dumps(entries), encoding="utf-8")
        return load_facts()

    return load


def fact_entry(**columns):
    return {
        "key": "ptsd-1", "topic": "evidence", "condition": None, "treatment": None, "level": "",
        "text": "One trial.", "source_name": "A trial", "source_url": "https://example.org/trial",
        "retrieved_on": "2026-11-24", "basis": "stored page", "also": [],
    } | columns  # fmt: skip


def test_a_fact_belongs_to_its_condition_and_treatment_by_their_slugs(facts):
    ConditionFactory(slug="ptsd")
    TreatmentFactory(slug="iv-infusion")
    facts(condition="ptsd", treatment="iv-infusion")
    assert Fact.objects.get(condition__slug="ptsd").treatment.slug == "iv-infusion"


def test_a_fact_of_an_unknown_condition_is_named_and_no_fact_of_its_file_is_loaded(facts):
    with pytest.raises(ReferenceFileError, match=r"facts\.json, entry flu-1: condition"):
        facts({"key": "ptsd-1"}, {"key": "flu-1", "condition": "flu"})
    assert not Fact.objects.exists()


def test_a_caution_without_a_level_is_refused(facts):
    with pytest.raises(ReferenceFileError, match=r"facts\.json, entry ptsd-1"):
        facts(topic="caution")


def test_a_release_brings_new_words_where_its_reading_is_as_new(facts):
    facts(text="One trial.")
    assert facts(text="Two trials.") == (0, 1, 0, 0)
    assert Fact.objects.get().text == "Two trials."


def test_what_an_editor_read_later_is_not_overwritten(facts):
    facts(text="One trial.")
    Fact.objects.update(text="Three trials.", retrieved_on=date(2026, 11, 30))
    assert facts(text="Two trials.") == (0, 0, 1, 0)
    assert Fact.objects.get().text == "Three trials."


def test_a_release_that_read_it_later_still_brings_its_words(facts):
    facts(text="One trial.")
    Fact.objects.update(text="Three trials.", retrieved_on=date(2026, 11, 30))
    assert facts(text="Four trials.", retrieved_on="2026-12-01") == (0, 1, 0, 0)
    assert Fact.objects.get().text == "Four trials."


def test_a_fact_that_no_file_has_is_kept(facts):
    facts(key="ptsd-1")
    assert facts(key="ptsd-2") == (1, 0, 0, 1)
