"""From a result to the sheet that goes along: by keyboard, on a phone, on paper, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from clinics.listings import index
from clinics.medicine.loading import load_vocabularies
from tests import factories as make

PHONE = {"width": 390, "height": 844}
CLINIC, SERVICE = "/clinics/quiet-harbor/questions/", "/telehealth/far-lantern/questions/"
CHECKLIST = "/checklist/?listing=clinic:quiet-harbor"


@pytest.fixture(autouse=True)
def austin(transactional_db):
    """A clinic that told little, and a service that told nothing but its state."""
    load_vocabularies()
    make.ZipCodeFactory()
    make.CityFactory()
    clinic = make.ClinicFactory(name="Quiet Harbor", consultation_required=False)
    for weekday in range(7):
        make.OpeningHoursFactory(clinic=clinic, weekday=weekday)
    make.LicenseFactory(provider=make.AffiliationFactory(listing=clinic).provider, status="unknown")
    make.RegulationNoteFactory(topic="license-lookup", summary="Check a license with the board.")
    make.TelemedicineServiceFactory(name="Far Lantern", states=["TX"], prescriber="md")
    index.rebuild()


@pytest.mark.parametrize("path", [CLINIC, SERVICE, CHECKLIST])
def test_a_sheet_meets_wcag_and_never_scrolls_sideways(visitor, visit, axe, scheme, viewport, path):
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.set_viewport_size(viewport)
    page = visit(path)
    axe(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("browser_context_args", [{"java_script_enabled": False}], indirect=True)
def test_from_a_result_to_the_printed_sheet_by_keyboard_without_javascript(visitor, visit):
    visitor.set_viewport_size(PHONE)
    page = visit("/search/?near=78701")
    page.get_by_role("link", name="Quiet Harbor").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Quiet Harbor")
    page.get_by_role("link", name="Questions to ask this clinic").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Questions to ask Quiet Harbor")
    expect(page.locator("[data-question]").first).to_contain_text("before the first dose?")
    expect(page.locator("[data-question=license]")).to_contain_text("Check a license with the board.")
    expect(page.get_by_role("link", name=re.compile("555-0123"))).to_have_attribute(
        "href", "tel:+15125550123"
    )
    expect(page.locator(".sheet-room").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".sheet-room").first).to_be_visible()
    expect(page.get_by_text("Who answered")).to_be_visible()
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.get_by_text("911").first).to_be_visible()


def test_the_checklist_is_ticked_off_by_keyboard_and_forgotten_when_loaded_again(visitor, visit):
    visitor.set_viewport_size(PHONE)
    page = visit(CHECKLIST)
    box = page.get_by_label("Who takes me home, with phone number and time:")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.reload()
    expect(box).not_to_be_checked()
    assert page.evaluate("localStorage.length") == 0


def test_the_results_offer_their_feed_and_it_follows_the_filters(visit, axe, live_server):
    page = visit("/search/?near=78701")
    page.get_by_text("Tell me when something opens here").click()
    feed = page.get_by_role("link", name="Feed of this search")
    expect(feed).to_have_attribute("href", "/search/feed/?near=78701")
    axe(page)
    page.locator("summary", has_text="New patients").click()
    page.get_by_label("Accepts new patients").check()
    expect(page.locator("[data-result-count]")).to_have_attribute("data-result-count", "0")
    page.get_by_text("Tell me when something opens here").click()
    expect(feed).to_have_attribute("href", re.compile(r"accepting=1"))
    answer = page.request.get(live_server.url + feed.get_attribute("href"))
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
