"""A clinic's own page."""

from datetime import date, time

import pytest

from clinics.listings import index
from clinics.listings.records import change_slug
from clinics.models import Affiliation, ImportRun, Listing, RegistryRecord
from tests import factories as make
from tests.pages.reading import Reading, main

pytestmark = pytest.mark.django_db


def rows(reading: Reading) -> dict[str, str]:
    """What the page says beside each label."""
    return dict(zip(reading.texts("dt"), reading.texts("dd"), strict=True))


def test_a_clinic_shows_its_name_address_and_ways_to_reach_it(show):
    clinic = make.ClinicFactory(name="Quiet Harbor", unit="Suite 2", website="https://example.org/harbor")
    reading = show(clinic)
    assert reading.texts("h1") == ["Quiet Harbor"]
    assert reading.texts("address") == ["100 Example Street, Suite 2, Austin, TX 78701"]
    links = {link["href"]: link for link in reading.attributes("a") if "href" in link}
    assert "tel:+15125550123" in links
    assert links["https://example.org/harbor"]["rel"] == "noopener noreferrer nofollow"
    assert "https://www.openstreetmap.org/search?query=100+Example+Street%2C+Austin%2C+TX+78701" in links


def test_extension_and_note_stand_apart_from_the_number(show):
    clinic = make.ClinicFactory(phone_extension="12", phone_note="New patients press 2")
    reading = show(clinic)
    assert "Call (512) 555-0123" in reading.texts("a")
    assert rows(reading)["Extension"] == "12"
    assert rows(reading)["When you call"] == "New patients press 2"


def test_a_point_from_a_zip_code_says_so(show):
    assert "center of the ZIP code" in show(make.ClinicFactory()).text
    assert "center of the ZIP code" not in show(make.ClinicFactory(point_source="street")).text


def test_a_registry_listing_says_where_it_comes_from_and_when_it_was_read(show):
    clinic = make.ClinicFactory(source="nppes")
    run = ImportRun.objects.create(source="nppes", file_name="a.csv", digest="0")
    RegistryRecord.objects.create(
        source="nppes", identifier="1", listing_id=clinic.pk, content={}, digest="0", run=run,
        last_seen_on=date(2025, 6, 9),
    )  # fmt: skip
    text = show(clinic).text
    assert "From the national registry; not yet checked by us." in text
    assert "In the registry (NPPES) as we read it on 9 Jun 2025." in text
    RegistryRecord.objects.update(deactivated_on=date(2024, 5, 1))
    assert "The registry deactivated this NPI on 1 May 2024." in show(clinic).text


def test_prices_are_in_dollars_per_unit_and_tell_what_they_include(show):
    clinic = make.ClinicFactory()
    make.OfferFactory(
        listing=clinic, price_low_cents=45_000, price_high_cents=60_000, includes="Medicine and monitoring"
    )
    make.OfferFactory(
        listing=clinic, treatment=make.TreatmentFactory(slug="im-injection"), price_low_cents=None
    )
    said = rows(show(clinic))
    assert said["Iv infusion"].startswith("$450 to $600 a session")
    assert said["Iv infusion"].endswith("Includes: Medicine and monitoring")
    assert said["Im injection"] == "Not published. Ask before you book."


def test_no_price_is_said_as_unknown(show):
    assert "Price not published. Ask before you book." in show(make.ClinicFactory()).text


def test_conditions_come_with_evidence_and_treatments_with_their_fda_status(show):
    clinic = make.ClinicFactory(conditions=[make.ConditionFactory()])
    make.OfferFactory(listing=clinic)
    make.OfferFactory(listing=clinic, per="course")
    said = rows(show(clinic))
    assert said["Conditions treated"] == "Ptsd Evidence: some small or short studies, off-label"
    assert said["Treatments"] == "Iv infusion FDA status: approved medicine, off-label use"


