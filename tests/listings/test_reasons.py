"""Who changes a status says why, and the history keeps it."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group

from clinics.models import Clinic, Provider, TelemedicineService
from tests import factories as make
from tests.listings.submission import HARBOR, address, errors, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texas_places")]
MISSING = {"change_reason": ["Say why the status is this one."]}
NEW = [
    (Clinic, HARBOR),
    (TelemedicineService, {"name": "Far Lantern", "states": ["TX"]}),
    (Provider, {"first_name": "Ada", "last_name": "Lark"}),
]


def reason(subject):
    return subject.history.latest().history_change_reason


@pytest.mark.parametrize(
    "factory", [make.ClinicFactory, make.TelemedicineServiceFactory, make.ProviderFactory]
)
def test_a_status_changed_without_a_reason_is_refused_and_nothing_is_lost(change, factory):
    subject = factory(status="published")
    response = change(subject, status="suspended", phone="512-555-0199", change_reason="  ")
    assert errors(response) == MISSING
    assert shown(response)["phone"] == "512-555-0199"
    assert subject.status == "published"
    change(subject, status="suspended", change_reason="Asked by phone")
    assert (subject.status, reason(subject)) == ("suspended", "Asked by phone")


@pytest.mark.parametrize(("model", "fields"), NEW)
def test_a_new_one_that_is_no_draft_needs_a_reason(add, model, fields):
    assert errors(add(model, **fields | {"status": "published", "change_reason": ""})) == MISSING
    assert not model.objects.exists()
    add(model, **fields | {"status": "published", "change_reason": "Seen on its website"})
    assert reason(model.objects.get()) == "Seen on its website"


@pytest.mark.parametrize(("model", "fields"), NEW)
def test_a_draft_needs_none(add, model, fields):
    add(model, **fields | {"status": "draft", "change_reason": ""})
    assert model.objects.get().status == "draft"


def test_any_other_change_may_have_a_reason_and_needs_none(change):
    clinic = make.ClinicFactory()
    change(clinic, wait_days="9")
    assert (clinic.wait_days, reason(clinic)) == (9, None)
    change(clinic, wait_days="8", change_reason="They said so")
    assert reason(clinic) == "They said so"
    assert LogEntry.objects.latest("pk").get_change_message() == "Changed Wait for a first visit, in days."


def test_a_long_reason_is_cut_where_the_history_ends(change):
    clinic = make.ClinicFactory()
    change(clinic, status="closed", change_reason="é" * 150)
    assert reason(clinic) == "é" * 100


def test_the_form_asks_why_and_who_may_only_look_is_not_asked(admin_client, client):
    clinic = make.ClinicFactory()
    page = admin_client.get(address(clinic)).content.decode()
    assert "Needed when the status changes; it stands in the history" in page
    moderator = make.UserFactory(is_staff=True)
    moderator.groups.add(Group.objects.get(name="Review moderator"))
    client.force_login(moderator)
    page = client.get(address(clinic))
    assert page.status_code == 200
    assert "Why?" not in page.content.decode()
