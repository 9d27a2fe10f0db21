"""A geocoder that cannot be made stops the start, with words."""

import pytest
from django.core.checks import run_checks


def found() -> list[str]:
    return [str(error) for error in run_checks() if error.id == "clinics.E001"]


def test_the_embedded_geocoder_needs_nothing():
    assert found() == []


@pytest.mark.parametrize(
    ("name", "options"),
    [("nominatum", {}), ("nominatim", {"no_such_option": 1}), ("googlev3", {}), ("nominatim", 7)],
)
def test_a_geocoder_that_cannot_be_made_is_an_error(settings, name, options):
    settings.CURATION_GEOCODER, settings.CURATION_GEOCODER_OPTIONS = name, options
    assert len(found()) == 1


def test_a_geocoder_with_its_options_is_fine(settings):
    settings.CURATION_GEOCODER = "nominatim"
    settings.CURATION_GEOCODER_OPTIONS = {"user_agent": "clinicfinder-test"}
    assert found() == []
