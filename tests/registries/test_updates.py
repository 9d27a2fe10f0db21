"""A later file: what it changes, and what a curator's word withstands."""

import pytest

from clinics.listings import index
from clinics.models import Clinic, License, Listing, Provider, RegistryRecord
from tests import factories as make
from tests.registries.extracts import (
    CLINIC,
    LOCATIONS,
    OTHER,
    OTHER_NAMES,
    PERSON,
    address,
    deactivated,
    location,
    organisation,
    other_name,
    person,
    write,
)

UPDATED, OFF, ON = "Last Update Date", "NPI Deactivation Date", "NPI Reactivation Date"


@pytest.fixture
def take(run, tmp_path):
    """Import these rows, all of them chosen; tell the last line."""

    def imported(*rows, **options):
        return run(write(tmp_path / "npi.csv", rows), match=".", **options)[-1]

    return imported


@pytest.fixture
def later(take):
    """Import these rows as they stood in 2024."""
    return lambda *rows, **options: take(*(row | {UPDATED: "05/06/2024"} for row in rows), **options)


def clinic():
    return Clinic.objects.get(records__place="")


def test_an_address_that_a_curator_edited_stays_with_its_point(take, later):
    take(organisation())
    Clinic.objects.update(unit="Rear door", latitude=30.3, longitude=-97.8, point_source="street")
    later(organisation(**address(city="OKLAHOMA CITY", state="OK", code="73102", phone="5125550177")))
    kept = clinic()
    assert (kept.street, kept.unit, kept.city, kept.state_id) == ("12 Birch St", "Rear door", "Austin", "TX")
    assert (kept.latitude, kept.point_source) == (30.3, "street")
    assert str(kept.phone) == "(512) 555-0177"


def test_a_point_by_a_geocoder_stays_until_the_address_changes(take, later):
    take(organisation())
    Clinic.objects.update(latitude=30.3, longitude=-97.8, point_source="street")
    later(organisation(**address(phone="5125550177")))
    assert (clinic().latitude, clinic().point_source) == (30.3, "street")
    later(organisation(**address(city="OKLAHOMA CITY", state="OK", code="73102")))
    assert (clinic().latitude, clinic().point_source) == (35.47, "zip")


def test_an_address_whose_zip_code_we_do_not_know_is_placed_by_its_city_or_not_at_all(take, later):
    make.CityFactory()
    take(organisation(**address(code="78799")))
    assert (clinic().latitude, clinic().point_source) == (30.2672, "city")
    later(organisation(**address(city="NOWHERE", code="78799")))
    assert (clinic().latitude, clinic().longitude, clinic().point_source) == (None, None, "")


def test_a_field_that_a_curator_filled_is_not_taken_away_and_an_empty_one_stays_the_registrys(take, later):
    take(organisation(**address(phone="")))
    later(organisation(**address(phone="5125550177")))
    assert str(clinic().phone) == "(512) 555-0177"
    Clinic.objects.update(phone="+15125550188")
    later(organisation(**address(phone="")))
    assert str(clinic().phone) == "(512) 555-0188"


@pytest.mark.parametrize("status", ["suspended", "closed", "draft"])
def test_a_status_that_a_curator_chose_stays(take, later, status):
    take(organisation(), publish=True)
    Clinic.objects.update(status=status)
    later(organisation(name="BIRCH KETAMINE CENTER"), publish=True)
    assert (clinic().status, clinic().name) == (status, "Birch Ketamine Center")


def test_drafts_are_published_by_a_later_run_and_published_ones_stay_without_it(take):
    take(organisation())
    assert take(organisation(), publish=True) == "read=1 created=0 updated=1 left=0 rejected=0"
    assert clinic().status == "published"
    assert take(organisation()) == "read=1 created=0 updated=0 left=1 rejected=0"
    assert clinic().status == "published"


def test_a_listing_that_a_curator_deleted_is_not_made_again(take, later):
    take(organisation(), person())
    Clinic.objects.all().delete()
    Provider.objects.all().delete()
    assert later(organisation(), person()) == "read=2 created=0 updated=0 left=2 rejected=0"
    assert not Listing.objects.exists()
    assert not Provider.objects.exists()


