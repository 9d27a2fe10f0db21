"""Suggest a clinic; ask to be corrected or taken down."""

import pytest
from django.core import mail
from django.core.management import call_command

from clinics.models import Clinic, ImportRun, RegistryRecord, Request
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


WHY = {
    "stays_because": "The state board lists this address.",
    "record_name": "Texas Medical Board, license Q1234",
    "record_url": "https://profile.example.org/q1234",
}


def reply(client, request, state, answer, capture, **why):
    with capture(execute=True):
        typed = {"state": state, "answer": answer} | why
        return client.post(f"/admin/clinics/request/{request.pk}/change/", typed)


def record(identifier, **subject):
    run = ImportRun.objects.create(source="nppes", file_name="npi.csv", digest=identifier, state="applied")
    return RegistryRecord.objects.create(
        source="nppes",
        identifier=identifier,
        content={},
        digest="",
        run=run,
        last_seen_on="2026-11-01",
        **subject,
    )


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


SAME_ZIP = {"name": "Other House", "phone": "+15125550199"}


@pytest.mark.parametrize(
    "here",
    [
        {"name": "Other House", "phone": "+15125550123", "zip_code": "73102"},
        {"name": "Clinic Quiet Cove, LLC", "slug": "cove", "phone": "+15125550199", "zip_code": "78701-4321"},
        {"name": "Quite Cove Clinic", "phone": "", "zip_code": "78701"},
    ],
)
def test_what_is_here_already_is_shown_before_a_draft_is_made(client, texas, here):
    clinic = make.ClinicFactory(**here)
    response = client.post("/suggest/", SUGGEST)
    reading = Reading(response.content.decode())
    assert clinic.get_absolute_url() in [a.get("href") for a in reading.attributes("a")]
    errors = [e["attributes"]["data-error"] for e in reading.elements if e["attributes"].get("data-error")]
    assert errors == ["another"]
    assert SUGGEST["name"] in [box.get("value") for box in reading.attributes("input")]
    assert (Request.objects.count(), Clinic.objects.count()) == (0, 1)
    assert client.post("/suggest/", SUGGEST | {"another": "on"})["Location"] == "/suggest/thanks/"
    assert (Request.objects.count(), Clinic.objects.count()) == (1, 2)


def test_a_service_with_that_number_is_shown_too(client, texas):
    service = make.TelemedicineServiceFactory(phone="+15125550123")
    reading = Reading(client.post("/suggest/", SUGGEST).content.decode())
    assert service.get_absolute_url() in [a.get("href") for a in reading.attributes("a")]


@pytest.mark.parametrize(
    "here",
    [
        SAME_ZIP,
        {"name": "Quiet Cove Clinic", "phone": "+15125550199", "zip_code": "73102"},
        {"name": "Quiet Cove Clinic", "status": "draft"},
        {"name": "Quiet Cove Clinic", "status": "closed"},
    ],
)
def test_what_is_another_clinic_or_not_shown_asks_nothing(client, texas, here):
    make.ClinicFactory(**here)
    assert client.post("/suggest/", SUGGEST).status_code == 302
    assert Request.objects.count() == 1


def test_a_suggestion_without_a_phone_is_not_taken_for_one_of_those_without(client, texas):
    make.ClinicFactory(name="Other House", phone="", zip_code="73102")
    assert client.post("/suggest/", SUGGEST | {"phone": ""}).status_code == 302


def test_that_it_is_another_one_is_remembered_through_other_mistakes(client, texas):
    make.ClinicFactory(name="Quiet Cove Clinic", phone="")
    typed = SUGGEST | {"another": "on", "phone": "", "zip_code": "787"}
    reading = Reading(client.post("/suggest/", typed).content.decode())
    [another] = [box for box in reading.attributes("input") if box.get("name") == "another"]
    assert (another["type"], another["value"]) == ("hidden", "on")
    reading = Reading(
        client.post("/suggest/", typed | {"zip_code": "78701", "email": "pat"}).content.decode()
    )
    [another] = [box for box in reading.attributes("input") if box.get("name") == "another"]
    assert (another["type"], "checked" in another) == ("checkbox", True)
    assert Request.objects.count() == 0


