"""The pages of the admin on which curators spend their day: no rule of WCAG broken, nothing beside the screen."""

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.conftest import PHONE


@pytest.fixture
def clinics(transactional_db):
    """Two that may be one, with all that hangs on a clinic."""
    make.StateFactory()
    make.ZipCodeFactory()
    make.LanguageFactory(slug="english")
    long = make.ClinicFactory(
        name="Harbor Lane Ketamine and Interventional Psychiatry Associates of Greater Central Texas",
        street="100 Congress Ave",
        phone="+15125550142",
        status="draft",
    )
    twin = make.ClinicFactory(name="Harbor Lane", phone="+15125550142", status="draft")
    make.OfferFactory(listing=long)
    make.ListingPayerFactory(listing=long)
    make.OpeningHoursFactory(clinic=long)
    make.LicenseFactory(provider=make.AffiliationFactory(listing=long).provider)
    make.CheckFactory(listing_id=long.pk)
    return long, twin


@pytest.fixture
def boss(transactional_db, client, page, live_server, scheme):
    """A superuser who is signed in and has chosen light or dark.

    Not a `visitor`: axe copies the style sheets that the admin's import, and the policy tells the console so.
    """
    client.force_login(make.UserFactory(username="boss", is_staff=True, is_superuser=True))
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)
    return page


def fits(page):
    """Nothing stands beside the screen, where a hand must push the page to and fro."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_curators_pages_break_no_rule_and_fit_a_phone(boss, live_server, axe, clinics):
    long, twin = clinics
    for path, title in [
        ("/admin/", "Curation"),
        ("/admin/queue/drafts/", "New drafts"),
        ("/admin/queue/duplicates/", "Possible duplicates"),
        (f"/admin/duplicates/{long.pk}/{twin.pk}/", "The same, or two?"),
        (f"/admin/clinics/check/of/clinic/{long.pk}/", f"Evidence: {long}"),
        (f"/admin/clinics/clinic/{long.pk}/change/", "Change clinic"),
        (f"/admin/clinics/clinic/{long.pk}/history/", f"Change history: {long}"),
    ]:
        boss.goto(live_server.url + path)
        expect(boss.get_by_role("heading", level=1).last).to_have_text(title)
        axe(boss)
        assert fits(boss), path


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("name,city\nHarbor Lane,Austin\n", "The column “slug” is missing."),
        ("slug,name\nharbor-lane,Harbor Lane\n", "There is no “harbor-lane”."),
        ("slug,name,city,state,zip_code\n,Harbor Lane,Austin,TX,78701\n", "What would change"),
    ],
    ids=["unreadable", "wrong-row", "preview"],
)
def test_what_a_spreadsheet_would_do_is_told_so_that_all_can_read_it(boss, live_server, axe, rows, told):
    make.StateFactory()
    make.ZipCodeFactory()
    boss.goto(f"{live_server.url}/admin/clinics/clinic/import/")
    file = {"name": "clinics.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    boss.get_by_label("File to import").set_input_files(file)
    boss.get_by_label("Format").select_option(label="csv")
    boss.get_by_role("button", name="Submit").click()
    expect(boss.get_by_text(told)).to_be_visible()
    expect(boss.get_by_text("Traceback")).to_have_count(0)
    axe(boss)
    assert fits(boss)
