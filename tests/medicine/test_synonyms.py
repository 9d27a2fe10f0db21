"""People's own words, and slips of the pen, lead to what they mean, and to nothing else."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from clinics.medicine.queries import vocabulary
from clinics.medicine.synonyms import Meaning, lexicon, meant
from clinics.models import Condition
from clinics.places.names import fold
from tests.factories import ConditionFactory


def shipped(name):
    return json.loads((Path(settings.FIXTURE_DIRS[0]) / f"{name}.json").read_text(encoding="utf-8"))


SHIPPED = lexicon(
    (Meaning(name[:-1], entry["slug"], entry["name"]), entry.get("synonyms", []))
    for name in ("conditions", "treatments")
    for entry in shipped(name)
)


@pytest.fixture
def slugs():
    return lambda text: [meaning.slug for meaning in meant(fold(text).split(), SHIPPED)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("nerve pain", "neuropathic-pain"),
        ("Neuropathic pain", "neuropathic-pain"),
        ("CRPS", "crps"),
        ("RSD", "crps"),
        ("TRD", "treatment-resistant-depression"),
        ("depression", "major-depressive-disorder"),
        ("PTSD", "ptsd"),
        ("C-PTSD", "ptsd"),
        ("pain", "chronic-pain"),
        ("back pain", "chronic-pain"),
        ("cluster headache", "migraine"),
        ("I don’t want to live", "suicidal-ideation"),
        ("Spravato", "esketamine-spravato"),
        ("troche", "oral-sublingual"),
        ("IV infusion", "iv-infusion"),
        ("KAP", "ketamine-assisted-psychotherapy"),
    ],
)
def test_the_words_that_people_use(slugs, text, slug):
    assert slugs(text) == [slug]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("depresion", "major-depressive-disorder"),
        ("ptds", "ptsd"),
        ("anxeity", "anxiety"),
        ("migrane", "migraine"),
        ("bipoler", "bipolar-depression"),
        ("fibromialgia", "fibromyalgia"),
        ("neuropaty", "neuropathic-pain"),
        ("spravto", "esketamine-spravato"),
        ("treatment resistent depression", "treatment-resistant-depression"),
        ("complex regional pain syndrom", "crps"),
    ],
)
def test_slips_of_the_pen(slugs, text, slug):
    assert slugs(text) == [slug]


@pytest.mark.parametrize(
    "text",
    ["main street", "paid", "rain", "naturopathy", "neurology", "heartache", "compression", "sorry", "drama",
     "harbor", "trd2", "rds", "crpp", "ketamine", "austin texas", "café", "im here", "", "x", "€"],
)  # fmt: skip
def test_no_false_friends(slugs, text):
    assert slugs(text) == []


def test_words_around_the_name_do_no_harm(slugs):
    assert slugs("help with nerve pain in my foot") == ["neuropathic-pain"]
    assert slugs("migraine") == ["migraine"]


def test_two_names_are_two_meanings_in_their_order(slugs):
    assert slugs("ptsd and spravato and ptsd") == ["ptsd", "esketamine-spravato"]


def test_a_longer_name_hides_the_shorter_one_inside_it(slugs):
    assert slugs("postpartum depression") == ["postpartum-depression"]


def test_very_many_words_are_cut(slugs):
    assert slugs("harbor " * 12 + "ptsd") == []
    assert slugs("harbor " * 11 + "ptsd") == ["ptsd"]


@pytest.mark.parametrize("condition", shipped("conditions"), ids=lambda entry: entry["slug"])
def test_every_synonym_on_file_leads_to_its_condition(slugs, condition):
    for words in [condition["name"], *condition["synonyms"]]:
        assert slugs(words) == [condition["slug"]], words


@pytest.mark.django_db
def test_an_editors_new_synonym_counts_at_once():
    ConditionFactory(slug="crps", synonyms=["CRPS"])
    assert meant(["sudeck"], vocabulary().lexicon) == []
    Condition.objects.update(synonyms=["CRPS", "Sudeck"])
    assert [meaning.slug for meaning in meant(["sudeck"], vocabulary().lexicon)] == ["crps"]


def test_a_phrase_of_two_terms_means_the_first():
    first, second = Meaning("condition", "one", "One"), Meaning("condition", "two", "Two")
    known = lexicon([(first, ["shared"]), (second, ["shared"])])
    assert meant(["shared"], known) == [first]


def test_without_any_term_nothing_is_meant():
    assert meant(["pain", "clinic"], lexicon([])) == []