ASK_INSURER = "Takes insurance. Plans differ: ask your insurer whether yours covers this treatment."
PAY_FIRST = "You pay, and get a superbill to send to your insurer."


@pytest.mark.parametrize(
    ("takes", "basis", "sentence", "named"),
    [
        (None, None, "Not known whether it takes insurance. Ask.", ""),
        (False, None, "Does not take insurance.", ""),
        (True, None, "Takes insurance, but has not said which plans. Ask.", ""),
        (None, "superbill", PAY_FIRST, "Out of network, with a superbill: Aetna"),
        (None, "in-network", ASK_INSURER, "In network: Aetna"),
        (False, "superbill", "Does not take insurance.", "Out of network, with a superbill: Aetna"),
    ],
)
def test_insurance_is_told_in_its_shades(show, takes, basis, sentence, named):
    clinic = make.ClinicFactory(takes_insurance=takes)
    if basis:
        make.ListingPayerFactory(listing=clinic, basis=basis)
    assert rows(show(clinic))["Insurance"] == sentence + named


@pytest.mark.parametrize(("value", "said"), [(True, "Yes"), (False, "No"), (None, "Not known. Ask.")])
def test_unknown_is_neither_yes_nor_no(show, value, said):
    clinic = make.ClinicFactory(
        payment_plans=value, sliding_scale=value, hsa_fsa=value, prior_authorization_help=value,
        consultation_required=value, psychotherapy_support=value,
    )  # fmt: skip
    told = rows(show(clinic))
    for label in (
        "Payment plans", "Lower price for low income", "HSA and FSA cards",
        "Helps with prior authorization", "Consultation before treatment", "Therapy offered",
    ):  # fmt: skip
        assert told[label] == said


@pytest.mark.parametrize(
    ("accepting", "said"),
    [
        (True, "Takes new patients"),
        (False, "Takes no new patients now"),
        (None, "Not known whether it takes new patients. Ask."),
    ],
)
def test_new_patients_are_taken_not_taken_or_unknown(show, accepting, said):
    assert said in show(make.ClinicFactory(accepting_new_patients=accepting)).texts("li")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, "Wait not known. Ask."),
        (0, "First visit the same day"),
        (1, "First visit in about 1 day"),
        (14, "First visit in about 14 days"),
    ],
)
def test_the_wait_is_told_in_days(show, days, said):
    assert said in show(make.ClinicFactory(wait_days=days)).texts("li")


def test_whoever_treats_stands_once_with_all_roles_and_each_license(show):
    clinic = make.ClinicFactory()
    ada = make.ProviderFactory(last_name="Winter", slug="ada-winter", specialty="Psychiatry")
    make.AffiliationFactory(listing=clinic, provider=ada, role="medical-director")
    make.AffiliationFactory(listing=clinic, provider=ada, role="prescriber")
    make.LicenseFactory(provider=ada, number="Q1234", issued_on=None, expires_on=date(2999, 12, 31))
    make.LicenseFactory(
        provider=ada, state=make.StateFactory(usps="OK"), number="Z9", issued_on=None,
        expires_on=date(2020, 1, 31), type="np",
    )  # fmt: skip
    reading = show(clinic)
    assert reading.texts("h3") == ["Ada Winter, MD"]
    assert "Medical director, Prescribes · Psychiatry" in reading.texts("p")
    said = reading.texts("li")
    assert "Physician (MD): Texas license Q1234, active, expires 31 Dec 2999, not yet verified by us" in said
    assert (
        "Nurse practitioner: Oklahoma license Z9, expired, expired on 31 Jan 2020, not yet verified by us"
        in said
    )


def test_the_license_of_the_clinics_own_state_comes_first(show):
    clinic = make.ClinicFactory()
    affiliation = make.AffiliationFactory(listing=clinic)
    for usps in ("OK", "TX"):
        make.LicenseFactory(provider=affiliation.provider, state=make.StateFactory(usps=usps))
    held = [line for line in show(clinic).texts("li") if line.startswith("Physician (MD)")]
    assert [line.split()[2] for line in held] == ["Texas", "Oklahoma"]


