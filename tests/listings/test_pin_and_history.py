"""A pin from the geocoder's answers; and the way back to an earlier version."""

import pytest
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from clinics.listings import index
from clinics.models import Clinic, SearchEntry
from clinics.places import geocoder
from tests import factories as make

pytestmark = pytest.mark.django_db


class Streets(Geocoder):
    """Knows one address, twice."""

    def geocode(self, query, *, exactly_one=True, timeout=None):
        return [
            Location("100 Example Street, Austin", (30.30, -97.70), {}),
            Location("Elsewhere", (31.0, -97.0), {}),
        ]


@pytest.fixture
def clinic(monkeypatch):
    make.ZipCodeFactory()
    monkeypatch.setattr(geocoder, "curation_geocoder", Streets)
    made = make.ClinicFactory()
    index.refresh(listings=[made.pk])
    return made


def test_a_curator_chooses_one_of_the_answers_and_search_knows(admin_client, clinic):
    url = f"/admin/clinics/clinic/{clinic.pk}/geocode/"
    assert "Elsewhere" in admin_client.get(url).content.decode()
    before = SearchEntry.objects.get().x
    admin_client.post(url, {"answer": "0"})
    clinic.refresh_from_db()
    assert (clinic.latitude, clinic.longitude, clinic.point_source) == (30.30, -97.70, "hand")
    assert SearchEntry.objects.get().x != before
    assert "geocoder" in clinic.history.first().history_change_reason


@pytest.mark.parametrize("answer", ["", "7", "-1", "x", "9" * 30])
def test_an_answer_that_is_none_moves_nothing(admin_client, clinic, answer):
    before = Clinic.objects.values().get()
    assert (
        admin_client.post(f"/admin/clinics/clinic/{clinic.pk}/geocode/", {"answer": answer}).status_code
        == 200
    )
    assert Clinic.objects.values().get() == before


def test_where_the_geocoder_knows_nothing_it_says_so(admin_client, clinic, monkeypatch):
    monkeypatch.setattr(Streets, "geocode", lambda *args, **kwargs: None)
    page = admin_client.get(f"/admin/clinics/clinic/{clinic.pk}/geocode/")
    assert "has no answer" in page.content.decode()


def test_who_may_not_change_may_not_move(client, clinic):
    client.force_login(make.UserFactory(is_staff=True))
    assert client.post(f"/admin/clinics/clinic/{clinic.pk}/geocode/", {"answer": "0"}).status_code == 403


@pytest.fixture
def go_back(admin_client):
    """To the first version, by its form."""

    def sent(clinic, **changes):
        earlier = clinic.history.order_by("history_id").first()
        url = f"/admin/clinics/clinic/{clinic.pk}/history/{earlier.pk}/"
        form = admin_client.get(url).context["adminform"].form
        typed = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        posted = {name: value for name, value in typed.items() if value not in (None, [], "")}
        assert admin_client.post(url, posted | changes).status_code == 302
        clinic.refresh_from_db()

    return sent


def test_going_back_to_an_earlier_version_is_found_so(go_back):
    clinic = make.ClinicFactory(wait_days=3)
    clinic.wait_days = 30
    clinic.save()
    index.refresh(listings=[clinic.pk])
    go_back(clinic)
    assert clinic.wait_days == 3
    assert SearchEntry.objects.get().wait_days == 3


@pytest.mark.parametrize(
    ("typed", "kept"), [("", "Back to an earlier version"), ("Closed by mistake", "Closed by mistake")]
)
def test_going_back_to_an_earlier_status_says_so_by_itself(go_back, typed, kept):
    clinic = make.ClinicFactory(status="published")
    clinic.status = "closed"
    clinic.save()
    go_back(clinic, change_reason=typed)
    assert clinic.status == "published"
    assert clinic.history.latest().history_change_reason == kept


def test_the_history_tells_what_changed_in_the_words_of_the_form(admin_client):
    clinic = make.ClinicFactory(takes_insurance=None, phone_note="", status="draft")
    clinic.takes_insurance, clinic.phone_note, clinic.status = True, "Press 2", "published"
    clinic._change_reason = "A call with the front desk"
    clinic.save()
    page = admin_client.get(f"/admin/clinics/clinic/{clinic.pk}/history/").content.decode()
    assert "nothing → yes" in page
    assert "nothing → Press 2" in page
    assert "Draft → Published" in page
    assert "A call with the front desk" in page
