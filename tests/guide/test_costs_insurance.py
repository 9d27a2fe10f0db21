"""Insurance step by step, and the sheet to print."""

import pytest

from clinics.guide.loading import load_costs
from clinics.medicine.loading import load_vocabularies
from clinics.models import Fact
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(db):
    load_vocabularies()
    load_costs()


@pytest.mark.parametrize("topic", ["code", "insurance", "prior-authorization", "way-to-pay"])
def test_every_statement_of_these_topics_stands_there_with_its_source(client, topic):
    html = client.get("/costs/insurance/").content.decode()
    reading = Reading(html)
    addresses = {a.get("href") for a in reading.attributes("a")}
    facts = Fact.objects.filter(topic=topic)
    assert facts.count() >= 8
    for fact in facts:
        assert fact.text in reading.text
        assert fact.source_url in addresses


def test_each_payer_and_each_code_is_named(client):
    reading = Reading(client.get("/costs/insurance/").content.decode())
    for payer in ("Medicare", "Medicaid", "TRICARE", "VA", "Commercial insurance"):
        assert payer in reading.texts("dt")
    for code in Fact.objects.filter(topic="code").values_list("about", flat=True):
        assert code in reading.texts("th")


def test_a_recalled_code_says_that_nobody_has_read_the_page(client):
    rows = Reading(client.get("/costs/insurance/").content.decode()).texts("tr")
    [recalled] = [row for row in rows if row.startswith("96372")]
    [read] = [row for row in rows if row.startswith("J0013")]
    assert "we have not read this page yet" in recalled
    assert "we have not read" not in read


def test_the_steps_of_approval_are_an_ordered_list(client):
    context = client.get("/costs/insurance/").context
    assert [fact.key for fact in context["steps"]][:2] == ["pa-ask", "pa-policy"]


def test_the_sheet_has_room_for_answers_and_holds_the_readers_numbers(client):
    empty = Reading(client.get("/costs/worksheet/").content.decode())
    assert "My numbers" not in empty.text
    assert "What does the first visit cost?" in empty.text
    query = {"treatment": "esketamine-spravato", "first": "9", "insured": "commercial"}
    query |= {"deductible": "1,234", "percent": "20", "price": "777"}
    response = client.get("/costs/worksheet/", query)
    filled = Reading(response.content.decode()).text
    for words in ("First series: 9.", "Deductible: $1,234.", "I expect $777.", "You pay"):
        assert words in filled
    assert "price=777" in response.context["back"]


def test_the_sheet_survives_wrong_numbers(client):
    response = client.get("/costs/worksheet/", {"treatment": "iv-infusion", "first": "x", "price": "free"})
    assert response.status_code == 200
    assert "First series: 6." in Reading(response.content.decode()).text
