"""The page of looks: all of one listing at once; and checks that nobody can change."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from clinics.models import Check, Clinic, License
from tests import factories as make

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 made"


@pytest.fixture
def clinic():
    made = make.ClinicFactory(slug="a", status="draft", npi=make.well_formed_npi(1))
    make.AffiliationFactory(listing=made)
    return made


def address(subject, model="clinic"):
    return f"/admin/clinics/check/of/{model}/{subject.pk}/"


def looked(page, **given):
    """What a curator posts: every prefilled field, and what was ticked."""
    posted = {"reason": "New draft"}
    for form in page.context["looks"]:
        key = form.planned.key
        answer = given.get(form.planned.kind.name.lower())
        posted |= {
            f"{key}-source_name": form.planned.source_name or "Our call",
            f"{key}-reference": form.planned.reference,
        }
        if answer is not None:
            posted |= {f"{key}-outcome": "passed"} | {
                f"{key}-{name}": value for name, value in answer.items()
            }
    return posted


def everything(page, **more):
    kinds = ("npi", "contact", "exclusion", "license")
    given = {kind: {} for kind in kinds}
    given["license"] = {"reference": "Q7", "valid_until": "2031-05-31"}
    return looked(page, **(given | more))


def test_it_lists_what_is_needed_first_and_says_what_is_missing(admin_client, clinic):
    page = admin_client.get(address(clinic))
    looks = [form.planned for form in page.context["looks"]]
    assert [look.kind for look in looks if look.needed] == [
        "npi",
        "exclusion",
        "contact",
        "license",
        "exclusion",
    ]
    assert "needed, missing" in page.content.decode()


def test_one_click_stores_every_look_and_publishes(admin_client, clinic):
    page = admin_client.get(address(clinic))
    admin_client.post(address(clinic), everything(page) | {"publish": "1"})
    clinic.refresh_from_db()
    assert clinic.status == "published"
    assert clinic.verified_from is not None
    assert clinic.confirmed_on is not None
    assert set(Check.objects.values_list("looked_by__username", flat=True)) == {"admin"}
    assert Check.objects.count() == 5
    held = License.objects.get()
    assert (held.number, held.status, held.expires_on) == ("Q7", "active", date(2031, 5, 31))


def test_a_failed_license_no_longer_stands(admin_client):
    held = make.LicenseFactory(number="Q1")
    page = admin_client.get(address(held.provider, "provider"))
    posted = looked(page, license={"outcome": "failed", "said": "Not renewed"})
    admin_client.post(address(held.provider, "provider"), posted)
    held.refresh_from_db()
    assert held.status == "inactive"
    assert Check.objects.get().said == "Not renewed"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"reference": ""}, "Type the license number."),
        ({"reference": "9" * 50}, "This is longer than any license number."),
        ({"source_name": ""}, "Say where you looked."),
        ({"valid_until": "soon"}, "Enter a valid date."),
        ({"valid_until": "2001-01-01"}, "This day is past"),
        ({"valid_until": "2206-01-01"}, "too far ahead"),
        ({"outcome": "possible"}, "Select a valid choice"),
    ],
)
def test_a_line_that_is_wrong_stores_nothing_and_says_so(admin_client, clinic, answer, message):
    page = admin_client.get(address(clinic))
    response = admin_client.post(address(clinic), everything(page, license={"reference": "Q7"} | answer))
    assert response.status_code == 200
    assert message in response.content.decode()
    assert not Check.objects.exists()


def test_nothing_looked_at_is_nothing_stored(admin_client, clinic):
    page = admin_client.get(address(clinic))
    admin_client.post(address(clinic), looked(page))
    assert not Check.objects.exists()


def test_a_single_check_may_bring_a_private_file(admin_client, clinic, client, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}
        }
    }  # fmt: skip
    file = SimpleUploadedFile("receipt.exe", PDF)
    form = {"kind": "visit", "outcome": "passed", "source_name": "Documents", "attachment": file}
    admin_client.post(f"/admin/clinics/check/add/?of=clinic-{clinic.pk}", form)
    check = Check.objects.get()
    assert check.attachment.name.startswith("checks/")
    assert "receipt" not in check.attachment.name
    path = f"/admin/clinics/check/{check.pk}/attachment/"
    assert check.attachment.name.endswith(".pdf")
    assert path in admin_client.get(f"/admin/clinics/check/{check.pk}/change/").content.decode()
    response = admin_client.get(path)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert "attachment" in response["Content-Disposition"]
    assert client.get(path).status_code == 302


@pytest.mark.parametrize("content", [b"MZ program", b"<html></html>", b""])
def test_a_file_that_is_no_pdf_or_picture_by_its_content_is_refused(admin_client, clinic, content):
    form = {
        "kind": "visit", "outcome": "passed", "source_name": "Documents",
        "attachment": SimpleUploadedFile("scan.pdf", content),
    }  # fmt: skip
    admin_client.post(f"/admin/clinics/check/add/?of=clinic-{clinic.pk}", form)
    assert not Check.objects.exists()


def test_nobody_changes_or_deletes_a_check(admin_client, clinic):
    check = make.checked(clinic, "contact")
    path = f"/admin/clinics/check/{check.pk}/"
    assert admin_client.post(f"{path}delete/", {"post": "yes"}).status_code == 403
    assert admin_client.post(f"{path}change/", {"outcome": "failed"}).status_code == 403
    assert Check.objects.get().outcome == "passed"


def test_without_the_right_nobody_sees_or_stores(client, clinic):
    user = make.UserFactory(is_staff=True)
    client.force_login(user)
    assert client.get(address(clinic)).status_code == 404
    user.user_permissions.add(Permission.objects.get(codename="view_check"))
    page = client.get(address(clinic))
    assert "Store what was looked at" not in page.content.decode()
    client.post(address(clinic), everything(page))
    assert not Check.objects.exists()
    assert Clinic.objects.get().status == "draft"


def test_an_address_of_nobody_is_not_found(admin_client):
    assert admin_client.get("/admin/clinics/check/of/clinic/999/").status_code == 404
    assert admin_client.get("/admin/clinics/check/of/user/1/").status_code == 404
    assert admin_client.get(f"/admin/clinics/check/of/clinic/{'9' * 30}/").status_code < 500
    assert admin_client.get("/admin/clinics/check/add/").status_code == 302


@pytest.mark.parametrize("people", [1, 12])
def test_it_costs_the_same_queries_however_many_work_there(
    admin_client, clinic, people, django_assert_max_num_queries
):
    for _ in range(people):
        make.verified(make.AffiliationFactory(listing=clinic).provider)
    with django_assert_max_num_queries(26):
        admin_client.get(address(clinic))


def test_the_list_of_checks_is_cheap(admin_client, clinic, django_assert_max_num_queries):
    for _ in range(30):
        make.CheckFactory(listing=clinic, looked_by=make.UserFactory())
    with django_assert_max_num_queries(20):
        assert admin_client.get("/admin/clinics/check/").status_code == 200


def test_nothing_is_stored_without_a_reason_and_the_reason_stands_beside_each_check(admin_client, clinic):
    page = admin_client.get(address(clinic))
    answer = admin_client.post(address(clinic), everything(page) | {"reason": " "})
    assert "Say why." in answer.content.decode()
    assert not Check.objects.exists()
    admin_client.post(address(clinic), everything(page) | {"reason": "A report from the public"})
    assert set(Check.objects.values_list("note", flat=True)) == {"A report from the public"}
