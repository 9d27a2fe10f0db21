"""What is shown as verified follows from checks alone, day by day, with no job running."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinics.listings import index
from clinics.listings.models import Clinic, Listing
from clinics.models import Check, License
from clinics.vetting import standing
from clinics.vetting.recording import record
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def found(client, path="/search/", **query):
    response = client.get(path, query)
    return {card.key: card.verified for card in response.context["results"]}


def test_a_clinic_with_every_check_is_found_as_verified(client):
    make.verified(make.ClinicFactory(slug="checked"))
    make.ClinicFactory(slug="other")
    index.rebuild()
    assert found(client) == {"clinic:checked": True, "clinic:other": False}
    assert found(client, verified="1") == {"clinic:checked": True}


def test_it_lapses_at_local_midnight_with_no_job_running(client):
    clinic = make.verified(make.ClinicFactory(slug="a"))
    person = clinic.affiliations.get().provider
    make.checked(person, "license", state_id="TX", valid_until=date(2026, 11, 25))
    last_minute = datetime(2026, 11, 25, 23, 59, tzinfo=ZoneInfo("America/Chicago"))
    for minutes, verified in ((0, True), (1, False)):
        with time_machine.travel(last_minute + timedelta(minutes=minutes)):
            assert found(client) == {"clinic:a": verified}


def test_it_begins_on_the_day_on_which_the_license_does(client):
    clinic = make.verified(make.ClinicFactory(slug="a"))
    person = clinic.affiliations.get().provider
    record([make.CheckFactory.build(
        kind="license", provider=person, state_id="TX", valid_from=date(2026, 12, 1), looked_at=NOW
    )])  # fmt: skip
    assert found(client) == {"clinic:a": False}
    with time_machine.travel(datetime(2026, 12, 1, 0, 1, tzinfo=ZoneInfo("America/Chicago"))):
        assert found(client) == {"clinic:a": True}


def test_a_service_is_verified_state_by_state(client):
    service = make.TelemedicineServiceFactory(slug="far", states=["TX", "CA"])
    make.verified(service, states=["TX"])
    california = make.StateFactory(usps="CA")
    make.LicenseFactory(provider=service.affiliations.get().provider, state=california)
    index.rebuild()
    assert found(client, state="TX") == {"telehealth:far": True}
    assert found(client, state="CA") == {"telehealth:far": False}
    page = client.get("/telehealth/far/").content.decode()
    assert "Verified by us in Texas only, not yet elsewhere." in page


def test_a_practitioner_is_verified_in_the_state_of_the_license(client):
    person = make.ProviderFactory(slug="ada", state=make.StateFactory(usps="TX"))
    make.verified(person)
    assert found(client, "/providers/", state="TX") == {"provider:ada": True}


def test_a_newer_failed_check_takes_it_back_at_once_and_a_newer_passed_one_gives_it_again():
    clinic = make.verified(make.ClinicFactory(), looked_at=NOW - timedelta(days=3))
    for days, outcome, verified in ((2, "failed", False), (1, "passed", True), (0, "unknown", True)):
        make.checked(clinic, "contact", outcome=outcome, looked_at=NOW - timedelta(days=days))
        clinic.refresh_from_db()
        assert (clinic.verified_from is not None) == verified


def test_a_possible_match_changes_nothing_in_public(client):
    clinic = make.verified(make.ClinicFactory(slug="a"))
    person = clinic.affiliations.get().provider
    make.checked(person, "exclusion", outcome="possible")
    assert found(client) == {"clinic:a": True}
    assert "possible" not in client.get("/clinics/a/").content.decode().lower()


def test_an_excluded_person_and_the_places_where_they_work_leave_the_results_at_once(client):
    clinic = make.verified(make.ClinicFactory(slug="a"))
    person = clinic.affiliations.get().provider
    make.checked(person, "exclusion", outcome="failed")
    assert found(client) == {}
    assert found(client, "/providers/") == {}
    assert client.get("/clinics/a/").status_code == 200
    make.checked(person, "exclusion", outcome="passed")
    assert found(client) == {"clinic:a": True}


def test_somebody_who_has_left_takes_their_checks_along(client):
    clinic = make.verified(make.ClinicFactory(slug="a"))
    clinic.affiliations.all().delete()
    index.refresh(listings=[clinic.pk])
    assert found(client) == {"clinic:a": False}


def test_offering_esketamine_without_rems_ends_it(client):
    clinic = make.verified(make.ClinicFactory(slug="a"))
    make.OfferFactory(listing=clinic, treatment=make.TreatmentFactory(slug="esketamine-spravato"))
    index.refresh(listings=[clinic.pk])
    assert found(client) == {"clinic:a": False}
    make.checked(clinic, "rems")
    assert found(client) == {"clinic:a": True}


def test_a_check_is_never_changed():
    check = make.CheckFactory(listing=make.ClinicFactory())
    for column, value in (("outcome", "failed"), ("said", "x"), ("looked_at", NOW - timedelta(days=9))):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            Check.objects.filter(pk=check.pk).update(**{column: value})


def test_but_a_merge_may_give_it_to_another_listing_and_its_author_may_go():
    author = make.UserFactory()
    check = make.CheckFactory(listing=make.ClinicFactory(), looked_by=author)
    Check.objects.filter(pk=check.pk).update(listing=make.ClinicFactory())
    author.delete()
    check.refresh_from_db()
    assert check.looked_by is None


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": "license"},
        {"kind": "license", "state_id": "TX"},
        {"kind": "contact", "state_id": "TX"},
        {"kind": "nonsense"},
        {"outcome": "perhaps"},
        {"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)},
    ],
)
def test_a_check_of_a_clinic_cannot_say_what_cannot_be(columns):
    make.StateFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        make.CheckFactory(listing=make.ClinicFactory(), **columns)


def test_a_check_has_exactly_one_subject():
    with pytest.raises(DatabaseError), transaction.atomic():
        make.CheckFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        make.CheckFactory(listing=make.ClinicFactory(), provider=make.ProviderFactory())


def test_the_law_of_yesterday_can_be_asked():
    clinic = make.verified(make.ClinicFactory(), looked_at=NOW - timedelta(days=10))
    make.checked(clinic, "contact", outcome="failed", looked_at=NOW - timedelta(days=1))
    before = standing.gather_listings([clinic.pk], before=NOW - timedelta(days=2))[clinic.pk]
    assert before.stands("TX", NOW - timedelta(days=2))
    assert not standing.gather_listings([clinic.pk])[clinic.pk].stands("TX", NOW)


def test_check_derived_tells_what_does_not_follow_from_checks():
    clinic = make.verified(make.ClinicFactory())
    assert list(standing.disagreements([clinic.pk], [])) == []
    Listing.objects.filter(pk=clinic.pk).update(withheld=True)
    assert len(list(standing.disagreements([clinic.pk], []))) == 1


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    ids = [make.verified(make.ClinicFactory()).pk for _ in range(12)]
    with django_assert_max_num_queries(15):
        standing.write(ids, [])


@pytest.mark.parametrize(
    "columns", [{"status": "revoked"}, {"status": "inactive"}, {"expires_on": date(2026, 11, 24)}]
)
def test_a_license_that_no_longer_stands_ends_it_whatever_was_checked(client, columns):
    clinic = make.verified(make.ClinicFactory(slug="a"))
    License.objects.update(**columns)
    index.refresh(providers=[clinic.affiliations.get().provider_id])
    assert found(client) == {"clinic:a": False}


def test_a_nurses_license_verifies_no_prescriber(client):
    clinic = make.verified(make.ClinicFactory(slug="a"))
    License.objects.update(type="rn")
    index.refresh(listings=[clinic.pk])
    assert found(client) == {"clinic:a": False}


@pytest.mark.parametrize(
    ("kind", "column", "value"),
    [("contact", "website", "https://example.org/new"), ("npi", "npi", make.well_formed_npi(2))],
)
def test_a_check_of_a_number_or_address_that_changed_since_counts_no_more(client, kind, column, value):
    clinic = make.verified(make.ClinicFactory(slug="a", npi=make.well_formed_npi(1)))
    record([make.CheckFactory.build(kind=kind, listing=clinic, looked_at=NOW)])
    assert found(client) == {"clinic:a": True}
    Listing.objects.filter(pk=clinic.pk).update(**{column: value})
    index.refresh(listings=[clinic.pk])
    assert found(client) == {"clinic:a": False}
    assert "It no longer counts" in client.get("/clinics/a/").content.decode()
    record([make.CheckFactory.build(kind=kind, listing=clinic, looked_at=NOW)])
    assert found(client) == {"clinic:a": True}


kinds = st.sampled_from(["npi", "contact", "exclusion", "person-exclusion", "license"])
histories = st.lists(
    st.tuples(
        kinds,
        st.sampled_from(["passed", "passed", "passed", "failed", "possible", "unknown"]),
        st.integers(0, 400),
        st.none() | st.integers(-50, 400),
    ),
    max_size=14,
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories, ahead=st.integers(0, 60))
def test_over_any_history_of_checks_it_is_verified_exactly_when_the_policy_says_so(history, ahead):
    """An independent reading of the policy, day by day, against the columns that search reads."""
    with transaction.atomic():
        clinic = make.ClinicFactory()
        person = make.AffiliationFactory(listing=clinic).provider
        for kind, outcome, ago, until in history:
            personal = kind in ("person-exclusion", "license")
            make.CheckFactory(
                kind=kind.removeprefix("person-"),
                outcome=outcome,
                state_id="TX" if kind == "license" else None,
                looked_at=NOW - timedelta(days=ago),
                valid_until=None if until is None else (NOW + timedelta(days=until - ago)).date(),
                **{"provider" if personal else "listing": person if personal else clinic},
            )
        index.refresh(listings=[clinic.pk])
        clinic = Clinic.objects.get(pk=clinic.pk)
        with time_machine.travel(NOW + timedelta(days=ahead), tick=False):
            shown = bool(
                clinic.verified_from
                and clinic.verified_from <= NOW + timedelta(days=ahead) < clinic.verified_until
            )
        assert shown == _expected(history, NOW.date() + timedelta(days=ahead))
        transaction.set_rollback(True)


def _expected(history, on):
    good_for = {"npi": 365, "contact": 180, "exclusion": 75, "person-exclusion": 75, "license": 365}
    for kind, good_days in good_for.items():
        counting = [
            (-ago, number, outcome, until)
            for number, (its_kind, outcome, ago, until) in enumerate(history)
            if its_kind == kind and outcome in ("passed", "failed")
        ]
        if not counting:
            return False
        ago, _, outcome, until = max(counting)
        looked = NOW.date() + timedelta(days=ago)
        if outcome == "failed" or not looked <= on < looked + timedelta(days=good_days):
            return False
        if until is not None and on > looked + timedelta(days=until):
            return False
    return True
