"""Keep, list, compare, share, without a network: on a phone, by keyboard, without JavaScript."""

import json
import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from clinics.listings import index
from clinics.listings.records import change_slug
from clinics.models import Clinic
from tests import factories as make
from tests.browser.conftest import PHONE

NO_SCRIPT = {"java_script_enabled": False, "viewport": PHONE}
FOUR = "listing=clinic:harbor&listing=clinic:water&listing=telehealth:lantern&listing=provider:ada"
PAGES = [
    "/shortlist/",
    f"/shortlist/?{FOUR}&listing=clinic:gone",
    f"/compare/?{FOUR}",
    "/compare/",
    "/offline/",
]
STORED = "JSON.parse(localStorage.getItem('shortlist:v1') ?? 'null')"


@pytest.fixture(autouse=True)
def austin(transactional_db):
    make.ZipCodeFactory()
    ptsd = make.ConditionFactory(name="PTSD")
    harbor = make.ClinicFactory(name="Quiet Harbor", slug="harbor", conditions=[ptsd], payment_plans=True)
    make.OfferFactory(listing=harbor, price_low_cents=45_000)
    ada = make.ProviderFactory(first_name="Ada", last_name="Winter", slug="ada")
    make.AffiliationFactory(listing=harbor, provider=ada)
    make.LicenseFactory(provider=ada)
    make.ClinicFactory(name="Still Water", slug="water", conditions=[ptsd], payment_plans=False)
    make.TelemedicineServiceFactory(
        name="Far Lantern", slug="lantern", states=["TX"], conditions=[ptsd], prescriber="md"
    )
    index.rebuild()


