"""The whole way of a review: an account is made, the review sent, published, read, answered, and left."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import expect

from clinics.accounts import roles
from clinics.listings import index
from clinics.models import Claim, Review, User
from tests import factories as make
from tests.accounts.conftest import code_in
from tests.browser.conftest import DESKTOP, PHONE

WORDS = "They explained each step, watched me all the time and told me the price before I came."
PASSWORD = "four plain words here"


@pytest.fixture(autouse=True)
def clinic(transactional_db, settings):
    settings.STAFF_SECOND_FACTOR = False
    cache.clear()
    # Emptied tables hold no roles.
    roles.apply()
    condition = make.ConditionFactory(slug="ptsd", name="PTSD")
    made = make.ClinicFactory(slug="harbor", name="Quiet Harbor", conditions=[condition])
    make.reviewed(made, 5, 4, visited_on=None)
    return made


def account(name, *groups):
    user = make.UserFactory(
        username=name,
        email=f"{name}@example.org",
        is_staff=bool(groups),
        password=make_password(PASSWORD, hasher="pbkdf2_sha256"),
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@pytest.fixture
def another(browser, live_server):
    """Somebody else's browser."""
    contexts = []

    def opened(**options):
        contexts.append(browser.new_context(base_url=live_server.url, **options))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def heading(page):
    return page.get_by_role("heading", level=1)


def sign_in(page, name, then):
    page.goto(f"/accounts/login/?next={then}")
    page.get_by_label("E-mail").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(re.escape(then)))


def sign_up_and_send(page, mailoutbox):
    """From the clinic's page to a review that waits."""
    page.get_by_role("link", name="Write a review").first.click()
    expect(heading(page)).to_have_text("Write a review")
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("E-mail").fill("grace@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    expect(heading(page)).to_have_text("Confirm your address")
    page.get_by_label("Code").fill(code_in(mailoutbox[-1]))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Write a review")
    page.get_by_role("group", name="All in all").get_by_label("1, ").check()
    page.get_by_label("I was a patient").check()
    page.get_by_label("In your words").fill(WORDS)
    page.get_by_text("Facts that help others").click()
    page.get_by_label("Treated for").select_option(label="PTSD")
    page.get_by_label("Nobody gave or promised me").check()
    page.get_by_label("The name that readers see").fill("Blue Heron")
    page.get_by_role("button", name="Send the review").click()
    expect(heading(page)).to_have_text("My reviews")
    expect(page.get_by_text("Waits for a moderator").first).to_be_visible()


def publish(page):
    sign_in(page, "moderator", "/admin/")
    page.goto("/admin/queue/reviews/")
    page.get_by_role("link", name="Quiet Harbor").first.click()
    expect(page.get_by_role("heading", name="Signals")).to_be_visible()
    expect(page.get_by_text(WORDS).first).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)


def answer(office, staff):
    """The clinic answers, and a moderator publishes that, too."""
    sign_in(office, "keeper", "/clinics/harbor/reviews/answers/")
    form = office.locator("form").filter(has=office.locator("textarea")).first
    office.get_by_text("Write an answer").first.click()
    form.locator("textarea").fill("We would like to hear more. Please call the front desk.")
    form.get_by_role("button").first.click()
    expect(office.get_by_text("Your answer waits for a moderator")).to_be_visible()
    staff.goto("/admin/queue/answers/")
    staff.get_by_role("link", name="Quiet Harbor").first.click()
    staff.get_by_role("button", name="Publish").first.click()
    expect(staff.get_by_text("Published").first).to_be_visible()


def leave(author):
    """Its author deletes the account and leaves the review."""
    author.goto("/accounts/delete/")
    expect(heading(author)).to_have_text(re.compile("Delete your account|Is it you"))
    if author.get_by_label("Password").count():
        author.get_by_label("Password").fill(PASSWORD)
        author.get_by_role("button", name="Continue").click()
    author.get_by_label("Leave my published reviews").check()
    author.get_by_role("checkbox").last.check()
    author.get_by_role("button", name="Delete my account").click()
    expect(heading(author)).to_have_text(re.compile("gone"))


def test_from_signing_up_to_leaving(another, mailoutbox, clinic, axe):
    account("moderator", "Review moderator")
    keeper = account("keeper")
    Claim.objects.create(
        listing=clinic, user=keeper, email=keeper.email, role="Office", state=Claim.State.GRANTED
    )
    author = another(viewport=PHONE)
    author.goto("/clinics/harbor/")
    expect(author.get_by_text("2 reviews so far").first).to_be_visible()
    sign_up_and_send(author, mailoutbox)

    staff = another(viewport=DESKTOP)
    publish(staff)
    assert [mail.to for mail in mailoutbox][-1] == ["grace@example.org"]
    assert WORDS not in mailoutbox[-1].body
    clinic.refresh_from_db()
    assert clinic.rating_count == 3

    patient = another(viewport=PHONE)
    patient.goto("/clinics/harbor/reviews/")
    expect(patient.get_by_role("heading", name="Blue Heron")).to_be_visible()
    patient.goto("/clinics/harbor/reviews/?condition=ptsd")
    expect(patient.get_by_text(WORDS)).to_be_visible()
    expect(patient.locator("[id^=review-]").filter(has_text="Quiet reader")).to_have_count(0)
    assert patient.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    axe(patient)

    answer(another(viewport=DESKTOP), staff)
    patient.goto("/clinics/harbor/reviews/")
    expect(patient.get_by_text("Please call the front desk.")).to_be_visible()

    leave(author)
    assert not User.objects.filter(email="grace@example.org").exists()
    patient.goto("/clinics/harbor/reviews/?condition=ptsd")
    expect(patient.get_by_role("heading", name="Somebody who has left")).to_be_visible()
    expect(patient.get_by_text("Blue Heron")).to_have_count(0)
    call_command("check_derived")


def test_the_pages_about_reviews_meet_wcag(visit, axe, viewport, scheme):
    page = visit("/about/")
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for path in ("/clinics/harbor/reviews/", "/reviews/policy/", "/reviews/transparency/"):
        page = visit(path)
        expect(page.locator("h1")).to_have_count(1)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        axe(page)


@pytest.mark.parametrize(
    "browser_context_args", [{"java_script_enabled": False}], indirect=True, ids=["no-js"]
)
def test_without_javascript_reviews_are_filtered_and_reported(visit):
    page = visit("/clinics/harbor/reviews/")
    page.get_by_text("Filter and sort").click()
    page.get_by_label("Stars for that").select_option("5")
    page.get_by_role("button", name="Show").first.click()
    expect(page).to_have_url(re.compile("least=5"))
    expect(page.locator("article[id^=review-], li[id^=review-]")).to_have_count(1)
    page.get_by_role("link", name=re.compile("Report this review")).first.click()
    page.get_by_label("It insults or threatens people").check()
    page.get_by_role("button", name=re.compile("Send")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Thank you"))
    assert Review.objects.filter(flags__isnull=False).count() == 1


def test_a_moderator_decides_by_keyboard_alone(visit, clinic):
    account("moderator", "Review moderator")
    review = make.ReviewFactory(listing=clinic, state="pending")
    index.refresh(listings=[clinic.pk])
    page = visit("/accounts/login/?next=/admin/")
    page.get_by_label("E-mail").fill("moderator@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Curation")).to_be_visible()
    page = visit("/admin/queue/reviews/")
    page.get_by_role("link", name="Quiet Harbor").first.focus()
    page.keyboard.press("Enter")
    # The script says so on the button when it listens.
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_attribute("aria-keyshortcuts", "p")
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Publish", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    review.refresh_from_db()
    assert review.state == "published"
