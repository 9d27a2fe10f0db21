"""From a search to a choice, on a phone, in English and in Spanish: keep three, compare, map, sheet, hand it on."""

import re

import pytest
from playwright.sync_api import expect

from clinics.listings import index
from clinics.medicine.loading import load_vocabularies
from clinics.medicine.models import Condition
from tests import factories as make
from tests.browser.conftest import PHONE
from tests.translations.release import translated

WORDS = {
    "": {
        "keep": "Keep", "list": "My list (3)", "compare": "Compare side by side", "map": "Show on a map",
        "questions": "Questions to ask", "call": "When they pick up", "heading": "My list",
    },
    "/es": {
        "keep": "Guardar", "list": "Mi lista (3)", "compare": "Comparar lado a lado", "map": "Mostrar en un mapa",
        "questions": "Preguntas para hacer", "call": "Cuando contesten", "heading": "Mi lista",
    },
}  # fmt: skip
NAMES = ("Quiet Harbor", "Still Water", "Wide Meadow")


@pytest.fixture(autouse=True)
def three_clinics(transactional_db):
    make.StateFactory(usps="TX", name="Texas")
    load_vocabularies()
    translated("names", "facts")
    make.ZipCodeFactory()
    ptsd = Condition.objects.get(slug="ptsd")
    for name in NAMES:
        make.ClinicFactory(name=name, slug=name.lower().replace(" ", "-"), conditions=[ptsd])
    index.rebuild()


@pytest.mark.parametrize("start", WORDS, ids=["english", "spanish"])
def test_search_keep_three_compare_map_sheet_and_hand_on(visit, visitor, browser, live_server, start):
    said = WORDS[start]
    visitor.set_viewport_size(PHONE)
    page = visit(f"{start}/search/?near=78701&condition=ptsd")
    for name in NAMES:
        page.locator("article", has_text=name).get_by_role("button", name=re.compile(said["keep"])).click()

    page.get_by_role("link", name=said["map"]).or_(page.get_by_role("button", name=said["map"])).click()
    expect(page.locator(".leaflet-container")).to_be_visible()

    page.get_by_role("link", name=said["list"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said["heading"])
    expect(page.locator("[data-item]")).to_have_count(3)
    address = page.url

    page.get_by_role("button", name=said["compare"]).click()
    for name in NAMES:
        expect(page.get_by_role("table")).to_contain_text(name)

    page.get_by_role("link", name=said["questions"]).first.click()
    expect(page.get_by_role("heading", name=said["call"])).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".site-header")).to_be_hidden()

    somebody_else = browser.new_context(viewport=PHONE).new_page()
    somebody_else.goto(address)
    expect(somebody_else.locator("[data-item]")).to_have_count(3)
    assert "ptsd" not in address
    somebody_else.context.close()