def keep(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Keep : {name}").click()
    expect(page.get_by_role("button", name=f"Kept : {name}")).to_have_attribute("aria-pressed", "true")


def put(page: Page, *keys: str) -> None:
    """Have these on the list before the page is opened."""
    kept = json.dumps({"version": 1, "kept": [{"key": key, "note": ""} for key in keys]})
    page.evaluate("kept => localStorage.setItem('shortlist:v1', kept)", kept)


def expect_listed(page: Page, *names: str) -> None:
    expect(page.locator("[data-item]:not(.shortlist-gone) h2")).to_have_text(list(names))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_meets_wcag_and_never_scrolls_sideways(visitor, visit, axe, scheme, viewport, path):
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.set_viewport_size(viewport)
    page = visit(path)
    expect(page.locator("h1")).to_have_count(1)
    axe(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_from_a_search_to_a_comparison_on_a_phone(visit, visitor):
    visitor.set_viewport_size(PHONE)
    page = visit("/search/?near=78701&condition=ptsd")
    for name in ("Still Water", "Quiet Harbor", "Far Lantern"):
        keep(page, name)
    expect(page.locator("[data-keep-status]")).to_have_text("Kept: Far Lantern. On your list: 3.")
    page.get_by_role("link", name="My list (3)").click()
    expect(page.locator("h1")).to_have_text("My list")
    expect_listed(page, "Still Water", "Quiet Harbor", "Far Lantern")
    page.get_by_label("Your note: Quiet Harbor").fill("Called on Monday")
    expect(page.get_by_text("Saved in this browser.")).to_be_visible()
    assert "Monday" not in page.url
    page.emulate_media(media="print")
    expect(page.locator("[data-item='clinic:harbor'] [data-note-print]")).to_have_text("Called on Monday")
    expect(page.locator("[data-item='clinic:harbor'] [data-note-print]")).to_be_visible()
    expect(page.get_by_role("button", name="Compare side by side")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_label("Compare: Far Lantern").uncheck()
    page.get_by_role("button", name="Compare side by side").click()
    expect(page.locator("h1")).to_have_text("Compare side by side")
    assert "Monday" not in page.url
    page.get_by_role("link", name="Show only what differs").click()
    expect(page.get_by_role("row", name=re.compile("^Payment plans differs"))).to_contain_text("Yes")
    expect(page.get_by_role("row", name=re.compile("^HSA and FSA"))).to_have_count(0)
    page.go_back()
    page.go_back()
    expect(page.get_by_label("Your note: Quiet Harbor")).to_have_value("Called on Monday")


def test_the_list_is_kept_changed_and_cleared_by_keyboard(visit):
    page = visit("/clinics/harbor/")
    button = page.get_by_role("button", name="Keep : Quiet Harbor")
    button.focus()
    page.keyboard.press("Space")
    page.get_by_role("link", name="My list (1)").focus()
    page.keyboard.press("Enter")
    expect_listed(page, "Quiet Harbor")
    page.get_by_label("Your note: Quiet Harbor").focus()
    page.keyboard.type("Ask for Ana")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Take off my list").focus()
    page.keyboard.press("Enter")
    expect_listed(page)
    assert page.evaluate(STORED) is None
    page.keyboard.press("Enter")
    expect_listed(page, "Quiet Harbor")
    assert page.evaluate(STORED)["kept"] == [{"key": "clinic:harbor", "note": "Ask for Ana"}]
    page.get_by_role("button", name="Clear my list").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Clear my list")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your list is empty now")).to_be_visible()
    assert page.evaluate(STORED) is None
    expect(page).to_have_url(re.compile(r"/shortlist/$"))


def test_an_address_is_copied_and_opens_in_another_browser(visit, visitor, browser, live_server):
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.add_init_script("navigator.share = async (told) => { window.told = told; };")
    page = visit("/search/?near=78701&condition=ptsd")
    keep(page, "Quiet Harbor")
    keep(page, "Far Lantern")
    page.goto(live_server.url + "/shortlist/")
    expect_listed(page, "Quiet Harbor", "Far Lantern")
    page.get_by_role("button", name="Copy the address").click()
    expect(page.get_by_text("The address is copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "ptsd" not in copied
    page.get_by_role("button", name="Share", exact=True).click()
    assert page.evaluate("window.told") == {"title": "A list of places on ClinicFinder", "url": copied}
    with browser.new_context(service_workers="block") as other:
        fresh = other.new_page()
        fresh.goto(copied)
        expect_listed(fresh, "Quiet Harbor", "Far Lantern")
        assert fresh.evaluate(STORED) is None
        fresh.get_by_role("button", name="Keep these in this browser").click()
        expect(fresh.get_by_role("link", name="My list (2)")).to_be_visible()


@pytest.mark.parametrize("browser_context_args", [NO_SCRIPT], indirect=True)
def test_lists_and_comparisons_are_made_by_address_without_javascript(visit, live_server):
    page = visit("/clinics/harbor/")
    page.get_by_role("link", name="Compare with others").click()
    page.get_by_label("Add a listing by its address").fill(f"{live_server.url}/clinics/water/")
    page.get_by_role("button", name="Add").click()
    expect(page.locator("thead th")).to_have_text([re.compile("Quiet Harbor"), re.compile("Still Water")])
    page.get_by_role("link", name="See these as a list to print").click()
    expect_listed(page, "Quiet Harbor", "Still Water")
    expect(page.get_by_role("button", name="Copy the address")).to_be_hidden()
    page.get_by_label("Compare: Quiet Harbor").uncheck()
    page.get_by_role("button", name="Compare side by side").click()
    expect(page.locator("thead th")).to_have_text([re.compile("Still Water")])


@pytest.mark.parametrize(
    "garbage", ["{", "null", "7", '{"version": 1, "kept": [null, {"key": "x"}, {"key": "clinic:a b"}]}', "[]"]
)
def test_garbage_in_the_storage_breaks_no_page(visit, live_server, garbage):
    page = visit("/about/")
    page.evaluate("garbage => localStorage.setItem('shortlist:v1', garbage)", garbage)
    page.goto(live_server.url + "/shortlist/")
    expect(page.get_by_text("Some of what this browser kept cannot be read")).to_be_visible()
    page.goto(live_server.url + "/clinics/harbor/")
    keep(page, "Quiet Harbor")
    assert [one["key"] for one in page.evaluate(STORED)["kept"]] == ["clinic:harbor"]


def test_a_full_list_and_a_full_storage_say_so(visit, live_server):
    page = visit("/about/")
    put(page, *(f"clinic:c{n}" for n in range(20)))
    page.goto(live_server.url + "/clinics/harbor/")
    page.get_by_role("button", name="Keep : Quiet Harbor").click()
    expect(page.locator("[data-said]")).to_have_text("Your list is full: it holds 20. Take one off first.")
    put(page)
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    page.get_by_role("button", name="Keep : Quiet Harbor").click()
    expect(page.locator("[data-said]")).to_contain_text("the storage of this browser is full")


def test_a_browser_that_stores_nothing_says_so_and_still_shows_an_address(visit, visitor, live_server):
    visitor.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } });"
    )
    page = visit("/clinics/harbor/")
    page.get_by_role("button", name="Keep : Quiet Harbor").click()
    expect(page.locator("[data-said]")).to_contain_text("does not let this site store anything")
    page.goto(live_server.url + "/shortlist/?listing=clinic:harbor")
    expect(page.locator("[data-no-storage]")).to_be_visible()
    expect_listed(page, "Quiet Harbor")


