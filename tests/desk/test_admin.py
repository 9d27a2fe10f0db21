"""The curators' queue."""

import pytest

from clinics.models import Report
from tests import factories as make
from tests.desk.helpers import curator as staff_with
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db

QUEUE = "/admin/clinics/report/"


@pytest.fixture
def curator(client):
    client.force_login(staff_with("view_report", "change_report"))
    return client


def test_open_reports_come_first_and_the_oldest_of_them_at_the_top(curator):
    done = make.ReportFactory(text="Alpha", state="done")
    older, newer = make.ReportFactory(text="Bravo"), make.ReportFactory(text="Charlie")
    shown = curator.get(QUEUE).context["cl"].result_list
    assert [report.pk for report in shown] == [older.pk, newer.pk, done.pk]


def test_a_report_links_to_its_subject(curator):
    clinic, service, ada = (
        make.ClinicFactory(), make.TelemedicineServiceFactory(), make.ProviderFactory(),
    )  # fmt: skip
    make.ReportFactory(listing=clinic)
    make.ReportFactory(listing=service)
    make.ReportFactory(listing=None, provider=ada)
    links = [a.get("href") for a in Reading(curator.get(QUEUE).content.decode()).attributes("a")]
    assert f"/admin/clinics/clinic/{clinic.pk}/change/" in links
    assert f"/admin/clinics/telemedicineservice/{service.pk}/change/" in links
    assert f"/admin/clinics/provider/{ada.pk}/change/" in links


@pytest.mark.parametrize(("action", "state"), [("mark_done", "done"), ("mark_refused", "refused")])
def test_reports_are_settled_in_one_go(curator, action, state):
    chosen, other = make.ReportFactory(), make.ReportFactory()
    curator.post(QUEUE, {"action": action, "_selected_action": [chosen.pk]})
    assert Report.objects.get(pk=chosen.pk).state == state
    assert Report.objects.get(pk=other.pk).state == "open"


def test_a_curator_answers_but_does_not_rewrite_what_was_told(curator):
    report = make.ReportFactory(text="The number rings out.")
    curator.post(
        f"{QUEUE}{report.pk}/change/", {"state": "done", "answer": "Mended.", "text": "All is well."}
    )
    report.refresh_from_db()
    assert (report.state, report.answer, report.text) == ("done", "Mended.", "The number rings out.")


def test_nobody_adds_a_report_here(curator):
    assert curator.get(f"{QUEUE}add/").status_code == 403


def test_only_staff_see_the_queue(client):
    client.force_login(make.UserFactory(is_staff=False))
    assert client.get(QUEUE).status_code == 302


@pytest.mark.parametrize("number", [1, 25])
def test_the_queue_costs_the_same_queries_whatever_its_length(curator, number, django_assert_max_num_queries):
    for _ in range(number):
        make.ReportFactory()
    with django_assert_max_num_queries(9):
        assert curator.get(QUEUE).status_code == 200


def test_hostile_words_are_only_text(curator):
    make.ReportFactory(
        text="<script>alert(1)</script>", listing=make.ClinicFactory(name="<b>x</b>", slug="x")
    )
    html = curator.get(QUEUE).content.decode()
    assert "<script>alert(1)" not in html
    assert "<b>x</b>" not in html
