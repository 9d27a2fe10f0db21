"""Proposals: what a clinic says, and what a curator makes of it."""

import pytest
from django.core.management import call_command

from clinics.desk import facts
from clinics.desk.proposals import propose
from clinics.models import Check, Clinic, Proposal
from tests import factories as make
from tests.desk.forms import as_sent
from tests.desk.helpers import curator, granted, proposal
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db

URL = "/clinics/harbor/care/"


@pytest.fixture
def clinic():
    return make.ClinicFactory(slug="harbor", description="Two lines\nof words.", wait_days=3)


@pytest.fixture
def keeper(client, clinic):
    claim = granted(clinic)
    client.force_login(claim.user)
    return client


@pytest.fixture
def staff(client):
    client.force_login(curator("view_proposal", "change_proposal"))
    return client


def typed(client, url=URL):
    """The form as a browser would send it back, untouched."""
    return as_sent(client.get(url).context["form"])


def side_by_side(client, subject, data):
    kind = "provider" if subject._meta.model_name == "provider" else "listing"
    return client.post(f"/admin/clinics/proposal/of/{kind}/{subject.pk}/", data, follow=True)


def test_an_untouched_form_proposes_nothing(keeper):
    assert keeper.post(URL, typed(keeper)).status_code == 302
    assert Proposal.objects.count() == 0


def test_each_changed_fact_is_one_proposal_and_nothing_else_changes(keeper, clinic):
    data = typed(keeper) | {"phone": "512-555-0199", "sliding_scale": "true", "wait_days": ""}
    keeper.post(URL, data)
    assert set(Proposal.objects.values_list("field", "old", "new", "origin")) == {
        ("phone", "+15125550123", "+15125550199", "claim"),
        ("sliding_scale", "", "True", "claim"),
        ("wait_days", "3", "", "claim"),
    }
    clinic.refresh_from_db()
    assert clinic.phone.as_e164 == "+15125550123"
    assert "3 changes wait" in Reading(keeper.get(URL).content.decode()).text


def test_the_form_shows_what_waits_and_a_second_word_replaces_the_first(keeper):
    keeper.post(URL, typed(keeper) | {"sliding_scale": "true", "phone_note": "Press 1"})
    assert typed(keeper)["sliding_scale"] == "true"
    keeper.post(URL, typed(keeper) | {"phone_note": "Press 2"})
    assert dict(Proposal.objects.values_list("field", "new")) == {
        "sliding_scale": "True",
        "phone_note": "Press 2",
    }
    keeper.post(URL, typed(keeper) | {"phone_note": ""})
    assert Proposal.objects.get().field == "sliding_scale"


def test_checks_status_and_rank_can_be_proposed_by_nobody(keeper, clinic):
    forged = {
        "status": "closed", "slug": "best", "npi": "1234567893", "verified_until": "2030-01-01", "name": "Best",
        "rating_mean": "5", "rating_count": "99", "is_demo": "on", "withheld": "on", "confirmed_on": "2026-11-25",
        "latitude": "1",
    }  # fmt: skip
    keeper.post(URL, typed(keeper) | forged)
    assert Proposal.objects.count() == 0
    for origin in Proposal.Origin.values:
        propose(clinic, {name: text for name, text in forged.items() if name != "name"}, origin)
    assert Proposal.objects.count() == 0
    assert Check.objects.count() == 0


@pytest.mark.parametrize(
    "field", ["status", "slug", "npi", "verified_until", "rating_mean", "pk", "nonsense", ""]
)
def test_a_proposal_of_anything_else_is_not_accepted(staff, clinic, field):
    row = proposal(clinic, field=field, new="closed", origin="registry")
    side_by_side(staff, clinic, {"all": "1"})
    row.refresh_from_db()
    assert row.state == "open"
    assert Clinic.objects.get().status == "published"
    assert staff.get("/admin/clinics/proposal/").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": "555"}, {"website": "javascript:x"}, {"email": "x"}, {"wait_days": "-1"}, {"zip_code": "1"},
        {"wait_days": "9" * 40}, {"description": "x" * 4001}, {"phone_note": "x" * 121}, {"phone_note": "\x00"},
        {"city": ""},
    ],
)  # fmt: skip
def test_mistakes_are_named_and_nothing_is_kept(keeper, wrong):
    response = keeper.post(URL, typed(keeper) | wrong)
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == wrong.keys()
    assert Proposal.objects.count() == 0


def test_a_telehealth_service_has_facts_of_its_own(client):
    service = make.TelemedicineServiceFactory(slug="lantern")
    client.force_login(granted(service).user)
    url = "/telehealth/lantern/care/"
    client.post(url, typed(client, url) | {"modality": "phone", "home_delivery": "false"})
    assert dict(Proposal.objects.values_list("field", "new")) == {
        "modality": "phone",
        "home_delivery": "False",
    }


