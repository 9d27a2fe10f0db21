"""Writing a review in the browser: nothing is lost, and nobody finds another's draft."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from playwright.sync_api import expect

from clinics.listings import index
from clinics.models import Review
from tests import factories as make
from tests.browser.conftest import DESKTOP, PHONE

PATH = "/clinics/harbor/reviews/new/"
PASSWORD = "four plain words here"
WORDS = "They explained each step, watched me all the time and told me the price before."
DRAFT = f"localStorage.getItem('review-draft:{PATH}')"


@pytest.fixture(autouse=True)
def clinic(transactional_db):
    cache.clear()
    made = make.ClinicFactory(slug="harbor", name="Quiet Harbor")
    index.refresh(listings=[made.pk])
    for name in ("ada", "ben"):
        user = make.UserFactory(
            username=name,
            email=f"{name}@example.org",
            password=make_password(PASSWORD, hasher="pbkdf2_sha256"),
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return made


def sign_in(page, name):
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write a review")


def write(page, words=WORDS):
    page.get_by_role("group", name="All in all").get_by_label("4, good").check()
    page.get_by_label("I was a patient").check()
    page.get_by_label("In your words").fill(words)
    page.get_by_label("Nobody gave or promised me").check()


def expect_draft(page):
    expect(page.get_by_text("Draft kept on this device")).to_be_visible()


def test_a_draft_outlives_a_reload_and_is_gone_once_it_is_sent(visit):
    page = visit(f"/accounts/login/?next={PATH}")
    sign_in(page, "ada")
    write(page)
    page.get_by_text("Facts that help others").click()
    page.get_by_label("Nausea").check()
    expect_draft(page)
    page.reload()
    expect_draft(page)
    expect(page.get_by_label("In your words")).to_have_value(WORDS)
    expect(page.get_by_label("Nausea")).to_be_checked()
    expect(page.get_by_label("4, good").first).to_be_checked()
    page.get_by_label("The name that readers see").fill("Quiet reader")
    page.get_by_role("button", name="Send the review").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My reviews")
    expect(page.get_by_text("Thank you. We have your review.")).to_be_visible()
    assert page.evaluate(DRAFT) is None
    assert Review.objects.get().side_effects == ["nausea"]


def write_before_the_script_is_there(page, words):
    """On a slow line people begin to write sooner than that."""
    held = []

    def hold(route):
        held.append(route)

    page.route("**/review_draft*", hold)
    page.goto(page.url, wait_until="commit")
    page.get_by_label("In your words").fill(words)
    [script] = held
    script.continue_()
    page.unroute("**/review_draft*")


def test_what_is_written_before_the_script_is_there_is_kept_too(visit):
    page = visit(PATH)
    write_before_the_script_is_there(page, WORDS)
    expect_draft(page)
    page.reload()
    expect(page.get_by_label("In your words")).to_have_value(WORDS)
    page.get_by_role("button", name="Delete the draft").click()
    expect(page.get_by_label("In your words")).to_have_value("")


def test_an_older_draft_does_not_take_the_place_of_what_is_written_before_it_is_found(visit):
    page = visit(PATH)
    page.get_by_label("In your words").fill(WORDS)
    expect_draft(page)
    write_before_the_script_is_there(page, "Quite other words.")
    expect(page.get_by_text("An unsent draft is kept on this device")).to_be_visible()
    expect(page.get_by_label("In your words")).to_have_value("Quite other words.")
    page.get_by_role("button", name="Use the draft").click()
    expect(page.get_by_label("In your words")).to_have_value(WORDS)


def test_a_draft_can_be_deleted(visit):
    page = visit(PATH)
    write(page)
    expect_draft(page)
    page.get_by_role("button", name="Delete the draft").click()
    expect(page.get_by_text("The draft is deleted from this device.")).to_be_visible()
    expect(page.get_by_label("In your words")).to_have_value("")
    assert page.evaluate(DRAFT) is None
    page.reload()
    expect(page.get_by_label("In your words")).to_have_value("")


def test_what_was_begun_signed_out_goes_along_to_the_account(visit):
    page = visit(PATH)
    write(page)
    page.get_by_role("button", name="Continue to sign in").click()
    expect(page.get_by_text("We keep what you wrote")).to_be_visible()
    sign_in(page, "ada")
    expect(page.get_by_text("What you wrote before is below")).to_be_visible()
    expect(page.get_by_label("In your words")).to_have_value(WORDS)


def test_nobody_finds_the_draft_of_another_account(visit):
    page = visit(f"/accounts/login/?next={PATH}")
    sign_in(page, "ada")
    page.get_by_label("In your words").fill(WORDS)
    expect_draft(page)
    page.context.clear_cookies()
    page.goto(page.url)
    expect(page.get_by_text("You need an account")).to_be_visible()
    expect(page.get_by_label("In your words")).to_have_value("")
    assert page.evaluate(DRAFT) is None


def test_a_newer_draft_of_an_edit_waits_to_be_asked_for(visit, clinic):
    page = visit(f"/accounts/login/?next={PATH}")
    sign_in(page, "ada")
    make.ReviewFactory(
        listing=clinic, author=EmailAddress.objects.get(email="ada@example.org").user, text=WORDS
    )
    index.refresh(listings=[clinic.pk])
    page.goto(page.url)
    expect(page.get_by_label("In your words")).to_have_value(WORDS)
    page.get_by_label("In your words").fill(WORDS + " And later.")
    expect_draft(page)
    page.goto(page.url)
    expect(page.get_by_label("In your words")).to_have_value(WORDS)
    page.get_by_role("button", name="Use the draft").click()
    expect(page.get_by_label("In your words")).to_have_value(WORDS + " And later.")


def test_the_characters_are_counted(visit):
    page = visit(PATH)
    box = page.get_by_label("In your words")
    expect(page.get_by_text("From 50 to 5,000 characters.")).to_be_visible()
    box.fill("x" * 40)
    expect(page.locator(".review-count")).to_have_text("Characters still needed: 10")
    box.fill("x" * 60)
    expect(page.locator(".review-count")).to_have_text("Characters left: 4,940")
    box.fill("x" * 5001)
    expect(page.locator(".review-count")).to_have_text("Characters too many: 1")


def test_by_keyboard_alone(visit):
    page = visit(f"/accounts/login/?next={PATH}")
    sign_in(page, "ada")
    page.get_by_role("group", name="All in all").get_by_label("5, very good").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("group", name="All in all").get_by_label("4, good")).to_be_checked()
    page.get_by_label("I was a patient").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_label("In your words")).to_be_focused()
    page.keyboard.type(WORDS)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_label("The name that readers see")).to_be_focused()
    page.keyboard.type("Quiet reader")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My reviews")


@pytest.mark.parametrize(
    "browser_context_args", [{"java_script_enabled": False}], ids=["no_script"], indirect=True
)
def test_without_scripts_marks_are_looked_at_and_it_is_sent(visit):
    page = visit(f"/accounts/login/?next={PATH}")
    sign_in(page, "ada")
    write(page, WORDS + " Call 512-555-0123.")
    page.get_by_label("The name that readers see").fill("Quiet reader")
    page.get_by_text("Facts that help others").click()
    page.get_by_label("Number of sessions").fill("6")
    page.get_by_role("button", name="Send the review").click()
    expect(page.locator("mark")).to_have_text("512-555-0123")
    page.get_by_label("Send it as it is").check()
    page.get_by_role("button", name="Send the review").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My reviews")
    assert Review.objects.get().sessions == 6


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_page_is_readable_by_all(visit, axe, scheme, size):
    page = visit(f"/accounts/login/?next={PATH}")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    sign_in(page, "ada")
    page.get_by_label("In your words").fill(
        "Call 512-555-0123, it is the number of the desk there, any time."
    )
    expect_draft(page)
    axe(page)
    page.get_by_role("button", name="Send the review").click()
    expect(page.locator("mark")).to_be_visible()
    page.get_by_text("Facts that help others").click()
    axe(page)
    user = EmailAddress.objects.get(email="ada@example.org").user
    review = make.ReviewFactory(author=user, state="returned", reason="names", note="The nurse.")
    for path in ("", f"{review.pk}/appeal/", f"{review.pk}/receipt/", f"{review.pk}/take-back/"):
        page.goto(page.url.split("/clinics/")[0].split("/accounts/")[0] + f"/accounts/reviews/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
