"""What a page says of verification: since when, until when, on what evidence."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests import factories as make
from tests.pages.reading import main

pytestmark = pytest.mark.django_db


def test_nothing_is_verified_without_an_interval_that_holds_now(show):
    reading = show(make.ClinicFactory())
    assert main(reading)["data-verified"] == "no"
    assert "Not yet verified by us." in reading.text


def test_a_verification_that_stands_today_shows_since_when_until_when_and_on_what_evidence(show):
    with time_machine.travel("2026-11-25T12:00:00Z"):
        clinic = make.verified(make.ClinicFactory(), looked_at=datetime(2026, 11, 20, 18, tzinfo=UTC))
        reading = show(clinic)
    assert main(reading)["data-verified"] == "yes"
    # 75 days of the exclusion list are the first to end.
    assert "Verified on 20 Nov 2026, until 2 Feb 2027" in reading.text
    assert "Confirmed by a call or a mail." in reading.text
    assert "We have not visited it." in reading.text
    assert "seen by us on 20 Nov 2026: Our call" in reading.text


def test_a_verification_that_lapsed_is_none(show):
    with time_machine.travel("2026-01-02T12:00:00Z"):
        clinic = make.verified(make.ClinicFactory())
    with time_machine.travel("2026-11-25T12:00:00Z"):
        reading = show(clinic)
    assert main(reading)["data-verified"] == "no"
    assert "Not yet verified by us." in reading.text


def test_what_failed_says_why_in_the_sources_own_words(show):
    clinic = make.ClinicFactory()
    make.checked(clinic, "rems", outcome="failed", said="Certification lapsed", source_name="REMS list")
    text = show(clinic).text
    assert "We did not find it among the places certified to give Spravato." in text
    assert "“Certification lapsed”" in text


def test_a_place_with_somebody_on_the_exclusion_list_says_so_and_is_kept_from_search_engines(show):
    person = make.AffiliationFactory(listing=make.verified(make.ClinicFactory())).provider
    make.checked(person, "exclusion", outcome="failed")
    clinic = person.affiliations.get().listing.clinic
    reading = show(clinic)
    assert main(reading)["data-verified"] == "no"
    assert "is on the federal exclusion list" in reading.text


def test_a_place_that_is_kept_out_of_results_offers_no_call(show):
    clinic = make.verified(make.ClinicFactory())
    make.checked(clinic, "exclusion", outcome="failed")
    clinic.refresh_from_db()
    reading = show(clinic)
    assert "Do not book here before you have asked" in reading.text
    assert not any(link.get("href", "").startswith("tel:+1512") for link in reading.attributes("a"))


def test_a_needed_check_that_failed_is_said_so(show):
    clinic = make.ClinicFactory()
    make.checked(clinic, "contact", outcome="failed")
    assert "Not verified by us: a check that it needs did not pass." in show(clinic).text


def test_what_ran_out_is_marked_so(show):
    clinic = make.ClinicFactory()
    make.checked(clinic, "contact", looked_at=datetime(2025, 1, 1, tzinfo=UTC))
    text = show(clinic).text
    assert "It no longer counts." in text


def test_a_service_of_many_states_says_in_how_many_it_is_verified(show):
    states = ["TX", "CA", "OK", "NM", "NV", "AZ", "UT", "CO"]
    service = make.TelemedicineServiceFactory(states=states)
    make.verified(service, states=states[:7])
    assert "Verified by us in 7 of 8 states, not yet elsewhere." in show(service).text
