"""The map of results, opened in place and on its own page, by pointer, by keyboard and without JavaScript."""

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from clinics.listings import index
from tests import factories as make

SEARCH = "/search/?near=78701"
MAP = "/search/map/?near=78701"
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(autouse=True)
def austin(transactional_db):
    """One clinic in Austin that takes new patients, two at one point north of it, and a service."""
    make.ZipCodeFactory()
    make.CityFactory()
    harbor = make.ClinicFactory(name="Quiet Harbor", accepting_new_patients=True, point_source="street")
    make.OfferFactory(listing=harbor, price_low_cents=45_000)
    for name in ("Still Water", "Silent Brook"):
        make.ClinicFactory(name=name, city="Round Rock", latitude=30.52, longitude=-97.68)
    make.TelemedicineServiceFactory(name="Far Lantern", states=["TX"], prescriber="md")
    index.rebuild()


def expect_ready(page: Page) -> None:
    expect(page.locator(".map-status")).to_contain_text("on the map.")


def pins(page: Page):
    return page.locator(".map-pin, .map-group")


def test_the_map_opens_beside_the_results_and_follows_the_filters(visit, visitor):
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url))
    page = visit(SEARCH)
    link = page.get_by_role("link", name="Show on a map")
    expect(link).to_have_attribute("aria-expanded", "false")
    assert [url for url in asked if re.search(r"map|leaflet|geo/", url)] == []
    link.click()
    expect_ready(page)
    expect(page.get_by_role("heading", name="Map", exact=True)).to_be_focused()
    expect(page.locator(".map-status")).to_contain_text("3 clinics on the map.")
    expect(page.locator(".map-group")).to_have_text("2")
    # The cards bear the numbers of their pins.
    harbor = page.locator("article.card", has_text="Quiet Harbor")
    number = harbor.locator("[data-pin-number]")
    expect(number).to_contain_text(page.locator(".map-pin").inner_text())
    harbor.hover()
    expect(page.locator(".map-pin")).to_have_class(re.compile("map-marked"))
    page.locator("summary", has_text="New patients").click()
    page.get_by_label("Accepts new patients").check()
    expect(page.locator(".map-status")).to_contain_text("1 clinic on the map.")
    expect(page.locator(".map-group")).to_have_count(0)
    page.locator("summary", has_text="Price").click()
    page.get_by_label("Up to $300 a session").check()
    expect(page.locator(".map-status")).to_contain_text("No clinic on the map.")
    page.get_by_role("link", name="Hide the map").click()
    expect(page.locator("#map-panel")).to_be_hidden()


def test_by_keyboard_a_pin_opens_its_card_and_gives_the_focus_back(visit):
    page = visit(MAP)
    expect_ready(page)
    expect(pins(page)).to_have_count(2)
    pin = page.get_by_role(
        "button", name="Quiet Harbor, Austin, TX, about 0.0 miles away, From $450 a session"
    )
    pin.focus()
    page.keyboard.press("Enter")
    popup = page.get_by_role("group", name="Places here")
    expect(popup).to_be_focused()
    expect(popup).to_contain_text("Not yet verified by us")
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(pin).to_be_focused()
    # Places at one point open as a list, however near one looks.
    page.get_by_role("button", name="2 places here: show them").press("Enter")
    expect(popup.get_by_role("link")).to_have_text(["Still Water", "Silent Brook"])
    popup.get_by_role("link", name="Silent Brook").press("Enter")
    expect(page.locator("h1")).to_have_text("Silent Brook")


def test_buttons_and_keys_move_the_map_without_dragging(visit):
    page = visit(MAP)
    expect_ready(page)
    where = page.locator(".map-center")
    before = where.bounding_box()
    page.get_by_role("button", name="Move right").click()
    page.wait_for_function(
        "(x) => document.querySelector('.map-center').getBoundingClientRect().x < x", arg=before["x"]
    )
    page.get_by_role("button", name="Show all").click()
    page.locator(".map-canvas").focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".map-canvas")).to_be_focused()
    page.get_by_role("link", name="Skip the map").press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".map-item h3 a").first).to_be_focused()


def test_the_map_meets_wcag_and_never_scrolls_sideways(visit, visitor, axe, scheme, viewport):
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.set_viewport_size(viewport)
    page = visit(MAP)
    expect_ready(page)
    axe(page)
    page.locator(".map-group").press("Enter")
    expect(page.get_by_role("group", name="Places here")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page.emulate_media(media="print")
    expect(page.locator("#map-panel")).to_be_hidden()
    expect(page.locator(".map-item")).to_have_count(3)


@pytest.mark.parametrize(
    "browser_context_args", [{"java_script_enabled": False}], indirect=True, ids=["no-script"]
)
def test_without_javascript_the_list_holds_the_same_places(visit):
    page = visit(SEARCH)
    page.get_by_role("link", name="Show on a map").click()
    expect(page.locator("h1")).to_have_text("Map of clinics")
    expect(page.locator(".map-item h3")).to_have_count(3)
    expect(page.locator("#map-panel")).to_be_hidden()
    expect(page.get_by_text("1 telehealth service serves you")).to_be_visible()
    page.get_by_role("link", name="All results of this search").click()
    expect(page.locator("[data-result-count]")).to_have_attribute("data-result-count", "4")


def test_a_chosen_street_map_is_asked_only_after_the_reader_agrees(page, live_server, settings):
    settings.MAP_TILES_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {"default-src": ["'self'"], "img-src": ["'self'", "https://tiles.example.org"]}
    }
    asked: list[str] = []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(body=DOT, content_type="image/png")

    page.route("https://tiles.example.org/**", answer)
    page.goto(live_server.url + MAP)
    expect_ready(page)
    expect(page.get_by_text("The street map comes from tiles.example.org")).to_be_visible()
    assert asked == []
    page.get_by_role("button", name="Show the street map").click()
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_attached()
    assert asked
