"""The diary: kept in this browser alone, by keyboard, in two windows, spoilt, full, on paper, without JavaScript."""

import csv
import json
import re

import pytest
from playwright.sync_api import Page, expect

from clinics.medicine.loading import load_vocabularies

NO_SCRIPT = pytest.mark.parametrize("browser_context_args", [{"java_script_enabled": False}], indirect=True)
KEY = "diary:v1"


@pytest.fixture(autouse=True)
def known(transactional_db):
    load_vocabularies()


def entry(number: int, day: str, **fields) -> dict:
    told = {"id": f"entry-{number:04}", "day": day, "made": f"{day}T15:00:00.000Z"}
    return told | {"changed": told["made"]} | fields


KEPT = [
    entry(1, "2026-09-01", phq9=[3, 3, 2, 2, 1, 2, 1, 0, 0], gad7=[2, 2, 2, 1, 1, 1, 1], pain_now=7),
    entry(2, "2026-09-15", phq9=[2, 1, 1, 1, 1, 1, 1, 0, 1], pain_now=4, pain_worst=8, session="iv-infusion"),
]


def written(*entries: dict) -> str:
    return json.dumps({"version": 1, "entries": list(entries)})


def keep(page: Page, text: str) -> None:
    """Something stands in the storage when the page opens."""
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    page.reload()
    expect(page.get_by_role("heading", name="Write an entry")).to_be_visible()


def stored(page: Page) -> list[dict]:
    text = page.evaluate("key => localStorage.getItem(key)", KEY)
    return json.loads(text)["entries"] if text else []


def entries(page: Page):
    return page.locator("[data-list] > li")


def open_part(page: Page, name: str) -> None:
    page.locator("summary").filter(has_text=name).click()


def download(page: Page, button: str) -> str:
    with page.expect_download() as told:
        page.get_by_role("button", name=button).click()
    return told.value.path().read_text(encoding="utf-8-sig")


def test_a_whole_entry_by_keyboard_asks_nobody_and_statement_nine_brings_help_at_once(visit, visitor):
    page = visit("/diary/")
    expect(page.get_by_text("Nothing is written yet")).to_be_visible()
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url))
    summary = page.locator("summary").filter(has_text="PHQ-9")
    summary.focus()
    page.keyboard.press("Enter")
    for number in range(1, 10):
        # From the summary or the answer before, on to the next statement, and one answer to the right.
        page.keyboard.press("Tab")
        expect(page.locator(f"[name=phq9_{number}][value='0']")).to_be_focused()
        page.keyboard.press("ArrowRight")
    alarm = page.locator("form [role=alert]")
    expect(alarm).to_contain_text("Call or text 988, any time")
    expect(alarm).to_contain_text("Call 911")
    assert stored(page) == []
    expect(page.get_by_text("Your score: 9 of 27: mild. This is not a diagnosis.")).to_be_visible()
    page.get_by_label("Sleep, in hours").focus()
    page.keyboard.type("6,5")
    page.get_by_label("Note", exact=True).focus()
    page.keyboard.type("<b>Calm</b>")
    page.get_by_role("button", name="Save on this device").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Saved on this device.")).to_be_visible()
    expect(entries(page).get_by_role("heading")).to_be_focused()
    expect(entries(page)).to_contain_text("9 of 27: mild")
    expect(entries(page)).to_contain_text("You marked statement 9")
    expect(entries(page)).to_contain_text("<b>Calm</b>")
    expect(alarm).to_be_empty()
    [kept] = stored(page)
    assert (kept["phq9"], kept["sleep"], kept["gad7"]) == ([1] * 9, 6.5, None)
    assert kept["day"] == page.evaluate("new Date().toLocaleDateString('en-CA')")
    assert asked == []
    assert page.url.endswith("/diary/")
    assert page.context.cookies() == []
    page.reload()
    expect(entries(page)).to_contain_text("You marked statement 9")


