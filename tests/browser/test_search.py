"""The main journey, once for each way in which it can end."""

import re

import pytest
from playwright.sync_api import Page, expect

from clinics.listings import index
from tests import factories as make

SEARCHES = [
    "/search/?near=78701&condition=ptsd",
    "/search/?near=78701&condition=crps&accepting=1",
    "/search/?near=Nowhereville&radius=9999",
    "/providers/?state=TX",
    "/telehealth/?state=TX",
    "/states/tx/austin/",
]


@pytest.fixture(autouse=True)
def austin(transactional_db):
    """Two clinics, one silent; a service; a practitioner with a license."""
    make.ZipCodeFactory()
    make.CityFactory()
    make.CityFactory(name="Springfield", state=make.StateFactory(usps="IL"))
    make.CityFactory(name="Springfield", state=make.StateFactory(usps="MO"))
    ptsd, crps = (make.ConditionFactory(slug=slug, name=slug.upper()) for slug in ("ptsd", "crps"))
    harbor = make.ClinicFactory(name="Quiet Harbor", conditions=[ptsd], accepting_new_patients=True)
    make.OfferFactory(listing=harbor, price_low_cents=45_000)
    make.LicenseFactory(provider=make.AffiliationFactory(listing=harbor).provider)
    make.ClinicFactory(name="Still Water", conditions=[ptsd, crps], accepting_new_patients=False)
    make.ClinicFactory(name="Silent Brook")
    make.TelemedicineServiceFactory(name="Far Lantern", states=["TX"], conditions=[ptsd], prescriber="md")
    index.rebuild()


def expect_names(page: Page, *names: str) -> None:
    """Wait until these results stand there, in this order, and no others."""
    expect(page.locator("[data-listing] h3")).to_have_text(list(names))


@pytest.mark.parametrize("path", SEARCHES)
def test_results_meet_wcag(visitor, visit, axe, scheme, viewport, path):
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.set_viewport_size(viewport)
    axe(visit(path))


@pytest.mark.parametrize("path", SEARCHES)
def test_results_never_scroll_sideways_on_a_small_phone(visit, visitor, path):
    visitor.set_viewport_size({"width": 320, "height": 640})
    assert visit(path).evaluate("document.documentElement.scrollWidth") <= 320


def test_from_the_first_page_to_a_clinic_that_treats_me(visit):
    page = visit("/")
    page.get_by_label("ZIP code or city").fill("78701")
    page.get_by_label("What do you seek help for?").select_option("ptsd")
    page.get_by_role("button", name="Find care").click()
    expect(page.locator("[data-result-count]")).to_have_attribute("data-result-count", "3")
    expect(page.get_by_text("Treats PTSD").first).to_be_visible()
    page.get_by_role("link", name="Quiet Harbor").click()
    expect(page.locator("h1")).to_have_text("Quiet Harbor")
    expect(page.get_by_text("$450").first).to_be_visible()
    expect(page.locator("main")).to_have_attribute("data-verified", "no")


def test_a_filter_changes_the_results_in_place_and_the_back_button_undoes_it(visit):
    page = visit("/search/?near=78701&condition=ptsd")
    page.evaluate("window.stillHere = true")
    page.locator("summary", has_text="New patients").click()
    page.get_by_label("Accepts new patients").check()
    expect(page.locator("[data-result-count]")).to_have_attribute("data-result-count", "1")
    expect_names(page, "Quiet Harbor")
    assert page.evaluate("window.stillHere")
    expect(page).to_have_url(re.compile(r"accepting=1"))
    expect(page.get_by_label("Accepts new patients")).to_be_checked()
    page.go_back()
    expect(page.locator("[data-result-count]")).to_have_attribute("data-result-count", "3")
    expect(page).not_to_have_url(re.compile(r"accepting=1"))
    expect(page.locator("h1")).to_be_visible()


def test_a_reload_of_a_filtered_address_is_the_same_whole_page(visit):
    page = visit("/search/?near=78701&condition=ptsd")
    page.locator("summary", has_text="New patients").click()
    page.get_by_label("Accepts new patients").check()
    expect(page).to_have_url(re.compile(r"accepting=1"))
    page.reload()
    expect_names(page, "Quiet Harbor")
    expect(page.locator("header")).to_be_visible()


def test_a_chip_takes_its_filter_away(visit):
    page = visit("/search/?near=78701&condition=crps")
    expect_names(page, "Still Water")
    page.get_by_role("link", name="Remove: CRPS").click()
    expect(page.locator("[data-result-count]")).to_have_attribute("data-result-count", "4")


