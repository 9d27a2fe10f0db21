"""What is unknown, and what is not: an answer of no is an answer."""

import pytest

from clinics.listings.questions import open_questions
from clinics.models import BoardCertification, DeaRegistration
from tests import factories as make

pytestmark = pytest.mark.django_db

SAID_BY_LISTINGS = {
    "accepting": "accepting_new_patients",
    "insurance": "takes_insurance",
    "payment_plans": "payment_plans",
    "sliding_scale": "sliding_scale",
    "hsa_fsa": "hsa_fsa",
    "prior_authorization": "prior_authorization_help",
    "consultation": "consultation_required",
    "psychotherapy": "psychotherapy_support",
}
SAID_BY_SERVICES = {
    "in_person": "in_person_visit_required",
    "adult_present": "monitor_required",
    "home_delivery": "home_delivery",
    "baa": "business_associate_agreement",
}
ANSWERED_CLINIC = {
    "wait_days": 0,
    "follow_up": "A call the next day.",
    "emergency_plan": "A crash cart stands in the room.",
    "monitoring_by": "A nurse",
    **dict.fromkeys(SAID_BY_LISTINGS.values(), False),
}


def answered(listing):
    """The listing, with an answer to every question that another row answers."""
    make.OfferFactory(listing=listing, includes="Medicine and monitoring")
    make.AffiliationFactory(listing=listing)
    return listing


def vocabulary():
    return {
        "conditions": [make.ConditionFactory()],
        "languages": [make.LanguageFactory()],
        "accessibility": [make.AccessibilityFeatureFactory()],
        "age_groups": [make.AgeGroupFactory()],
    }


def test_a_bare_clinic_has_told_its_address_and_phone_only():
    assert list(open_questions(make.ClinicFactory())) == [
        "accepting", "wait", "price", "insurance", "payment_plans", "sliding_scale", "hsa_fsa",
        "prior_authorization", "conditions", "treatments", "ages", "team", "monitoring", "emergency",
        "consultation", "psychotherapy", "follow_up", "languages", "accessibility", "hours",
    ]  # fmt: skip


def test_a_clinic_that_answered_everything_with_no_leaves_nothing_open():
    clinic = answered(make.ClinicFactory(**ANSWERED_CLINIC, **vocabulary()))
    make.OpeningHoursFactory(clinic=clinic)
    assert open_questions(clinic) == {}


@pytest.mark.parametrize(("topic", "field"), SAID_BY_LISTINGS.items())
def test_no_is_an_answer_and_silence_is_not(topic, field):
    assert topic in open_questions(make.ClinicFactory(**{field: None}))
    assert topic not in open_questions(make.ClinicFactory(**{field: False}))
    assert topic not in open_questions(make.ClinicFactory(**{field: True}))


@pytest.mark.parametrize(("topic", "field"), SAID_BY_SERVICES.items())
def test_no_is_an_answer_of_a_service_too(topic, field):
    assert topic in open_questions(make.TelemedicineServiceFactory(**{field: None}))
    assert topic not in open_questions(make.TelemedicineServiceFactory(**{field: False}))


def test_no_wait_is_an_answer():
    assert "wait" not in open_questions(make.ClinicFactory(wait_days=0))


def test_one_treatment_without_a_price_keeps_the_question_open():
    clinic = make.ClinicFactory()
    make.OfferFactory(listing=clinic, includes="Medicine")
    assert "price" not in open_questions(clinic)
    make.OfferFactory(
        listing=clinic, treatment=make.TreatmentFactory(slug="im-injection"), price_low_cents=None
    )
    assert "price" in open_questions(clinic)
    assert "includes" not in open_questions(clinic)


def test_a_price_that_does_not_say_what_it_includes_asks_that():
    clinic = make.OfferFactory(includes="").listing
    assert "includes" in open_questions(clinic)


def test_without_any_price_nobody_asks_what_it_includes():
    assert "includes" not in open_questions(make.ClinicFactory())


def test_a_named_payer_answers_whether_insurance_is_taken():
    clinic = make.ListingPayerFactory().listing
    assert "insurance" not in open_questions(clinic)


def test_an_unreachable_clinic_says_so():
    assert "contact" in open_questions(make.ClinicFactory(phone=""))
    assert "contact" not in open_questions(make.ClinicFactory(phone="", email="a@example.org"))


def test_a_clinic_without_a_street_asks_for_it():
    assert "street" in open_questions(make.ClinicFactory(street=""))


def test_a_bare_service_asks_about_states_and_home_but_not_about_a_room():
    topics = list(open_questions(make.TelemedicineServiceFactory(modality="")))
    assert topics[-9:] == [
        "states", "modality", "evaluation", "in_person", "adult_present", "home_delivery",
        "privacy", "baa", "platforms",
    ]  # fmt: skip
    assert not {"monitoring", "hours", "street"} & set(topics)


def test_a_service_that_answered_everything_leaves_nothing_open():
    no = dict.fromkeys(SAID_BY_SERVICES.values(), False)
    said = {key: value for key, value in ANSWERED_CLINIC.items() if key != "monitoring_by"}
    service = answered(
        make.TelemedicineServiceFactory(
            states=["TX"], evaluation="By a doctor.", privacy_practice="Kept.", platforms="Browser",
            **no, **said, **vocabulary(),
        )
    )  # fmt: skip
    assert open_questions(service) == {}


def test_a_bare_practitioner_leaves_everything_but_the_name_open():
    assert list(open_questions(make.ProviderFactory())) == [
        "contact", "practice", "licenses", "certifications", "dea", "training", "acls", "bls",
        "specialty", "practising_since", "conditions", "languages",
    ]  # fmt: skip


def test_a_practitioner_who_told_everything_leaves_nothing_open():
    provider = make.ProviderFactory(
        phone="+15125550123", acls=False, bls=False, specialty="Psychiatry", practising_since=2001,
        ketamine_training="A course",
    )  # fmt: skip
    provider.conditions.add(make.ConditionFactory())
    provider.languages.add(make.LanguageFactory())
    make.LicenseFactory(provider=provider)
    make.AffiliationFactory(provider=provider)
    BoardCertification.objects.create(provider=provider, board="A board", specialty="Psychiatry")
    DeaRegistration.objects.create(provider=provider, state=make.StateFactory(), attested_on=make.READ_ON)
    assert open_questions(provider) == {}


def test_every_question_says_what_is_unknown_and_what_to_ask():
    asked = [
        *open_questions(make.ClinicFactory(phone="", street="")).values(),
        *open_questions(make.TelemedicineServiceFactory(modality="")).values(),
        *open_questions(make.ProviderFactory()).values(),
    ]
    assert all(str(question.ask).endswith("?") for question in asked)
    assert all(str(question.said).endswith((".", "?")) for question in asked)
