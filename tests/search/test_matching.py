"""Which listings match, told as small stories."""

from datetime import date

import pytest

from tests import factories as make

AUSTIN = {"latitude": 30.2713, "longitude": -97.7426}
SAN_MARCOS = {"latitude": 29.8754, "longitude": -97.9404, "city": "San Marcos", "zip_code": "78666"}


def clinic(name, **fields):
    return make.ClinicFactory(name=name, slug=name, **fields)


def service(name, states, **fields):
    fields = {"prescriber": "md"} | fields
    return make.TelemedicineServiceFactory(name=name, slug=name, states=states, **fields)


def condition(slug):
    return make.ConditionFactory(slug=slug)


def test_a_state_finds_its_clinics_and_the_services_that_serve_it(results):
    clinic("here")
    clinic("elsewhere", state=make.StateFactory(usps="OK"))
    service("remote", ["TX", "OK"])
    service("foreign", ["OK"])
    assert set(results(state="tx")) == {"clinic:here", "telehealth:remote"}


def test_a_place_finds_clinics_within_the_radius_in_whatever_state_they_stand(results):
    clinic("near", **AUSTIN)
    clinic("over-the-border", state=make.StateFactory(usps="OK"), **SAN_MARCOS)
    assert results(near="78701", radius=50, care="in_person") == ["clinic:near", "clinic:over-the-border"]
    assert results(near="78701", radius=20) == ["clinic:near"]


def test_with_a_place_alone_telehealth_is_that_of_its_state(results):
    service("texan", ["TX"])
    service("oklahoman", ["OK"])
    assert results(near="78701") == ["telehealth:texan"]


def test_the_state_where_the_patient_lives_decides_telehealth_before_the_place(results):
    service("texan", ["TX"])
    service("oklahoman", ["OK"])
    clinic("near", **AUSTIN)
    assert set(results(near="78701", state="OK")) == {"clinic:near", "telehealth:oklahoman"}


def test_nobody_is_shown_a_service_that_does_not_serve_their_state(results):
    service("foreign", ["OK"])
    assert results("/telehealth/", state="TX") == []


def test_without_any_place_each_listing_stands_once(results):
    service("remote", ["TX", "OK", "CA"])
    clinic("here")
    assert sorted(results()) == ["clinic:here", "telehealth:remote"]


def test_a_condition_leaves_out_those_that_do_not_treat_it_or_have_not_said(results):
    clinic("treats", conditions=[condition("ptsd")])
    clinic("treats-other", conditions=[condition("crps")])
    clinic("silent")
    assert results(condition="ptsd") == ["clinic:treats"]
    assert set(results(condition="ptsd", unknown="1")) == {"clinic:treats", "clinic:silent"}


def test_the_page_says_how_many_have_not_said_what_they_treat(client, results):
    clinic("silent")
    results(near="78701", condition="ptsd")
    page = client.get("/search/", {"near": "78701", "condition": "ptsd"})
    assert "1 more nearby has not said what they treat" in page.content.decode()
    assert page.context["unknown_url"] == "/search/?near=78701&condition=ptsd&unknown=1"


def test_repeated_conditions_mean_any_of(results):
    clinic("a", conditions=[condition("ptsd")])
    clinic("b", conditions=[condition("crps")])
    assert len(results(condition=["ptsd", "crps"])) == 2


def test_a_price_by_the_month_alone_never_meets_a_price_for_a_session(results):
    make.OfferFactory(listing=service("monthly", ["TX"]), per="month", price_low_cents=10_000)
    make.OfferFactory(listing=clinic("cheap"), price_low_cents=30_000)
    make.OfferFactory(listing=clinic("dear"), price_low_cents=30_001)
    clinic("silent")
    assert results(max_price="300") == ["clinic:cheap"]
    assert set(results(max_price="300", unknown="1")) == {"clinic:cheap", "clinic:silent"}


