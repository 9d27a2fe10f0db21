"""The law where you live, on the day you ask."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from clinicfinder import clock
from clinics.places.models import State
from clinics.places.states import STATES
from clinics.regulations.loading import load_notes
from tests import factories as make

PATHS = ["/states/", "/states/tx/", "/states/tx/?on=2027-01-02", "/states/as/"]


@pytest.fixture(autouse=True)
def whole_law(transactional_db, monkeypatch):
    """All states and all notes that we ship, in November 2026."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 25, 18, tzinfo=UTC))
    State.objects.bulk_create(State(**row._asdict()) for row in STATES)
    make.ConditionFactory(slug="ptsd", name="PTSD")
    load_notes()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_the_law_meets_wcag(visitor, visit, axe, scheme, viewport, path):
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.set_viewport_size(viewport)
    page = visit(path)
    expect(page.locator("h1")).to_have_count(1)
    axe(page)


@pytest.mark.parametrize("path", [*PATHS, "/states/?on=soon&nurses=nobody", "/states/az/"])
def test_a_page_of_the_law_never_scrolls_sideways_on_a_small_phone(visit, visitor, path):
    visitor.set_viewport_size({"width": 320, "height": 640})
    assert visit(path).evaluate("document.documentElement.scrollWidth") <= 320


def test_a_patient_in_texas_sees_the_change_and_why_once_the_federal_rule_has_ended(visit, monkeypatch):
    page = visit("/search/?state=TX&condition=ptsd")
    line = page.get_by_role("complementary", name="The law where you live")
    expect(line).to_have_attribute("data-legal", "telehealth:allowed")
    expect(line).to_contain_text("ends 31 Dec 2026")
    line.get_by_role("link", name="The law in this state").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ketamine law in Texas")
    expect(page.locator("main")).to_have_attribute("data-legal", "telehealth:conditional")
    ahead = page.locator(".changes").first
    expect(ahead).to_contain_text("1 Jan 2027. No longer in force from then on: The fourth temporary rule")

    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 2, 18, tzinfo=UTC))
    page = visit("/search/?state=TX&condition=ptsd")
    expect(line).to_have_attribute("data-legal", "telehealth:unknown")
    expect(line).to_contain_text("we know of no federal rule in force")
    line.get_by_role("link", name="The law in this state").click()
    expect(page.locator("main")).to_have_attribute("data-legal", "telehealth:unknown")
    lately = page.locator(".changes", has_text="No longer in force since then")
    expect(lately).to_contain_text("The fourth temporary rule lets DEA-registered prescribers")
    expect(lately).to_contain_text("the federal in-person exam rule applies again")
    lately.get_by_role("link", name="The law before, on 31 Dec 2026").first.click()
    expect(page.locator("main")).to_have_attribute("data-legal", "telehealth:conditional")
    banner = page.locator(".difference")
    expect(banner).to_contain_text("You are looking at 31 Dec 2026. Today is 2 Jan 2027.")
    expect(banner).to_contain_text("allowed in some cases on 31 Dec 2026, not settled today")


def test_the_map_can_be_walked_by_keyboard(visit):
    page = visit("/states/")
    first = page.locator(".tile-map a.tile").first
    first.focus()
    expect(first).to_have_accessible_name("Alaska: not settled")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Maine: not settled")).to_be_focused()
    texas = page.get_by_role("link", name="Texas: allowed in some cases")
    texas.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/states/tx/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ketamine law in Texas")


@pytest.mark.parametrize(
    "browser_context_args", [{"java_script_enabled": False}], indirect=True, ids=["no-script"]
)
def test_states_are_compared_without_javascript(visit):
    page = visit("/states/")
    page.get_by_label("Nurse practitioners").select_option("restricted")
    page.get_by_label("The law on this day").fill("2027-01-02")
    page.get_by_role("button", name="Show these states").click()
    expect(page.locator("main [role=status]")).to_contain_text("11 of 56")
    expect(page.get_by_label("Nurse practitioners")).to_have_value("restricted")
    page.get_by_role("row", name="Texas").get_by_role("link", name="Texas", exact=True).click()
    expect(page).to_have_url(re.compile(r"/states/tx/\?on=2027-01-02$"))
    expect(page.get_by_label("The law on this day")).to_have_value("2027-01-02")


def test_on_paper_everything_is_open_and_no_way_leads_on(visit, visitor):
    page = visit("/states/tx/")
    rule = page.locator("#us-dea-flex-4")
    expect(rule).to_be_hidden()
    visitor.emulate_media(media="print")
    expect(rule).to_be_visible()
    expect(page.locator(".versions li").first).to_be_visible()
    expect(page.get_by_role("navigation").first).to_be_hidden()
    expect(page.get_by_role("button", name="Show that day")).to_be_hidden()
