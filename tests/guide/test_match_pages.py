"""The pages of the self-check: one question each, nothing lost, nothing kept, nothing told in an address."""

from urllib.parse import urlsplit

import pytest
from django.core import signing

from clinics.guide.match import ORDER, QUESTIONS
from clinics.guide.match_state import HOURS
from clinics.medicine.loading import load_vocabularies
from tests import factories as make
from tests.guide.walking import CALM, HEALTH, Walk

pytestmark = pytest.mark.django_db
FOLLOWS = {
    "rule": "follows_federal",
    "examination": {"required": "none", "days": None, "by": None},
    "conditions_allowed": "all",
    "prescribers": "all",
}
FORBIDS = {
    "rule": "forbids",
    "profiles": ["telehealth"],
    "treatments": "all",
    "conditions": "all",
    "prescribers": "all",
}


@pytest.fixture(autouse=True)
def known(db):
    load_vocabularies()
    make.ZipCodeFactory()
    make.CityFactory()


@pytest.fixture
def walk(client):
    return Walk(client)


# One question a page.


def test_the_first_page_asks_about_danger_and_says_that_nothing_is_kept(walk):
    assert walk.step == "urgent"
    assert "We keep no answer" in walk.text
    assert "It is no diagnosis" in walk.text


def test_each_page_asks_one_question_says_why_and_offers_not_to_say(walk):
    for number, question in enumerate(QUESTIONS, start=1):
        assert walk.step == question.key
        assert f"Question {number} of 12" in walk.text
        assert len(walk.reading.texts("legend")) == 1
        assert len(walk.reading.texts("h1")) == 1
        assert "rather not say" in walk.text
        assert "Where this question comes from" in walk.text
        assert "In crisis?" in walk.text
        walk.send(**CALM[question.key])
    assert walk.at_summary


def test_whoever_would_rather_not_say_anything_gets_a_summary(walk):
    told = {key: {key: "skip"} for key in ORDER} | {"state": {"state": "", "near": ""}}
    walk.through(**told)
    assert walk.at_summary
    assert "None of your answers is on our short list of cautions" in walk.text
    assert "That does not mean that it is safe for you" in walk.text
    assert "depends on your state" in walk.text


def test_back_shows_what_was_answered_and_going_on_loses_nothing(walk):
    for key in ORDER[:4]:
        walk.send(**CALM[key])
    assert walk.step == "tried"
    for key, checked in (("condition", ["treatment-resistant-depression"]), ("age", ["18-64"])):
        walk.send("back")
        assert (walk.step, walk.checked) == (key, checked)
    walk.send("back")
    assert 'value="78701"' in walk.html
    assert '<option value="TX" selected>' in walk.html
    for key in ORDER[1:4]:
        walk.send(**CALM[key])
    assert walk.step == "tried"


def test_an_answer_is_kept_on_the_way_back_too(walk):
    walk.send(urgent="no").send(state="TX")
    walk.send("back", age="65-plus").send(state="TX")
    assert walk.checked == ["65-plus"]


def test_start_over_forgets_everything(walk):
    walk.through()
    assert "/match/" in walk.addresses
    walk.open(walk.client.get("/match/"))
    assert (walk.step, walk.token) == ("urgent", "")


def test_an_answer_can_be_changed_from_the_summary_which_comes_next_again(walk):
    walk.through().send("change-heart")
    assert (walk.step, walk.checked) == ("heart", ["no"])
    assert "See your summary" in walk.text
    walk.send(heart=["bp"])
    assert walk.at_summary
    assert "Bring your last readings" in walk.text


# What is wrong.


