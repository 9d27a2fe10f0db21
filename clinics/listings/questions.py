"""What a listing has not told, and what to ask about it. Unknown is neither yes nor no."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinics.listings.models import Clinic, Listing, Provider, TelemedicineService
from clinics.listings.prices import has_price


@dataclass(frozen=True)
class Question:
    """`said` stands on the page in place of the fact; `ask` is what to ask."""

    said: str | Promise
    ask: str | Promise


# In the order in which a patient would ask.
OF_LISTINGS = {
    "contact": Question(
        _("We know of no phone number, e-mail or website."), _("How can I reach you before I come?")
    ),
    "accepting": Question(
        _("Not known whether it takes new patients. Ask."), _("Do you take new patients now?")
    ),
    "wait": Question(_("Wait not known. Ask."), _("How soon could I have a first visit?")),
    "price": Question(
        _("Price not published. Ask before you book."),
        _("What does each treatment cost in total, before I commit to it?"),
    ),
    "includes": Question(
        _("Not known what the price includes. Ask."),
        _("What does the price include: the medicine, monitoring, the visit with the prescriber?"),
    ),
    "insurance": Question(
        _("Not known whether it takes insurance. Ask."),
        _("Do you bill my insurance plan, or give me a superbill to send in?"),
    ),
    "payment_plans": Question(_("Not known. Ask."), _("Can I pay in parts?")),
    "sliding_scale": Question(_("Not known. Ask."), _("Do you charge less if my income is low?")),
    "hsa_fsa": Question(_("Not known. Ask."), _("Can I pay with an HSA or FSA card?")),
    "prior_authorization": Question(
        _("Not known. Ask."), _("Do you ask my insurer for approval (prior authorization) for me?")
    ),
    "conditions": Question(
        _("Not known which conditions it treats. Ask."), _("Do you treat my condition, and how often?")
    ),
    "treatments": Question(
        _("Not known which treatments it offers. Ask."), _("In what form do you give ketamine or esketamine?")
    ),
    "ages": Question(_("Not known which ages it treats. Ask."), _("Do you treat people of my age?")),
    "team": Question(
        _("We do not know yet who treats here. Ask."),
        _("Who prescribes, who is with me during treatment, and what are their license numbers?"),
    ),
    "monitoring": Question(
        _("Not known who watches over you, or what they measure. Ask."),
        _("Who stays with me during treatment, and what do you measure?"),
    ),
    "emergency": Question(
        _("Emergency plan not known. Ask."), _("What happens if something goes wrong during treatment?")
    ),
    "consultation": Question(
        _("Not known. Ask."), _("Does a clinician assess me before the first treatment?")
    ),
    "psychotherapy": Question(_("Not known. Ask."), _("Do you offer therapy along with the medicine?")),
    "follow_up": Question(_("Follow-up not known. Ask."), _("Who checks on me after treatment, and when?")),
    "languages": Question(_("Languages not known. Ask."), _("Does somebody there speak my language?")),
    "accessibility": Question(_("Not known. Ask about what you need."), _("Can you meet my access needs?")),
}
OF_CLINICS = OF_LISTINGS | {
    "street": Question(_("Street address not known. Ask."), _("What is your exact address?")),
    "hours": Question(_("Opening hours not known. Ask."), _("When are you open?")),
}
OF_SERVICES = {
    key: question for key, question in OF_LISTINGS.items() if key != "monitoring"
} | {
    "states": Question(
        _("Not known which states it serves. Ask."), _("Do you treat people who are in my state?")
    ),
    "modality": Question(
        _("Not known whether visits are by video or phone. Ask."), _("Are visits by video or by phone?")
    ),
    "evaluation": Question(
        _("Not known how it decides who is fit for treatment. Ask."),
        _("Who evaluates me, how, and how long does it take?"),
    ),
    "in_person": Question(
        _("Not known. Ask."), _("Must I be examined in person before the first prescription?")
    ),
    "adult_present": Question(
        _("Not known. Ask."), _("Must another adult be with me when I take the medicine?")
    ),
    "home_delivery": Question(_("Not known. Ask."), _("How do I get the medicine?")),
    "privacy": Question(_("Not known. Ask."), _("Who sees what I tell you, and how do you protect it?")),
    "baa": Question(
        _("Not known. Ask."),
        _("Does your video service have a signed privacy agreement (BAA) with you?"),
    ),
    "platforms": Question(_("Not known. Ask."), _("What device or app do I need?")),
}  # fmt: skip
OF_PROVIDERS = {
    "contact": Question(
        _("We know of no phone number or website."), _("Through which clinic can I see you?")
    ),
    "practice": Question(_("We do not know yet where they practice. Ask."), _("Where do you see patients?")),
    "licenses": Question(
        _("We know of no license yet. Look them up with the state board before you book."),
        _("In which states are you licensed, and under what number?"),
    ),
    "certifications": Question(
        _("We know of no board certification. That does not mean there is none."),
        _("Are you board certified, and in what?"),
    ),
    "dea": Question(
        _("Not known whether they are registered to prescribe ketamine (DEA). Ask."),
        _("Are you registered with the DEA in my state?"),
    ),
    "training": Question(
        _("Ketamine training not known. Ask."), _("What training in ketamine have you had?")
    ),
    "acls": Question(_("Not known. Ask."), _("Are you trained in advanced life support (ACLS)?")),
    "bls": Question(_("Not known. Ask."), _("Are you trained in basic life support (BLS)?")),
    "specialty": Question(_("Specialty not known. Ask."), _("What is your specialty?")),
    "practising_since": Question(_("Years in practice not known. Ask."), _("How long have you practiced?")),
    "conditions": Question(
        _("Not known which conditions they treat. Ask."), _("Do you treat my condition, and how often?")
    ),
    "languages": Question(_("Languages not known. Ask."), _("Do you speak my language?")),
}


def open_questions(subject: Clinic | TelemedicineService | Provider) -> dict[str, Question]:
    """What the clinic, service or practitioner has not told, by topic, in asking order."""
    if isinstance(subject, Provider):
        questions, told = OF_PROVIDERS, _told_by_provider(subject)
    elif isinstance(subject, Clinic):
        questions, told = OF_CLINICS, _told_by_listing(subject) | _told_by_clinic(subject)
    else:
        questions, told = OF_SERVICES, _told_by_listing(subject) | _told_by_service(subject)
    return {topic: question for topic, question in questions.items() if not told[topic]}


def _told_by_listing(listing: Listing) -> dict[str, bool]:
    offers = listing.offers.all()
    priced = [offer for offer in offers if has_price(offer)]
    return {
        "contact": bool(listing.phone or listing.email or listing.website),
        "accepting": listing.accepting_new_patients is not None,
        "wait": listing.wait_days is not None,
        "price": bool(offers) and len(priced) == len(offers),
        "includes": all(offer.includes for offer in priced),
        "insurance": listing.takes_insurance is not None or _holds(listing, "payer_links"),
        "payment_plans": listing.payment_plans is not None,
        "sliding_scale": listing.sliding_scale is not None,
        "hsa_fsa": listing.hsa_fsa is not None,
        "prior_authorization": listing.prior_authorization_help is not None,
        "conditions": _holds(listing, "conditions"),
        "treatments": bool(offers),
        "ages": _holds(listing, "age_groups"),
        "team": bool(listing.affiliations.all()),
        "emergency": bool(listing.emergency_plan),
        "consultation": listing.consultation_required is not None,
        "psychotherapy": listing.psychotherapy_support is not None,
        "follow_up": bool(listing.follow_up),
        "languages": _holds(listing, "languages"),
        "accessibility": _holds(listing, "accessibility"),
    }


def _holds(listing: Listing, name: str) -> bool:
    """Whether it names any of these: as its query asked already (`with_what_is_told`), or as its rows say."""
    told: bool | None = getattr(listing, f"has_{name}", None)
    return bool(getattr(listing, name).all()) if told is None else told


def _told_by_clinic(clinic: Clinic) -> dict[str, bool]:
    return {
        "monitoring": bool(clinic.monitoring_by or clinic.monitoring_of),
        "street": bool(clinic.street),
        "hours": bool(clinic.hours.all()),
    }


def _told_by_service(service: TelemedicineService) -> dict[str, bool]:
    return {
        "states": bool(service.served.all()),
        "modality": bool(service.modality),
        "evaluation": bool(service.evaluation),
        "in_person": service.in_person_visit_required is not None,
        "adult_present": service.monitor_required is not None,
        "home_delivery": service.home_delivery is not None,
        "privacy": bool(service.privacy_practice),
        "baa": service.business_associate_agreement is not None,
        "platforms": bool(service.platforms),
    }


def _told_by_provider(provider: Provider) -> dict[str, bool]:
    return {
        "contact": bool(provider.phone or provider.website),
        "practice": bool(provider.affiliations.all() or provider.city),
        "licenses": bool(provider.licenses.all()),
        "certifications": bool(provider.certifications.all()),
        "dea": bool(provider.dea_registrations.all()),
        "training": bool(provider.ketamine_training),
        "acls": provider.acls is not None,
        "bls": provider.bls is not None,
        "specialty": bool(provider.specialty),
        "practising_since": provider.practising_since is not None,
        "conditions": bool(provider.conditions.all()),
        "languages": bool(provider.languages.all()),
    }
