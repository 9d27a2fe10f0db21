"""Questions to ask a listing, and the checklist for the day: what stands on them, and what does not."""

from datetime import UTC, datetime, timedelta

import pytest

from clinicfinder import clock
from clinics.listings import index
from clinics.listings.questions import OF_CLINICS as ASKED_OF_CLINICS
from clinics.listings.questions import OF_SERVICES as ASKED_OF_SERVICES
from clinics.medicine.loading import load_vocabularies
from clinics.models import Fact, FormerSlug
from clinics.pages import checklist, sheets_words
from clinics.pages.sheets import MOST, Known, Licensed, OddPrice, Verified, sheet_of
from clinics.pages.sheets_words import REASONS
from tests import factories as make
from tests.medicine.factories import FactFactory
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 18, tzinfo=UTC)
SAID = {
    **dict.fromkeys(["accepting_new_patients", "takes_insurance", "payment_plans", "sliding_scale",
                     "hsa_fsa", "prior_authorization_help", "psychotherapy_support"], False),
    "consultation_required": True, "wait_days": 3, "follow_up": "A call.", "emergency_plan": "A cart.",
    "confirmed_on": MONDAY.date(),
}  # fmt: skip
KNOWN = {"verified": Verified.STANDS, "licensed": Licensed.SEEN, "confirmed_days_ago": 1}


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


@pytest.fixture
def sheet(client):
    """The topics that a listing's sheet asks about, and the page."""

    def read(listing):
        response = client.get(f"{listing.get_absolute_url()}questions/")
        assert response.status_code == 200
        page = Reading(response.content.decode())
        return [li["data-question"] for li in page.attributes("li") if "data-question" in li], page

    return read


def answered(make_one, **columns):
    """A verified listing that has told everything."""
    listing = make_one(
        conditions=[make.ConditionFactory()], languages=[make.LanguageFactory()],
        accessibility=[make.AccessibilityFeatureFactory()], age_groups=[make.AgeGroupFactory()],
        **SAID | columns,
    )  # fmt: skip
    make.OfferFactory(listing=listing, includes="Medicine and monitoring")
    return make.verified(listing, looked_at=MONDAY - timedelta(days=1))


def full_clinic(**columns):
    clinic = answered(make.ClinicFactory, monitoring_by="A nurse", **columns)
    make.OpeningHoursFactory(clinic=clinic)
    return clinic


def full_service(**columns):
    told = {
        "in_person_visit_required": False, "home_delivery": True, "monitor_required": True,
        "business_associate_agreement": True, "evaluation": "By a doctor.", "privacy_practice": "Kept.",
        "platforms": "Browser", "states": ["TX"],
    }  # fmt: skip
    return answered(make.TelemedicineServiceFactory, **told | columns)


def test_a_listing_that_told_everything_and_is_verified_has_no_questions_of_its_own(sheet):
    for listing in (full_clinic(), full_service()):
        topics, page = sheet(listing)
        assert topics == []
        assert "has answered all that we ask" in page.text


def test_whatever_a_page_knows_as_unknown_has_its_question_and_its_reason():
    for topics in (ASKED_OF_CLINICS, ASKED_OF_SERVICES):
        for topic, question in topics.items():
            (part,) = sheet_of(Known(unknown={topic: question.ask}, **KNOWN)).parts.values()
            (asked,) = part
            assert asked.topic == topic
            assert asked.ask.endswith("?")
            assert asked.why.endswith(".")
    assert set(REASONS) >= {*ASKED_OF_CLINICS, *ASKED_OF_SERVICES}


def test_a_bare_clinic_asks_about_safety_first_then_money_then_the_rest(sheet):
    topics, page = sheet(make.ClinicFactory())
    assert topics == [
        "monitoring", "emergency", "team", "consultation", "follow_up",
        "price", "insurance",
        "accepting", "conditions", "treatments", "wait", "ages", "hours", "accessibility",
    ]  # fmt: skip
    assert len(topics) == MOST
    assert page.texts("h3")[:3] == ["Your safety", "Money", "Before you book"]
    assert "7 more things are not known" in page.text


def test_what_is_unusual_is_asked_before_what_is_unknown():
    odd = OddPrice(True, "IV infusion", "$1,000", "$450", 12, 50)
    known = Known(
        unknown={"monitoring": "Who?"}, withheld=True, no_consultation=True, alone_at_home=True,
        visit_needed=True, odd_price=odd, licensed=Licensed.ENDED, state="Texas", confirmed_days_ago=200,
        confirmed_on="7 May 2026",
    )  # fmt: skip
    sheet = sheet_of(known)
    assert sheet.topics == [
        "excluded", "alone_at_home", "no_consultation", "license_ended", "monitoring",
        "price_high", "confirmed_long_ago", "visit_needed",
    ]  # fmt: skip
    whys = {asked.topic: asked.why for part in sheet.parts.values() for asked in part}
    assert whys["license_ended"] == "None of the licenses in Texas that we know of stands today."
    assert whys["price_high"] == (
        "IV infusion costs $1,000 a session here. Of 12 places within 50 miles that publish a price, "
        "half ask $450 or less."
    )
    assert "7 May 2026" in whys["confirmed_long_ago"]