def test_wrong_input_is_told_beside_its_field_and_nothing_is_lost(visit):
    page = visit("/diary/")
    page.get_by_role("button", name="Save on this device").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Fill in at least one thing besides the day.")
    page.get_by_label("Day", exact=True).fill("2999-01-01")
    page.get_by_label("Sleep, in hours").fill("lots")
    page.get_by_label("Upper number").fill("80")
    page.get_by_label("Lower number").fill("120")
    page.get_by_label("Note", exact=True).fill("x" * 5001)
    page.get_by_role("button", name="Save on this device").click()
    expect(summary.get_by_role("listitem")).to_have_count(4)
    for name in ("day", "sleep", "bp_top", "note"):
        expect(page.locator(f"[data-error={name}]")).to_be_visible()
        expect(page.locator(f"#diary-{name}")).to_have_attribute("aria-invalid", "true")
    summary.get_by_role("link", name=re.compile("hours as a number")).click()
    expect(page.get_by_label("Sleep, in hours")).to_be_focused()
    expect(page.get_by_label("Sleep, in hours")).to_have_value("lots")
    assert page.get_by_label("Note", exact=True).input_value() == "x" * 5001
    assert stored(page) == []


def test_an_entry_is_changed_and_deleted_after_a_question(visit):
    page = visit("/diary/")
    keep(page, written(*KEPT))
    expect(entries(page)).to_have_count(2)
    expect(entries(page).first).to_contain_text("Tuesday, September 15, 2026")
    page.get_by_label("Note", exact=True).fill("Half written")
    page.get_by_role("button", name="Edit the entry of Tuesday, September 1, 2026").click()
    page.get_by_role("button", name="Back to the form").click()
    expect(page.get_by_label("Note", exact=True)).to_have_value("Half written")
    page.get_by_role("button", name="Edit the entry of Tuesday, September 1, 2026").click()
    page.get_by_role("button", name="Drop it").click()
    expect(page.get_by_role("heading", name="Change the entry of Tuesday, September 1")).to_be_focused()
    expect(page.get_by_label("Note", exact=True)).to_have_value("")
    expect(page.locator("[name=pain_now][value='7']")).to_be_checked()
    page.locator("[name=pain_now][value='5']").check()
    page.get_by_role("button", name="Save the change").click()
    expect(entries(page).last).to_contain_text("5 of 10 (0: no pain, 10: worst pain imaginable)")
    assert [one["gad7"] for one in stored(page) if one["id"] == "entry-0001"] == [KEPT[0]["gad7"]]
    page.get_by_role("button", name="Delete the entry of Tuesday, September 1, 2026").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("button", name="Delete the entry of Tuesday, September 1, 2026")).to_be_focused()
    expect(entries(page)).to_have_count(2)
    page.get_by_role("button", name="Delete the entry of Tuesday, September 1, 2026").click()
    page.get_by_role("button", name="Delete it").click()
    expect(entries(page)).to_have_count(1)
    assert [one["id"] for one in stored(page)] == ["entry-0002"]


def test_chart_and_table_say_the_same_on_paper_too(visit, visitor):
    page = visit("/diary/")
    keep(page, written(*KEPT))
    chart = page.get_by_role("img", name="Your scores over time")
    expect(chart.locator("circle.mark-phq9")).to_have_count(2)
    expect(chart.locator("circle.mark-gad7")).to_have_count(1)
    expect(chart.locator("rect.mark-worst")).to_have_count(1)
    expect(chart.locator(".session-mark")).to_have_count(1)
    open_part(page, "The same as a table")
    rows = page.locator(".diary-table tbody tr")
    expect(rows.first).to_contain_text("14: moderate")
    expect(rows.first).to_contain_text("10: moderate")
    expect(rows.last).to_contain_text("IV infusion")
    open_part(page, "The same as a table")
    visitor.emulate_media(media="print")
    expect(rows.last).to_be_visible()
    expect(entries(page).first).to_contain_text("9 of 27: mild")
    expect(page.locator("[data-form]")).to_be_hidden()
    expect(page.get_by_role("button", name="Delete the whole diary")).to_be_hidden()