@pytest.mark.parametrize(
    ("key", "sent", "field"),
    [
        ("urgent", {}, "urgent"),
        ("urgent", {"urgent": "x"}, "urgent"),
        ("state", {"state": "ZZ"}, "state"),
        ("state", {"near": "99999"}, "near"),
        ("state", {"near": "Springfield"}, "near"),
        ("state", {"near": "\x00"}, "near"),
        ("state", {"near": "x" * 101}, "near"),
        ("state", {"state": "CA", "near": "Texas"}, "near"),
        ("condition", {}, "condition"),
        ("condition", {"condition": ["x"]}, "condition"),
        ("condition", {"condition": ["ptsd", "skip"]}, "condition"),
        ("condition", {"condition": ["ptsd", "ocd", "anxiety", "migraine"]}, "condition"),
        ("heart", {"heart": ["no", "bp"]}, "heart"),
        ("substances", {"substances": ["skip", "no"]}, "substances"),
        ("money", {"money": "self", "max_price": "free"}, "max_price"),
        ("money", {"money": "self", "max_price": "-1"}, "max_price"),
        ("money", {"money": "private", "payer": "x"}, "payer"),
    ],
)
def test_a_wrong_answer_gets_a_message_beside_it_and_nothing_is_lost(walk, key, sent, field):
    for name in ("IL", "MO"):
        make.CityFactory(name="Springfield", state=make.StateFactory(usps=name))
    for before in ORDER[: ORDER.index(key)]:
        walk.send(**CALM[before])
    walk.send(**sent)
    assert walk.step == key
    assert f'data-error="{field}"' in walk.html
    known = (
        {value for value in sent.get(key, []) if value != "x"} if isinstance(sent.get(key), list) else set()
    )
    assert set(walk.checked) >= known
    if sent.get(field) in ("99999", "free", "Springfield"):
        assert f'value="{sent[field]}"' in walk.html
    walk.send(**CALM[key])
    assert walk.step != key


def test_a_place_of_several_offers_each_as_a_button_and_one_tap_goes_on(walk):
    for name in ("IL", "MO"):
        make.CityFactory(name="Springfield", state=make.StateFactory(usps=name))
    walk.send(urgent="no").send(near="Springfield")
    buttons = [a.get("value") for a in walk.reading.attributes("button") if a.get("name") == "near"]
    assert set(buttons) == {"Springfield, IL", "Springfield, MO"}
    sent = {"token": walk.token, "step": "state", "near": ["Springfield", "Springfield, MO"]}
    walk.open(walk.client.post("/match/", sent))
    assert walk.step == "age"


@pytest.mark.parametrize("token", ["x", "é:1:2", "\x00", "." * 3000, "eyJ9:1tQ:zz"])
def test_a_token_that_we_did_not_sign_starts_again_with_a_plain_message(walk, token):
    walk.open(walk.client.post("/match/", {"token": token, "step": "money", "money": "self"}))
    assert walk.step == "urgent"
    assert "Please start again" in walk.text


def test_a_token_that_is_too_old_starts_again(walk, monkeypatch):
    walk.send(urgent="no")
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + HOURS * 3600 + 60)
    walk.send(state="TX")
    assert walk.step == "urgent"
    assert "more than four hours" in walk.text


def test_nobody_reaches_the_summary_or_a_later_page_without_the_first_question(walk):
    for step in (*ORDER[1:], "summary", "crisis", "x", ""):
        walk.open(walk.client.post("/match/", {"token": "", "step": step, "money": "self"}))
        assert walk.step == "urgent"
    for go in ("change-money", "change-summary", "change-x", "later", "back", "x"):
        walk.open(walk.client.post("/match/", {"go": go}))
        assert walk.step == "urgent"


def test_other_methods_are_refused(client):
    assert client.put("/match/").status_code == 405
    assert client.head("/match/").status_code == 200


# Danger.


def test_yes_now_stops_everything_and_shows_whom_to_call(walk):
    walk.send(urgent="yes-now")
    assert walk.at_help
    assert {"tel:988", "sms:988", "https://988lifeline.org/chat/", "tel:911"} <= set(walk.addresses)
    assert "press 1" in walk.text
    assert "press 2" in walk.text
    assert "data-listing" not in walk.html
    assert not [address for address in walk.addresses if address.startswith("/search/?")]
    assert "Continue the self-check later" in walk.text


def test_continuing_later_asks_about_danger_first_again_and_keeps_the_rest(walk):
    walk.send(urgent="no").send(state="TX").send("back").send("back", state="TX").send(urgent="yes-now")
    walk.send("later")
    assert (walk.step, walk.checked) == ("urgent", [])
    walk.send(urgent="no")
    assert '<option value="TX" selected>' in walk.html


def test_danger_told_on_the_way_back_or_from_the_summary_leads_to_help(walk):
    walk.through().send("change-urgent").send(urgent="yes-now")
    assert walk.at_help
    again = Walk(walk.client).send(urgent="no").send("back").send("back", urgent="yes-now")
    assert again.at_help


