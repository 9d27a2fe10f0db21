"""The whole way from a question to a prescription stands in the guide, and what people get wrong is put right."""

import re

import pytest
from django.urls import reverse

from clinics.guide import markdown
from clinics.guide.content import load_guide
from clinics.models import GuidePage

pytestmark = pytest.mark.django_db

# For each chapter in reading order: what it may not leave out.
CHAPTERS = {
    "might-it-help-me": [
        "off-label",
        "at least two antidepressants",
        "day 18",
        "not known if spravato prevents suicide",
        "nmda",
        "nobody knows the whole story",
        "you can never take it home",
        "made up by a pharmacy",
        "seven steps",
        "988",
    ],
    "qualifying-conditions": [
        "at least two antidepressants",
        "off-label",
        "karma-dep 2",
        "midazolam",
        "day 18",
        "ect",
        "tms",
        "phq-9",
        "low phase only",
        "mood stabilizer",
        "the va does not give it to people with bipolar disorder",
        "trauma-focused talk therapy first",
        "we have not confirmed its exact words",
        "weak or no evidence",
        "up to 12 weeks",
        "could not do more with the limb",
        "pain sessions differ from mood sessions",
        "under 18",
        "988",
    ],
    "find-a-provider": [
        "license",
        "dea registration",
        "npi",
        "board certified",
        "sanctions list",
        "psychiatry",
        "pain medicine",
        "acls",
        "psychiatric one for mood",
        "no proof of skill or of safety",
        "asa",
        "aana",
        "fourteen questions",
        "ten red flags",
    ],
    "law-and-prescriptions": [
        "schedule iii",
        "in the whole country",
        "off-label is legal",
        "february 2022",
        "october 2023",
        "rems",
        "who may prescribe",
        "the state you are in",
        "no rule made for ketamine",
        "lists on the web",
        "december 31, 2026",
        "nothing to refill",
    ],
    "ways-to-get-ketamine": [
        "four ways",
        "hospital, va or university",
        "clinical trial",
        "telemedicine",
        "most people have no other",
    ],
    "clinics": [
        "comfort is not safety",
        "many offer no psychiatric care",
        "who evaluates me",
        "who watches me",
        "which scale do you use",
        "numbers",
        "therapy included",
        "at least two hours",
        "next day",
        "24 hours",
        "the sign on the door does not decide",
    ],
    "clinical-trials": [
        "stricter, not looser",
        "placebo",
        "washout",
        "end with the trial",
        "watched closely",
        "pays for travel",
        "could not confirm that it still takes people",
        "what do i pay",
        "can i keep the treatment if it helps",
        "988",
    ],
    "telemedicine": [
        "december 31, 2026",
        "unless it is extended",
        "in the state where you are",
        "compounded",
        "never spravato",
        "no nurse or doctor watches you",
        "october 2023",
        "february 2022",
        "face to face",
        "an adult stays with you",
        "has your address",
        "911",
        "blood pressure cuff",
        "hipaa",
        "ftc",
        "who gets your answers",
    ],
    "paying": [
        "$400 to $800",
        "per session",
        "year of the source",
        "good faith estimate",
        "medicare",
        "medicaid",
        "tricare",
        "va",
        "nonprofits is scarce",
    ],
    "insurance-and-prior-authorization": [
        "widely covered",
        "almost never",
        "tricare",
        "drug",
        "two hours of watching",
        "medical or your pharmacy benefit",
        "at least two antidepressants",
        "two to six months",
        "internal appeal",
        "outside review",
        "s0013",
        "j0013",
    ],
    "out-of-pocket-costs": [
        "spravato has no generic",
        "savings programs are for spravato only",
        "$150 to $300",
        "good faith estimate",
        "$400",
        "sliding scale",
        "plan without interest",
        "deferred interest",
        "debt",
        "could not confirm that spravato is on its list",
        "no figure for this year that we trust",
    ],
}
# The chapters that follow them.
LATER = [
    "financial-help",
    "benefits",
    "side-effects-and-safety",
    "risk-check",
    "your-first-visit",
    "living-with-a-prescription",
    "warning-signs",
    "follow-up-and-maintenance",
    "renewing-a-prescription",
    "stopping-safely",
]
# What pages elsewhere get wrong, and the chapters that put it right.
CORRECTIONS = {
    "driving": ("clinics", "before the next day, when you have slept a full night"),
    "approved is esketamine alone": (
        "qualifying-conditions",
        "of all forms of ketamine, one is approved for mental health",
    ),
    "fibromyalgia": ("qualifying-conditions", "do not pay for a cure"),
    "relief is often short": ("might-it-help-me", "it may not last"),
    "upkeep": ("clinics", "the proof on upkeep is low"),
    "a sobering trial": ("might-it-help-me", "a trial that saw no clear gain"),
    "spravato may stand alone": ("qualifying-conditions", "for the first it may be used alone"),
    "a license where the patient is": ("telemedicine", "“from anywhere” is not true"),
    "not only mild": ("clinics", "lost consciousness"),
    "under 18": ("clinical-trials", "under 18, no form of ketamine is approved"),
    "generic": ("out-of-pocket-costs", "generic is not a cheaper spravato"),
    "trials": ("clinical-trials", "trials are stricter, not looser"),
    "the schedule": ("law-and-prescriptions", "federal law lists ketamine as a schedule iii drug"),
    "refills": ("renewing-a-prescription", "six months"),
    "codes": ("insurance-and-prior-authorization", "since january 1, 2026, the drug has a new code"),
    "clinics vary": ("clinics", "turn each claim into a check"),
}
LINK = re.compile(r'href="(/[^"#?]*)')


