"""The curators' queue of possible exclusions."""

import pytest
from django.contrib.auth.models import Group

from clinicfinder import clock
from clinics.models import Exclusion, ExclusionMatch, ImportRun
from tests import factories as make
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db
QUEUE = "/admin/clinics/exclusionmatch/"


@pytest.fixture
def curator(client):
    user = make.UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name="Curator"))
    client.force_login(user)
    return client


def match_of(key, **subject):
    subject = subject or {"provider": make.ProviderFactory()}
    return ExclusionMatch.objects.create(key=key, listed=f"MARROWBY, EDITH | {key}", **subject)


def decide(curator, match, **answer):
    return curator.post(f"{QUEUE}{match.pk}/change/", answer)


def test_those_that_nobody_decided_come_first_and_the_oldest_at_the_top(curator):
    done, older, newer = match_of("a"), match_of("b"), match_of("c")
    ExclusionMatch.objects.filter(pk=done.pk).update(decision="confirmed")
    shown = curator.get(QUEUE).context["cl"].result_list
    assert [match.pk for match in shown] == [older.pk, newer.pk, done.pk]
    shown = curator.get(QUEUE, {"decision__exact": "open"}).context["cl"].result_list
    assert [match.pk for match in shown] == [older.pk, newer.pk]


def test_a_match_links_to_its_subject(curator):
    clinic, service, ada = make.ClinicFactory(), make.TelemedicineServiceFactory(), make.ProviderFactory()
    for key, subject in [("a", {"listing": clinic}), ("b", {"listing": service}), ("c", {"provider": ada})]:
        match_of(key, **subject)
    links = [a.get("href") for a in Reading(curator.get(QUEUE).content.decode()).attributes("a")]
    assert f"/admin/clinics/clinic/{clinic.pk}/change/" in links
    assert f"/admin/clinics/telemedicineservice/{service.pk}/change/" in links
    assert f"/admin/clinics/provider/{ada.pk}/change/" in links


def test_confirmed_it_takes_the_subject_out_of_the_results(curator):
    match = match_of("a")
    assert decide(curator, match, decision="confirmed", reason="").status_code == 302
    match.refresh_from_db()
    assert match.decision == "confirmed"
    assert match.decided_by is not None
    assert match.provider.withheld
    assert [check.outcome for check in match.provider.checks.all()] == ["failed"]


def test_refused_with_a_reason_it_clears_the_subject(curator):
    match = match_of("a")
    decide(curator, match, decision="refused", reason="Born in 1984.")
    match.refresh_from_db()
    assert (match.decision, match.reason) == ("refused", "Born in 1984.")
    assert [check.note for check in match.provider.checks.all()] == ["Born in 1984."]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"decision": "refused", "reason": "  "}, "Say why it is somebody else."),
        ({"reason": "Why not"}, "Choose whether it is the same."),
        ({"decision": "open", "reason": ""}, "Select a valid choice"),
    ],
)
def test_without_a_decision_or_its_reason_nothing_is_stored(curator, answer, message):
    match = match_of("a")
    page = decide(curator, match, **answer)
    assert page.content.decode().count(message) == 1
    match.refresh_from_db()
    assert match.decision == "open"
    assert not match.provider.checks.exists()


def test_what_the_list_says_is_not_rewritten(curator):
    match = match_of("a")
    decide(curator, match, decision="refused", reason="Born in 1984.", listed="NOBODY", by_npi="on")
    match.refresh_from_db()
    assert (match.listed, match.by_npi) == ("MARROWBY, EDITH | a", False)


def test_nobody_adds_or_deletes_a_match(curator):
    match = match_of("a")
    assert curator.get(f"{QUEUE}add/").status_code == 403
    assert curator.post(f"{QUEUE}{match.pk}/delete/", {"post": "yes"}).status_code == 403


def test_only_staff_with_the_right_see_the_queue(client):
    client.force_login(make.UserFactory(is_staff=False))
    assert client.get(QUEUE).status_code == 302
    client.force_login(make.UserFactory(is_staff=True))
    assert client.get(QUEUE).status_code == 403


@pytest.mark.parametrize("number", [1, 25])
def test_the_queue_costs_the_same_queries_whatever_its_length(curator, number, django_assert_max_num_queries):
    for key in range(number):
        match_of(str(key))
    with django_assert_max_num_queries(11):
        assert curator.get(QUEUE).status_code == 200


def test_the_list_is_only_read(client, django_assert_max_num_queries):
    client.force_login(make.UserFactory(is_staff=True, is_superuser=True))
    run = ImportRun.objects.create(source="leie", file_name="UPDATED.csv", applied_at=clock.now())
    row = Exclusion.objects.create(
        key="k", name="MARROWBY, EDITH", name_key="x", is_business=False, run=run, line=2
    )
    with django_assert_max_num_queries(15):
        assert "MARROWBY" in client.get("/admin/clinics/exclusion/").content.decode()
    assert client.get("/admin/clinics/exclusion/add/").status_code == 403
    assert client.post(f"/admin/clinics/exclusion/{row.pk}/change/", {}).status_code == 403
