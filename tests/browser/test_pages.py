"""Pages of words: readable by everybody, in light and dark, on a phone and at a desk."""

import pytest
from playwright.sync_api import expect

from tests.factories import ConditionFactory, StateFactory

PAGES = [
    "/",
    "/about/",
    "/contact/",
    "/terms/",
    "/privacy/",
    "/states/",
    "/states/tx/",
    "/guide/how-we-rank/",
]


@pytest.fixture(autouse=True)
def texas(transactional_db):
    StateFactory(usps="TX")
    ConditionFactory(slug="ptsd", name="PTSD")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_meets_wcag(visitor, visit, axe, scheme, viewport, path):
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.set_viewport_size(viewport)
    page = visit(path)
    expect(page.locator("h1")).to_have_count(1)
    axe(page)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_never_scrolls_sideways_on_a_small_phone(visit, visitor, path):
    visitor.set_viewport_size({"width": 320, "height": 640})
    page = visit(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_the_crisis_line(visit, path):
    expect(visit(path).get_by_text("988").first).to_be_visible()


def test_an_unknown_address_says_so_and_offers_a_search(visit, axe):
    page = visit("/no-such-page/")
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("main a[href='/search/']")).to_be_visible()
    axe(page)
