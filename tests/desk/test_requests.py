"""Suggest a clinic; ask to be corrected or taken down."""

import pytest
from django.core import mail
from django.core.management import call_command

from clinics.models import Clinic, Request
from tests import factories as make
from tests.desk.helpers import curator
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db

SUGGEST = {
    "name": "Quiet Cove Clinic", "street": "1 Example Road", "city": "Austin", "state": "TX",
    "zip_code": "78701", "phone": "(512) 555-0123", "website": "cove.example", "who": "A patient",
    "text": "It opened in May.", "email": "pat@example.org",
}  # fmt: skip
ASK = {"kind": "correct", "text": "I moved in May.", "email": "ada@example.org"}


@pytest.fixture
def texas():
    make.ZipCodeFactory()
    return make.StateFactory()


@pytest.fixture
def staff(client):
    client.force_login(curator("view_request", "change_request"))
    return client


def reply(client, request, state, answer, capture):
    with capture(execute=True):
        return client.post(f"/admin/clinics/request/{request.pk}/change/", {"state": state, "answer": answer})


def asked(**columns):
    clinic = make.ClinicFactory()
    told = {"kind": "correct", "listing": clinic, "name": clinic.name, "email": "ada@example.org"}
    return Request.objects.create(**told | columns)


def test_a_suggestion_becomes_a_draft_that_nobody_sees(client, texas):
    response = client.post("/suggest/", SUGGEST)
    assert (response.status_code, response["Location"]) == (302, "/suggest/thanks/")
    assert client.get("/suggest/thanks/").status_code == 200
    clinic, request = Clinic.objects.get(), Request.objects.get()
    assert (clinic.status, clinic.source, clinic.slug) == ("draft", "curator", "quiet-cove-clinic-austin")
    assert (clinic.phone.as_e164, clinic.website) == ("+15125550123", "https://cove.example")
    assert clinic.point_source == "zip"
    assert (request.kind, request.listing_id, request.email) == ("add", clinic.pk, "pat@example.org")
    assert request.address == "1 Example Road, Austin, TX 78701"
    assert "A patient" in request.text
    assert client.get(clinic.get_absolute_url()).status_code == 404
    assert clinic.history.get().history_change_reason == "Suggested by the public"
    call_command("check_derived")


