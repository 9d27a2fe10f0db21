"""What people type, and what comes of it: on a handful of places."""

import pytest
from geopy.exc import GeocoderNotFound, GeocoderTimedOut
from geopy.location import Location
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clinics.places.geocoder import (
    EmbeddedGeocoder,
    NeedsState,
    Place,
    SeveralPlaces,
    UnknownPlace,
    WholeState,
    curation_geocoder,
    locate,
    place_address,
    zip_points,
)
from clinics.places.models import PointSource
from tests.factories import CityFactory, StateFactory, ZipCodeFactory

pytestmark = pytest.mark.django_db


def city(name, usps, latitude=30.0, longitude=-90.0, population=1_000):
    return CityFactory(
        name=name,
        state=StateFactory(usps=usps),
        latitude=latitude,
        longitude=longitude,
        population=population,
    )


class FakeGeocoder(EmbeddedGeocoder.__base__):
    """Stands for a geocoder on the network."""

    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    def geocode(self, query, *, exactly_one=True, timeout=None):
        self.asked = query
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    "typed",
    [
        "78701",
        " 78701 ",
        "78701-1234",
        "787011234",
        "78701 1234",
        "78701–1234",
        "７８７０１",
        "Austin, TX 78701",
        "78701.",
        "#78701",
        "78701 TX",
        "78701-1234, Texas",
    ],
)
def test_a_zip_code_in_every_form_is_its_centre(typed):
    ZipCodeFactory(code="78701", city="Austin", region="TX", latitude=30.2713, longitude=-97.7426)
    assert locate(typed) == Place("Austin, TX 78701", 30.2713, -97.7426, "TX", "zip")


@pytest.mark.parametrize(
    "typed",
    [
        "Austin, TX", "austin,tx", "  AUSTIN ,  Tx ", "Austin TX", "Austin Texas", "Austin, Texas", "Austin",
        "Austin, TX, USA", "austin texas united states", "1 Example St, Austin, TX", "Austin, TX.",
        "TX, Austin", "Austin, Tex.", "Austin, T.X.", "Austin, State of Texas", "Austin, Texas State",
    ],
)  # fmt: skip
def test_a_city_in_every_form_is_its_centre(typed):
    city("Austin", "TX", 30.2672, -97.7431)
    assert locate(typed) == Place("Austin, TX", 30.2672, -97.7431, "TX", "city")


def test_a_city_known_by_its_letters():
    city("Los Angeles", "CA", population=3_800_000)
    assert locate("L.A.").label == locate("L. A., California").label == "Los Angeles, CA"
    assert locate("LA") == WholeState("LA")


def test_a_city_with_a_zip_code_that_nobody_knows_suggests_the_city():
    city("Lowell", "MA")
    ZipCodeFactory(code="99901", city="Ketchikan", region="AK")
    assert locate("Lowell, MA 99999").suggestions == ["Lowell, MA"]


def test_the_state_after_the_comma_wins():
    city("Washington", "DC", population=689_000)
    city("Washington", "IN")
    assert locate("Washington, IN").label == "Washington, IN"
    assert locate("Washington D.C.").label == "Washington, DC"


def test_a_city_that_stands_in_several_states_gets_a_choice_the_largest_first():
    city("Springfield", "IL", population=114_000)
    city("Springfield", "MO", population=169_000)
    outcome = locate("springfield")
    assert isinstance(outcome, SeveralPlaces)
    assert (outcome.name, outcome.state) == ("Springfield", "")
    assert [place.label for place in outcome.choices] == ["Springfield, MO", "Springfield, IL"]


def test_a_choice_holds_at_most_twelve():
    for usps in ("AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL"):
        city("Franklin", usps)
    assert len(locate("Franklin").choices) == 12


def test_a_state_alone_is_the_whole_state_although_a_town_bears_its_name():
    city("Texas", "MD", population=2_000)
    assert locate("Texas") == WholeState("TX")
    assert locate("tx") == WholeState("TX")


def test_a_name_of_a_state_and_of_a_great_city_gets_a_choice_of_both():
    city("New York", "NY", population=8_804_190)
    outcome = locate("new york")
    assert outcome.state == "NY"
    assert [place.label for place in outcome.choices] == ["New York, NY"]


def test_the_longer_state_name_is_read_first():
    city("Charleston", "WV")
    city("Charleston West", "VA")
    assert locate("Charleston West Virginia").label == "Charleston, WV"


def test_a_city_whose_last_word_is_a_state_is_still_found():
    city("Port Washington", "WI")
    assert locate("Port Washington").label == "Port Washington, WI"


