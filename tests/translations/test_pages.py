"""Every page in Spanish: the address decides, nothing of ours is left in English, mails follow the reader."""

import re
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.template.defaultfilters import floatformat
from django.utils import translation

from clinicfinder import languages
from clinics.desk import reports, requests
from clinics.listings import index
from clinics.models import Report, Request, Translation, User
from clinics.translations.catalog import refresh
from clinics.translations.checking import needed
from tests import factories as make
from tests.pages.reading import Reading
from tests.reviews.moderators import moderator, press

pytestmark = pytest.mark.django_db

PAGES = [
    "/", "/conditions/", "/conditions/ptsd/", "/treatments/", "/treatments/iv-infusion/", "/guide/", "/faq/",
    "/guide/risk-check/", "/faq/what-if-i-am-in-crisis/", "/costs/?treatment=iv-infusion&state=TX",
    "/costs/insurance/", "/assistance/", "/match/", "/states/tx/", "/search/?state=TX&condition=ptsd",
    "/trials/", "/diary/", "/checklist/", "/shortlist/", "/compare/",
]  # fmt: skip
# A short text may well be the same in both languages.
LONG = 40


@pytest.fixture(scope="module")
def release(django_db_setup, django_db_blocker):
    """All that this release brings."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", stdout=StringIO())
        refresh()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def english(release):
    """As a page would show it; names of programs and insurers are the same in both."""
    told = dict(Translation.objects.values_list("source", "text"))
    long = [text for text in needed() if len(text) > LONG and told[text] != text]
    return {" ".join(re.sub(r"[*\[\]]|\(.*?\)", "", text).split()) for text in long}


@pytest.mark.parametrize("path", PAGES)
def test_no_text_of_the_database_is_left_in_english(client, english, path):
    page = client.get(f"/es{path}")
    assert page.status_code == 200
    assert page["Content-Language"] == "es"
    words = " ".join(Reading(page.content.decode()).text.split())
    assert [text for text in english if text in words] == []


def test_the_address_alone_decides(client):
    assert 'lang="en"' in client.get("/", HTTP_ACCEPT_LANGUAGE="es").content.decode()[:200]
    assert 'lang="es"' in client.get("/es/", HTTP_ACCEPT_LANGUAGE="en").content.decode()[:200]
    assert client.get("/fr/").status_code == 404


def test_a_link_leads_to_the_same_page_in_the_other_language_with_what_was_typed(client):
    page = Reading(client.get("/search/?q=harbor&state=TX").content.decode())
    there = {link["lang"]: link["href"] for link in page.attributes("a") if "hreflang" in link}
    assert there == {"es": "/es/search/?q=harbor&state=TX"}
    back = Reading(client.get(there["es"]).content.decode())
    assert {
        "hreflang": "en",
        "lang": "en",
        "class": "site-language",
        "href": "/search/?q=harbor&state=TX",
    } in (back.attributes("a"))


def test_the_language_link_of_a_page_that_is_not_there_leads_to_no_other_host(client):
    page = client.get("/es//example.org/")
    assert page.status_code == 404
    links = [link["href"] for link in Reading(page.content.decode()).attributes("a")]
    assert "/example.org/" in links
    assert not [href for href in links if href.startswith("//")]


def test_robots_find_each_page_in_each_language(client):
    told = Reading(client.get("/es/about/?x=1").content.decode()).attributes("link")
    found = {link["hreflang"]: link["href"] for link in told if link["rel"] == "alternate"}
    assert found == {
        "en": "http://testserver/about/",
        "x-default": "http://testserver/about/",
        "es": "http://testserver/es/about/",
    }
    listed = client.get("/sitemap-pages.xml").content.decode()
    assert "<loc>http://testserver/es/about/</loc>" in listed
    assert 'hreflang="es" href="http://testserver/es/about/"' in listed


def test_every_link_of_a_spanish_page_stays_in_spanish(client, release):
    for path in ("/", "/guide/risk-check/", "/search/?state=TX&condition=ptsd", "/states/tx/"):
        links = Reading(client.get(f"/es{path}").content.decode()).attributes("a")
        own = {
            link["href"] for link in links if link.get("href", "").startswith("/") and "hreflang" not in link
        }
        assert {href for href in own if not href.startswith("/es/")} == set(), path


def test_results_lead_to_pages_of_the_same_language_whoever_asked_before(client):
    clinic = make.ClinicFactory(slug="harbor")
    index.refresh(listings=[clinic.pk])
    for start in ("", "/es", ""):
        page = client.get(f"{start}/search/?state=TX&unknown=1").content.decode()
        assert f'href="{start}/clinics/harbor/"' in page


def test_a_mistake_is_told_in_spanish_and_nothing_is_lost(client):
    page = client.get("/es/search/?near=00000&radius=far").content.decode()
    assert 'data-error="radius"' in page
    assert "Escriba un número de millas de 1 a 500." in page
    assert 'value="00000"' in page


def test_numbers_stand_as_spanish_in_the_united_states_has_them():
    with translation.override("es"):
        assert floatformat(1250.5, "1g") == "1,250.5"


def test_a_state_is_found_by_its_spanish_name(client):
    make.StateFactory(usps="NY", name="New York")
    assert "Nueva York" in client.get("/es/search/?near=Nueva+York").content.decode()


class TestMails:
    @pytest.fixture(autouse=True)
    def site(self, settings):
        settings.SITE_URL = "https://finder.example"

    def test_whoever_signs_up_in_spanish_gets_mails_in_spanish(self, client):
        with translation.override("es"):
            assert User(username="ada").language == "es"
        with translation.override("en"):
            assert User(username="ada").language == "en"

    def test_a_reader_of_their_account_chooses(self, client):
        user = make.UserFactory()
        client.force_login(user)
        assert client.post("/accounts/language/", {"language": "es"}).status_code == 302
        user.refresh_from_db()
        assert user.language == "es"
        client.post("/accounts/language/", {"language": "tlh"})
        user.refresh_from_db()
        assert user.language == "es"

    def test_a_report_is_answered_in_the_language_of_its_page(self, client):
        clinic = make.ClinicFactory()
        sent = {"kind": "price", "email": "ada@example.org"}
        client.post(f"/es{clinic.get_absolute_url()}report/", sent)
        report = Report.objects.get()
        assert report.language == "es"
        report.state, report.answer = "done", "Gracias."
        assert reports.tell(report)
        assert mail.outbox[0].subject.startswith("Su aviso sobre")

    def test_a_request_is_answered_in_the_language_of_its_page(self):
        with translation.override("es"):
            made = Request.objects.create(kind="add", name="Harbor", email="ada@example.org")
        made.state, made.answer = "done", "Gracias."
        assert requests.tell(made)
        assert "Harbor" in mail.outbox[0].subject
        assert not mail.outbox[0].subject.startswith("Your request")

    def test_a_decision_on_a_review_is_told_in_its_authors_language(
        self, client, django_capture_on_commit_callbacks
    ):
        client.force_login(moderator())
        review = make.ReviewFactory(
            state="pending", text="Quiet rooms, and somebody stayed with me all the time."
        )
        author = review.author
        author.language = "es"
        author.save()
        EmailAddress.objects.create(user=author, email="ada@example.org", verified=True, primary=True)
        with django_capture_on_commit_callbacks(execute=True):
            press(client, review, "publish")
        [letter] = mail.outbox
        assert letter.subject == "Su reseña está publicada"
        assert "https://finder.example/es/" in letter.body


def test_an_unknown_language_reads_english():
    with languages.reading("tlh"):
        assert languages.current() == "en"
