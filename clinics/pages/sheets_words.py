"""Why a sheet asks what it asks: one sentence each on what we know or do not know.

`weight` orders all questions, the lightest first; it decides which of them find room.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Part(StrEnum):
    """The parts of a sheet, in order."""

    SAFETY = "safety"
    MONEY = "money"
    PRACTICAL = "practical"

    @property
    def heading(self) -> Words:
        return HEADINGS[self]


HEADINGS: dict[Part, Words] = {
    Part.SAFETY: _("Your safety"),
    Part.MONEY: _("Money"),
    Part.PRACTICAL: _("Before you book"),
}


@dataclass(frozen=True)
class Reason:
    """Where a question belongs, how much it weighs, and why we ask it."""

    part: Part
    weight: int
    why: Words


SAFETY, MONEY, PRACTICAL = Part.SAFETY, Part.MONEY, Part.PRACTICAL
# By topic: those of `listings.questions`, then what is unusual about a listing.
REASONS: dict[str, Reason] = {
    "monitoring": Reason(SAFETY, 14, _("It has not told us who watches over you, or what they measure.")),
    "emergency": Reason(SAFETY, 15, _("It has not told us its plan for an emergency.")),
    "team": Reason(SAFETY, 16, _("We do not know yet who treats here.")),
    "adult_present": Reason(
        SAFETY, 18, _("We do not know whether it wants another adult with you when you take the medicine.")
    ),
    "consultation": Reason(SAFETY, 19, _("We do not know whether a clinician assesses you first.")),
    "evaluation": Reason(SAFETY, 19, _("It has not told us how it decides who is fit for treatment.")),
    "in_person": Reason(SAFETY, 20, _("We do not know whether you must be examined in person first.")),
    "follow_up": Reason(SAFETY, 34, _("It has not told us who checks on you after treatment.")),
    "price": Reason(MONEY, 21, _("Not every price is published.")),
    "includes": Reason(MONEY, 23, _("A price is published, but not what is in it.")),
    "insurance": Reason(MONEY, 24, _("We do not know whether it takes insurance.")),
    "prior_authorization": Reason(MONEY, 44, _("We do not know whether it asks insurers for you.")),
    "payment_plans": Reason(MONEY, 46, _("We do not know whether you can pay in parts.")),
    "sliding_scale": Reason(MONEY, 47, _("We do not know whether a low income lowers the price.")),
    "hsa_fsa": Reason(MONEY, 48, _("We do not know whether it takes these cards.")),
    "contact": Reason(PRACTICAL, 26, _("We know of no phone number, e-mail or website.")),
    "states": Reason(PRACTICAL, 27, _("We do not know which states it serves.")),
    "accepting": Reason(PRACTICAL, 28, _("We do not know whether it takes new patients.")),
    "conditions": Reason(PRACTICAL, 29, _("It has not told us what it treats.")),
    "treatments": Reason(PRACTICAL, 30, _("It has not told us which treatments it offers.")),
    "wait": Reason(PRACTICAL, 31, _("We do not know how long the wait is.")),
    "ages": Reason(PRACTICAL, 32, _("It has not told us which ages it treats.")),
    "street": Reason(PRACTICAL, 33, _("We do not know the street address.")),
    "privacy": Reason(PRACTICAL, 35, _("It has not told us how it protects what you say.")),
    "home_delivery": Reason(PRACTICAL, 36, _("We do not know whether the medicine comes to your home.")),
    "modality": Reason(PRACTICAL, 37, _("We do not know whether visits are by video or by phone.")),
    "hours": Reason(PRACTICAL, 38, _("We do not know the opening hours.")),
    "accessibility": Reason(PRACTICAL, 39, _("It has told us nothing about access.")),
    "languages": Reason(PRACTICAL, 40, _("We do not know which languages are spoken there.")),
    "psychotherapy": Reason(PRACTICAL, 41, _("We do not know whether it offers therapy.")),
    "baa": Reason(PRACTICAL, 49, _("We do not know of such an agreement.")),
    "platforms": Reason(PRACTICAL, 50, _("It has not told us what you need for a visit.")),
    # What is unusual.
    "excluded": Reason(
        SAFETY,
        1,
        _("This listing, or somebody who works there, is on the federal exclusion list. We keep it out of "
          "our results."),
    ),
    "alone_at_home": Reason(
        SAFETY, 2, _("It sends the medicine home and does not ask for another adult to be with you.")
    ),
    "no_consultation": Reason(SAFETY, 3, _("It says that it treats without a consultation first.")),
    "license_ended": Reason(
        SAFETY, 4, _("None of the licenses in %(state)s that we know of stands today.")
    ),
    "license_unknown": Reason(SAFETY, 11, _("We know of no license in %(state)s of those who treat here.")),
    "license": Reason(
        SAFETY, 17, _("Nobody has looked up the licenses in %(state)s for us yet. The board can tell you.")
    ),
    "lapsed": Reason(SAFETY, 12, _("Our verification ended on %(lapsed_on)s. We have not renewed it.")),
    "unverified": Reason(SAFETY, 25, _("We have not verified this listing yet.")),
    "price_high": Reason(
        MONEY,
        22,
        _("%(treatment)s costs %(own)s a session here. Of %(count)s places within %(miles)s miles that "
          "publish a price, half ask %(usual)s or less."),
    ),
    "price_low": Reason(
        MONEY,
        22,
        _("%(treatment)s costs %(own)s a session here. Of %(count)s places within %(miles)s miles that "
          "publish a price, half ask %(usual)s or more."),
    ),
    "registry_only": Reason(
        PRACTICAL, 13, _("This comes from a national registry. Nobody has confirmed any of it.")
    ),
    "unconfirmed": Reason(PRACTICAL, 42, _("Nobody has confirmed these details to us yet.")),
    "confirmed_long_ago": Reason(
        PRACTICAL, 25, _("The details were last confirmed on %(confirmed_on)s. They may have changed.")
    ),
    "visit_needed": Reason(
        PRACTICAL, 26, _("It examines you in person before the first prescription.")
    ),
}  # fmt: skip
LICENSE = _("Who will treat me, and under what name and number can I look up their license?")
STILL_RIGHT = _("Do you still offer ketamine treatment, and are your phone number and address the same?")
# What to ask about the unusual; and where one question serves better on the phone than the page's own.
ASKS: dict[str, Words] = {
    "price": _("What does one session cost, what is in that price, and what will I pay in all?"),
    "excluded": _("Who there is on the federal exclusion list, and why?"),
    "alone_at_home": _("Who helps me if something goes wrong while I am alone at home?"),
    "no_consultation": _("Who looks at my health and my medicines before the first dose?"),
    "license_ended": LICENSE,
    "license_unknown": LICENSE,
    "license": LICENSE,
    "lapsed": _("Has anything changed there: who treats, their licenses, the address?"),
    "unverified": _("Who is the medical director, and who answers for my treatment?"),
    "price_high": _("Why does a session cost more than at other places near you, and what is in the price?"),
    "price_low": _("What is not in this price, and what else will I have to pay?"),
    "registry_only": STILL_RIGHT,
    "unconfirmed": STILL_RIGHT,
    "confirmed_long_ago": STILL_RIGHT,
    "visit_needed": _("Where would I be examined in person, when, and what does that visit cost?"),
}
# What good sources tell patients to look for, as questions; by the key of the fact that says why.
OF_EVERY_PLACE: dict[str, Words] = {
    "good-sign-3": _("What will you check about my health before the first dose?"),
    "good-sign-8": _("How do we measure whether it works, and when would we stop?"),
    "good-sign-9": _("Whom do I call at night, and will you stay in touch with my own doctor?"),
    "good-sign-12": _("Will you give me a good faith estimate in writing?"),
    "red-flag-6": _("Must I pay for several sessions ahead, and what do I get back if I stop?"),
}
OF_CLINICS: dict[str, Words] = {
    "good-sign-4": _("Who in the building is trained in advanced life support (ACLS) on that day?"),
    "good-sign-6": _("What do you have at hand for an emergency?"),
    "red-flag-8": _("How do I get home: do you make sure that I do not drive?"),
}
OF_SERVICES: dict[str, Words] = {
    "red-flag-9": _("Will you ask who is with me, and about my bladder and blood pressure?"),
}
WARNINGS = ("red-flag-1", "red-flag-2", "red-flag-5")


def asked_of(topic: str) -> Words:
    """What the sheet asks in its own words; empty where it asks as the listing's page does."""
    return ASKS.get(topic, "")
