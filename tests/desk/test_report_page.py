"""Report a problem: without an account, with nothing lost."""

import pytest

from clinics.listings.records import change_slug
from clinics.models import Report
from tests import factories as make
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db

TELL = {"kind": "price", "text": "It is $500 now.", "email": "pat@example.org"}


def subjects():
    return {
        "clinics": make.ClinicFactory(slug="subject"),
        "telehealth": make.TelemedicineServiceFactory(slug="subject"),
        "providers": make.ProviderFactory(slug="subject"),
    }


@pytest.mark.parametrize("place", ["clinics", "telehealth", "providers"])
def test_anybody_may_report_and_is_told_what_happens_next(client, place):
    subject = subjects()[place]
    response = client.post(f"/{place}/subject/report/", TELL)
    assert response.status_code == 302
    assert response["Location"] == f"/{place}/subject/report/thanks/"
    assert "What happens next" in client.get(response["Location"]).content.decode()
    report = Report.objects.get()
    assert (report.kind, report.text, report.email, report.state) == (
        "price", "It is $500 now.", "pat@example.org", "open",
    )  # fmt: skip
    assert (report.provider_id if place == "providers" else report.listing_id) == subject.pk


def test_only_what_is_wrong_is_required(client):
    subjects()
    client.post("/clinics/subject/report/", {"kind": "closed"})
    assert Report.objects.get().kind == "closed"


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"kind": ""}, "kind", "Choose what is wrong."),
        ({"kind": "nonsense"}, "kind", "Select a valid choice"),
        ({"email": "pat at example"}, "email", "Check the e-mail address, or leave it empty."),
        ({"text": "x" * 2001}, "text", "Please shorten it to 2,000 characters."),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_nothing_typed_is_lost(client, wrong, field, message):
    subjects()
    response = client.post("/clinics/subject/report/", TELL | wrong)
    assert response.status_code == 200
    reading = Reading(response.content.decode())
    [error] = [e for e in reading.elements if e["attributes"].get("data-error")]
    assert error["attributes"]["data-error"] == field
    assert message in "".join(error["said"])
    typed = TELL | wrong
    assert "".join(reading.texts("textarea")) == typed["text"]
    assert typed["email"] in [box.get("value") for box in reading.attributes("input")]
    assert Report.objects.count() == 0


def test_a_program_that_fills_every_field_is_thanked_and_ignored(client):
    subjects()
    response = client.post("/clinics/subject/report/", TELL | {"homepage": "https://example.org"})
    assert response.status_code == 302
    assert Report.objects.count() == 0


def test_the_sixth_report_within_the_hour_waits_with_its_words_kept(client):
    subjects()
    for _ in range(5):
        assert client.post("/clinics/subject/report/", TELL).status_code == 302
    response = client.post("/clinics/subject/report/", TELL)
    assert response.status_code == 429
    assert response["Retry-After"] == "3600"
    reading = Reading(response.content.decode())
    assert "Please send them again in an hour." in reading.text
    assert reading.texts("textarea") == ["It is $500 now."]
    assert [box["value"] for box in reading.attributes("input") if "checked" in box] == ["price"]
    assert Report.objects.count() == 5
    elsewhere = client.post("/clinics/subject/report/", TELL, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 302


def test_mistakes_do_not_count_towards_the_limit(client):
    subjects()
    for _ in range(6):
        client.post("/clinics/subject/report/", {"kind": ""})
    assert client.post("/clinics/subject/report/", TELL).status_code == 302


@pytest.mark.parametrize("path", ["/clinics/subject/report/", "/clinics/subject/report/thanks/"])
def test_a_report_page_is_neither_cached_nor_indexed(client, path):
    subjects()
    response = client.get(path)
    assert "no-store" in response["Cache-Control"]
    reading = Reading(response.content.decode())
    assert {"name": "robots", "content": "noindex"} in reading.attributes("meta")


def test_a_closed_clinic_can_still_be_reported(client):
    make.ClinicFactory(slug="gone", status="closed")
    assert client.get("/clinics/gone/report/").status_code == 200


@pytest.mark.parametrize("status", ["draft", "suspended"])
def test_what_has_no_page_has_no_report_form(client, status):
    make.ClinicFactory(slug="hidden", status=status)
    assert client.get("/clinics/hidden/report/").status_code == 404
    assert client.post("/clinics/hidden/report/", TELL).status_code == 404


def test_a_clinic_is_not_reported_as_a_service(client):
    make.ClinicFactory(slug="harbor")
    assert client.get("/telehealth/harbor/report/").status_code == 404


def test_a_form_without_its_token_is_refused(client):
    subjects()
    client.handler.enforce_csrf_checks = True
    assert client.post("/clinics/subject/report/", TELL).status_code == 403


@pytest.mark.parametrize("text", ["\x00", "<script>alert(1)</script>", "🫶" * 500, "\u202etxet"])
def test_hostile_words_break_nothing(client, text):
    subjects()
    response = client.post("/clinics/subject/report/", TELL | {"text": text, "email": "wrong"})
    assert response.status_code == 200
    assert "alert(1)" not in "".join(
        "".join(e["said"]) for e in Reading(response.content.decode()).elements if e["tag"] == "script"
    )


def test_a_former_address_leads_to_the_report_of_today(client):
    change_slug(make.ClinicFactory(slug="before"), "after")
    response = client.get("/clinics/before/report/")
    assert (response.status_code, response["Location"]) == (301, "/clinics/after/report/")
    assert client.get("/clinics/never/report/").status_code == 404
