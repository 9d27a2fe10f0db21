"""The facts that are shipped: each sourced, none told twice, none beyond its source."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import textstat
from django.conf import settings

FACTS = json.loads((Path(settings.FIXTURE_DIRS[0]) / "facts.json").read_text(encoding="utf-8"))
SHIPPED = {term: {e["slug"] for e in json.loads((Path(settings.FIXTURE_DIRS[0]) / f"{term}.json").read_text())}
           for term in ("conditions", "treatments")}  # fmt: skip
# Runs of words as long as this are not chance.
COPIED_WORDS = 12


def of(topic, **columns):
    return [f for f in FACTS if f["topic"] == topic and all(f[name] == v for name, v in columns.items())]


def test_each_condition_and_each_treatment_has_its_facts():
    assert {f["condition"] for f in of("evidence")} >= SHIPPED["conditions"]
    assert {f["condition"] for f in of("course")} >= SHIPPED["conditions"]
    for topic in ("what-happens", "fda", "session", "course", "who-gives"):
        assert {f["treatment"] for f in of(topic, condition=None)} == SHIPPED["treatments"]


@pytest.mark.parametrize(
    ("topic", "number"),
    [("caution", 17), ("interaction", 9), ("call-clinic", 6), ("emergency", 4), ("driving", 2), ("age", 3),
     ("at-home", 4), ("good-sign", 12), ("red-flag", 10), ("credential", 5)],
)  # fmt: skip
def test_what_holds_for_everybody_is_complete(topic, number):
    assert len(of(topic)) == number


def test_each_fact_names_a_source_with_an_address_and_a_basis():
    sources = [source for f in FACTS for source in f["also"]]
    sources += [{"name": f["source_name"], "url": f["source_url"], "basis": f["basis"]} for f in FACTS]
    for source in sources:
        assert set(source) == {"name", "url", "basis"}
        assert source["name"].strip()
        assert re.match(r"https?://[^/\s]+\.[^/\s]+", source["url"])
        assert source["basis"] in ("stored page", "recalled")


def test_the_places_in_a_list_are_each_taken_once():
    places = Counter((f["topic"], f["condition"], f["treatment"] if not f["condition"] else None, f["position"])
                     for f in FACTS)  # fmt: skip
    assert [place for place, number in places.items() if number > 1] == []


def test_the_gravest_cautions_are_marked_as_such():
    graves = {f["key"] for f in of("caution", level="do-not-treat")}
    assert {"caution-aneurysm", "caution-brain-bleed", "caution-allergy", "caution-psychosis",
            "caution-pregnancy", "caution-mania"} <= graves  # fmt: skip


def test_nobody_is_told_to_drive_after_a_few_hours():
    rules = " ".join(f["text"] for f in of("driving"))
    assert "next day" in rules
    assert "24 hours" in rules
    assert not re.search(r"a few hours", " ".join(f["text"] for f in FACTS if "drive" in f["text"].lower()))


def test_only_esketamine_is_called_approved_for_what_ails_people():
    for fact in of("fda"):
        if fact["treatment"] == "esketamine-spravato":
            assert "Approved for adults" in fact["text"]
        else:
            assert re.search("off-label|checked neither", fact["text"])


def test_nothing_sells():
    words = " ".join(f["text"] for f in FACTS).lower()
    sold = (
        r"!|breakthrough|transform|revolution|life-changing|miracle|guaranteed|safe and effective|proven to"
    )
    assert re.findall(sold, words) == []


def test_they_read_at_the_sixth_grade_or_so():
    assert textstat.flesch_kincaid_grade(" ".join(f["text"] for f in FACTS)) <= 7


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["key"])
def test_sentences_are_short(fact):
    longest = max(len(sentence.split()) for sentence in re.split(r"(?<=[.?:;])\s", fact["text"]))
    assert longest <= 27


def test_the_words_are_our_own(shared_data):
    """No long run of words stands in the notes that they rest on."""
    known = _runs(" ".join(_strings(json.loads(shared_data("clinical.json").read_text()))))
    assert [f["key"] for f in FACTS if _runs(f["text"]) & known] == []


def test_no_number_stands_here_that_the_notes_do_not_have(shared_data):
    text = " ".join(_strings(json.loads(shared_data("clinical.json").read_text())))
    known = set(re.findall(r"\d+(?:\.\d+)?", text))
    for fact in FACTS:
        assert set(re.findall(r"\d+(?:\.\d+)?", fact["text"])) <= known, fact["key"]


def _strings(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from _strings(child)


def _runs(text):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + COPIED_WORDS]) for i in range(len(words) - COPIED_WORDS + 1)}