def test_the_diary_leaves_as_files_goes_and_comes_back(visit, tmp_path):
    page = visit("/diary/")
    keep(page, written(*KEPT, entry(3, "2026-10-01", note='=HYPERLINK("x")', effects="-dizzy")))
    rows = list(csv.DictReader(download(page, "Download a table (CSV)").splitlines()))
    assert [row["PHQ-9 score"] for row in rows] == ["14", "9", ""]
    assert rows[0]["PHQ-9 in words"] == "moderate"
    assert (rows[2]["Note"], rows[2]["Side effects"]) == ('\'=HYPERLINK("x")', "'-dizzy")
    copy = download(page, "Download a copy (JSON)")
    page.get_by_role("button", name="Delete the whole diary").click()
    expect(page.get_by_text("Delete all 3 entries?")).to_be_visible()
    page.get_by_role("button", name="Delete everything").click()
    expect(entries(page)).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage)") == []

    spoilt = json.loads(copy)
    spoilt["entries"][1]["phq9"][0] = 4
    for name, text, problem in (
        ("spoilt.json", json.dumps(spoilt), "Entry 2 in this file cannot be read. Nothing was changed."),
        ("other.json", '{"version": 9}', "This file is not a diary"),
        ("cut.json", copy[:100], "This file is not a diary"),
    ):
        (tmp_path / name).write_text(text)
        page.get_by_label("Add the entries of a copy").set_input_files(tmp_path / name)
        page.get_by_role("button", name="Add its entries").click()
        expect(page.locator("[data-error=file]")).to_contain_text(problem)
        assert stored(page) == []
    (tmp_path / "copy.json").write_text(copy)
    for told in ("3 new entries added.", "3 entries were here already."):
        page.get_by_label("Add the entries of a copy").set_input_files(tmp_path / "copy.json")
        page.get_by_role("button", name="Add its entries").click()
        expect(page.get_by_text(told)).to_be_visible()
        expect(entries(page)).to_have_count(3)
    assert {one["id"] for one in stored(page)} == {"entry-0001", "entry-0002", "entry-0003"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("not json at all", 0),
        (written(KEPT[0], {"id": "x", "note": ["?"]}, None), 1),
    ],
    ids=["no JSON", "some entries spoilt"],
)
def test_what_cannot_be_read_is_kept_apart_and_the_rest_goes_on(visit, text, left):
    page = visit("/diary/")
    keep(page, text)
    expect(page.get_by_role("heading", name="Some data cannot be read")).to_be_visible()
    expect(entries(page)).to_have_count(left)
    page.get_by_label("Note", exact=True).fill("Goes on")
    page.get_by_role("button", name="Save on this device").click()
    expect(entries(page)).to_have_count(left + 1)
    assert download(page, "Download these data") == text
    page.get_by_role("button", name="Delete these data").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("heading", name="Some data cannot be read")).to_be_hidden()
    expect(entries(page)).to_have_count(left + 1)


@pytest.mark.parametrize("error", ["QuotaExceededError", "SecurityError"])
def test_a_browser_that_keeps_nothing_says_so_and_what_was_typed_can_be_taken_along(visit, visitor, error):
    visitor.add_init_script(
        f"Storage.prototype.setItem = () => {{ throw new DOMException('no', '{error}'); }};"
    )
    page = visit("/diary/")
    expect(page.get_by_text("This browser does not let this page keep anything")).to_be_visible()
    page.get_by_label("Note", exact=True).fill("Do not lose me")
    page.get_by_role("button", name="Save on this device").click()
    expect(page.locator(".error-summary")).to_contain_text("What you typed is still here.")
    expect(page.get_by_label("Note", exact=True)).to_have_value("Do not lose me")
    copy = json.loads(download(page, "Download what I typed"))
    assert [one["note"] for one in copy["entries"]] == ["Do not lose me"]