def test_a_clinic_that_a_curator_entered_first_is_left_and_gets_the_record_beside_it(take):
    entered = make.ClinicFactory(npi=CLINIC, name="Birch", status="draft", phone="")
    assert take(organisation(), publish=True) == "read=1 created=0 updated=0 left=1 rejected=0"
    same = clinic()
    assert (same.pk, same.name, same.status, same.source, same.phone) == (
        entered.pk,
        "Birch",
        "draft",
        "curator",
        "",
    )


def test_a_number_never_passes_from_a_person_to_an_organisation(take, later):
    take(person())
    assert later(organisation(PERSON)) == "read=1 created=0 updated=0 left=0 rejected=1"
    assert not Clinic.objects.exists()


def test_licenses_follow_the_registry_but_for_those_that_a_curator_looked_up(take, later):
    second = {"Provider License Number_2": "Z9"}
    take(person() | second)
    License.objects.filter(number="Z9").update(status="active")
    later(person() | {"Provider License Number_1": "Q5678"})
    assert list(License.objects.order_by("number").values_list("number", "status")) == [
        ("Q5678", "unknown"),
        ("Z9", "active"),
    ]


def test_a_license_that_a_curator_deleted_does_not_come_back(take, later):
    take(person())
    License.objects.all().delete()
    later(person() | {"Provider Middle Name": "RAE"})
    assert not License.objects.exists()
    assert Provider.objects.get().middle_name == "Rae"


def test_a_deactivated_clinic_leaves_the_results(take, client):
    take(organisation(), person(), publish=True)
    assert client.get("/search/", {"state": "TX"}).context["found"].total == 1
    assert client.get("/providers/", {"state": "TX"}).context["found"].total == 1
    assert take(deactivated(CLINIC), deactivated(PERSON)) == "read=2 created=0 updated=2 left=0 rejected=0"
    assert client.get("/search/", {"state": "TX"}).context["found"].total == 0
    assert client.get("/providers/", {"state": "TX"}).context["found"].total == 0
    assert take(deactivated(CLINIC), deactivated(PERSON)) == "read=2 created=0 updated=0 left=2 rejected=0"


@pytest.mark.parametrize(("publish", "status"), [(False, "draft"), (True, "published")])
def test_a_reactivated_clinic_comes_back_as_a_draft_or_published_if_asked(take, publish, status):
    take(organisation(), publish=True)
    take(deactivated(CLINIC, on="05/06/2021"))
    take(organisation() | {OFF: "05/06/2021", ON: "07/08/2021", UPDATED: "07/08/2021"}, publish=publish)
    assert clinic().status == status
    assert RegistryRecord.objects.get().deactivated_on is None


@pytest.mark.parametrize(
    "word",
    [
        {"website": "https://example.org/birch"},
        {"description": "Two quiet rooms."},
        {"wait_days": 7},
        {"accepting_new_patients": True},
        {"confirmed_on": "2026-11-01"},
        {"name": "Birch Tree"},
        {"point_source": "hand"},
    ],
    ids=lambda word: next(iter(word)),
)
def test_a_clinic_of_which_a_curator_wrote_anything_stays_and_is_named(run, tmp_path, take, word):
    take(organisation(), publish=True)
    Clinic.objects.update(**word)
    lines = run(write(tmp_path / "off.csv", [deactivated(CLINIC)]))
    assert clinic().status == "published"
    assert str(RegistryRecord.objects.get().deactivated_on) == "2021-05-06"
    assert any(CLINIC in line and "for a curator to decide" in line for line in lines)


def test_languages_that_a_curator_chose_count_as_their_word(take):
    take(organisation(), person(), publish=True)
    spanish = make.LanguageFactory()
    clinic().languages.add(spanish)
    Provider.objects.get().languages.add(spanish)
    take(deactivated(CLINIC), deactivated(PERSON))
    assert clinic().status == Provider.objects.get().status == "published"