def test_accepting_writes_the_fact_its_history_and_the_index(staff, clinic):
    wanted = {
        "accepting_new_patients": "True",
        "phone": "+15125550199",
        "wait_days": "",
        "emergency_plan": "We call 911.",
    }
    propose(clinic, wanted, "confirmation")
    page = staff.get(f"/admin/clinics/proposal/of/listing/{clinic.pk}/")
    assert "We call 911." in page.content.decode()
    side_by_side(staff, clinic, {"all": "1"})
    clinic.refresh_from_db()
    assert (clinic.accepting_new_patients, clinic.wait_days) == (True, None)
    assert clinic.phone.as_e164 == "+15125550199"
    assert set(Proposal.objects.values_list("state", "decided_by")) == {
        ("accepted", int(staff.session["_auth_user_id"]))
    }
    last = clinic.history.first()
    assert last.history_change_reason.startswith("Proposal ")
    assert str(last.history_user_id) == staff.session["_auth_user_id"]
    call_command("check_derived")


def test_a_difference_is_accepted_in_part(staff, clinic):
    yes, no, later = (
        proposal(clinic), proposal(clinic, "phone_extension", new="9"), proposal(clinic, "follow_up", new="A call"),
    )  # fmt: skip
    side_by_side(staff, clinic, {f"decision-{yes.pk}": "accept", f"decision-{no.pk}": "refuse"})
    states = dict(Proposal.objects.values_list("pk", "state"))
    assert states == {yes.pk: "accepted", no.pk: "refused", later.pk: "open"}
    clinic.refresh_from_db()
    assert (clinic.phone_note, clinic.phone_extension, clinic.follow_up) == ("Press 2", "", "")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("phone", "555"), ("wait_days", "soon"), ("wait_days", "-2"), ("email", "x"), ("website", "x"),
        ("sliding_scale", "perhaps"), ("city", ""), ("phone_note", "x" * 121),
    ],
)  # fmt: skip
def test_what_a_field_cannot_hold_stays_open_and_is_told(staff, clinic, field, text):
    row = proposal(clinic, field, old=facts.current(clinic, field), new=text)
    response = side_by_side(staff, clinic, {"all": "1"})
    assert facts.label(Clinic, field) in Reading(response.content.decode()).text
    row.refresh_from_db()
    assert row.state == "open"


def test_what_has_changed_since_must_be_seen_first(staff, clinic):
    row = proposal(clinic, old="Press 1")
    response = side_by_side(staff, clinic, {"all": "1"})
    assert "something else stands there now" in response.content.decode()
    row.refresh_from_db()
    assert row.state == "open"
    side_by_side(staff, clinic, {"all": "1", f"seen-{row.pk}": "on"})
    row.refresh_from_db()
    assert row.state == "accepted"


def test_a_new_address_moves_the_point_unless_somebody_placed_it(staff, clinic):
    make.ZipCodeFactory(code="79901", city="El Paso", latitude=31.76, longitude=-106.48)
    by_hand = make.ClinicFactory(point_source="hand")
    for place in (clinic, by_hand):
        proposal(place, "zip_code", old="78701", new="79901")
        side_by_side(staff, place, {"all": "1"})
        place.refresh_from_db()
        assert place.zip_code == "79901"
    assert round(clinic.latitude) == 32
    assert round(by_hand.latitude) == 30
    call_command("check_derived")


def test_a_registry_proposes_for_practitioners_too(staff):
    ada = make.ProviderFactory()
    row = proposal(
        ada, "last_name", ada.last_name, "Summer", listing_id=None, provider=ada, origin="registry"
    )
    side_by_side(staff, ada, {"all": "1"})
    row.refresh_from_db()
    ada.refresh_from_db()
    assert (row.state, ada.last_name) == ("accepted", "Summer")


def test_actions_of_the_list_decide_on_several_listings(staff, clinic):
    rows = [proposal(clinic), proposal(make.ClinicFactory())]
    data = {"_selected_action": [row.pk for row in rows]}
    staff.post("/admin/clinics/proposal/", data | {"action": "accept_chosen"})
    staff.post("/admin/clinics/proposal/", data | {"action": "refuse_chosen"})
    assert set(Proposal.objects.values_list("state", flat=True)) == {"accepted"}


def test_who_may_only_look_decides_nothing(client, clinic):
    row = proposal(clinic)
    client.force_login(curator("view_proposal"))
    page = f"/admin/clinics/proposal/of/listing/{clinic.pk}/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"all": "1"}).status_code == 403
    client.post("/admin/clinics/proposal/", {"action": "accept_chosen", "_selected_action": [row.pk]})
    client.force_login(curator())
    assert client.get(page).status_code == 403
    row.refresh_from_db()
    assert row.state == "open"


def test_lists_cost_the_same_whatever_their_length(staff, clinic, django_assert_max_num_queries):
    for field in facts.CARE_OF_CLINIC:
        proposal(clinic, field)
        proposal(make.ClinicFactory(), field)
    with django_assert_max_num_queries(12):
        assert staff.get("/admin/clinics/proposal/").status_code == 200
    with django_assert_max_num_queries(20):
        assert staff.get(f"/admin/clinics/proposal/of/listing/{clinic.pk}/").status_code == 200


@pytest.mark.parametrize("path", ["of/listing/999/", "of/nonsense/1/", "of/provider/1/", "999/change/"])
def test_what_is_not_there_is_not_found(staff, path):
    assert staff.get(f"/admin/clinics/proposal/{path}").status_code in (302, 404)