def test_what_is_asked_back_is_neither_counted_nor_seen_at_first(client, texas):
    names = [box.get("name") for box in Reading(client.get("/suggest/").content.decode()).attributes("input")]
    assert "another" not in names
    make.ClinicFactory(name="Quiet Cove Clinic")
    for _ in range(6):
        assert client.post("/suggest/", SUGGEST).status_code == 200
    assert client.post("/suggest/", SUGGEST | {"another": "on"}).status_code == 302


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
    reply(staff, request, "refused", "It stands in NPPES.", django_capture_on_commit_callbacks, **WHY)
    [sent] = mail.outbox
    for told in ("It stands in NPPES.", "It stays as it is", *WHY.values()):
        assert told in sent.body


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"stays_because": " "}, "stays_because"),
        ({"stays_because": "x" * 401}, "stays_because"),
        ({"stays_because": "Ada@Example.org asked."}, "stays_because"),
        ({"record_name": ""}, "record_name"),
        ({"record_name": "\x00"}, "record_name"),
        ({"record_url": ""}, "record_url"),
        ({"record_url": "javascript:alert(1)"}, "record_url"),
        ({"record_url": "ftp://example.org/"}, "record_url"),
        ({"record_url": "http://[::1"}, "record_url"),
    ],
)
def test_what_stays_names_why_and_its_public_record(staff, wrong, field, django_capture_on_commit_callbacks):
    request = asked()
    why = WHY | wrong
    page = reply(staff, request, "refused", "It stands.", django_capture_on_commit_callbacks, **why)
    assert page.status_code == 200
    form = page.context["adminform"].form
    assert list(form.errors) == [field]
    assert form["answer"].value() == "It stands."
    request.refresh_from_db()
    assert (request.state, mail.outbox) == ("open", [])


def test_all_that_is_missing_of_a_refusal_is_named_at_once(staff, django_capture_on_commit_callbacks):
    page = reply(staff, asked(), "refused", "", django_capture_on_commit_callbacks)
    assert set(page.context["adminform"].form.errors) == {"answer", *WHY}


def test_a_refusal_is_kept_whole(staff, django_capture_on_commit_callbacks):
    request = asked()
    reply(staff, request, "refused", "It stands.", django_capture_on_commit_callbacks, **WHY)
    request.refresh_from_db()
    assert {name: getattr(request, name) for name in WHY} == WHY
    page = staff.get(f"/admin/clinics/request/{request.pk}/change/")
    assert page.context["adminform"].form.fields == {}


def test_what_was_done_keeps_no_reason_to_stay(staff, django_capture_on_commit_callbacks):
    request = asked()
    reply(staff, request, "done", "Corrected.", django_capture_on_commit_callbacks, **WHY)
    request.refresh_from_db()
    assert (request.state, {getattr(request, name) for name in WHY}) == ("done", {""})
    assert WHY["record_name"] not in mail.outbox[0].body


def test_a_clinic_that_is_not_added_needs_no_record(staff, django_capture_on_commit_callbacks):
    request = asked(kind="add", listing=None)
    page = staff.get(f"/admin/clinics/request/{request.pk}/change/")
    assert set(page.context["adminform"].form.fields) == {"state", "answer"}
    reply(staff, request, "refused", "It is a spa.", django_capture_on_commit_callbacks)
    request.refresh_from_db()
    assert request.state == "refused"


@pytest.mark.parametrize("of", ["listing", "provider"])
def test_the_record_of_the_registry_stands_in_the_form_already(staff, of):
    npi = make.well_formed_npi(7)
    subject = make.ClinicFactory(npi=npi) if of == "listing" else make.ProviderFactory(npi=npi)
    request = asked(**{"listing": None, "provider": None, of: subject})
    record(make.well_formed_npi(3), **{of: subject})
    record(npi, **{of: subject})
    form = staff.get(f"/admin/clinics/request/{request.pk}/change/").context["adminform"].form
    assert form["record_name"].value() == f"NPPES, NPI {npi}"
    assert form["record_url"].value() == f"https://npiregistry.cms.hhs.gov/provider-view/{npi}"
    assert form["stays_because"].value() == ""


def test_without_a_record_of_the_registry_nothing_is_filled_in(staff):
    form = staff.get(f"/admin/clinics/request/{asked().pk}/change/").context["adminform"].form
    assert (form["record_name"].value(), form["record_url"].value()) == ("", "")


def test_a_draft_of_why_it_stays_is_kept(staff, django_capture_on_commit_callbacks):
    request = asked()
    reply(staff, request, "open", "I look into it.", django_capture_on_commit_callbacks, **WHY)
    request.refresh_from_db()
    assert (request.state, request.record_name) == ("open", WHY["record_name"])


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
