"""Help with paying: who sees which program, and what each says of itself."""

import pytest
from django.utils.html import escape

from clinics.guide.loading import load_costs
from clinics.medicine.loading import load_vocabularies
from clinics.models import Program
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(db):
    load_vocabularies()
    load_costs()


@pytest.fixture
def shown(client):
    """The slugs of the programs that the page shows."""

    def ask(**query):
        response = client.get("/assistance/", query)
        assert response.status_code == 200
        return [card.program.slug for card in response.context["cards"]]

    return ask


def test_without_answers_every_published_program_stands_there_in_its_order(shown):
    assert shown() == list(Program.objects.published().values_list("slug", flat=True))


def test_what_is_not_verified_is_not_shown(client, shown):
    assert "ketamine-fund" not in shown()
    assert "Ketamine Fund" not in client.get("/assistance/").content.decode()


@pytest.mark.parametrize(
    ("insured", "own", "not_theirs"),
    [
        ("commercial", "spravato-withme-savings", "medicare"),
        ("medicare", "medicare", "spravato-withme-savings"),
        ("medicaid", "medicaid", "spravato-withme-savings"),
        ("tricare", "tricare", "medicare"),
        ("va", "va-mental-health", "spravato-withme-savings"),
        ("none", "jj-patient-assistance-foundation", "healthwell-foundation"),
    ],
)
def test_a_program_for_other_insurances_is_left_out(shown, insured, own, not_theirs):
    found = shown(insured=insured)
    assert own in found
    assert not_theirs not in found


def test_programs_for_veterans_go_only_where_somebody_said_no(shown):
    assert "va-mental-health" in shown()
    assert "va-mental-health" in shown(veteran="yes")
    assert "va-mental-health" not in shown(veteran="no")


@pytest.mark.parametrize(("income", "limited"), [("no", False), ("yes", True), ("unknown", None)])
def test_income_asks_only_whether_there_is_a_limit(shown, income, limited):
    published = Program.objects.published()
    assert shown(income=income) == [row.slug for row in published if row.income_limited is limited]
    assert shown(income=income)


def test_a_program_for_one_treatment_is_left_out_of_another(shown):
    found = shown(treatment="ketamine-assisted-psychotherapy")
    assert "ketamine-research-foundation" in found
    assert "spravato-withme-savings" not in found
    assert "local-help" in found


def test_a_program_is_left_out_in_the_states_where_it_is_not_to_be_had(shown):
    assert "spravato-withme-observation" in shown(state="TX")
    for usps in ("MA", "MI", "MN", "RI"):
        assert "spravato-withme-observation" not in shown(state=usps)


def test_each_program_says_all_that_is_known_of_it(client):
    reading = Reading(client.get("/assistance/").content.decode())
    addresses = {a.get("href") for a in reading.attributes("a")}
    for program in Program.objects.published():
        for said in (program.name, program.helps_with, *program.eligibility, *program.steps, program.phone):
            assert said in reading.text
        assert program.caution in reading.text
        assert program.source_url in addresses
        assert {fact["url"] for fact in program.facts} <= addresses
        if program.slug != "clinic-discounts":
            assert program.url in addresses
    assert reading.text.count("Checked 24 Nov 2026") == Program.objects.published().count()


def test_what_is_recalled_says_so_at_the_program(client):
    html = client.get("/assistance/", {"treatment": "oral-sublingual"}).content.decode()
    article = html[html.index('id="pharmacy-discount-cards"') :].split("</article>")[0]
    assert "This is general knowledge. We have not read the page that we name yet" in article


def test_the_number_of_programs_is_told(client):
    response = client.get("/assistance/", {"insured": "tricare", "treatment": "esketamine-spravato"})
    count = len(response.context["cards"])
    assert f"{count} programs may fit" in Reading(response.content.decode()).text


@pytest.mark.parametrize("name", ["insured", "veteran", "income", "treatment", "state"])
def test_a_wrong_answer_gets_a_message_beside_its_field_and_counts_as_none(client, name):
    query = {"insured": "tricare", "state": "TX", name: "nonsense"}
    response = client.get("/assistance/", query)
    assert f'data-error="{name}"' in response.content.decode()
    rest = {other: value for other, value in query.items() if other != name}
    same = client.get("/assistance/", rest)
    assert [card.program for card in response.context["cards"]] == [
        card.program for card in same.context["cards"]
    ]


@pytest.mark.parametrize("value", ["", "\x00", "x" * 3000, "<script>", "٣", "TX"])
def test_any_address_gives_a_page(client, value):
    names = ("insured", "veteran", "income", "treatment", "state", "nonsense")
    assert client.get("/assistance/", dict.fromkeys(names, value)).status_code == 200


def test_an_empty_result_says_what_to_leave_out_and_what_that_gives(client, shown):
    Program.objects.exclude(slug="tricare").update(published=False)
    query = {"insured": "tricare", "treatment": "iv-infusion"}
    response = client.get("/assistance/", query)
    assert response.context["count"] == 0
    assert response.context["without"] == [("treatment", "/assistance/?insured=tricare", 1)]
    assert "/assistance/?insured=tricare" in response.content.decode()


def test_the_way_on_keeps_treatment_and_state(client):
    context = client.get("/assistance/", {"treatment": "iv-infusion", "state": "TX"}).context
    assert context["search_url"] == "/search/?treatment=iv-infusion&state=TX"
    assert context["costs_url"] == "/costs/?treatment=iv-infusion&state=TX"


def test_no_answer_is_kept(client):
    assert not client.get("/assistance/?insured=commercial&state=TX").cookies


def test_a_page_is_named_once_at_a_program_however_much_it_says(client):
    html = client.get("/assistance/").content.decode()
    for program in Program.objects.published():
        article = html[html.index(f'id="{program.slug}"') :].split("</article>")[0]
        told = article[article.index("<details") :]
        for url in {program.source_url, *(fact["url"] for fact in program.facts)}:
            assert told.count(f'href="{escape(url)}"') == 1
        for fact in program.facts:
            assert fact["text"] in Reading(told).text
