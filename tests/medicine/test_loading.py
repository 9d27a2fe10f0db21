"""The vocabularies come from files, as often as you like, whole or not at all."""

import json
from datetime import date

import pytest

from clinics.medicine.loading import load_vocabularies
from clinics.medicine.reference import ReferenceFileError, load_file
from clinics.models import AccessibilityFeature, AgeGroup, Condition, Language, Payer, Treatment
from tests.factories import LanguageFactory

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
    }
    assert load_vocabularies()["conditions"] == (0, 0, 14, 0)
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
