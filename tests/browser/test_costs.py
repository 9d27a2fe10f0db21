"""Costs and help with paying: on a phone, by keyboard, without JavaScript, on paper."""

import re

import pytest
from playwright.sync_api import expect

from clinics.guide.loading import load_costs
from clinics.medicine.loading import load_vocabularies
from tests.factories import OfferFactory, StateFactory, TreatmentFactory

PAGES = [
    "/costs/",
    "/costs/?treatment=esketamine-spravato&state=TX&ride=20&insured=commercial&deductible=900&percent=20"
    "&savings=on",
    "/costs/?treatment=iv-infusion&first=x&price=free&insured=commercial",
    "/costs/insurance/",
    "/costs/worksheet/?treatment=iv-infusion",
    "/assistance/",
]
NO_SCRIPT = pytest.mark.parametrize("browser_context_args", [{"java_script_enabled": False}], indirect=True)


@pytest.fixture(autouse=True)
def known(transactional_db):
    StateFactory(usps="TX")
    load_vocabularies()
    load_costs()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_meets_wcag(visitor, visit, axe, scheme, viewport, path):
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.set_viewport_size(viewport)
    page = visit(path)
    expect(page.locator("h1")).to_have_count(1)
    page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
    axe(page)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_never_scrolls_sideways_on_a_small_phone(visit, visitor, path):
    visitor.set_viewport_size({"width": 320, "height": 640})
    page = visit(path)
    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@NO_SCRIPT
def test_an_estimate_is_made_without_javascript_and_its_link_keeps_it(visit, visitor):
    visitor.set_viewport_size({"width": 390, "height": 844})
    page = visit("/costs/")
    page.get_by_label("Treatment", exact=True).select_option("iv-infusion")
    page.get_by_label("State where you live").select_option("TX")
    page.get_by_role("button", name="Show the estimate").click()
    heading = page.get_by_role("heading", name="IV infusion: the first year")
    expect(heading).to_be_in_viewport()
    page.get_by_text("Sessions and prices").click()
    page.get_by_label("Sessions in the first series").fill("8")
    page.get_by_label("Rides for one session").fill("25")
    page.get_by_role("button", name="Show the estimate").click()
    expect(page.get_by_role("row", name=re.compile("^First series"))).to_contain_text("$3,200")
    page.get_by_role("link", name="A link to this estimate").click()
    expect(page).to_have_url(re.compile(r"/costs/\?treatment=iv-infusion&state=TX&first=8&ride=25$"))
    expect(page.get_by_role("row", name=re.compile("^First series"))).to_contain_text("$3,200")


def test_the_whole_way_works_by_keyboard(visit):
    page = visit("/costs/")
    page.get_by_label("Treatment", exact=True).focus()
    page.keyboard.type("Esk")
    page.get_by_role("button", name="Show the estimate").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Spravato.*the first year"))).to_be_visible()
    page.locator("main").get_by_role("link", name="Help with paying", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/assistance/\?treatment=esketamine-spravato"))
    expect(page.get_by_role("heading", name="Spravato withMe Savings Program")).to_be_visible()


@NO_SCRIPT
def test_help_is_narrowed_without_javascript(visit):
    page = visit("/assistance/")
    page.get_by_label("How you are insured").select_option("tricare")
    page.get_by_role("button", name="Show programs").click()
    expect(page.get_by_role("heading", name="TRICARE", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Medicare Part B")).to_have_count(0)


def test_on_paper_the_sheet_keeps_questions_and_numbers_and_leaves_buttons_out(visit, visitor):
    visitor.emulate_media(media="print")
    page = visit("/costs/worksheet/?treatment=iv-infusion")
    expect(page.get_by_role("heading", name="My numbers")).to_be_visible()
    expect(page.get_by_text("What does the first visit cost?")).to_be_visible()
    expect(page.get_by_text("Back to the estimate")).to_be_hidden()


def test_a_listings_price_leads_to_an_estimate(visit):
    offer = OfferFactory(treatment=TreatmentFactory(slug="iv-infusion"))
    page = visit(offer.listing.get_absolute_url())
    page.get_by_role("link", name="What a year may cost").click()
    expect(page.get_by_role("heading", name="IV infusion: the first year")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/costs/\?treatment=iv-infusion&state=TX$"))
