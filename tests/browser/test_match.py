"""The self-check: on a phone, by keyboard alone, without JavaScript, on paper; what it never tells anybody."""

import re

import pytest
from django.apps import apps
from playwright.sync_api import Page, expect

from clinics.medicine.loading import load_vocabularies
from tests.factories import CityFactory, StateFactory, ZipCodeFactory
from tests.guide.walking import HEALTH

NO_SCRIPT = pytest.mark.parametrize("browser_context_args", [{"java_script_enabled": False}], indirect=True)
PHONE = {"width": 390, "height": 844}
# The answers that are ticked on each page; the second page has fields of its own.
CALM = {
    "urgent": ["no"],
    "state": [],
    "age": ["18-64"],
    "condition": ["treatment-resistant-depression"],
    "tried": ["two-plus"],
    "pregnancy": ["no"],
    "heart": ["no"],
    "psychosis": ["no"],
    "substances": ["no"],
    "body": ["no"],
    "place": ["clinic-ride"],
    "money": ["medicare"],
}
ILL = CALM | {
    "urgent": ["sometimes"],
    "pregnancy": ["yes"],
    "heart": ["aneurysm", "bp"],
    "psychosis": ["yes"],
    "substances": ["active", "sedatives"],
    "body": ["bladder", "thyroid"],
}
SUMMARY = "Your summary"


@pytest.fixture(autouse=True)
def known(transactional_db):
    StateFactory(usps="TX")
    load_vocabularies()
    ZipCodeFactory()
    CityFactory()


def stands_at(page: Page, key: str) -> None:
    expect(page.locator(f"input[name=step][value={key}]")).to_be_attached()


def answer(page: Page, key: str, values: list[str]) -> None:
    stands_at(page, key)
    for value in values:
        page.locator(f'[name={key}][value="{value}"]').check()
    if key == "state":
        page.get_by_label("ZIP code or city").fill("78701")
    page.locator("button[value=next]").click()


def go_through(page: Page, told: dict[str, list[str]]) -> None:
    for key, values in told.items():
        answer(page, key, values)
    expect(page.get_by_role("heading", name=SUMMARY)).to_be_visible()


@NO_SCRIPT
def test_a_phone_without_javascript_goes_all_the_way_and_nothing_is_told_or_kept(visit, visitor, live_server):
    """The network log names every request: none to another host, none with an answer in its address."""
    requests: list[tuple[str, dict]] = []
    visitor.on("request", lambda request: requests.append((request.url, request.headers)))
    visitor.set_viewport_size(PHONE)
    rows = {model: model._base_manager.count() for model in apps.get_models()}
    page = visit("/match/")
    go_through(page, ILL)
    expect(page.get_by_text("Talk with your own doctor before you book").first).to_be_visible()
    page.get_by_role("link", name="Search with your answers filled in").click()
    expect(page).to_have_url(re.compile(r"/search/\?near=78701&condition=treatment-resistant-depression"))

    words = {value for key in HEALTH for value in ILL[key]} | set(HEALTH)
    asked = [url.removeprefix(live_server.url) for url, _ in requests]
    assert len(asked) > len(ILL)
    assert [url for url, _ in requests if not url.startswith((live_server.url, "data:"))] == []
    pages = [address for address in asked if not address.startswith("/static/")]
    assert set(pages[:-1]) == {"/match/"}
    assert not [
        address for address in asked for word in words if f"={word}" in address or f"{word}=" in address
    ]
    assert not [headers for _, headers in requests if headers.get("cookie")]
    assert "referer" not in requests[asked.index(pages[-1])][1]
    assert {model: model._base_manager.count() for model in apps.get_models()} == rows
    assert visitor.context.cookies() == []


def test_no_answer_stays_in_the_browser(visit):
    page = visit("/match/")
    go_through(page, ILL)
    assert page.evaluate("document.cookie") == ""
    # The path of the page is all that a library remembers.
    kept = page.evaluate("[...Object.values(localStorage), ...Object.values(sessionStorage)]")
    assert set(kept) <= {"/match/"}
    assert page.evaluate("location.pathname + location.search + location.hash") == "/match/"


@NO_SCRIPT
def test_back_loses_nothing_and_an_error_keeps_what_was_typed(visit):
    page = visit("/match/")
    answer(page, "urgent", ["no"])
    page.get_by_label("ZIP code or city").fill("99999")
    page.get_by_role("button", name="Next").click()
    expect(page.locator('[data-error="near"]')).to_contain_text("99999")
    expect(page.get_by_label("ZIP code or city")).to_have_value("99999")
    answer(page, "state", [])
    answer(page, "age", ["65-plus"])
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("65 or older")).to_be_checked()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("ZIP code or city")).to_have_value("78701")
    page.get_by_role("link", name="Start over").click()
    stands_at(page, "urgent")
    expect(page.locator(":checked")).to_have_count(0)