def test_insurance_is_met_in_network_or_by_superbill(results):
    payer = make.PayerFactory(slug="aetna")
    make.ListingPayerFactory(listing=clinic("in"), payer=payer)
    make.ListingPayerFactory(listing=clinic("out"), payer=payer, basis="superbill")
    clinic("none", takes_insurance=False)
    clinic("silent")
    assert set(results(insurance="aetna")) == {"clinic:in", "clinic:out"}
    assert set(results(insurance="aetna", unknown="1")) == {"clinic:in", "clinic:out", "clinic:silent"}


def test_accepting_asks_for_those_that_said_yes(results):
    clinic("yes", accepting_new_patients=True)
    clinic("no", accepting_new_patients=False)
    clinic("silent")
    assert results(accepting="1") == ["clinic:yes"]


def test_verified_finds_nobody_before_there_is_evidence(results):
    clinic("here")
    assert results(verified="1") == []


def test_care_switches_between_clinics_and_services(results):
    clinic("here")
    service("remote", ["TX"])
    assert results(state="TX", care="in_person") == ["clinic:here"]
    assert results(state="TX", care="telehealth") == ["telehealth:remote"]
    assert len(results(state="TX", care=["in_person", "telehealth"])) == 2


def test_hours_find_those_open_in_the_evening_or_at_the_weekend(results):
    make.OpeningHoursFactory(clinic=clinic("late"), closes="19:30")
    make.OpeningHoursFactory(clinic=clinic("saturday"), weekday=5)
    make.OpeningHoursFactory(clinic=clinic("office"))
    assert results(hours="evening") == ["clinic:late"]
    assert set(results(hours=["evening", "weekend"])) == {"clinic:late", "clinic:saturday"}


def test_words_find_names_descriptions_and_practitioners_without_accents_or_case(results):
    make.AffiliationFactory(listing=clinic("harbor"), provider__last_name="Álvarez")
    clinic("lantern", description="Quiet rooms")
    assert results(q="ALVAREZ") == ["clinic:harbor"]
    assert results(q="quiet lant") == ["clinic:lantern"]
    assert results(q="100%") == []


def test_unpublished_and_hidden_demo_listings_never_match(results, settings):
    clinic("draft", status="draft")
    clinic("closed", status="closed")
    clinic("demo", is_demo=True)
    assert results() == ["clinic:demo"]
    settings.SHOW_DEMO = False
    assert results() == []


def test_a_practitioner_seen_in_person_needs_a_license_where_they_practise(results):
    place = clinic("here", **AUSTIN)
    held = make.AffiliationFactory(listing=place, provider__slug="held").provider
    make.AffiliationFactory(listing=place, provider__slug="none")
    make.LicenseFactory(provider=held)
    assert results("/providers/", near="78701") == ["provider:held"]


def test_by_telehealth_a_practitioner_needs_a_license_where_the_patient_lives(results):
    remote = service("remote", ["TX", "OK"], prescriber=None)
    provider = make.AffiliationFactory(listing=remote, provider__slug="held").provider
    make.LicenseFactory(provider=provider, state=make.StateFactory(usps="OK"))
    assert results("/providers/", state="TX") == []
    assert results("/providers/", state="OK") == ["provider:held"]


@pytest.mark.parametrize(
    ("issued", "expires", "seen"),
    [
        (None, date(2026, 11, 24), False),
        (None, date(2026, 11, 25), True),
        (date(2026, 11, 25), None, True),
        (date(2026, 11, 26), None, False),
    ],
)
def test_a_license_counts_on_its_first_and_last_day(results, time_machine, issued, expires, seen):
    time_machine.move_to("2026-11-25T18:00:00Z")
    held = make.AffiliationFactory(listing=clinic("here"), provider__slug="held").provider
    make.LicenseFactory(provider=held, issued_on=issued, expires_on=expires)
    assert bool(results("/providers/", state="TX")) is seen


def test_a_practitioner_with_two_places_and_two_licenses_stands_once(results, facet):
    held = make.AffiliationFactory(listing=clinic("a", **AUSTIN), provider__slug="held").provider
    make.AffiliationFactory(listing=clinic("b", **SAN_MARCOS), provider=held)
    make.LicenseFactory(provider=held)
    make.LicenseFactory(provider=held, type="do")
    assert results("/providers/", near="78701") == ["provider:held"]
    assert facet("care", "/providers/", near="78701") == {"in_person": 1}
