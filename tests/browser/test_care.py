"""A clinic tells a new price, new hours and what it treats; a curator accepts; a patient reads it."""

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.core import mail
from playwright.sync_api import expect

from clinics.accounts import roles
from clinics.models import User
from tests import factories as make
from tests.desk.helpers import granted

PLAIN = {"java_script_enabled": False, "viewport": {"width": 390, "height": 844}}
CARE = "/clinics/quiet-harbor/care/"


@pytest.fixture
def clinic(transactional_db):
    for slug in ("ptsd", "anxiety"):
        make.ConditionFactory(slug=slug)
    make.PayerFactory()
    for number in range(18):
        make.LanguageFactory(slug=f"tongue-{number}")
    made = make.ClinicFactory(name="Quiet Harbor", slug="quiet-harbor", conditions=[make.ConditionFactory()])
    make.OfferFactory(listing=made)
    make.OpeningHoursFactory(clinic=made)
    return made


@pytest.fixture
def sign_in(client, visitor, live_server):
    """Be this user from now on."""

    def signed_in(user):
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        visitor.context.add_cookies([cookie])

    return signed_in


@pytest.fixture
def claimant(clinic):
    return granted(clinic, make.UserFactory(email="front@harbor.example")).user


@pytest.mark.parametrize("browser_context_args", [PLAIN], indirect=True)
def test_a_clinic_changes_its_facts_and_a_patient_reads_them(visit, sign_in, clinic, claimant):
    sign_in(claimant)
    page = visit(CARE)
    page.get_by_label("Anxiety").check()
    page.get_by_role("group", name="A price of Iv infusion").first.get_by_label("Price from").fill(
        "$1,200,50"
    )
    monday = page.get_by_role("group", name="Monday", exact=True)
    monday.get_by_label("Closes").first.fill("12:00")
    monday.get_by_text("Closed in between?").click()
    again = monday.get_by_role("group", name="Monday, after the break")
    again.get_by_label("Opens").fill("13:00")
    again.get_by_label("Closes").fill("19:30")
    page.get_by_role("button", name="Send the changes").click()
    # A mistake is named, and all the rest stands as it was typed.
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text(
        "Type a price in US dollars, such as 450 or 1,200.50."
    )
    expect(page.get_by_label("Anxiety")).to_be_checked()
    expect(again.get_by_label("Closes")).to_have_value("19:30")
    price = page.get_by_role("group", name="A price of Iv infusion").first
    expect(price.get_by_label("Price from")).to_have_value("$1,200,50")
    price.get_by_label("Price from").fill("$400")
    price.get_by_label("What the price includes").fill("Medicine and a nurse")
    page.get_by_role("button", name="Send the changes").click()
    expect(page.get_by_text("3 changes wait for a curator.")).to_be_visible()

    boss = User.objects.create_user("cu", "cu@example.org", "a long pass phrase", is_staff=True)
    roles.apply()
    boss.groups.add(Group.objects.get(name=roles.CURATOR))
    sign_in(boss)
    page = visit(f"/admin/clinics/proposal/of/listing/{clinic.pk}/")
    expect(page.get_by_role("listitem").filter(has_text="Added: Anxiety")).to_be_visible()
    page.get_by_role("button", name="Accept all that I did not refuse").click()
    expect(page.get_by_text("3 proposals accepted.")).to_be_visible()
    assert [sent.to for sent in mail.outbox] == [["front@harbor.example"]]

    page.context.clear_cookies()
    page = visit("/clinics/quiet-harbor/")
    expect(page.get_by_text("$400 to $450").first).to_be_visible()
    expect(page.get_by_text("Medicine and a nurse").first).to_be_visible()
    expect(page.get_by_role("row", name="Monday")).to_contain_text("9 a.m. – noon, 1 p.m. – 7:30 p.m.")
    expect(page.get_by_text("Anxiety").first).to_be_visible()


@pytest.mark.parametrize("wrong", [False, True], ids=["fresh", "with mistakes"])
def test_the_form_meets_wcag(visit, axe, viewport, scheme, sign_in, claimant, wrong):
    sign_in(claimant)
    page = visit(CARE)
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    if wrong:
        page.get_by_label("Price from").first.fill("much")
        page.get_by_label("Closes").first.fill("08:00")
        page.get_by_role("button", name="Send the changes").click()
        expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
    expect(page.locator("h1")).to_have_count(1)
    for summary in page.locator("details.care-more:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    axe(page)
