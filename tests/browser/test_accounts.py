"""Signing up and in by mouse and keyboard: readable everywhere, and no way around the second step."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from clinics.models import User
from tests.accounts.conftest import PASSWORD, code_in, code_of
from tests.browser.conftest import DESKTOP, PHONE

OPEN_PAGES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/signup/passkey/",
    "/accounts/password/reset/",
]
OWN_PAGES = [
    "/accounts/",
    "/accounts/name/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
]


@pytest.fixture(autouse=True)
def boss(transactional_db, settings):
    settings.STAFF_SECOND_FACTOR = True
    # Limits count in a table that is emptied by no test.
    cache.clear()
    return User.objects.create_superuser("boss", "boss@example.org", PASSWORD)


def sign_in(page, email="boss@example.org"):
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.fixture
def signed_in(visit):
    """In the account, password typed twice, no second factor yet."""
    page = visit("/accounts/login/?next=/accounts/2fa/totp/activate/")
    sign_in(page)
    expect(heading(page)).to_have_text("Is it you?")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(heading(page)).to_have_text("Set up an authenticator app")
    return page


@pytest.fixture
def authenticator():
    """Give a browser a device that makes and shows passkeys; the answer tells it what to do."""

    def plug_in(page):
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        key = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        number = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})["authenticatorId"]
        return lambda command, **more: devtools.send(
            f"WebAuthn.{command}", {"authenticatorId": number} | more
        )

    return plug_in


def heading(page):
    return page.get_by_role("heading", level=1)


def look_at(page, axe, viewport, scheme):
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    axe(page)


def look_both_ways(page, axe):
    look_at(page, axe, PHONE, "light")
    look_at(page, axe, DESKTOP, "dark")


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_a_page_for_everybody_meets_wcag(visit, axe, viewport, scheme, path):
    look_at(visit(path), axe, viewport, scheme)


def test_the_pages_of_an_account_meet_wcag(signed_in, visit, axe, viewport, scheme):
    for path in OWN_PAGES:
        look_at(visit(path), axe, viewport, scheme)


def test_a_mistake_is_told_beside_its_field(visit, axe):
    page = visit("/accounts/signup/")
    page.get_by_label("E-mail").fill("not an address")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Create the account").click()
    expect(page.locator("[data-error=email]")).to_be_visible()
    expect(page.locator("[data-error=password1]")).to_contain_text("12 characters")
    axe(page)


@pytest.mark.parametrize(
    "browser_context_args", [{"java_script_enabled": False}], indirect=True, ids=["no-js"]
)
def test_without_javascript_one_signs_up_by_password_and_chooses_a_name(visit, mailoutbox):
    page = visit("/accounts/signup/?next=/accounts/name/")
    page.get_by_label("E-mail").fill("grace@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Confirm your address")
    page.get_by_label("Code").fill(code_in(mailoutbox[0]))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("The name that others see")
    page.get_by_label("Name that others see").fill("Blue Heron")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Others now see you as Blue Heron.")).to_be_visible()
    page.get_by_role("button", name="Sign out everywhere else").click()
    expect(page.get_by_text("Here you are still signed in.")).to_be_visible()
    visit("/accounts/signup/passkey/")
    visit("/accounts/2fa/")
    expect(heading(page)).to_have_text("Second step when you sign in")


def test_signing_up_with_a_passkey_and_coming_back_with_it(visit, axe, mailoutbox, authenticator):
    page = visit("/accounts/signup/?next=/about/")
    authenticator(page)
    page.get_by_role("link", name="Use a passkey instead").click()
    expect(heading(page)).to_have_text("Create an account with a passkey")
    page.get_by_label("E-mail").fill("grace@example.org")
    page.get_by_role("button", name="Continue").click()
    expect(heading(page)).to_have_text("Confirm your address")
    look_both_ways(page, axe)
    page.get_by_label("Code").fill(code_in(mailoutbox[0]))
    page.get_by_role("button", name="Confirm").click()
    expect(heading(page)).to_have_text("Make your passkey")
    look_both_ways(page, axe)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page).to_have_url(re.compile(r":\d+/about/$"))
    visit("/accounts/")
    expect(page.get_by_text("None: you sign in with a passkey.")).to_be_visible()
    expect(page.get_by_text("Keep recovery codes")).to_be_visible()
    look_both_ways(page, axe)
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    visit("/accounts/login/?next=/terms/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile(r":\d+/terms/$"))
    visit("/accounts/2fa/recovery-codes/generate/")
    expect(heading(page)).to_have_text("Is it you?")
    page.get_by_role("button", name="Use my key").click()
    page.get_by_role("button", name="Make new codes").click()
    expect(page.locator("main li code")).to_have_count(10)
    expect(visit("/accounts/").get_by_text("Keep recovery codes")).to_have_count(0)


def test_a_passkey_that_is_refused_is_told_and_a_password_is_offered(visit, axe, mailoutbox, authenticator):
    page = visit("/accounts/signup/passkey/")
    authenticator(page)("setUserVerified", isUserVerified=False)
    page.get_by_label("E-mail").fill("grace@example.org")
    page.get_by_role("button", name="Continue").click()
    expect(heading(page)).to_have_text("Confirm your address")
    page.get_by_label("Code").fill(code_in(mailoutbox[0]))
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not work")
    axe(page)
    page.get_by_role("button", name="Use a password instead").click()
    expect(heading(page)).to_have_text("Choose a new password")


def test_from_the_first_password_to_curation_and_back_in_with_a_code(signed_in, visit, axe):
    page = signed_in
    page.get_by_text("No camera?").click()
    secret = page.locator("details code").inner_text()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Turn it on").click()
    expect(heading(page)).to_have_text("Recovery codes")
    axe(page)
    recovery = page.locator("main li code").first.inner_text()
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url(re.compile("/admin/$"))
    visit("/accounts/").get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    sign_in(visit("/admin/"))
    expect(heading(page)).to_have_text("Second step")
    axe(page)
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile("/admin/$"))


def test_a_passkey_is_both_steps_at_once(signed_in, visit, axe, authenticator):
    page = signed_in
    authenticator(page)
    visit("/accounts/2fa/webauthn/add/").get_by_label("without a password").check()
    page.get_by_role("button", name="Add it").click()
    expect(heading(page)).to_have_text("Recovery codes")
    axe(visit("/accounts/2fa/webauthn/"))
    visit("/accounts/").get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    visit("/admin/").get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/admin/$"))
