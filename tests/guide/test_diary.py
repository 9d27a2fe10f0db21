"""The diary: official words, honest scores, a page that takes nothing in, and the same on paper."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.encoding import force_str

from clinics.guide import scales
from clinics.guide.diary_words import WORDS
from clinics.medicine.loading import load_vocabularies
from tests.pages.reading import Reading

PHQ9 = [
    "Little interest or pleasure in doing things",
    "Feeling down, depressed, or hopeless",
    "Trouble falling or staying asleep, or sleeping too much",
    "Feeling tired or having little energy",
    "Poor appetite or overeating",
    "Feeling bad about yourself — or that you are a failure or have let yourself or your family down",
    "Trouble concentrating on things, such as reading the newspaper or watching television",
    "Moving or speaking so slowly that other people could have noticed? Or the opposite — being so fidgety or restless that you have been moving around a lot more than usual",
    "Thoughts that you would be better off dead or of hurting yourself in some way",
]
GAD7 = [
    "Feeling nervous, anxious or on edge",
    "Not being able to stop or control worrying",
    "Worrying too much about different things",
    "Trouble relaxing",
    "Being so restless that it is hard to sit still",
    "Becoming easily annoyed or irritable",
    "Feeling afraid as if something awful might happen",
]
ANSWERS = ["Not at all", "Several days", "More than half the days", "Nearly every day"]
SCRIPTS = Path(settings.BASE_DIR, "clinics", "static", "clinics", "js")


@pytest.fixture
def answer(client, db):
    load_vocabularies()
    return client.get("/diary/")


def read(response):
    return Reading(response.content.decode())


# The questionnaires.


def test_the_words_are_those_of_the_published_forms():
    assert [force_str(item) for item in scales.PHQ9.items] == PHQ9
    assert [force_str(item) for item in scales.GAD7.items] == GAD7
    for scale in scales.SCALES:
        assert [force_str(answer) for answer in scale.answers] == ANSWERS


@pytest.mark.parametrize(
    ("scale", "edges"),
    [
        (
            scales.PHQ9,
            {4: "minimal", 5: "mild", 9: "mild", 10: "moderate", 14: "moderate",
             15: "moderately severe", 19: "moderately severe", 20: "severe", 27: "severe"},
        ),
        (
            scales.GAD7,
            {4: "minimal", 5: "mild", 9: "mild", 10: "moderate", 14: "moderate", 15: "severe", 21: "severe"},
        ),
    ],
    ids=["PHQ-9", "GAD-7"],
)  # fmt: skip
def test_each_score_has_the_name_that_its_authors_gave_it(scale, edges):
    assert {score: force_str(scales.band(scale, score).name) for score in edges} == edges
    assert [band.least for band in scale.bands][1:] == [band.most + 1 for band in scale.bands][:-1]
    assert (scale.bands[0].least, scale.bands[-1].most) == (0, scale.most)


# The page.


def test_it_asks_every_statement_with_its_four_answers(answer):
    said = read(answer)
    legends = said.texts("legend")
    for items in (PHQ9, GAD7):
        assert [f"{number}. {item}" for number, item in enumerate(items, start=1)] == [
            legend for legend in legends if legend.partition(". ")[2] in items
        ]
    names = [field["name"] for field in said.attributes("input") if field.get("type") == "radio"]
    assert {names.count(f"phq9_{number}") for number in range(1, 10)} == {4}
    assert {names.count(f"gad7_{number}") for number in range(1, 8)} == {4}
    assert (names.count("pain_now"), names.count("pain_worst")) == (11, 11)


def test_it_says_what_it_is_not_and_who_can_read_it(answer):
    text = read(answer).text
    assert "It is not a diagnosis" in text
    assert "In this browser on this device, and nowhere else" in text
    assert "Whoever uses this device can open this page and read it" in text
    assert "It goes when the data of this browser are cleared" in text


def test_no_form_of_it_can_send_what_is_typed(answer, client):
    forms = [form for form in read(answer).attributes("form") if form.get("role") != "search"]
    assert len(forms) == 2
    assert {form["method"] for form in forms} == {"dialog"}
    assert not answer.cookies
    assert client.post("/diary/", {"note": "private"}).status_code == 405


def test_it_names_who_made_the_questions_and_how_we_know(answer):
    said = read(answer)
    assert "Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues" in said.text
    assert "No permission required to reproduce, translate, display or distribute." in said.text
    assert "Kroenke, Spitzer and Williams, 2001" in said.text
    addresses = {link.get("href") for link in said.attributes("a")}
    assert {source.url for source in scales.SOURCES} <= addresses
    read_ones = [source for source in scales.SOURCES if source.basis == scales.STORED]
    assert said.text.count("Read in a stored copy on 25 Nov 2026") == len(read_ones)
    assert said.text.count("have not read this page yet") == len(scales.SOURCES) - len(read_ones)


def test_its_scripts_find_each_of_their_words_in_the_page(answer):
    [told] = re.findall(
        r'<script id="diary-told" type="application/json">(.*?)</script>', answer.content.decode()
    )
    words = json.loads(told)["words"]
    assert set(words) == set(WORDS)
    code = "".join(path.read_text() for path in sorted(SCRIPTS.glob("diary*.js")))
    spoken = set(re.findall(r'\bsay\("(\w+)"', code))
    plural = set(re.findall(r'\bcounted\("(\w+)"', code))
    assert spoken <= set(words)
    assert {f"{name}_{form}" for name in plural for form in ("one", "other")} <= set(words)
    unspoken = [name for name in words if f'"{name}"' not in code]
    # Said by a name that is put together: counts of entries, and the three ways of not keeping one.
    put_together = {
        f"{name}_{form}" for name in (*plural, "added", "newer", "same") for form in ("one", "other")
    }
    assert set(unspoken) <= put_together | {"refused", "full", "stuck"}


def test_the_guide_every_footer_and_the_sitemap_lead_to_it(client, db):
    for path in ("/guide/", "/about/"):
        assert "/diary/" in {link.get("href") for link in read(client.get(path)).attributes("a")}
    listed = client.get("/sitemap.xml").content.decode()
    assert "<loc>http://testserver/diary/</loc>" in listed
    assert "<loc>http://testserver/diary/print/</loc>" in listed


# On paper.


def test_the_paper_form_holds_all_of_it_with_help_beside_statement_nine(client, db):
    said = read(client.get("/diary/print/"))
    rows = said.texts("th")
    for items in (PHQ9[:8], GAD7):
        for number, item in enumerate(items, start=1):
            assert f"{number}. {item}" in rows
    assert f"9. {PHQ9[8]} More than 0? Call or text 988 now, any time. In danger: call 911." in rows
    assert said.text.count("then add up the column") == 2
    assert "15 to 19: moderately severe" in said.text
    assert "15 to 21: severe" in said.text
    for heading in ("Pain", "Treatment sessions", "Notes, and questions for my prescriber"):
        assert heading in said.texts("h2")
