"""Signing in by mouse and keyboard: readable everywhere, and no way around the second step."""

import re

import pytest
from playwright.sync_api import expect

from clinics.models import User
from tests.accounts.conftest import PASSWORD, code_of

OPEN_PAGES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/confirm-email/",
]
OWN_PAGES = [
    "/accounts/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
]


@pytest.fixture(autouse=True)
def boss(transactional_db, settings):
    settings.STAFF_SECOND_FACTOR = True
    return User.objects.create_superuser("boss", "boss@example.org", PASSWORD)


@pytest.fixture
def signed_in(visit):
    """In the account, password typed twice, no second factor yet."""
    page = visit("/accounts/login/?next=/accounts/2fa/totp/activate/")
    page.get_by_label("Email").fill("boss@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    return page


def look_at(page, axe, viewport, scheme):
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    axe(page)


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_a_page_for_everybody_meets_wcag(visit, axe, viewport, scheme, path):
    look_at(visit(path), axe, viewport, scheme)


def test_the_pages_of_an_account_meet_wcag(signed_in, visit, axe, viewport, scheme):
    for path in OWN_PAGES:
        look_at(visit(path), axe, viewport, scheme)


def test_a_mistake_is_told_beside_its_field(visit, axe):
    page = visit("/accounts/signup/")
    page.get_by_label("Email").fill("not an address")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Create the account").click()
    expect(page.locator("[data-error=email]")).to_be_visible()
    expect(page.locator("[data-error=password1]")).to_contain_text("12 characters")
    axe(page)


def test_from_the_first_password_to_curation_and_back_in_with_a_code(signed_in, visit, axe):
    page = signed_in
    page.get_by_text("No camera?").click()
    secret = page.locator("details code").inner_text()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    axe(page)
    recovery = page.locator("main li code").first.inner_text()
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url(re.compile("/admin/$"))
    visit("/accounts/").get_by_role("button", name="Sign out").click()
    visit("/admin/").get_by_label("Email").fill("boss@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    axe(page)
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile("/admin/$"))


def test_a_passkey_is_both_steps_at_once(signed_in, visit, axe):
    page = signed_in
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": key | {"isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    visit("/accounts/2fa/webauthn/add/").get_by_label("without a password").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    axe(visit("/accounts/2fa/webauthn/"))
    visit("/accounts/").get_by_role("button", name="Sign out").click()
    visit("/admin/").get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/admin/$"))