def test_spaces_and_apostrophes_do_not_hide_a_city():
    city("Kaneohe", "HI")
    city("Coeur d'Alene", "ID")
    assert locate("Kane'ohe, HI").label == "Kaneohe, HI"
    assert locate("Coeur D Alene, ID").label == "Coeur d'Alene, ID"


def test_the_word_city_may_be_added():
    city("New York", "NY", population=8_804_190)
    assert locate("New York City").label == "New York, NY"


@pytest.mark.parametrize("region", ["AA", "AE", "AP", "FM", "MH", "PW"])
def test_a_zip_code_of_no_state_asks_for_the_state_of_care(region):
    ZipCodeFactory(code="09012", city="APO", region=region, latitude=None, longitude=None)
    assert locate("09012-0001") == NeedsState("09012")


def test_a_zip_code_without_a_point_still_says_its_state():
    ZipCodeFactory(code="96917", city="Inarajan", region="GU", latitude=None, longitude=None)
    assert locate("96917") == WholeState("GU")


def test_an_unknown_zip_code_suggests_the_nearest_numbers_of_its_first_three_digits():
    for code in ("78701", "78705", "78721", "78801"):
        ZipCodeFactory(code=code)
    assert locate("78706") == UnknownPlace(
        "78706", ["Austin, TX 78705", "Austin, TX 78701", "Austin, TX 78721"]
    )


def test_a_zip_code_that_lost_its_zero_is_suggested_and_not_guessed():
    ZipCodeFactory(code="02108", city="Boston", region="MA")
    assert locate("2108") == UnknownPlace("2108", ["Boston, MA 02108"])


def test_a_misspelled_city_suggests_the_right_one_and_the_larger_first():
    city("Minneapolis", "KS", population=1_900)
    city("Minneapolis", "MN", population=429_000)
    city("Duluth", "MN", population=86_000)
    assert locate("Minneapols") == UnknownPlace("Minneapols", ["Minneapolis, MN", "Minneapolis, KS"])
    assert locate("Mineapolis, MN").suggestions == ["Minneapolis, MN"]


def test_a_well_known_city_is_suggested_even_if_its_first_letter_is_wrong():
    city("Minneapolis", "MN", population=429_000)
    assert locate("Ninneapolis").suggestions == ["Minneapolis, MN"]


def test_a_city_in_the_wrong_state_suggests_the_state_where_it_is():
    city("Austin", "TX")
    assert locate("Austin, CA").suggestions == ["Austin, TX"]


def test_a_city_of_another_country_is_not_found_but_its_namesake_is_offered():
    city("Paris", "TX")
    assert locate("Paris, France") == UnknownPlace("Paris, France", ["Paris, TX"])


def test_every_suggestion_leads_to_a_place():
    city("O'Fallon", "MO")
    ZipCodeFactory(code="78701")
    texts = locate("OFallon, MO").suggestions + locate("78709").suggestions
    assert [locate(text).label for text in texts] == ["O'Fallon, MO", "Austin, TX 78701"]


@pytest.mark.parametrize("typed", ["", " ", ",", ", TX ,", "\x00", "😀", "--", "\u202e", "٣٤٥٦٧"])
def test_what_names_no_place_is_unknown(typed):
    assert isinstance(locate(typed), UnknownPlace | WholeState)


def test_an_overlong_text_is_cut_and_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert locate("x" * 10_000) == UnknownPlace("x" * 100, [])


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120) | st.from_regex(r"[A-Za-z .',]{0,20}, ?[A-Za-z]{2}|[0-9]{1,9}", fullmatch=True))
@example("NaN")
@example("'; DROP TABLE clinics_city; --")
@example("ﬃ" * 60)
def test_no_text_makes_it_fail(text):
    assert isinstance(locate(text), Place | SeveralPlaces | WholeState | NeedsState | UnknownPlace)


@pytest.mark.parametrize(
    ("typed", "queries"), [("78701", 1), ("Austin, TX", 1), ("Austin", 1), ("Austn, TX", 2), ("78709", 2)]
)
def test_a_known_place_costs_one_query_an_unknown_one_two(typed, queries, django_assert_num_queries):
    city("Austin", "TX")
    ZipCodeFactory(code="78701")
    with django_assert_num_queries(queries):
        locate(typed)


def test_points_of_many_zip_codes_come_in_one_query(django_assert_num_queries):
    ZipCodeFactory(code="78701", latitude=30.2713, longitude=-97.7426)
    ZipCodeFactory(code="09012", region="AE", latitude=None, longitude=None)
    with django_assert_num_queries(1):
        assert zip_points(["78701", "09012", "00000", "78701", "7870\x00", ""]) == {
            "78701": (30.2713, -97.7426)
        }


