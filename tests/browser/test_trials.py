"""Clinical trials: found by a patient, on a phone, by keyboard, and without JavaScript."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from clinicfinder import clock
from clinics.listings import index
from tests import factories as make
from tests.trials.registry import AUSTIN, OSLO, TULSA, WACO, Importer, nct, site, study, with_status

PATHS = [
    "/trials/",
    "/trials/?near=78701&radius=500",
    "/trials/?near=78701&condition=ptsd&age=17",
    "/trials/?near=nowhere&age=x&status=OPEN&sex=cat&healthy=2&page=x",
    f"/trials/{nct(1)}/",
    f"/trials/{nct(4)}/",
]


@pytest.fixture(autouse=True)
def trials(transactional_db, monkeypatch, tmp_path):
    """Trials in Austin, Waco and Oslo; one is over."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 25, 18, tzinfo=UTC))
    for usps in ("TX", "OK"):
        make.StateFactory(usps=usps)
    make.ConditionFactory(slug="major-depressive-disorder", name="Major depression", bit=0)
    make.ConditionFactory(slug="ptsd", name="PTSD", bit=4)
    make.ZipCodeFactory()
    make.CityFactory()
    long = "Ketamine and Esketamine in the Very Hypothetical Blues of Invented People: " * 3
    Importer(tmp_path)(
        study(
            1,
            identificationModule__briefTitle=long,
            sites=[site(WACO), site(OSLO), site(TULSA, status="COMPLETED")],
        ),
        study(2, conditionsModule__conditions=["PTSD"], sites=[site(AUSTIN)]),
        study(3, conditionsModule__conditions=["PTSD"], sites=[site(TULSA)]),
        with_status(4, "UNKNOWN", sites=[]),
    )
    index.rebuild()


@pytest.mark.parametrize("path", PATHS, ids=range(len(PATHS)))
def test_a_page_of_trials_meets_wcag(visitor, visit, axe, scheme, viewport, path):
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.set_viewport_size(viewport)
    page = visit(path)
    expect(page.locator("h1")).to_have_count(1)
    axe(page)


@pytest.mark.parametrize("path", [*PATHS, "/states/tx/"], ids=range(len(PATHS) + 1))
def test_a_page_of_trials_never_scrolls_sideways_on_a_small_phone(visit, visitor, path):
    visitor.set_viewport_size({"width": 320, "height": 640})
    assert visit(path).evaluate("document.documentElement.scrollWidth") <= 320


def test_a_patient_comes_from_a_search_for_care_to_a_trial(visit, visitor, axe):
    visitor.set_viewport_size({"width": 390, "height": 844})
    page = visit("/search/?near=78701&condition=ptsd")
    below = page.locator("#trials-below")
    below.scroll_into_view_if_needed()
    expect(below).to_contain_text("1 trial of ketamine takes people now within 50 miles of Austin")
    axe(page)
    below.get_by_role("link", name="Trials for this condition near here").click()
    expect(page).to_have_url(re.compile(r"/trials/\?near=78701&condition=ptsd$"))
    expect(page.locator("[data-result-count]")).to_have_attribute("data-result-count", "1")
    expect(page.get_by_label("ZIP code or city")).to_have_value("78701")
    page.get_by_role("link", name="Part 2").click()
    expect(page.get_by_text("Yes. It is taking people now.")).to_be_visible()
    expect(page.get_by_role("link", name="The official record")).to_have_attribute(
        "href", f"https://clinicaltrials.gov/study/{nct(2)}"
    )


def test_a_changed_filter_changes_the_trials_below(visit):
    page = visit("/search/?near=78701&radius=500&condition=ptsd")
    below = page.locator("#trials-below")
    below.scroll_into_view_if_needed()
    expect(below.locator("li")).to_have_count(2)
    page.locator("[data-facet='condition:ptsd'] input").uncheck()
    expect(page).to_have_url(re.compile(r"/search/\?near=78701&radius=500"))
    below.scroll_into_view_if_needed()
    expect(below).to_contain_text("3 trials of ketamine take people now")


@pytest.mark.parametrize(
    "browser_context_args", [{"java_script_enabled": False}], indirect=True, ids=["no-js"]
)
def test_without_javascript_the_link_stands_below_and_the_filters_work(visit):
    page = visit("/search/?near=78701&condition=ptsd")
    page.get_by_role("link", name="Trials for this condition near here").click()
    page.get_by_label("Within miles").fill("500")
    page.get_by_label("Age of who would take part").fill("30")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.locator("[data-trial]")).to_have_count(2)
    expect(page.get_by_label("Within miles")).to_have_value("500")


def test_the_list_and_a_trial_can_be_walked_by_keyboard(visit):
    page = visit("/trials/?near=78701")
    page.get_by_role("button", name="Find trials").focus()
    page.get_by_role("link", name="Part 2").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Part 2")
    page = visit(f"/trials/{nct(1)}/")
    abroad = page.locator("summary", has_text="1 place abroad")
    expect(page.get_by_text("Oslo")).to_be_hidden()
    abroad.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Oslo")).to_be_visible()
