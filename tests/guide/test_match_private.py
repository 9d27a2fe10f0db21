"""Nothing of the self-check is kept or told: no row, cookie, log line or address; whatever anybody does."""

import logging
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.apps import apps
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinics.guide.match import QUESTIONS
from clinics.medicine.loading import load_vocabularies
from tests import factories as make
from tests.guide.walking import CALM, HEALTH, Walk

pytestmark = pytest.mark.django_db
MOST_BYTES = 60_000
MOST_QUERIES = 8
OF_A_SEARCH = {"state", "near", "condition", "care", "treatment", "insurance", "max_price", "age_group"}
VALUES = {question.key: question.values or ("ptsd", "chronic-pain", "skip") for question in QUESTIONS}


@pytest.fixture(autouse=True)
def known(db):
    load_vocabularies()
    make.ZipCodeFactory()
    make.CityFactory()


@pytest.fixture
def walk(client):
    return Walk(client)


def test_no_answer_on_health_stands_in_any_address(walk):
    words = {
        value
        for sent in HEALTH.values()
        for told in sent.values()
        for value in ([told] if isinstance(told, str) else told)
    }
    walk.through(**HEALTH)
    assert walk.at_summary
    for address in walk.addresses:
        parts = urlsplit(address)
        if address.startswith("/"):
            assert {name for name, _ in parse_qsl(parts.query)} <= OF_A_SEARCH
            assert not words & {value for _, value in parse_qsl(parts.query)}
            assert not [key for key in HEALTH if key in address]


def test_answers_make_no_cookie_no_session_and_no_row(walk):
    def rows():
        return {model: model._base_manager.count() for model in apps.get_models()}

    before = rows()
    walk.through(**HEALTH)
    assert walk.at_summary
    assert rows() == before
    assert not walk.client.cookies


def test_answers_stand_in_no_log_line(walk, caplog):
    with caplog.at_level(logging.DEBUG, logger="django.request"):
        walk.through(**HEALTH)
        walk.send("change-money", step="x" * 50)
    assert "aneurysm" not in caplog.text


def test_every_page_is_stored_nowhere_and_sends_no_referrer(walk):
    pages = [walk.response]
    while not walk.at_summary:
        pages.append(walk.send(**CALM[walk.step]).response)
    pages.append(Walk(walk.client).send(urgent="yes-now").response)
    for response in pages:
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"


def test_a_browser_that_names_no_origin_may_answer(db):
    """Browsers send `Origin: null` from a page without referrer."""
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/match/", {"step": "urgent", "urgent": "no"}, headers={"Origin": "null"})
    assert response.status_code == 200
    assert Walk(strict).open(response).step == "state"


def test_each_page_is_small_and_asks_the_database_little(walk, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        walk.open(walk.client.get("/match/"))
    while not walk.at_summary:
        with django_assert_max_num_queries(MOST_QUERIES):
            walk.send(**(CALM | HEALTH)[walk.step])
        assert len(walk.response.content) < MOST_BYTES


# Whatever anybody does.

GO = st.sampled_from(["next", "next", "next", "back", "later", "change-heart", "change-urgent"])
STEPS = st.lists(st.tuples(GO, st.integers(0, 9)), max_size=25)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_back_and_forth_in_any_way_ends_in_a_summary(client, steps):
    walk = Walk(client)
    for go, choice in steps:
        if walk.step == "state" or walk.at_help or walk.at_summary:
            walk.send(go, state="TX") if not walk.at_help else walk.send("later")
        else:
            values = VALUES[walk.step]
            walk.send(go, **{walk.step: values[choice % len(values)]})
    if walk.at_help:
        walk.send("later")
    walk.through()
    assert walk.at_summary
    again = Walk(client).through()
    assert again.at_summary