def test_those_that_have_not_said_are_one_tap_away(visit):
    page = visit("/search/?near=78701&condition=crps")
    page.get_by_role("link", name="1 more nearby has not said what they treat").click()
    expect(page.locator("[data-result-count]")).to_have_attribute("data-result-count", "2")
    expect(page.locator("[data-listing] h3", has_text="Silent Brook")).to_be_visible()


def test_an_empty_search_says_what_to_relax(visit):
    page = visit("/search/?near=78701&condition=crps&accepting=1")
    expect(page.locator("[data-result-count]")).to_have_attribute("data-result-count", "0")
    page.get_by_role("link", name=re.compile("Leave out “Accepts new patients”")).click()
    expect_names(page, "Still Water")


def test_a_city_name_of_several_states_gets_a_choice(visit):
    page = visit("/search/?near=Springfield")
    expect(page.locator("[data-error='near']")).to_be_visible()
    page.get_by_role("link", name="Springfield, IL").click()
    expect(page).to_have_url(re.compile("near=Springfield%2C\\+IL"))
    expect(page.locator("[data-error]")).to_have_count(0)


def test_an_unknown_place_says_what_to_do_and_keeps_what_was_typed(visit):
    page = visit("/search/?near=Austen, TX")
    expect(page.locator("[data-error='near']")).to_contain_text("We don’t know")
    expect(page.get_by_label("ZIP code or city")).to_have_value("Austen, TX")
    page.get_by_role("link", name="Austin, TX", exact=True).click()
    expect(page.locator("[data-error]")).to_have_count(0)


@pytest.mark.parametrize(
    "browser_context_args",
    [{"java_script_enabled": False, "viewport": {"width": 390, "height": 844}}],
    indirect=True,
)
def test_the_whole_journey_works_without_javascript(visit):
    page = visit("/")
    page.get_by_label("ZIP code or city").fill("Austin, TX")
    page.get_by_role("button", name="Find care").click()
    page.locator(".filter-sheet > summary").click()
    page.locator("summary", has_text="New patients").click()
    page.get_by_label("Accepts new patients").check()
    page.get_by_role("button", name="Apply filters").click()
    expect_names(page, "Quiet Harbor")
    page.get_by_role("link", name="Quiet Harbor").click()
    page.get_by_role("link", name="Report a problem").first.click()
    page.get_by_label("The price is wrong").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you").first).to_be_visible()


def test_the_journey_works_with_the_keyboard_alone(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "#home-near")
    page.keyboard.type("78701")
    page.keyboard.press("Enter")
    expect(page.locator("[data-result-count]")).to_have_attribute("data-result-count", "4")
    tab_to(page, "[data-listing] h3 a")
    page.keyboard.press("Enter")
    expect(page.locator("main[data-verified]")).to_be_visible()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the first element of `selector` has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement === document.querySelector(s)", selector):
            return
    pytest.fail(f"The keyboard never reaches {selector}.")


def type_place(page: Page, text: str) -> None:
    page.get_by_label("ZIP code or city").fill(text)
    page.get_by_role("button", name="Search").click()


def test_a_typed_place_of_several_states_gets_its_choice_and_keeps_the_words(visit):
    page = visit("/search/")
    type_place(page, "Springfield")
    expect(page.locator("[data-error='near']")).to_be_visible()
    expect(page.get_by_role("link", name="Springfield, IL")).to_be_visible()
    expect(page.get_by_label("ZIP code or city")).to_have_value("Springfield")


def test_a_radius_that_cannot_be_gets_its_message(visit):
    page = visit("/search/?near=78701")
    page.get_by_label("Within miles").fill("900")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("[data-error='radius']")).to_be_visible()


def test_a_filter_after_another_place_was_typed_shows_that_place(visit):
    page = visit("/states/tx/austin/")
    page.get_by_label("ZIP code or city").fill("78701")
    page.locator("summary", has_text="New patients").click()
    page.get_by_label("Accepts new patients").check()
    expect(page).to_have_url(re.compile(r"/search/\?.*accepting=1"))
    expect(page.locator("h1")).to_have_text("Clinics and telehealth")
    expect(page.locator(".results-where")).to_contain_text("78701")


def test_a_filter_keeps_the_order_and_the_groups_that_were_opened(visit):
    page = visit("/search/?near=78701&sort=price")
    page.locator("summary", has_text="Insurance").click()
    page.get_by_label("PTSD").check()
    expect(page).to_have_url(re.compile(r"sort=price"))
    expect(page.locator("#facet-insurance")).to_have_attribute("open", "")
    expect(page.get_by_role("link", name="Lowest price")).to_have_attribute("aria-current", "true")