@pytest.fixture(autouse=True)
def _guide(db):
    load_guide()


def words(slug):
    return markdown.as_text(GuidePage.objects.get(slug=slug).body).casefold()


@pytest.mark.parametrize("slug", CHAPTERS)
def test_a_chapter_leaves_nothing_out(slug):
    said = words(slug)
    assert [
        point for point in CHAPTERS[slug] if not re.search(rf"(?<!\w){re.escape(point)}(?!\w)", said)
    ] == []


@pytest.mark.parametrize("wrong", CORRECTIONS)
def test_what_others_get_wrong_is_put_right(wrong):
    slug, right = CORRECTIONS[wrong]
    assert right in words(slug)


def test_the_chapters_stand_in_reading_order():
    found = list(GuidePage.objects.guide().values_list("slug", flat=True))
    assert found == [*CHAPTERS, *LATER]


def test_there_are_fourteen_questions_and_ten_red_flags():
    body = GuidePage.objects.get(slug="find-a-provider").body
    questions, flags = (
        body.partition(f"## {title}")[2].partition("\n## ")[0]
        for title in ("Fourteen questions for the first call", "Ten red flags")
    )
    assert len(re.findall(r"^\d+\. ", questions, re.MULTILINE)) == 14
    assert len(re.findall(r"^\d+\. ", flags, re.MULTILINE)) == 10


def test_every_condition_has_a_row_with_its_grade():
    said = GuidePage.objects.get(slug="qualifying-conditions").body
    assert len(set(re.findall(r"^\| \[[^]]+\]\(/conditions/([a-z-]+)/\)", said, re.MULTILINE))) == 14


def test_the_end_of_the_federal_rule_stands_beside_its_source():
    for slug in ("law-and-prescriptions", "telemedicine"):
        page = GuidePage.objects.get(slug=slug)
        sentence = re.search(r"December 31, 2026[^[]*\[s(\d+)\]", page.body)
        assert sentence is not None
        assert "govinfo.gov" in page.sources[int(sentence[1]) - 1]["url"]


def test_every_chapter_is_two_taps_from_home(client):
    assert reverse("guide") in LINK.findall(client.get("/").content.decode())
    led_to = LINK.findall(client.get(reverse("guide")).content.decode())
    assert [page.slug for page in GuidePage.objects.guide() if page.get_absolute_url() not in led_to] == []


@pytest.mark.parametrize("slug", CHAPTERS)
def test_a_chapter_names_its_sources_and_leads_onward(client, slug):
    body = client.get(reverse("guide-page", args=[slug])).content.decode()
    ending = GuidePage.objects.get(slug=slug).body.partition("## What to do next")[2]
    assert 2 <= len(markdown.links(ending)) <= 3
    assert reverse("search") in LINK.findall(body)
    sources = body.partition('class="sources')[2].partition("</section>")[0]
    assert len(re.findall(r'<li id="source-\d+"><a href="https?://[^"]+"', sources)) > 0


@pytest.mark.parametrize("slug", CHAPTERS)
def test_a_chapter_promises_nothing_and_names_no_dose(slug):
    said = words(slug)
    assert "!" not in said
    assert re.findall(r"\b\d+(?:\.\d+)? ?m(?:g|l)\b", said) == []
    assert [word for word in ("miracle", "breakthrough", "transform", "guarantee") if word in said] == []
