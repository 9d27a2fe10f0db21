"""Open clinics near one that has closed."""

import pytest

from clinics.listings import index
from clinics.pages.nearby import Nearby, clinics_near
from tests import factories as make

pytestmark = pytest.mark.django_db

# A degree of latitude is 68.9 miles near Austin.
AUSTIN = (30.2713, -97.7426)


def clinic(slug, *, north, **fields):
    return make.ClinicFactory(slug=slug, latitude=AUSTIN[0] + north, longitude=AUSTIN[1], **fields)


def found():
    index.rebuild()
    return [(near.clinic.slug, round(near.miles, 1)) for near in clinics_near(*AUSTIN)]


def test_the_three_nearest_come_in_order():
    for slug, north in (("c", 0.3), ("a", 0.1), ("d", 0.4), ("b", -0.2)):
        clinic(slug, north=north)
    assert found() == [("a", 6.9), ("b", 13.8), ("c", 20.7)]


def test_only_where_nothing_is_close_does_it_look_further_out():
    clinic("far", north=2)
    assert found() == [("far", 137.8)]
    clinic("close", north=0.5)
    assert found() == [("close", 34.4)]


def test_beyond_250_miles_nothing_is_nearby():
    clinic("remote", north=4)
    assert found() == []


@pytest.mark.parametrize("status", ["draft", "suspended", "closed"])
def test_only_published_clinics_are_suggested(status):
    clinic("hidden", north=0.1, status=status)
    assert found() == []


def test_demo_clinics_are_suggested_only_where_they_are_shown(settings):
    clinic("demo", north=0.1, is_demo=True)
    settings.SHOW_DEMO = True
    assert [slug for slug, _ in found()] == ["demo"]
    settings.SHOW_DEMO = False
    assert found() == []


def test_a_service_is_no_place_nearby():
    make.TelemedicineServiceFactory(states=["TX"])
    assert found() == []


def test_without_a_point_nothing_is_nearby():
    assert clinics_near(None, None) == []


@pytest.mark.parametrize(
    ("miles", "words"),
    [
        (0.0, "within about a mile"),
        (0.99, "within about a mile"),
        (1.2, "about 1 mile away"),
        (12.6, "about 13 miles away"),
    ],
)
def test_distance_is_no_finer_than_a_mile(miles, words):
    assert Nearby(None, miles).distance == words
