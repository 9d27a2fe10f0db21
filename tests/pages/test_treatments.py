"""The pages of treatments: how each is given, and what to watch for."""

import pytest

from clinics.medicine.loading import load_vocabularies
from clinics.models import Treatment
from tests import factories as make
from tests.medicine.factories import FactFactory
from tests.pages.reading import Reading
from tests.pages.test_conditions import UNREAD, links

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    def page(path):
        response = client.get(path)
        assert response.status_code == 200
        return Reading(response.content.decode())

    return page


@pytest.fixture
def infusion():
    return make.TreatmentFactory(slug="iv-infusion", name="IV infusion", fda_status="off-label", bit=39)


def test_the_list_says_what_the_fda_makes_of_each(read, infusion):
    make.TreatmentFactory(slug="esketamine-spravato", name="Spravato", fda_status="approved", bit=40)
    page = read("/treatments/")
    assert page.texts("h2") == ["IV infusion", "Spravato"]
    badges = [text for text in page.texts("span") if "pproved" in text]
    assert badges == ["Approved medicine, off-label use", "FDA-approved for depression uses"]
    assert "/treatments/iv-infusion/" in links(page)


def test_an_unknown_treatment_is_not_found(client):
    assert client.get("/treatments/leeches/").status_code == 404


def test_its_own_facts_and_those_of_every_treatment_stand_there(read, infusion):
    FactFactory(treatment=infusion, topic="session", text="Plan two hours.")
    FactFactory(topic="driving", text="Not until the next day.")
    FactFactory(topic="call-clinic", text="It burns.")
    FactFactory(topic="emergency", basis="recalled", text="Call 988.")
    other = make.TreatmentFactory(slug="oral-sublingual", bit=40)
    FactFactory(treatment=other, topic="session", text="Twenty minutes.")
    FactFactory(treatment=infusion, condition=make.ConditionFactory(), text="Of a condition.")
    page = read("/treatments/iv-infusion/")
    for text in ("Plan two hours.", "Not until the next day.", "It burns.", "Call 988."):
        assert text in page.text
    assert "Twenty minutes." not in page.text
    assert "Of a condition." not in page.text
    assert UNREAD not in page.text


@pytest.mark.parametrize(
    ("slug", "told"), [("oral-sublingual", True), ("intranasal-compounded", True), ("iv-infusion", False)]
)
def test_the_risks_at_home_are_told_where_it_is_used_at_home(read, slug, told):
    make.TreatmentFactory(slug=slug)
    FactFactory(topic="at-home", text="Nobody watches.")
    assert ("Nobody watches." in read(f"/treatments/{slug}/").text) is told


def test_conditions_that_it_was_studied_for_are_named_once_with_their_evidence(read, infusion):
    ptsd = make.ConditionFactory(slug="ptsd", name="PTSD", evidence="weak")
    for _ in range(2):
        FactFactory(treatment=infusion, condition=ptsd)
    page = read("/treatments/iv-infusion/")
    assert page.texts("li").count("PTSD: little or mixed evidence, off-label") == 1


def test_the_search_has_the_treatment_filled_in_and_the_law_is_near(read, infusion):
    page = read("/treatments/iv-infusion/")
    assert {"type": "hidden", "name": "treatment", "value": "iv-infusion"} in page.attributes("input")
    assert "/states/" in links(page)


def test_each_shipped_page_tells_the_stricter_rule_for_driving(read):
    load_vocabularies()
    for treatment in Treatment.objects.all():
        page = read(f"/treatments/{treatment.slug}/")
        assert "the next day, after sleep, and 24 hours at the least" in page.text
        assert {"What happens", "Warning signs", "Driving", "Sources"} <= set(page.texts("h2"))


def test_each_shipped_page_links_to_nothing_that_is_missing(client, read):
    load_vocabularies()
    for treatment in Treatment.objects.all():
        page = read(f"/treatments/{treatment.slug}/")
        for href in {href.split("#")[0].split("?")[0] for href in links(page) if href.startswith("/")}:
            assert client.get(href).status_code == 200, href
