"""From a word that somebody has for it, by what is known, to care near them."""

import re

import pytest
from playwright.sync_api import expect

from clinics.medicine.loading import load_vocabularies
from clinics.places.models import State
from clinics.places.states import STATES

PATHS = [
    "/conditions/",
    "/conditions/?q=harbor",
    "/conditions/suicidal-ideation/",
    "/conditions/ptsd/",
    "/treatments/",
    "/treatments/oral-sublingual/",
    "/search/?q=rsd",
]
NO_SCRIPT = pytest.mark.parametrize(
    "browser_context_args", [{"java_script_enabled": False}], indirect=True, ids=["no-script"]
)


@pytest.fixture(autouse=True)
def facts(transactional_db):
    State.objects.bulk_create(State(**row._asdict()) for row in STATES)
    load_vocabularies()


@pytest.mark.parametrize("path", PATHS)
def test_pages_of_facts_meet_wcag(visitor, visit, axe, scheme, viewport, path):
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.set_viewport_size(viewport)
    page = visit(path)
    expect(page.locator("h1")).to_have_count(1)
    axe(page)


@pytest.mark.parametrize("path", PATHS)
def test_pages_of_facts_never_scroll_sideways_on_a_small_phone(visit, visitor, path):
    visitor.set_viewport_size({"width": 320, "height": 640})
    assert visit(path).evaluate("document.documentElement.scrollWidth") <= 320


@NO_SCRIPT
def test_from_a_misspelled_word_to_a_search_in_the_readers_state(visit):
    page = visit("/")
    page.get_by_role("link", name="Look it up").click()
    page.get_by_label("What is it called?").fill("nurve pain")
    page.get_by_role("button", name="Look it up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nerve pain")
    page.get_by_label("State you live in").select_option("TX")
    page.get_by_role("button", name="Find care").click()
    expect(page).to_have_url(re.compile(r"/search/\?condition=neuropathic-pain&near=&state=TX$"))
    expect(page.get_by_role("list", name="Active filters")).to_contain_text("Nerve pain")


def test_a_search_for_words_offers_the_condition_that_they_name(visit):
    page = visit("/search/?q=rsd")
    meant = page.locator(".search-meant")
    expect(meant).to_contain_text("Did you mean the condition Complex regional pain syndrome (CRPS)?")
    meant.get_by_role("link", name="Search for it").click()
    expect(page).to_have_url(re.compile(r"/search/\?condition=crps$"))
    expect(meant).to_have_count(0)


def test_a_source_can_be_reached_by_keyboard(visit):
    page = visit("/conditions/ocd/")
    number = page.locator("#evidence + ul").get_by_role("link", name="Source 2")
    number.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#source-2$"))
    expect(page.locator("#source-2")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator("#source-2").get_by_role("link")).to_be_focused()


def test_help_in_a_crisis_is_the_first_that_a_phone_shows(visit, visitor):
    visitor.set_viewport_size({"width": 390, "height": 600})
    page = visit("/conditions/suicidal-ideation/")
    expect(page.get_by_role("link", name="Call 988")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
