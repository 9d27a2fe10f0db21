"""What the chapters on treatment and the questions must say, point by point, and what they may not say."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from clinics.guide import markdown
from clinics.guide.content import load_guide

FOLDER = Path(settings.FIXTURE_DIRS[0]) / "guide"
CHAPTERS = json.loads((FOLDER / "chapters_2.json").read_text(encoding="utf-8"))
QUESTIONS = json.loads((FOLDER / "faq.json").read_text(encoding="utf-8"))
PAGES = [entry["slug"] for entry in CHAPTERS + QUESTIONS]

# Chapter, by place from 12 on, and the words without which one of its points is missing.
CHAPTER_POINTS = {
    "financial-help": (
        "withme", "1-844-479-4846", "even as second insurance", "rhode island", "could not confirm",
        "ketamine research foundation", "thank you life", "va mental health provider", "tricare", "75 of 165",
        "211", "scarce", "no maker's program for generic ketamine", "comes back to the first day",
    ),
    "benefits": (
        "22.5%", "7.6%", "55.4%", "irish", "a picture, not a proven fact", "not fully known", "relationships",
        "day 18", "26.7%", "45.3%", "not been shown for ptsd", "we found no proof", "988",
    ),
    "side-effects-and-safety": (
        "dissociation", "sedation", "3 or 4 in 1,000", "slow or shallow breathing", "misuse", "bladder",
        "bile ducts", "thoughts of suicide", "empty stomach", "30 minutes", "140/90", "calm, private room",
        "someone you trust", "until the next day, after a full night of sleep", "medwatch", "board", "911",
    ),
    "risk-check": (
        "aneurysm", "bleed in the brain", "140/90", "heart", "psychosis", "mania", "pregnancy", "breastfeeding",
        "bladder", "liver", "glaucoma", "thyroid", "sleep apnea", "alcohol", "over 65", "under 18",
        "benzodiazepines", "opioids", "stimulants", "mao inhibitors", "lamotrigine", "theophylline",
        "never stop a medicine on your own", "off-label", "when and how you would stop", "ect", "tms",
        "further antidepressant",
    ),
    "your-first-visit": (
        "psychiatric evaluation", "ride", "nothing for two hours", "at least two hours", "eye shades",
        "breathing, pulse, blood pressure, oxygen", "until the next day, after a full night of sleep", "988",
    ),
    "living-with-a-prescription": (
        "you do not dose yourself", "exactly as written", "never extra for a bad day", "never with alcohol",
        "sit or lie down", "sober adult stays", "lock it away", "twice a week for four weeks",
        "six times in two to three weeks", "case by case", "doses are the prescriber's business",
        "never share", "take-back", "embassy", "until the next day",
    ),
    "warning-signs": (
        "call 911 now", "get help today", "call the clinic within", "very slow breathing", "blue lips", "hives",
        "yellow skin", "burning when you urinate", "crave", "memory", "1-800-222-1222", "988",
        "one page to fill in", "my driver", "the date of the last dose", "clinic by night", "my diagnosis",
    ),
    "follow-up-and-maintenance": (
        "phq-9", "sleep", "bladder", "blood pressure", "cravings", "stop rule", "no clear gain",
        "weaker proof for repeated", "26.7%", "no agreed schedule", "988",
    ),
    "renewing-a-prescription": (
        "schedule iii", "six months", "at most five times", "new prescription", "state may be stricter",
        "controlled drugs that you have filled", "one prescriber, one pharmacy", "no early refills", "lock it up",
        "take back what is left", "never share", "abroad", "insurance approval", "december 31, 2026",
        "unless it is extended", "j0013",
    ),
    "stopping-safely": (
        "no clear gain", "bladder", "craving", "do not stop an antidepressant", "therapy", "relapse plan",
        "benzodiazepine", "1-800-662-4357", "988", "ect", "tms",
    ),
}  # fmt: skip

# The ten questions that people bring, in order, then ours.
TEN = {
    "what-can-it-treat": ("only esketamine", "january 2025", "off-label", "fibromyalgia it is weak", "disagree"),
    "how-does-it-work": ("nmda", "glutamate", "not fully known"),
    "is-it-safe": ("not for everyone", "bladder", "slow breathing", "at home no one watches you", "warning"),
    "how-long-does-it-last": ("days to weeks", "day 18", "four weeks", "26.7%", "45.3%"),
    "other-medicines": (
        "most antidepressants", "benzodiazepines", "opioids", "alcohol", "stimulants", "mao inhibitors",
        "lamotrigine", "theophylline", "one list", "never stop",
    ),
    "age-limits": ("from 18", "no ketamine product is approved", "17 teens", "over 65"),
    "does-insurance-pay": ("approves it first", "rarely", "45.5%", "tricare", "two bills"),
    "clinic-or-practice": ("team", "psychiatric practice", "pain center", "no psychiatric care"),
    "how-do-i-know-it-works": ("half or more", "normal range", "after each phase", "sleep", "clinician"),
    "may-i-drive": (
        "not until the next day, after a full night of sleep", "24 hours", "every form", "before you come",
        "\"a few hours\" is wrong",
    ),
}  # fmt: skip
OURS = {
    "what-happens-in-a-session": ("blood pressure", "at least two hours", "takes you home"),
    "is-it-addictive": ("misuse", "withdrawal", "1-800-662-4357"),
    "what-if-i-relapse": ("day 18", "988"),
    "can-i-take-it-at-home": (
        "spravato, never",
        "fda has not checked",
        "december 31, 2026",
        "adult stays with you",
    ),
    "is-generic-the-same-as-spravato": ("no generic", "nobody can switch", "for spravato only"),
    "what-does-off-label-mean": ("legal", "not approved that use"),
    "what-about-my-bladder": ("scar", "blood", "stopping early"),
    "pregnant-or-breastfeeding": ("harm an unborn child", "breastfeeding is not advised", "1-844-405-6185"),
    "work-or-children-that-day": ("another adult", "until the next day"),
    "what-if-i-am-in-crisis": ("988", "911", "does not replace a hospital"),
    "will-it-show-on-a-drug-test": ("not confirmed",),
    "can-it-be-refilled": ("six months", "at most five times", "no refills"),
    "may-i-drink-alcohol": ("slow your breathing",),
    "will-it-stop-suicidal-thoughts": ("not known if its drug prevents suicide", "988"),
    "how-do-i-report-harm": ("medwatch", "board", "911"),
}
SOURCES = re.compile(r'<li id="source-\d+"><a href="([^"]+)"')


def body_of(slug):
    return (FOLDER / f"{slug}.md").read_text(encoding="utf-8")


def words_of(slug):
    return " ".join(markdown.as_text(body_of(slug)).lower().replace("’", "'").split())


@pytest.mark.parametrize(
    ("slug", "points"), (CHAPTER_POINTS | TEN | OURS).items(), ids=(CHAPTER_POINTS | TEN | OURS).keys()
)
def test_every_point_is_made(slug, points):
    text = words_of(slug)
    assert [point for point in points if point not in text] == []


def test_the_chapters_on_treatment_are_the_twelfth_to_the_twenty_first():
    assert [(one["position"], one["slug"]) for one in CHAPTERS] == list(enumerate(CHAPTER_POINTS, start=12))


def test_the_ten_questions_come_first_and_at_least_fifteen_of_ours_follow():
    slugs = [one["slug"] for one in QUESTIONS]
    assert slugs[:10] == list(TEN)
    assert set(OURS) <= set(slugs[10:])
    assert len(slugs[10:]) >= 15
    assert [one["position"] for one in QUESTIONS] == list(range(1, len(slugs) + 1))
    assert all(one["title"].endswith("?") for one in QUESTIONS)


def test_what_is_for_a_specialist_does_not_merely_wait():
    parts = dict(part.split("\n", 1) for part in body_of("risk-check").split("## ")[1:])
    for risk in ("**Heart**", "**Glaucoma**", "thyroid", "alcohol or drugs"):
        assert risk in parts["For a specialist to decide"]
        assert risk not in parts["It may have to wait"]


@pytest.mark.parametrize("slug", PAGES)
def test_no_page_names_a_dose_or_shouts(slug):
    body = body_of(slug)
    assert not re.search(r"\d\s?(?:mg|milligrams?|mcg|ml)\b", body, re.IGNORECASE)
    assert "!" not in body


@pytest.mark.parametrize("slug", PAGES)
def test_whoever_speaks_of_suicide_says_whom_to_call(slug):
    text = words_of(slug)
    # The two that only name the approved use lead to the page that tells more.
    if "suicid" in text and slug not in {"what-can-it-treat", "is-it-safe"}:
        assert "988" in text


@pytest.mark.parametrize("slug", PAGES)
def test_driving_waits_for_the_next_day_wherever_it_is_told(slug):
    text = words_of(slug)
    if re.search(r"\b(?:not drive|no driving|may i drive)\b", text):
        assert "next day" in text


@pytest.mark.parametrize("slug", [one["slug"] for one in CHAPTERS])
def test_a_chapter_is_of_readable_length_and_ends_with_what_to_do_next(slug):
    body = body_of(slug)
    assert 400 <= len(markdown.as_text(body).split()) <= 900
    assert "# " not in re.sub(r"(?m)^##+ .*$", "", body)
    last = body.split("## ")[-1]
    assert last.startswith("What to do next")
    assert 2 <= len(markdown.links(last)) <= 3


@pytest.mark.parametrize("slug", [one["slug"] for one in QUESTIONS])
def test_an_answer_is_short_and_leads_onward(slug):
    body = body_of(slug)
    assert 50 <= len(markdown.as_text(body).split()) <= 160
    assert "## " not in body
    assert any(address.startswith("/") for address in markdown.links(body))


@pytest.mark.django_db
def test_each_question_is_shown_with_sources_that_lead_somewhere(client):
    load_guide()
    listed = client.get(reverse("faq")).content.decode()
    assert listed.count('"@type": "Question"') == len(QUESTIONS)
    for one in QUESTIONS:
        assert one["lead"]
        answer = client.get(reverse("faq-answer", args=[one["slug"]])).content.decode()
        assert [unescape(url) for url in SOURCES.findall(answer)] == [
            source["url"] for source in one["sources"]
        ]
