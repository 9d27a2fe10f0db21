"""Listings out and in as spreadsheets: previewed, all or none, and never run as formulas."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from clinics.models import Clinic, SearchEntry, TelemedicineService
from tests import factories as make

pytestmark = pytest.mark.django_db
HEADER = ["slug", "name", "street", "city", "state", "zip_code", "phone", "wait_days", "conditions"]
CSV, XLSX = 0, 1


def sheet(*rows, header=HEADER):
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return SimpleUploadedFile("clinics.csv", out.getvalue().encode(), content_type="text/csv")


@pytest.fixture
def offer(admin_client):
    """Send a file to the preview; then, if it is sound, confirm it."""

    def preview(file, model="clinic"):
        url = reverse(f"admin:clinics_{model}_import")
        page = admin_client.post(url, {"format": CSV, "import_file": file})
        form = page.context.get("confirm_form")
        if form is None:
            return page, None
        done = admin_client.post(reverse(f"admin:clinics_{model}_process_import"), form.initial, follow=True)
        return page, done

    return preview


@pytest.fixture(autouse=True)
def texas():
    make.StateFactory()
    make.ZipCodeFactory()
    make.ConditionFactory(slug="ptsd", name="PTSD")


def test_a_new_row_becomes_a_draft_with_its_point_and_its_words(offer):
    offer(sheet(["", "Quiet Harbor", "1 Example St", "Austin", "TX", "78701", "5125550101", "14", "ptsd"]))
    clinic = Clinic.objects.get()
    assert (clinic.status, clinic.source, clinic.wait_days) == ("draft", "curator", 14)
    assert clinic.latitude is not None
    assert list(clinic.conditions.values_list("slug", flat=True)) == ["ptsd"]
    assert clinic.history.latest().history_change_reason == "Spreadsheet"


def test_a_known_row_is_brought_up_to_date_and_found_so(offer):
    clinic = make.ClinicFactory(slug="quiet-harbor", wait_days=None)
    offer(sheet(["quiet-harbor", "Quiet Harbor", clinic.street, "Austin", "TX", "78701", "", "3", ""]))
    assert Clinic.objects.get().wait_days == 3
    assert SearchEntry.objects.get().wait_days == 3


@pytest.mark.parametrize(
    "bad",
    [
        ["nobody-here", "X", "", "Austin", "TX", "78701", "", "", ""],
        ["", "X", "", "Austin", "ZZ", "78701", "", "", ""],
        ["", "X", "", "Austin", "TX", "78701", "", "soon", ""],
        ["", "", "", "Austin", "TX", "78701", "", "", ""],
        ["", "X", "", "Austin", "TX", "78701", "12", "", ""],
    ],
)
def test_one_bad_row_stops_all_of_them_and_is_shown_in_its_place(offer, bad):
    good = ["", "Quiet Harbor", "", "Austin", "TX", "78701", "", "", ""]
    page, done = offer(sheet(good, bad))
    assert done is None
    assert page.context["result"].has_errors() or page.context["result"].has_validation_errors()
    assert not Clinic.objects.exists()


def complaints(page):
    [row] = page.context["result"].invalid_rows
    return row.error_dict


def test_an_unknown_state_is_named(offer):
    page, _done = offer(sheet(["", "X", "", "Austin", "ZZ", "78701", "", "", ""]))
    assert complaints(page) == {"state": ["“ZZ” is not a state's code such as TX"]}
    assert "does not exist" not in page.content.decode()
    header = ["slug", "name", "states"]
    page, _done = offer(sheet(["", "Lantern", "TX|ZZ|?"], header=header), "telemedicineservice")
    assert complaints(page) == {
        "states": [f"“{code}” is not a state's code such as TX" for code in ("ZZ", "?")]
    }


@pytest.mark.parametrize(
    "cell", ["soon", "2 weeks", "14.5", "-3", "NaN", "Infinity", "1e999999999", "1" * 5000, "٣", "1,000"]
)
def test_a_word_in_a_column_of_numbers_gets_a_plain_sentence(offer, cell):
    page, done = offer(sheet(["", "X", "", "Austin", "TX", "78701", "", cell, ""]))
    shown = cell if len(cell) <= 40 else cell[:39] + "…"
    assert complaints(page) == {"wait_days": [f"“{shown}” is not a whole number. Write digits, such as 14"]}
    assert "ConversionSyntax" not in page.content.decode()
    assert done is None


@pytest.mark.parametrize(("cell", "days"), [("14", 14), (" 14 ", 14), ("14.0", 14), ("0", 0), ("", None)])
def test_a_number_is_read_as_programs_write_it(offer, cell, days):
    offer(sheet(["", "X", "", "Austin", "TX", "78701", "", cell, ""]))
    assert Clinic.objects.get().wait_days == days


def test_a_number_that_no_column_holds_is_named(offer):
    page, _done = offer(sheet(["", "X", "", "Austin", "TX", "78701", "", "32768", ""]))
    assert complaints(page) == {"wait_days": ["“32768” is too large. Write 32767 at most"]}


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("1", True), ("yes", True), ("Yes", True), ("TRUE", True), ("1.0", True), ("0", False), ("no", False),
        ("False", False), ("", None), ("unknown", None),
    ],
)  # fmt: skip
def test_yes_and_no_are_read_as_people_write_them(offer, cell, stored):
    header = ["slug", "name", "city", "state", "zip_code", "takes_insurance"]
    offer(sheet(["", "X", "Austin", "TX", "78701", cell], header=header))
    assert Clinic.objects.get().takes_insurance is stored


def test_what_is_neither_yes_nor_no_is_named_and_never_a_no(offer):
    header = ["slug", "name", "city", "state", "zip_code", "takes_insurance", "wait_days"]
    page, done = offer(sheet(["", "X", "Austin", "TX", "78701", "maybe", "soon"], header=header))
    assert complaints(page) == {
        "takes_insurance": ["“maybe” is neither yes nor no. Leave it empty if nobody knows"],
        "wait_days": ["“soon” is not a whole number. Write digits, such as 14"],
    }
    assert done is None


@pytest.mark.parametrize("column", ["conditions", "languages", "accessibility", "age_groups"])
@pytest.mark.parametrize("known", [False, True])
def test_an_unknown_word_of_a_vocabulary_is_named_and_not_dropped(offer, column, known):
    slug = make.ClinicFactory(slug="harbor").slug if known else ""
    header = ["slug", "name", "city", "state", column]
    page, done = offer(sheet([slug, "X", "Austin", "TX", "ptsd|no-such| 7"], header=header))
    unknown = ["no-such", "7"] if column == "conditions" else ["ptsd", "no-such", "7"]
    found = complaints(page)[column]
    assert [text.partition(" is not one of our ")[0] for text in found] == [f"“{word}”" for word in unknown]
    assert done is None


def test_two_mistakes_of_a_row_are_named_together(offer):
    page, _done = offer(sheet(["", "X", "", "Austin", "ZZ", "78701", "12", "", "no-such"]))
    assert complaints(page).keys() == {"state", "phone", "conditions"}


@pytest.mark.parametrize(
    "content", ["slug,name\n,Café Clinic\n".encode("latin-1"), b"\xff\xfe", b"PK\x03\x04\xe9\x80"]
)
def test_a_file_that_is_not_utf_8_is_refused_in_plain_words(offer, content):
    page, done = offer(SimpleUploadedFile("clinics.csv", content, content_type="text/csv"))
    assert page.context["form"].errors["import_file"] == ["Save the file as UTF-8 CSV or as XLSX"]
    assert done is None


def test_utf_8_with_its_mark_comes_in(offer):
    content = "slug,name,city,state,zip_code\n,Café Clinic,Austin,tx,78701\n".encode("utf-8-sig")
    offer(SimpleUploadedFile("clinics.csv", content, content_type="text/csv"))
    assert Clinic.objects.get().name == "Café Clinic"


def test_status_and_source_never_come_in(offer):
    header = [*HEADER, "status", "source"]
    row = ["", "Quiet Harbor", "", "Austin", "TX", "78701", "", "", "", "published", "nppes"]
    offer(sheet(row, header=header))
    assert Clinic.objects.values_list("status", "source").get() == ("draft", "curator")


def test_a_service_names_its_states(offer):
    make.StateFactory(usps="CA")
    offer(sheet(["", "Far Lantern", "TX|ca"], header=["slug", "name", "states"]), "telemedicineservice")
    service = TelemedicineService.objects.get()
    assert sorted(service.served.values_list("state", flat=True)) == ["CA", "TX"]
    _page, done = offer(
        sheet(["", "Lantern", "ZZ"], header=["slug", "name", "states"]), "telemedicineservice"
    )
    assert done is None


@pytest.mark.parametrize("kind", [CSV, XLSX])
def test_a_cell_that_would_run_as_a_formula_is_plain_text(admin_client, kind):
    make.ClinicFactory(name='=HYPERLINK("https://example.org","x")', description="+1+1")
    url = reverse("admin:clinics_clinic_export")
    page = admin_client.get(url)
    chosen = {name: "on" for name in page.context["form"].fields if name.startswith("clinicresource_")}
    response = admin_client.post(url, {"format": kind, "resource": "0", **chosen})
    if kind == CSV:
        rows = list(csv.reader(io.StringIO(response.content.decode())))
    else:
        rows = [list(row) for row in load_workbook(io.BytesIO(response.content)).active.values]
    cells = [str(cell) for row in rows for cell in row if cell]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_what_goes_out_comes_in_unchanged(admin_client, offer):
    make.ClinicFactory(name="Quiet Harbor", phone="+15125550101", description="-5 % in May", npi="")
    before = Clinic.objects.values().get()
    url = reverse("admin:clinics_clinic_export")
    chosen = {
        n: "on" for n in admin_client.get(url).context["form"].fields if n.startswith("clinicresource_")
    }
    content = admin_client.post(url, {"format": CSV, "resource": "0", **chosen}).content
    page, _ = offer(SimpleUploadedFile("clinics.csv", content, content_type="text/csv"))
    assert page.context["result"].totals["skip"] == 1
    assert Clinic.objects.values().get() == before


def test_only_who_may_change_may_import(client):
    user = make.UserFactory(is_staff=True)
    client.force_login(user)
    assert client.get(reverse("admin:clinics_clinic_import")).status_code == 403
    assert client.get(reverse("admin:clinics_clinic_export")).status_code == 403