@pytest.mark.parametrize("status", ["draft", "suspended", "closed"])
def test_a_practitioner_who_is_not_published_is_not_named(show, status):
    clinic = make.ClinicFactory()
    make.AffiliationFactory(listing=clinic, provider=make.ProviderFactory(status=status))
    reading = show(clinic)
    assert "We do not know yet who treats here. Ask." in reading.text
    assert "Winterbourne" not in reading.text


def test_safety_tells_who_watches_and_what(show):
    clinic = make.ClinicFactory(
        monitoring_by="A nurse in the room", monitoring_of="Oxygen, blood pressure",
        emergency_plan="We call 911.", follow_up="A call the next day.",
    )  # fmt: skip
    said = rows(show(clinic))
    assert said["Who watches over you"] == "A nurse in the room"
    assert said["What they measure"] == "Oxygen, blood pressure"
    assert said["Emergency plan"] == "We call 911."
    assert said["Follow-up after treatment"] == "A call the next day."


def test_half_an_answer_about_monitoring_leaves_the_other_half_unknown(show):
    said = rows(show(make.ClinicFactory(monitoring_by="A nurse")))
    assert said["What they measure"] == "Not known. Ask."


def test_a_day_without_hours_is_not_called_closed(show):
    clinic = make.ClinicFactory()
    make.OpeningHoursFactory(clinic=clinic, weekday=0, opens=time(9), closes=time(12))
    make.OpeningHoursFactory(clinic=clinic, weekday=0, opens=time(13, 30), closes=time(17))
    hours = rows(show(clinic))["Opening hours"]
    assert "Monday9 a.m. – noon, 1:30 p.m. – 5 p.m." in hours.replace("Monday ", "Monday")
    assert "no hours listed" in hours


def test_what_is_unknown_is_asked_at_the_side(show):
    asked = show(make.ClinicFactory()).texts("li")
    assert "What does each treatment cost in total, before I commit to it?" in asked
    assert "Who stays with me during treatment, and what do you measure?" in asked


def test_the_law_of_the_state_is_one_link_away(show):
    assert {"href": "/states/tx/"} in show(make.ClinicFactory()).attributes("a")


def test_a_problem_can_be_reported_from_the_page(show):
    clinic = make.ClinicFactory(slug="harbor")
    assert "/clinics/harbor/report/" in [link.get("href") for link in show(clinic).attributes("a")]


def test_a_demo_clinic_says_so_and_stays_out_of_search_engines(show, settings):
    settings.SHOW_DEMO = True
    reading = show(make.ClinicFactory(is_demo=True))
    assert "Fictional listing, for demonstration" in reading.text
    assert {"name": "robots", "content": "noindex"} in reading.attributes("meta")
    assert not [s for s in reading.attributes("script") if s.get("type") == "application/ld+json"]