def test_each_standing_of_verification_and_registry_has_its_own_question():
    def topics(**columns):
        return sheet_of(Known(**{"unknown": {}, **KNOWN, **columns})).topics

    assert topics() == []
    assert topics(verified=Verified.LAPSED, lapsed_on="1 Nov 2026") == ["lapsed"]
    assert topics(verified=Verified.NEVER) == ["unverified"]
    assert topics(verified=Verified.NEVER, licensed=Licensed.NOT_LOOKED_UP) == ["license"]
    assert topics(licensed=Licensed.NONE_KNOWN) == ["license_unknown"]
    assert topics(confirmed_days_ago=None, from_registry=True) == ["registry_only"]
    assert topics(confirmed_days_ago=None) == ["unconfirmed"]
    assert topics(confirmed_days_ago=180) == []
    assert topics(confirmed_days_ago=181) == ["confirmed_long_ago"]


def test_what_the_database_holds_becomes_what_is_asked(sheet):
    for usps in ("TX", "NV"):
        make.StateFactory(usps=usps)
    make.RegulationNoteFactory(
        key="tx-licence-lookup", topic="license-lookup", summary="Check a license with the board."
    )
    clinic = full_clinic(consultation_required=False)
    clinic.checks.all().delete()
    provider = clinic.affiliations.get().provider
    provider.checks.all().delete()
    provider.licenses.update(status="unknown")
    index.refresh(listings=[clinic.pk])
    topics, page = sheet(clinic)
    assert topics == ["no_consultation", "license"]
    assert "Check a license with the board." in page.text
    provider.licenses.update(expires_on=MONDAY.date() - timedelta(days=1))
    assert sheet(clinic)[0] == ["no_consultation", "license_ended"]
    provider.licenses.all().delete()
    assert sheet(clinic)[0] == ["no_consultation", "license_unknown"]


def test_a_service_asks_about_home_and_about_the_states_that_it_serves(sheet):
    alone = full_service(monitor_required=False, in_person_visit_required=True)
    assert sheet(alone)[0] == ["alone_at_home", "visit_needed"]
    partly = full_service()
    partly.served.create(state=make.StateFactory(usps="CA"))
    topics, page = sheet(partly)
    assert topics == ["license"]
    assert "in some of the states that it serves" in page.text


def test_a_lapsed_verification_and_an_exclusion_are_told_as_the_page_tells_them(sheet, monkeypatch):
    lapsed, excluded = full_clinic(), full_clinic(phone="+15125550199")
    make.CheckFactory(kind="exclusion", outcome="failed", listing=excluded, looked_at=MONDAY)
    index.refresh(listings=[excluded.pk])
    topics, page = sheet(excluded)
    assert topics == ["excluded"]
    assert "Do not book here before you have asked" in page.text
    assert "555-0199" not in page.text
    assert "When they pick up" not in page.text
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=170))
    assert sheet(lapsed)[0] == ["lapsed"]


def test_a_price_is_odd_only_among_enough_others_near_by(sheet):
    def priced(cents, **columns):
        clinic = full_clinic(**columns)
        clinic.offers.update(price_low_cents=cents, price_high_cents=cents)
        return clinic

    dear, cheap = priced(95_000), priced(20_000)
    for _ in range(2):
        priced(45_000)
    assert sheet(dear)[0] == []
    priced(45_000)
    topics, page = sheet(dear)
    assert topics == ["price_high"]
    assert "costs $950 a session here. Of 5 places within 50 miles" in page.text
    assert sheet(cheap)[0] == ["price_low"]
    priced(1_000, is_demo=True)
    assert sheet(dear)[0] == [], "a fictional price says nothing about a real place"


def test_the_call_script_has_the_number_the_hours_of_today_and_the_ways_around_a_phone(sheet):
    clinic = full_clinic(email="desk@example.org", phone_note="New patients press 2")
    _topics, page = sheet(clinic)
    assert {"href": "tel:+15125550123"} in page.attributes("a")
    for words in (
        "23 Nov 2026: 9 a.m. – 5 p.m.", "New patients press 2", "When they pick up", "Who answered",
        "no Social Security number", "voicemail", "711", "send the questions by e-mail", "988",
    ):  # fmt: skip
        assert words in page.text
    clinic.hours.update(weekday=3)
    assert "no hours listed for this day" in sheet(clinic)[1].text