def test_unreadable_data_that_find_no_other_room_are_not_written_over(visit, visitor):
    visitor.add_init_script(
        "const set = Storage.prototype.setItem;"
        "Storage.prototype.setItem = function (key, text) {"
        "  if (key === 'diary:aside') throw new DOMException('no', 'QuotaExceededError');"
        "  set.call(this, key, text);"
        "};"
    )
    page = visit("/diary/")
    keep(page, "{spoilt")
    page.get_by_label("Note", exact=True).fill("Later")
    page.get_by_role("button", name="Save on this device").click()
    expect(page.locator(".error-summary")).to_contain_text("something unreadable stands in the place")
    assert page.evaluate("key => localStorage.getItem(key)", KEY) == "{spoilt"
    assert download(page, "Download these data") == "{spoilt"
    page.get_by_role("button", name="Delete these data").click()
    page.get_by_role("button", name="Delete it").click()
    page.get_by_role("button", name="Save on this device").click()
    expect(entries(page)).to_contain_text("Later")


def test_two_windows_lose_nothing_of_each_other(visit):
    page = visit("/diary/")
    keep(page, written(KEPT[0]))
    other = page.context.new_page()
    other.goto(page.url)
    for window, note in ((page, "From one"), (other, "From the other")):
        window.get_by_label("Note", exact=True).fill(note)
        window.get_by_role("button", name="Save on this device").click()
        expect(window.get_by_text("Saved on this device.")).to_be_visible()
    expect(entries(page)).to_have_count(3)
    # Both change the same entry.
    for window in (page, other):
        window.get_by_role("button", name="Edit the entry of Tuesday, September 1, 2026").click()
    for window, note in ((page, "Mine"), (other, "Yours")):
        window.get_by_label("Note", exact=True).fill(note)
        window.get_by_role("button", name="Save the change").click()
    expect(other.get_by_text("We kept both")).to_be_visible()
    expect(entries(page)).to_have_count(4)
    assert {one.get("note") for one in stored(page)} == {"From one", "From the other", "Mine", "Yours"}


@NO_SCRIPT
def test_without_javascript_it_says_so_and_leads_to_the_paper_form(visit):
    page = visit("/diary/")
    expect(page.get_by_text("The diary needs JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Save on this device")).to_be_hidden()
    page.get_by_role("link", name="Print the form on paper instead.").click()
    expect(page.get_by_text("More than 0? Call or text 988 now")).to_be_visible()


def test_a_diary_with_entries_meets_wcag(visit, visitor, axe, scheme, viewport):
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.set_viewport_size(viewport)
    page = visit("/diary/")
    keep(page, written(*KEPT))
    page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
    page.locator("[name=phq9_9][value='2']").check()
    page.get_by_label("Sleep, in hours").fill("many")
    page.get_by_role("button", name="Save on this device").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("button", name="Delete the whole diary").click()
    axe(page)
    low = page.evaluate(
        "[...document.querySelectorAll('[data-diary] :is(button, summary, select, textarea, .choice, .diary-steps label)')]"
        ".filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.9)"
        ".map(one => one.outerHTML)"
    )
    assert low == []


def test_the_paper_form_meets_wcag(visit, visitor, axe, scheme, viewport):
    visitor.emulate_media(color_scheme=scheme)
    visitor.set_viewport_size(viewport)
    page = visit("/diary/print/")
    expect(page.locator("h1")).to_have_count(1)
    axe(page)


def test_neither_page_scrolls_sideways_on_a_small_phone(visit, visitor):
    visitor.set_viewport_size({"width": 320, "height": 640})
    page = visit("/diary/")
    keep(page, written(*KEPT))
    page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    visit("/diary/print/")
    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