def test_a_demo_clinic_has_no_page_where_demo_is_hidden(client, settings):
    settings.SHOW_DEMO = False
    clinic = make.ClinicFactory(is_demo=True)
    assert client.get(clinic.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("status", ["draft", "suspended"])
def test_a_clinic_that_is_not_public_has_no_page(client, status):
    clinic = make.ClinicFactory(status=status)
    assert client.get(clinic.get_absolute_url()).status_code == 404


def test_a_closed_clinic_says_so_and_names_open_ones_nearby(client):
    closed = make.ClinicFactory(status="closed", accepting_new_patients=True)
    far = make.ClinicFactory(slug="far", latitude=30.5, longitude=-97.9)
    near = make.ClinicFactory(slug="near", latitude=30.28, longitude=-97.75)
    make.ClinicFactory(slug="gone", status="suspended")
    index.rebuild()
    response = client.get(closed.get_absolute_url())
    reading = Reading(response.content.decode())
    assert response.status_code == 200
    assert "This clinic has closed." in reading.text
    assert main(reading)["data-verified"] == "no"
    suggested = [li["data-suggestion"] for li in reading.attributes("li") if "data-suggestion" in li]
    assert suggested == [f"clinic:{near.slug}", f"clinic:{far.slug}"]
    assert "Takes new patients" not in reading.text
    assert not [a for a in reading.attributes("a") if a.get("href", "").startswith("tel:+1")]


def test_a_renamed_clinic_redirects_for_good(client):
    clinic = make.ClinicFactory(slug="old-name")
    change_slug(Listing.objects.get(pk=clinic.pk), "new-name")
    response = client.get("/clinics/old-name/")
    assert response.status_code == 301
    assert response["Location"] == "/clinics/new-name/"


def test_the_old_address_of_a_suspended_clinic_leads_nowhere(client):
    clinic = make.ClinicFactory(slug="old-name")
    change_slug(Listing.objects.get(pk=clinic.pk), "new-name")
    Listing.objects.update(status="suspended")
    assert client.get("/clinics/old-name/").status_code == 404


def test_an_address_that_never_was_is_not_found(client):
    assert client.get("/clinics/nobody/").status_code == 404


def test_a_clinic_has_no_page_among_telehealth(client):
    make.ClinicFactory(slug="harbor")
    assert client.get("/telehealth/harbor/").status_code == 404


HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "Ketamine " * 17 + "Care",
    "عيادة الميناء الهادئ",
    "\u202egnol yrev",
    "{{ settings.SECRET_KEY }} {% debug %}",
    'O\'Brien & "Sons" <LLC>',
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_ever_text(show, name):
    clinic = make.ClinicFactory(name=name, slug="hostile", organisation=name, phone_note=name[:120])
    clinic.description = name
    clinic.save()
    ada = make.ProviderFactory(first_name=name[:60], slug="ada")
    make.AffiliationFactory(listing=clinic, provider=ada)
    reading = show(clinic)
    assert reading.texts("h1") == [" ".join(name.split())]
    assert "alert(1)" not in "".join(s.get("src", "") for s in reading.attributes("script"))
    assert not [e for e in reading.elements if "onerror" in e["attributes"]]


def test_a_website_that_would_run_a_script_is_no_link(show):
    clinic = make.ClinicFactory(website="javascript:alert(1)")
    assert not [a for a in show(clinic).attributes("a") if "javascript" in a.get("href", "").lower()]


def test_a_number_that_is_none_is_shown_but_not_dialled(show):
    clinic = make.ClinicFactory(phone="call us")
    reading = show(clinic)
    assert not [a for a in reading.attributes("a") if a.get("href", "").startswith("tel:+")]


def filled_clinic(people: int):
    clinic = make.ClinicFactory(
        conditions=[make.ConditionFactory()], languages=[make.LanguageFactory()],
        accessibility=[make.AccessibilityFeatureFactory()], age_groups=[make.AgeGroupFactory()],
    )  # fmt: skip
    make.OfferFactory(listing=clinic)
    make.ListingPayerFactory(listing=clinic)
    make.OpeningHoursFactory(clinic=clinic)
    for number in range(people):
        provider = make.ProviderFactory(slug=f"p{clinic.pk}-{number}")
        make.AffiliationFactory(listing=clinic, provider=provider)
        make.LicenseFactory(provider=provider)
        make.LicenseFactory(provider=provider, state=make.StateFactory(usps="OK"))
    return clinic


@pytest.mark.parametrize("people", [1, 25])
def test_a_page_costs_the_same_queries_whatever_the_number_of_people(
    client, people, django_assert_num_queries
):
    clinic = filled_clinic(people)
    make.reviewed(clinic, *[4] * people)
    with django_assert_num_queries(30):
        client.get(clinic.get_absolute_url())
    assert Affiliation.objects.count() == people