def test_a_license_that_a_curator_looked_up_counts_as_their_word(take):
    take(person(), publish=True)
    License.objects.update(status="active")
    take(deactivated(PERSON))
    assert Provider.objects.get().status == "published"


def test_an_older_file_takes_nothing_back(take, later):
    later(organisation(name="BIRCH KETAMINE CENTER"))
    assert take(organisation()) == "read=1 created=0 updated=0 left=1 rejected=0"
    assert clinic().name == "Birch Ketamine Center"


def test_an_older_file_does_not_wake_a_number_deactivated_since(take):
    take(organisation(), publish=True)
    take(deactivated(CLINIC))
    take(organisation(), publish=True)
    assert clinic().status == "suspended"


def test_an_older_file_does_not_switch_off_a_number_reactivated_since(take):
    take(organisation() | {OFF: "05/06/2010", ON: "07/08/2012"}, publish=True)
    assert take(deactivated(CLINIC, on="05/06/2010")) == "read=1 created=0 updated=0 left=1 rejected=0"
    assert clinic().status == "published"


@pytest.mark.parametrize("absurd", ["31.12.2020", "soon"])
def test_a_wrong_update_date_is_rejected_at_once_and_does_not_bar_a_later_row(take, absurd):
    assert take(organisation() | {UPDATED: absurd}) == "read=1 created=0 updated=0 left=0 rejected=1"
    assert take(organisation()) == "read=1 created=1 updated=0 left=0 rejected=0"


def test_a_main_file_alone_keeps_the_trade_name_that_an_other_name_file_told(run, tmp_path, later):
    names = write(tmp_path / "names.csv", [other_name(CLINIC, "QUIET SPRAVATO")], OTHER_NAMES)
    run(write(tmp_path / "npi.csv", [organisation(name="HOLLOW LLC")]), other_names=names)
    later(organisation(name="HOLLOW HOLDINGS LLC"))
    assert (clinic().name, clinic().organisation) == ("Quiet Spravato", "Hollow Holdings LLC")


def test_each_further_location_is_a_clinic_of_its_own_and_follows_its_organisation(run, tmp_path, later):
    rows = [
        location(CLINIC, "5 ELM ST", "OKLAHOMA CITY", "OK", "73102"),
        location(OTHER, "1 X", "Y", "TX", "1"),
    ]
    places = write(tmp_path / "places.csv", rows, LOCATIONS)
    run(write(tmp_path / "npi.csv", [organisation()]), locations=places, publish=True)
    later(organisation(name="BIRCH KETAMINE CENTER"))
    assert sorted(Clinic.objects.values_list("name", "street", "state", "latitude")) == [
        ("Birch Ketamine Center", "12 Birch St", "TX", 30.2713),
        ("Birch Ketamine Center", "5 Elm St", "OK", 35.47),
    ]
    assert set(Clinic.objects.values_list("npi", "source")) == {(CLINIC, "nppes")}
    later(deactivated(CLINIC))
    assert set(Clinic.objects.values_list("status", flat=True)) == {"suspended"}
    assert list(index.disagreements()) == []


def test_a_further_location_that_is_the_main_address_stands_once(run, tmp_path):
    same = location(CLINIC, "12 BIRCH  ST", "AUSTIN", "TX", "78701-1234")
    same["Provider Secondary Practice Location Address-  Address Line 2"] = "STE 4"
    places = write(tmp_path / "places.csv", [same], LOCATIONS)
    run(write(tmp_path / "npi.csv", [organisation()]), locations=places)
    assert Clinic.objects.count() == 1


def test_a_further_location_that_is_on_no_map_is_told_and_the_rest_goes_in(run, tmp_path):
    rows = [location(CLINIC, "5 ELM ST", "TORONTO", "ON", "73102")]
    places = write(tmp_path / "places.csv", rows, LOCATIONS)
    lines = run(write(tmp_path / "npi.csv", [organisation()]), locations=places)
    assert "Rejected: places.csv, line 2: “ON” is not a state or territory" in lines
    assert "Rejected rows of the other files: 1." in lines
    assert lines[-1] == "read=1 created=1 updated=0 left=0 rejected=0"