def test_what_to_ask_everywhere_comes_with_its_fact_and_source(sheet):
    FactFactory(key="good-sign-4", topic="good-sign", text="Somebody is trained.", source_name="A society")
    FactFactory(key="red-flag-9", topic="red-flag", text="It mails and never asks.")
    FactFactory(key="red-flag-1", topic="red-flag", text="It promises a cure.")
    clinic, service = sheet(full_clinic())[1].text, sheet(full_service())[1].text
    assert "trained in advanced life support (ACLS) on that day?" in clinic
    assert "Good sign: Somebody is trained." in clinic
    assert "A society" in clinic
    assert "It promises a cure." in clinic
    assert "It mails and never asks." not in clinic
    assert "Warning sign: It mails and never asks." in service
    assert "Somebody is trained." not in service


def test_a_closed_listing_leads_to_its_page_and_a_renamed_one_to_its_new_sheet(client):
    closed = make.ClinicFactory(status="closed")
    assert client.get(f"{closed.get_absolute_url()}questions/")["Location"] == closed.get_absolute_url()
    renamed = make.TelemedicineServiceFactory(slug="new-name")
    FormerSlug.objects.create(kind="telehealth", slug="old-name", listing=renamed)
    moved = client.get("/telehealth/old-name/questions/")
    assert (moved.status_code, moved["Location"]) == (301, "/telehealth/new-name/questions/")
    draft = make.ClinicFactory(status="draft")
    assert client.get(f"{draft.get_absolute_url()}questions/").status_code == 404


def test_a_fictional_listing_says_so_and_is_hidden_where_the_site_hides_it(sheet, client, settings):
    demo = make.ClinicFactory(is_demo=True)
    assert "Fictional listing, for demonstration" in sheet(demo)[1].text
    assert "Fictional" in client.get(f"/checklist/?listing=clinic:{demo.slug}").content.decode()
    settings.SHOW_DEMO = False
    assert client.get(f"{demo.get_absolute_url()}questions/").status_code == 404


def test_a_sheet_costs_at_most_ten_queries_and_a_checklist_eight(client, django_assert_max_num_queries):
    load_vocabularies()
    clinic, service = full_clinic(), full_service()
    for slug in ("im-injection", "subcutaneous"):
        make.OfferFactory(listing=clinic, treatment=make.Treatment.objects.get(slug=slug))
    for listing in (clinic, service):
        with django_assert_max_num_queries(10):
            client.get(f"{listing.get_absolute_url()}questions/")
    with django_assert_max_num_queries(8):
        assert client.get(f"/checklist/?listing=clinic:{clinic.slug}").status_code == 200


def test_the_checklist_says_nothing_medical_without_a_stored_fact_and_its_source(client):
    bare = Reading(client.get("/checklist/").content.decode())
    assert "My list of all that I take" not in bare.text
    assert "Soft clothes" in bare.text
    load_vocabularies()
    full = Reading(client.get("/checklist/").content.decode())
    keys = {key for step in checklist.STEPS for line in step.lines for key in line.facts}
    keys |= {*sheets_words.OF_EVERY_PLACE, *sheets_words.OF_CLINICS, *sheets_words.OF_SERVICES}
    keys |= set(sheets_words.WARNINGS)
    assert set(Fact.objects.filter(key__in=keys).values_list("key", flat=True)) == keys
    for key in ("driving-1", "driving-2", "interaction-9", "emergency-1", "call-clinic-6", "at-home-4"):
        fact = Fact.objects.get(key=key)
        assert " ".join(fact.text.split()) in full.text
        assert fact.source_name in full.text


def test_the_checklist_names_the_listing_that_is_asked_for_and_says_where_it_knows_none(client):
    clinic = make.ClinicFactory(name="Quiet Harbor")
    page = Reading(client.get("/checklist/?listing=clinic:quiet-harbor").content.decode())
    for words in ("Quiet Harbor", "100 Example Street", "(512) 555-0123"):
        assert words in page.text
    assert any("openstreetmap.org" in link["href"] for link in page.attributes("a"))
    clinic.status = "draft"
    clinic.save()
    for asked in ("clinic:quiet-harbor", "clinic:%00", "nonsense", "provider:x", ":"):
        answer = client.get(f"/checklist/?listing={asked}")
        assert answer.status_code == 200
        assert "We do not know the listing in this address." in answer.content.decode()
    assert "We do not know" not in client.get("/checklist/").content.decode()


def test_a_listing_s_page_leads_to_its_sheet_and_a_practitioner_s_has_none(client):
    clinic, person = make.ClinicFactory(), make.ProviderFactory()
    page = client.get(clinic.get_absolute_url()).content.decode()
    assert f'<a href="{clinic.get_absolute_url()}questions/">Questions to ask this clinic</a>' in page
    assert f'<a href="/checklist/?listing=clinic:{clinic.slug}">' in page
    assert "questions/" not in client.get(person.get_absolute_url()).content.decode()