def test_two_suggestions_of_one_name_get_two_addresses(client, texas):
    for _ in range(2):
        client.post("/suggest/", SUGGEST)
    assert set(Clinic.objects.values_list("slug", flat=True)) == {
        "quiet-cove-clinic-austin", "quiet-cove-clinic-austin-2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 161}, "name"),
        ({"name": "\x00"}, "name"),
        ({"city": ""}, "city"),
        ({"state": "ZZ"}, "state"),
        ({"state": ""}, "state"),
        ({"zip_code": "787"}, "zip_code"),
        ({"zip_code": "٧٨٧٠١"}, "zip_code"),
        ({"phone": "555"}, "phone"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "ftp://cove.example"}, "website"),
        ({"website": "http://[::1"}, "website"),
        ({"email": "pat"}, "email"),
        ({"text": "x" * 2001}, "text"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(client, texas, wrong, field):
    typed = SUGGEST | wrong
    response = client.post("/suggest/", typed)
    assert response.status_code == 200
    reading = Reading(response.content.decode())
    errors = [e["attributes"]["data-error"] for e in reading.elements if e["attributes"].get("data-error")]
    assert errors == [field]
    if field != "email":
        assert typed["email"] in [box.get("value") for box in reading.attributes("input")]
    assert Request.objects.count() == Clinic.objects.count() == 0


def test_an_empty_suggestion_is_a_list_of_mistakes(client, texas):
    assert client.post("/suggest/", {}).status_code == 200


def test_programs_are_ignored_and_many_suggestions_wait(client, texas):
    assert client.post("/suggest/", SUGGEST | {"homepage": "x"}).status_code == 302
    assert Request.objects.count() == 0
    for _ in range(5):
        client.post("/suggest/", SUGGEST)
    response = client.post("/suggest/", SUGGEST)
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert "It opened in May." in Reading(response.content.decode()).texts("textarea")
    assert Request.objects.count() == 5


@pytest.mark.parametrize("place", ["clinics", "telehealth", "providers"])
def test_anybody_listed_may_ask_without_an_account(client, place):
    factory = {
        "clinics": make.ClinicFactory, "telehealth": make.TelemedicineServiceFactory,
        "providers": make.ProviderFactory,
    }  # fmt: skip
    subject = factory[place](slug="subject")
    response = client.post(f"/{place}/subject/request/", ASK | {"kind": "take-down"})
    assert response["Location"] == f"/{place}/subject/request/thanks/"
    assert client.get(response["Location"]).status_code == 200
    request = Request.objects.get()
    assert (request.kind, request.state, request.name) == ("take-down", "open", subject.name)
    assert (request.provider_id if place == "providers" else request.listing_id) == subject.pk


@pytest.mark.parametrize(
    "wrong", [{"email": ""}, {"email": "x"}, {"text": ""}, {"kind": "add"}, {"kind": ""}]
)
def test_an_answer_needs_an_address_and_a_reason(client, wrong):
    make.ClinicFactory(slug="subject")
    assert client.post("/clinics/subject/request/", ASK | wrong).status_code == 200
    assert Request.objects.count() == 0


@pytest.mark.parametrize(
    "path", ["suggest/", "suggest/thanks/", "clinics/s/request/", "clinics/s/request/thanks/"]
)
def test_pages_are_neither_cached_nor_indexed(client, path):
    make.ClinicFactory(slug="s")
    response = client.get(f"/{path}")
    assert "no-store" in response["Cache-Control"]
    metas = Reading(response.content.decode()).attributes("meta")
    assert {"name": "robots", "content": "noindex"} in metas


def test_a_form_without_its_token_is_refused(client):
    client.handler.enforce_csrf_checks = True
    assert client.post("/suggest/", SUGGEST).status_code == 403


def test_the_answer_is_sent_once_and_stays(staff, django_capture_on_commit_callbacks):
    request = asked()
    reply(staff, request, "done", "Corrected by your letter.", django_capture_on_commit_callbacks)
    reply(staff, request, "refused", "No.", django_capture_on_commit_callbacks)
    request.refresh_from_db()
    assert (request.state, request.answer) == ("done", "Corrected by your letter.")
    assert str(request.handled_by_id) == staff.session["_auth_user_id"]
    assert request.handled_at is not None
    [sent] = mail.outbox
    assert "Corrected by your letter." in sent.body


@pytest.mark.parametrize("words", ["", "  \n "])
def test_whoever_is_refused_is_told_why(staff, words, django_capture_on_commit_callbacks):
    request = asked()
    response = reply(staff, request, "refused", words, django_capture_on_commit_callbacks)
    assert "Say why it stays" in response.content.decode()
    request.refresh_from_db()
    assert request.state == "open"
    reply(staff, request, "refused", "It stands in NPPES.", django_capture_on_commit_callbacks)
    assert "It stands in NPPES." in mail.outbox[0].body
    assert "stays" in mail.outbox[0].body


def test_a_draft_of_an_answer_is_kept_and_not_sent(staff, django_capture_on_commit_callbacks):
    request = asked()
    reply(staff, request, "open", "I look into it.", django_capture_on_commit_callbacks)
    request.refresh_from_db()
    assert (request.state, request.answer, request.handled_by) == ("open", "I look into it.", None)
    assert mail.outbox == []


def test_who_may_only_look_answers_nothing(client, django_capture_on_commit_callbacks):
    request = asked()
    client.force_login(curator("view_request"))
    assert client.get("/admin/clinics/request/").status_code == 200
    response = reply(client, request, "done", "", django_capture_on_commit_callbacks)
    assert response.status_code == 403


def test_the_list_costs_the_same_whatever_its_length(staff, django_assert_max_num_queries):
    for _ in range(20):
        asked()
    asked(listing=None, provider=make.ProviderFactory())
    with django_assert_max_num_queries(12):
        assert staff.get("/admin/clinics/request/").status_code == 200