def test_more_than_five_thousand_zip_codes_are_asked_in_turns(django_assert_num_queries):
    with django_assert_num_queries(2):
        assert zip_points(f"{code:05d}" for code in range(5001)) == {}


def test_an_address_is_placed_by_its_zip_code():
    ZipCodeFactory(code="78701", latitude=30.2713, longitude=-97.7426)
    city("Austin", "TX", 30.2672, -97.7431)
    assert place_address("1 Example Street", "Austin", "TX", "787011234") == (
        30.2713,
        -97.7426,
        PointSource.ZIP,
    )


def test_an_address_without_a_known_zip_code_is_placed_by_its_city():
    city("Austin", "TX", 30.2672, -97.7431)
    for zip_code in ("", "78799", "n/a"):
        assert place_address("", "AUSTIN", "tx", zip_code) == (30.2672, -97.7431, PointSource.CITY)


def test_a_zip_code_of_another_state_is_a_slip_and_the_city_counts():
    ZipCodeFactory(code="97801", city="Pendleton", region="OR", latitude=45.6, longitude=-118.8)
    city("Austin", "TX", 30.2672, -97.7431)
    assert place_address("", "Austin", "TX", "97801") == (30.2672, -97.7431, PointSource.CITY)


def test_an_address_that_nobody_knows_has_no_point():
    assert place_address("", "Nowhere", "TX", "") is None
    assert place_address("", "", "", "") is None
    assert place_address("", "\x00", "\x00", "\x00") is None


def test_an_address_in_another_country_has_no_point():
    city("London", "KY")
    assert place_address("", "London", "ON", "") is None


def test_a_zip_code_alone_places_an_address():
    ZipCodeFactory(code="78701", latitude=30.2713, longitude=-97.7426)
    assert place_address("", "", "", "78701-0001") == (30.2713, -97.7426, PointSource.ZIP)


def test_a_curators_geocoder_places_the_street():
    geocoder = FakeGeocoder(Location("here", (30.1, -97.1), {}))
    placed = place_address("1 Example Street", "Austin", "TX", "78701", geocoder)
    assert placed == (30.1, -97.1, PointSource.STREET)
    assert geocoder.asked == "1 Example Street, Austin, TX 78701"


@pytest.mark.parametrize("answer", [None, GeocoderTimedOut("slow")])
def test_where_a_curators_geocoder_fails_the_zip_code_counts(answer):
    ZipCodeFactory(code="78701", latitude=30.2713, longitude=-97.7426)
    placed = place_address("1 Example Street", "Austin", "TX", "78701", FakeGeocoder(answer))
    assert placed == (30.2713, -97.7426, PointSource.ZIP)


def test_the_embedded_geocoder_never_claims_a_street():
    ZipCodeFactory(code="78701", latitude=30.2713, longitude=-97.7426)
    placed = place_address("1 Example Street", "Austin", "TX", "78701", EmbeddedGeocoder())
    assert placed[2] == PointSource.ZIP


def test_the_embedded_geocoder_speaks_geopy():
    city("Austin", "TX", 30.2672, -97.7431)
    found = EmbeddedGeocoder().geocode("Austin, TX", exactly_one=True, timeout=1)
    assert (found.address, found.latitude, found.longitude) == ("Austin, TX", 30.2672, -97.7431)
    assert EmbeddedGeocoder().geocode("Atlantis") is None


def test_the_embedded_geocoder_picks_none_of_several():
    city("Springfield", "IL")
    city("Springfield", "MO", population=169_000)
    assert EmbeddedGeocoder().geocode("Springfield") is None
    several = EmbeddedGeocoder().geocode("Springfield", exactly_one=False)
    assert [location.address for location in several] == ["Springfield, MO", "Springfield, IL"]


def test_curators_use_the_embedded_geocoder_unless_the_settings_name_another(settings):
    assert isinstance(curation_geocoder(), EmbeddedGeocoder)
    settings.CURATION_GEOCODER = "nominatim"
    settings.CURATION_GEOCODER_OPTIONS = {"user_agent": "clinicfinder-tests", "domain": "example.org"}
    assert curation_geocoder().domain == "example.org"


def test_a_geocoder_that_geopy_does_not_know_is_refused(settings):
    settings.CURATION_GEOCODER = "crystal-ball"
    with pytest.raises(GeocoderNotFound, match="crystal-ball"):
        curation_geocoder()