def test_a_renamed_listing_keeps_its_place_and_its_note(visit, live_server):
    change_slug(Clinic.objects.get(slug="water"), "stiller")
    page = visit("/about/")
    kept = [{"key": "clinic:water", "note": "Ask for Ana"}, {"key": "clinic:harbor", "note": ""}]
    page.evaluate(
        "kept => localStorage.setItem('shortlist:v1', kept)", json.dumps({"version": 1, "kept": kept})
    )
    page.goto(live_server.url + "/shortlist/")
    expect(page.get_by_label("Your note: Still Water")).to_have_value("Ask for Ana")
    assert [one["key"] for one in page.evaluate(STORED)["kept"]] == ["clinic:stiller", "clinic:harbor"]


def test_two_tabs_stay_in_step(visit, live_server):
    page = visit("/clinics/harbor/")
    keep(page, "Quiet Harbor")
    other = page.context.new_page()
    other.goto(live_server.url + "/clinics/harbor/")
    other.get_by_role("button", name="Kept : Quiet Harbor").click()
    expect(page.get_by_role("button", name="Keep : Quiet Harbor")).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("link", name="My list", exact=True)).to_be_visible()


@pytest.mark.parametrize("browser_context_args", [{"service_workers": "allow"}], indirect=True)
def test_the_own_pages_open_without_a_network_and_no_others(page, live_server):
    page.goto(f"{live_server.url}/compare/?{FOUR}")
    expect(page.get_by_text("A copy of this page is kept in this browser.")).to_be_visible()
    page.goto(f"{live_server.url}/search/?near=78701&condition=ptsd")
    keep(page, "Quiet Harbor")
    page.get_by_role("link", name="My list (1)").click()
    expect(page.get_by_text("A copy of this page is kept in this browser.")).to_be_visible()
    held = "caches.open('kept-pages').then(c => c.keys()).then(all => all.map(one => one.url))"
    assert [url.split("?")[0] for url in page.evaluate(held)] == [
        live_server.url + reverse("compare"),
        live_server.url + reverse("shortlist"),
    ]
    page.context.set_offline(True)
    page.goto(f"{live_server.url}/compare/?{FOUR}")
    expect(page.get_by_role("row", name=re.compile("^Payment plans differs"))).to_be_visible()
    assert (
        page.locator(".compare-table").evaluate("table => getComputedStyle(table).borderCollapse")
        == "collapse"
    )
    page.goto(f"{live_server.url}/search/?near=78701&condition=ptsd")
    expect(page.locator("h1")).to_have_text("You are offline")
    expect(page.get_by_role("link", name="text 988")).to_be_visible()
    page.goto(f"{live_server.url}/shortlist/?listing=clinic:harbor")
    expect_listed(page, "Quiet Harbor")
    page.get_by_role("button", name="Clear my list").click()
    page.get_by_role("button", name="Yes, clear it").click()
    expect(page.get_by_text("Your list is empty now")).to_be_visible()
    assert page.evaluate("caches.keys()") == ["offline"]
