"""Plain decisions of the desk."""

from datetime import UTC, datetime, timedelta

import pytest

from clinics.desk.rules import Told, at_own_domain, caution, code_stands

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def told(kind, sender, days=1.0):
    return Told(kind, sender, NOW - timedelta(days=days))


@pytest.mark.parametrize(
    ("reports", "found"),
    [
        ([], ("", 0)),
        ([told("closed", "a"), told("closed", "b")], ("", 0)),
        ([told("closed", "a"), told("closed", "b"), told("closed", "c")], ("closed", 3)),
        ([told("contact", "a"), told("contact", "b"), told("contact", "c")], ("contact", 3)),
        ([told("closed", "a"), told("contact", "b"), told("closed", "c")], ("either", 3)),
        ([told("closed", s) for s in "abcd"], ("closed", 4)),
        # One person who tells it three times is one; somebody unknown is nobody.
        ([told("closed", "a"), told("contact", "a"), told("closed", "b")], ("", 0)),
        ([told("closed", "a"), told("closed", "b"), told("closed", "")], ("", 0)),
        ([told("closed", "a"), told("closed", "b"), told("price", "c")], ("", 0)),
        ([told("closed", "a"), told("closed", "b"), told("closed", "c", 90)], ("", 0)),
        ([told("closed", "a"), told("closed", "b"), told("closed", "c", 89.9)], ("closed", 3)),
    ],
)
def test_three_independent_reports_within_ninety_days_make_a_caution(reports, found):
    assert caution(reports, NOW) == found


@pytest.mark.parametrize(
    ("email", "website", "listed", "own"),
    [
        # The very mailbox that stands on the listing, whoever keeps it.
        ("info@harbor.example", "", "info@harbor.example", True),
        ("Info@Harbor.Example", "", " info@harbor.example", True),
        ("harbor@gmail.com", "", "harbor@gmail.com", True),
        ("a@bücher.example", "", "a@xn--bcher-kva.example", True),
        ("other@harbor.example", "", "info@harbor.example", False),
        ("harbo\u017f@gmail.com", "", "harbos@gmail.com", False),
        ("", "", "", False),
        ("a@", "https://", "a@", False),
        ("harbor.example", "", "harbor.example", False),
        # The website's own host, and nothing above or below it.
        ("a@harbor.example", "https://harbor.example/", "", True),
        ("a@harbor.example", "https://www.harbor.example", "", True),
        ("a@HARBOR.example", "https://Harbor.Example:8080/", "", True),
        ("a@bücher.example", "https://xn--bcher-kva.example", "", True),
        ("a@harbor.example", "https://book.harbor.example", "", False),
        ("student@stanford.edu", "https://psychiatry.stanford.edu", "", False),
        ("a@mail.harbor.example", "https://harbor.example", "", False),
        ("a@example.org", "https://a.b.example.org", "", False),
        ("a@evilharbor.example", "https://harbor.example", "", False),
        ("a@harbor.example.evil.example", "https://harbor.example", "", False),
        ("a@co.uk", "https://harbor.co.uk", "", False),
        ("a@com", "https://com", "", False),
        ("a@harbor.example", "", "", False),
        ("a@harbor.example", "https://[broken", "", False),
        # Where anybody may have a page, a host of one's own proves nothing either.
        ("a@wixsite.com", "https://harbor.wixsite.com", "", False),
        ("a@harbor.wixsite.com", "https://harbor.wixsite.com", "", False),
        ("a@harbor.github.io", "https://harbor.github.io", "", False),
        ("a@google.com", "https://sites.google.com/harbor", "", False),
        ("a@sites.google.com", "https://sites.google.com/harbor", "", False),
    ],
)
def test_only_the_listed_mailbox_or_the_websites_host_proves_anything(email, website, listed, own):
    assert at_own_domain(email, website, listed) is own


@pytest.mark.parametrize(
    ("page", "whole"),
    [
        ("", True),
        ("//", True),
        ("/index.html", True),
        ("/Home.aspx", True),
        ("/en", True),
        ("/es-MX/", True),
        ("/en/index.php", True),
        ("/?utm_source=maps&utm_medium=listing&gclid=x", True),
        # One department's page on a host at which everybody else has a mailbox, too.
        ("/clinic", False),
        ("/clinic/index.html", False),
        ("/en/clinic", False),
        ("/index.html/clinic", False),
        ("/~harbor", False),
        ("/?department=7", False),
        ("/?utm_source=maps&department=7", False),
        ("/#clinic", False),
        # A branch in Louisiana, and not the site in Latin.
        ("/la", False),
    ],
)
def test_a_page_within_a_site_proves_nothing_about_the_mailboxes_of_its_host(page, whole):
    site = f"https://umich.example{page}"
    assert at_own_domain("student@umich.example", site, "") is whole
    assert at_own_domain("clinic@umich.example", site, "clinic@umich.example")


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com", "frontier.com", "optonline.net", "centurylink.net", "yahoo.co.uk", "yahoo.com.br",
        "outlook.fr", "hotmail.de", "hushmail.com", "aol.co.uk", "windstream.net", "home.comcast.net",
    ],
)  # fmt: skip
def test_a_mailbox_at_a_public_provider_proves_only_itself(domain):
    site, listed = f"https://{domain}/~harbor", f"harbor@{domain}"
    assert not at_own_domain(f"stranger@{domain}", site, listed)
    assert at_own_domain(listed, site, listed)


def test_a_code_is_good_for_half_an_hour():
    assert code_stands(NOW - timedelta(minutes=29, seconds=59), NOW)
    assert not code_stands(NOW - timedelta(minutes=30), NOW)
    assert not code_stands(None, NOW)