@pytest.mark.parametrize("answer", ["sometimes", "skip"])
def test_whoever_sometimes_thinks_of_it_or_does_not_say_sees_988_on_every_page(walk, answer):
    walk.send(urgent=answer)
    while not walk.at_summary:
        assert "Call 988" in walk.text
        walk.send(**CALM[walk.step])
    assert "Call 988" in walk.text


def test_the_summary_shows_988_to_everybody_before_anything_else(walk):
    walk.through()
    assert walk.text.index("Call 988") < walk.text.index("To raise with a doctor")


# The summary.


def test_the_summary_tells_cautions_gravest_first_with_source_day_and_basis(walk):
    walk.through(**HEALTH, age={"age": "65-plus"})
    first, rest = walk.html.split('<details class="match-rest">')
    assert first.count('class="notice match-caution') == 3
    assert first.count("match-stop") == 3
    assert rest.count('class="notice match-caution') == 10
    assert rest.count("match-stop") == 2
    assert "we have not read that page yet" in walk.text
    assert "(read 24 Nov 2026)" in walk.text


def test_each_caution_stands_with_its_source(walk):
    walk.through(**HEALTH)
    for item in walk.html.split('class="notice match-caution')[1:]:
        assert "Source:" in item.split("</li>")[0]


def test_the_summary_tells_how_well_each_condition_is_proven_and_leads_to_its_page(walk):
    walk.through(condition={"condition": ["ptsd"]})
    assert "/conditions/ptsd/" in walk.addresses
    assert "Little or mixed evidence, off-label. So look at trials, too." in walk.text


def test_where_the_law_lets_it_telehealth_is_a_way_and_the_law_is_told(walk):
    make.RegulationNoteFactory(state=None, effect={"rule": "federal_flexibility"})
    make.RegulationNoteFactory(effect=FOLLOWS)
    walk.through()
    assert walk.ways["telehealth"] == "ask"
    assert "Texas: a doctor licensed there may prescribe ketamine by video" in walk.text
    assert 'data-legal="telehealth:allowed"' in walk.html
    assert [address for address in walk.addresses if "care=telehealth" in address]


def test_where_the_law_forbids_it_telehealth_is_no_way(walk):
    make.RegulationNoteFactory(state=None, effect={"rule": "federal_flexibility"})
    make.RegulationNoteFactory(effect=FORBIDS)
    walk.through(place={"place": "home-adult"})
    assert walk.ways["telehealth"] == "not"
    assert "Not allowed where you live" in walk.text
    assert 'data-legal="telehealth:not-allowed"' in walk.html
    assert not [address for address in walk.addresses if "care=telehealth" in address]


def test_at_home_alone_leads_to_a_clinic(walk):
    walk.through(place={"place": "home-alone"})
    assert walk.ways["telehealth"] == "not"
    assert "Do not take a dose while you are alone" in walk.text
    assert not [address for address in walk.addresses if "care=telehealth" in address]


def test_the_summary_repeats_what_was_told(walk):
    walk.through(money={"money": "self", "max_price": "450"}, place={"place": "skip"})
    told = dict(zip(walk.reading.texts("dt"), walk.reading.texts("dd")[::2], strict=True))
    assert told["Where"] == "Texas; 78701"
    assert told["Help for"] == "Treatment-resistant depression"
    assert told["Payment"] == "I pay myself; up to $450 a session"
    assert told["Place of care"] == "I’d rather not say"


def test_the_summary_leads_onward(walk):
    walk.through()
    paths = {urlsplit(address).path for address in walk.addresses}
    assert {"/search/", "/trials/", "/states/", "/guide/", "/costs/", "/assistance/"} <= paths


def test_the_search_is_filled_in(walk):
    walk.through()
    query = "state=TX&near=78701&condition=treatment-resistant-depression&insurance=aetna&care=in_person"
    assert f"/search/?{query}" in walk.addresses


def test_every_link_of_the_summary_leads_to_a_page(walk):
    walk.through(place={"place": "home-adult"})
    for address in {a for a in walk.addresses if a.startswith("/")}:
        assert walk.client.get(address).status_code == 200
