"""What becomes of a report: a caution, an answer, one mail."""

import pytest
from django.core import mail

from clinics.desk.cautions import cautions_for
from clinics.desk.notes import notes_on
from clinics.models import Report
from tests import factories as make
from tests.desk.helpers import curator

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(curator("view_report", "change_report"))
    return client


def settle(client, report, state="done", answer="We called and mended the number.", capture=None):
    with capture(execute=True):
        return client.post(f"/admin/clinics/report/{report.pk}/change/", {"state": state, "answer": answer})


def tell(client, subject, kind, address):
    url = f"{subject.get_absolute_url()}report/"
    assert client.post(url, {"kind": kind}, REMOTE_ADDR=address).status_code == 302


@pytest.mark.parametrize(
    "factory", [make.ClinicFactory, make.TelemedicineServiceFactory, make.ProviderFactory]
)
def test_three_households_put_a_caution_on_the_page_at_once(client, factory):
    subject = factory()
    for address in ("203.0.113.1", "203.0.113.2", "203.0.113.2"):
        tell(client, subject, "closed", address)
    assert cautions_for(subject) == ""
    tell(client, subject, "contact", "203.0.113.3")
    assert cautions_for(subject).startswith("Three people told us that this")
    assert cautions_for(factory()) == ""


def test_a_settled_report_no_longer_warns_and_forgets_its_sender(client, django_capture_on_commit_callbacks):
    clinic = make.ClinicFactory()
    for number in range(3):
        tell(client, clinic, "closed", f"203.0.113.{number}")
    assert "closed" in cautions_for(clinic)
    client.force_login(curator("view_report", "change_report"))
    report = Report.objects.first()
    settle(client, report, "refused", "", django_capture_on_commit_callbacks)
    assert cautions_for(clinic) == ""
    assert Report.objects.get(pk=report.pk).sender == ""


def test_the_sender_can_be_joined_neither_with_an_address_nor_with_another_report(client):
    one, other = make.ClinicFactory(), make.ClinicFactory()
    tell(client, one, "closed", "203.0.113.1")
    tell(client, other, "closed", "203.0.113.1")
    first, second = Report.objects.values_list("sender", flat=True)
    assert len(first) == len(second) == 64
    assert first != second


def test_a_page_asks_two_queries_for_its_notes(django_assert_num_queries):
    clinic, ada = make.ClinicFactory(), make.ProviderFactory()
    with django_assert_num_queries(2):
        notes = notes_on(clinic)
    assert notes == {
        "caution": "",
        "kept_by_clinic": False,
        "request_url": f"/clinics/{clinic.slug}/request/",
        "claim_url": f"/clinics/{clinic.slug}/claim/",
    }
    with django_assert_num_queries(1):
        assert notes_on(ada)["claim_url"] == ""


def test_who_settled_it_and_when_is_kept_by_itself(staff, django_capture_on_commit_callbacks):
    report = make.ReportFactory()
    settle(staff, report, capture=django_capture_on_commit_callbacks)
    report.refresh_from_db()
    assert report.state == "done"
    assert str(report.handled_by.pk) == staff.session["_auth_user_id"]
    assert report.handled_at is not None
    settle(staff, report, state="open", capture=django_capture_on_commit_callbacks)
    report.refresh_from_db()
    assert (report.handled_by, report.handled_at) == (None, None)


def test_the_reporter_hears_once_and_never_twice(staff, django_capture_on_commit_callbacks):
    report = make.ReportFactory(email="pat@example.org")
    settle(staff, report, answer="", capture=django_capture_on_commit_callbacks)
    assert mail.outbox == []
    for answer in ("We mended the number.", "And the address."):
        settle(staff, report, answer=answer, capture=django_capture_on_commit_callbacks)
    [sent] = mail.outbox
    assert sent.to == ["pat@example.org"]
    assert "We mended the number." in sent.body
    report.refresh_from_db()
    assert report.told_at is not None


def test_nobody_is_written_to_who_left_no_address(staff, django_capture_on_commit_callbacks):
    settle(staff, make.ReportFactory(), capture=django_capture_on_commit_callbacks)
    assert mail.outbox == []


def test_a_mail_that_fails_is_told_to_the_curator_and_can_be_sent_later(
    staff, monkeypatch, django_capture_on_commit_callbacks
):
    report = make.ReportFactory(email="pat@example.org")
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", refuse)
        settle(staff, report, capture=django_capture_on_commit_callbacks)
    report.refresh_from_db()
    assert (report.state, report.told_at) == ("done", None)
    settle(staff, report, capture=django_capture_on_commit_callbacks)
    assert len(mail.outbox) == 1


def refuse(*args, **kwargs):
    raise ConnectionRefusedError


def test_settling_many_at_once_tells_each_of_them(staff, django_capture_on_commit_callbacks):
    reports = [make.ReportFactory(email=f"p{n}@example.org", answer="Mended.") for n in range(3)]
    data = {"action": "mark_done", "_selected_action": [report.pk for report in reports]}
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            staff.post("/admin/clinics/report/", data)
    assert sorted(sent.to[0] for sent in mail.outbox) == [
        "p0@example.org",
        "p1@example.org",
        "p2@example.org",
    ]
    assert set(Report.objects.values_list("state", "sender")) == {("done", "")}


def test_a_name_with_line_breaks_cannot_write_headers(staff, django_capture_on_commit_callbacks):
    clinic = make.ClinicFactory(name="Harbor\nBcc: all@example.org", slug="harbor")
    report = make.ReportFactory(listing=clinic, email="pat@example.org")
    settle(staff, report, capture=django_capture_on_commit_callbacks)
    [sent] = mail.outbox
    assert "\n" not in sent.subject
    assert sent.bcc == []


@pytest.mark.parametrize(("codenames", "sees", "changes"), [((), 403, 403), (("view_report",), 200, 403)])
def test_who_may_only_look_cannot_settle(client, codenames, sees, changes):
    client.force_login(curator(*codenames))
    report = make.ReportFactory()
    assert client.get("/admin/clinics/report/").status_code == sees
    url = f"/admin/clinics/report/{report.pk}/change/"
    assert client.post(url, {"state": "done", "answer": ""}).status_code == changes
    client.post("/admin/clinics/report/", {"action": "mark_done", "_selected_action": [report.pk]})
    assert Report.objects.get().state == "open"