@NO_SCRIPT
def test_whoever_is_in_danger_now_sees_whom_to_call_and_no_listing(visit, visitor):
    visitor.set_viewport_size(PHONE)
    page = visit("/match/")
    answer(page, "urgent", ["yes-now"])
    call = page.get_by_role("link", name="Call 988", exact=True)
    expect(call).to_be_in_viewport()
    expect(call).to_have_attribute("href", "tel:988")
    expect(page.get_by_role("link", name="Text 988", exact=True)).to_be_in_viewport()
    expect(page.get_by_role("link", name="Chat with 988")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Call 911")).to_be_in_viewport()
    expect(page.locator("[data-listing]")).to_have_count(0)
    page.get_by_role("button", name="Continue the self-check later").click()
    stands_at(page, "urgent")
    expect(page.locator(":checked")).to_have_count(0)


def test_the_whole_way_works_by_keyboard_alone(visit):
    page = visit("/match/")
    for key, values in CALM.items():
        stands_at(page, key)
        target = f'[name={key}][value="{values[0]}"]' if values else "[name=near]"
        at = page.locator(target)
        for _ in range(60):
            page.keyboard.press("Tab")
            if at.evaluate("e => e === document.activeElement"):
                break
            kind = page.evaluate("document.activeElement.type")
            if kind == "radio" and values:
                # Within a group of radio buttons the arrows move.
                for _ in range(8):
                    if at.is_checked():
                        break
                    page.keyboard.press("ArrowDown")
                break
        page.keyboard.type("78701") if not values else page.keyboard.press("Space")
        if values:
            expect(at).to_be_checked()
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=SUMMARY)).to_be_visible()


def test_the_plan_and_the_price_show_once_they_matter(visit):
    page = visit("/match/")
    for key, values in list(CALM.items())[:-1]:
        answer(page, key, values)
    stands_at(page, "money")
    expect(page.get_by_label("Which plan")).to_be_hidden()
    page.get_by_label("I pay myself").check()
    expect(page.get_by_label("the most you can pay for a session")).to_be_visible()
    page.get_by_label("Insurance from work").check()
    expect(page.get_by_label("Which plan")).to_be_visible()


def test_on_paper_a_plain_summary_is_one_page_with_what_was_told_and_no_buttons(visit, visitor):
    page = visit("/match/")
    go_through(page, CALM | {"heart": ["bp"], "substances": ["past"]})
    visitor.emulate_media(media="print")
    expect(page.get_by_role("heading", name="What you told us")).to_be_visible()
    expect(page.get_by_text("Bring your last readings")).to_be_visible()
    expect(page.get_by_role("button", name="Change").first).to_be_hidden()
    expect(page.get_by_role("link", name="Look for clinics")).to_be_hidden()
    paper = page.pdf(format="Letter", margin=dict.fromkeys(("top", "bottom", "left", "right"), "12mm"))
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_on_paper_cautions_that_were_folded_are_told(visit, visitor):
    page = visit("/match/")
    go_through(page, ILL)
    last = page.get_by_text("An overactive thyroid adds")
    expect(last).to_be_hidden()
    visitor.emulate_media(media="print")
    expect(last).to_be_visible()


def test_home_leads_to_the_self_check(visit):
    page = visit("/")
    page.get_by_role("link", name="Not sure? Check with a few questions").click()
    stands_at(page, "urgent")


@pytest.mark.parametrize("told", [CALM, ILL], ids=["calm", "ill"])
def test_each_page_meets_wcag_and_fits_a_small_phone(visit, visitor, axe, scheme, told):
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.set_viewport_size({"width": 320, "height": 640})
    page = visit("/match/")

    def look() -> None:
        expect(page.locator("h1")).to_have_count(1)
        for closed in page.locator("main details:not([open]) > summary").all():
            closed.click()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

    for key, values in told.items():
        stands_at(page, key)
        if key in ("urgent", "state", "body", "money"):
            look()
            page.get_by_role("button", name=re.compile("Next|summary")).click()
            if key not in ("state",):
                expect(page.locator(f'[data-error="{key}"]')).to_be_visible()
                look()
            else:
                stands_at(page, "age")
                page.get_by_role("button", name="Back").click()
        answer(page, key, values)
    expect(page.get_by_role("heading", name=SUMMARY)).to_be_visible()
    look()


def test_the_page_of_help_meets_wcag(visit, visitor, axe, scheme, viewport):
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.set_viewport_size(viewport)
    page = visit("/match/")
    answer(page, "urgent", ["yes-now"])
    expect(page.get_by_role("heading", name="Please talk to somebody now")).to_be_visible()
    axe(page)
