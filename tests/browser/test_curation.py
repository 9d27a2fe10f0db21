"""A curator's day: from a draft of the national registry to a clinic that patients find as verified."""

import re
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from playwright.sync_api import Locator, expect

from clinics.accounts import roles
from clinics.models import User
from tests import factories as make
from tests.registries.extracts import organisation, person, write

MOST_CLICKS = 14


@pytest.fixture(autouse=True)
def drafts(transactional_db, tmp_path):
    """What an import of the registry leaves: a clinic and a practitioner, both drafts."""
    make.StateFactory()
    make.ZipCodeFactory()
    file = write(tmp_path / "npidata_pfile_20260101-20261120.csv", [organisation(), person()])
    call_command("import_nppes", file, match=".", stdout=StringIO())


@pytest.fixture
def curator(transactional_db, client, visitor, live_server):
    """A curator who is signed in."""
    user = User.objects.create_user("cu", "cu@example.org", "a long pass phrase", is_staff=True)
    roles.apply()
    user.groups.add(Group.objects.get(name=roles.CURATOR))
    client.force_login(user)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    visitor.context.add_cookies(
        [{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return visitor


class Clicks:
    """Counts what a hand does."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, target: Locator) -> None:
        target.click()
        self.count += 1


def test_a_draft_becomes_a_verified_clinic_in_few_clicks_and_a_patient_finds_it(curator, visit):
    page, click = visit("/admin/"), Clicks()
    click(page.get_by_role("link", name=re.compile("^Drafts|New drafts")).first)
    click(page.locator("#result_list, #content-main").get_by_role("link", name="Edit").first)
    click(page.locator("#affiliations-0 .select2-selection").first)
    page.keyboard.type("a")
    click(page.locator(".select2-results__option").first)
    page.locator("#id_affiliations-0-role").select_option("prescriber")
    click(page.get_by_role("button", name="Save and continue editing").first)
    # A click does not wait for the next page, and both of these look alike.
    expect(page.locator(".messagelist .success")).to_be_visible()
    click(page.get_by_role("link", name="Evidence"))
    expect(page.get_by_label("Why do you look now?")).to_be_visible()
    for look in page.locator("details.look-missing").all():
        click(look.get_by_label("Passed"))
        source = look.get_by_label("Source", exact=True)
        if not source.input_value():
            source.fill("Our call")
        if "License" in look.locator("summary").inner_text():
            look.get_by_label("Number or reference").fill("Q1234")
            look.get_by_label("Valid until").fill("2031-05-31")
    page.get_by_label("Why do you look now?").fill("New draft")
    click(page.get_by_role("button", name="Store and publish"))
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()
    assert click.count <= MOST_CLICKS
    visit("/search/?near=78701&verified=1")
    expect(page.locator("[data-result-count]")).to_have_attribute("data-result-count", "1")
    expect(page.locator("[data-listing]")).to_have_attribute("data-verified", "yes")
    page.locator("[data-listing] h3 a").click()
    page.locator(".detail-known > summary").click()
    expect(page.get_by_text("Confirmed by a call or a mail.")).to_be_visible()
    expect(page.locator("main")).to_have_attribute("data-verified", "yes")
