"""The files that ship, loaded whole: every trap of American place names, on the real table."""

import pytest
from django.conf import settings
from django.db import transaction

from clinics.places.geocoder import NeedsState, Place, SeveralPlaces, locate
from clinics.places.loading import Count, PlaceFileError, load_places
from clinics.places.models import City, State, ZipCode
from clinics.places.points import miles_between

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def first_load(django_db_setup, django_db_blocker):
    """The whole table for this module alone: rolled back when it ends."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_places()
        transaction.set_rollback(True)


def test_the_first_load_creates_everything(first_load):
    assert first_load["states"] == Count(56, 0, 0)
    assert first_load["zip_codes"] == Count(42_017, 0, 0)
    assert first_load["cities"].created == City.objects.count() > 34_000


def test_a_second_load_changes_nothing(first_load):
    again = load_places()
    assert again["states"] == Count(0, 0, 56)
    assert again["zip_codes"] == Count(0, 0, 42_017)
    assert again["cities"] == Count(0, 0, first_load["cities"].created)


def test_a_load_sets_right_what_was_changed_and_keeps_its_id():
    austin = City.objects.get(name_key="austin", state="TX")
    City.objects.filter(pk=austin.pk).update(population=1, latitude=0)
    ZipCode.objects.filter(code="78701").delete()
    State.objects.filter(usps="GU").update(timezone="UTC")
    counts = load_places()
    assert counts["cities"][:2] == (0, 1)
    assert counts["zip_codes"][:2] == (1, 0)
    assert counts["states"][:2] == (0, 1)
    restored = City.objects.get(pk=austin.pk)
    assert (restored.population, restored.latitude) == (austin.population, austin.latitude)


def test_progress_sees_every_row_of_every_table(first_load):
    seen = {}

    def progress(rows, name):
        seen[name] = len(rows)
        return rows

    load_places(progress)
    assert seen == {name: count.created for name, count in first_load.items()}


@pytest.mark.parametrize(
    ("typed", "label", "point"),
    [
        ("Austin TX", "Austin, TX", (30.27, -97.74)),
        ("St. Louis, MO", "St. Louis, MO", (38.63, -90.20)),
        ("St Louis, MO", "St. Louis, MO", (38.63, -90.20)),
        ("saint louis, missouri", "St. Louis, MO", (38.63, -90.20)),
        ("New York, NY", "New York, NY", (40.71, -74.01)),
        ("NYC", "New York, NY", (40.71, -74.01)),
        ("Manhattan, NY", "Manhattan, NY", (40.78, -73.97)),
        ("Brooklyn, NY", "Brooklyn, NY", (40.65, -73.95)),
        ("Nome, AK", "Nome, AK", (64.50, -165.41)),
        ("San Juan, PR", "San Juan, PR", (18.47, -66.11)),
        ("San Juan, TX", "San Juan, TX", (26.19, -98.16)),
        ("Coeur d'Alene, ID", "Coeur d'Alene, ID", (47.68, -116.78)),
        ("COEUR D ALENE ID", "Coeur d'Alene, ID", (47.68, -116.78)),
        ("Ft. Worth, TX", "Fort Worth, TX", (32.73, -97.32)),
        ("Mt. Pleasant, SC", "Mount Pleasant, SC", (32.79, -79.86)),
        ("Winston Salem, NC", "Winston-Salem, NC", (36.10, -80.24)),
        ("Winston-Salem NC", "Winston-Salem, NC", (36.10, -80.24)),
        ("Canon City, CO", "Cañon City, CO", (38.44, -105.24)),
        ("Cañon City, CO", "Cañon City, CO", (38.44, -105.24)),
        ("Hagåtña, GU", "Hagåtña, GU", (13.48, 144.75)),
        ("Hagatna, Guam", "Hagåtña, GU", (13.48, 144.75)),
        ("Charlotte Amalie, VI", "Charlotte Amalie, VI", (18.34, -64.93)),
        ("Pago Pago, AS", "Pago Pago, AS", (-14.28, -170.70)),
        ("Saipan, MP", "Saipan, MP", (15.21, 145.75)),
        ("Washington, IN", "Washington, IN", (38.66, -87.17)),
        ("Washington, DC", "Washington, DC", (38.90, -77.04)),
        ("Kansas City, Kansas", "Kansas City, KS", (39.11, -94.63)),
        ("Port St. Lucie, FL", "Port Saint Lucie, FL", (27.29, -80.35)),
        ("00501", "Holtsville, NY 00501", (40.81, -73.05)),
        ("00901", "San Juan, PR 00901", (18.47, -66.10)),
        ("02108", "Boston, MA 02108", (42.36, -71.06)),
        ("99762", "Nome, AK 99762", (64.50, -165.40)),
        ("96913", "Barrigada, GU 96913", (13.47, 144.82)),
        ("96950", "Saipan, MP 96950", (15.19, 145.75)),
    ],
)
def test_a_trap_is_found_where_it_is(typed, label, point):
    place = locate(typed)
    assert isinstance(place, Place), place
    assert place.label == label
    assert miles_between(place.latitude, place.longitude, *point) < 5


@pytest.mark.parametrize("name", ["Winchester", "Springfield", "San Juan", "Washington", "Kansas City"])
def test_a_name_in_several_states_is_never_picked(name):
    outcome = locate(name)
    assert isinstance(outcome, SeveralPlaces)
    assert len({place.state for place in outcome.choices}) == len(outcome.choices) > 1


def test_the_best_known_of_several_stands_first():
    for name, label in (
        ("Brooklyn", "Brooklyn, NY"), ("Houston", "Houston, TX"), ("Washington", "Washington, DC"),
        ("Boston", "Boston, MA"), ("San Juan", "San Juan, PR"),
    ):  # fmt: skip
        assert locate(name).choices[0].label == label


@pytest.mark.parametrize("code", ["09012", "34001", "96201", "96941", "96960"])
def test_military_and_associated_zip_codes_ask_for_a_state(code):
    assert locate(code) == NeedsState(code)


def test_misspelled_minneapolis_is_suggested():
    assert locate("Minneapols").suggestions[0] == "Minneapolis, MN"
    assert locate("Minneapolis, WI").suggestions[0] == "Minneapolis, MN"


def test_every_zip_code_of_a_state_has_a_point_near_its_state():
    placeless = ZipCode.objects.filter(latitude=None).values_list("region", flat=True)
    assert set(placeless) == {"AA", "AE", "AP", "FM", "PW"}


def test_cities_stand_only_in_the_56_and_each_state_has_some():
    assert set(City.objects.values_list("state", flat=True)) == set(
        State.objects.values_list("usps", flat=True)
    )


def test_a_post_office_without_a_place_lies_amid_its_zip_codes():
    office = City.objects.get(name_key="holtsville", state="NY")
    assert miles_between(office.latitude, office.longitude, 40.815, -73.045) < 2


def test_a_missing_file_says_its_name_and_changes_nothing(tmp_path, settings):
    settings.FIXTURE_DIRS = [tmp_path]
    with pytest.raises(PlaceFileError, match=r"zip_us\.csv"):
        load_places()
    assert ZipCode.objects.count() == 42_017


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("zip,city,region,lat,lon\n78701,Austin,TX,north,-97.7\n", "zip_us.csv, line 2: .*north"),
        ("zip,city,region,lat,lon\n78701,Austin\n", "zip_us.csv, line 2: too many or too few"),
        ("code,city\n78701,Austin\n", "zip_us.csv: no column 'zip'"),
    ],
)
def test_a_damaged_file_says_where_and_changes_nothing(text, reason, tmp_path, settings):
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "zip_us.csv").write_text(text, encoding="utf-8")
    settings.FIXTURE_DIRS = [tmp_path]
    with pytest.raises(PlaceFileError, match=reason):
        load_places()
    assert ZipCode.objects.count() == 42_017


def test_the_credit_line_ships_with_the_data():
    readme = (settings.FIXTURE_DIRS[0] / "places" / "README.md").read_text(encoding="utf-8")
    assert "Postal code and place data (c) GeoNames, CC BY 4.0, https://www.geonames.org" in readme
