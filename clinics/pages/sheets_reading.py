"""Reads what a listing's sheet and the checklist for the day are made from: at most ten queries."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinics.guide.prices_near import prices_near
from clinics.listings.models import (
    Clinic,
    License,
    Listing,
    Offer,
    OpeningHours,
    ServedState,
    Source,
    TelemedicineService,
)
from clinics.listings.prices import dollars, has_price
from clinics.listings.questions import open_questions
from clinics.listings.rules import license_stands, verification_stands
from clinics.medicine.models import Fact
from clinics.medicine.telling import Source as Cited
from clinics.medicine.telling import Telling, Told, told
from clinics.pages.sheets import TREAT, Known, Licensed, OddPrice, Verified, is_odd, licensed
from clinics.pages.sheets_words import OF_CLINICS, OF_EVERY_PLACE, OF_SERVICES, WARNINGS, Words
from clinics.places.outcomes import Place
from clinics.places.state_names import state_name
from clinics.regulations.models import RegulationNote
from clinics.regulations.topics import LOOKUP
from clinics.vetting.wording import day_in

DAY = "j M Y"
NEAR_MILES = 50
# Each costs a query; a place rarely publishes the price of a session for more.
MOST_PRICES = 2
MOST_LOOKUPS = 2
Subject = Clinic | TelemedicineService


@dataclass(frozen=True)
class General:
    """What good sources recommend to ask everybody, what should make a caller careful, and the sources."""

    questions: list[tuple[Words, Told]]
    warnings: list[Told]
    sources: list[Cited]


@dataclass(frozen=True)
class Today:
    """The opening hours of the day that it is at the place now."""

    day: date
    spans: list[OpeningHours]


def known_of(subject: Subject, now: datetime) -> Known:
    """What we know of a listing, in the words of the rules."""
    today = day_in(_home(subject), now)
    verified, lapsed = _verified(subject, now)
    confirmed = subject.confirmed_on
    service = subject if isinstance(subject, TelemedicineService) else None
    return Known(
        unknown={topic: question.ask for topic, question in open_questions(subject).items()},
        verified=verified,
        lapsed_on=date_format(day_in(_home(subject), lapsed), DAY) if lapsed else "",
        licensed=_licensed(subject, now),
        state=_("some of the states that it serves") if service else state_name(_home(subject)),
        withheld=subject.withheld,
        from_registry=subject.source == Source.NPPES,
        confirmed_on=date_format(confirmed, DAY) if confirmed else "",
        confirmed_days_ago=(today - confirmed).days if confirmed else None,
        no_consultation=subject.consultation_required is False,
        alone_at_home=bool(service and service.home_delivery and service.monitor_required is False),
        visit_needed=bool(service and service.in_person_visit_required),
        odd_price=_odd_price(subject) if isinstance(subject, Clinic) else None,
    )


def today_at(subject: Subject, now: datetime) -> Today | None:
    """None where no opening hours are known at all."""
    spans = list(subject.hours.all()) if isinstance(subject, Clinic) else []
    if not spans:
        return None
    day = day_in(_home(subject), now)
    return Today(day, [span for span in spans if span.weekday == day.weekday()])


def general_for(kind: str) -> General:
    """The shorter list for a clinic or a service, each question with the fact that says why."""
    asks = OF_EVERY_PLACE | (OF_CLINICS if kind == Listing.Kind.CLINIC else OF_SERVICES)
    facts = {fact.key: fact for fact in Fact.objects.filter(key__in=[*asks, *WARNINGS])}
    telling = Telling()
    questions = [(ask, told(facts[key], telling)) for key, ask in asks.items() if key in facts]
    warnings = [told(facts[key], telling) for key in WARNINGS if key in facts]
    return General(questions, warnings, telling.sources)


def lookups_for(subject: Subject, now: datetime) -> list[RegulationNote]:
    """Where the licenses of its state can be looked up; those for all states where it has no state."""
    home = _home(subject)
    notes = RegulationNote.objects.in_force(day_in(home, now)).for_state(home).filter(topic=LOOKUP)
    people = [note for note in notes.order_by("key") if "pharmacy" not in note.key]
    own = [note for note in people if note.state_id]
    return (own or [note for note in people if not note.state_id])[:MOST_LOOKUPS]


def _home(subject: Subject) -> str:
    return subject.state_id if isinstance(subject, Clinic) else ""


def _verified(subject: Subject, now: datetime) -> tuple[Verified, datetime | None]:
    """Whether it is verified now, somewhere at least; else when the last verification ended, if any did."""
    rows: list[Clinic | ServedState]
    rows = [subject] if isinstance(subject, Clinic) else list(subject.served.all())
    if any(verification_stands(row.verified_from, row.verified_until, now) for row in rows):
        return Verified.STANDS, None
    ends = [row.verified_until for row in rows if row.verified_until and row.verified_until <= now]
    return (Verified.LAPSED, max(ends)) if ends else (Verified.NEVER, None)


def _licensed(subject: Subject, now: datetime) -> Licensed:
    """Of a clinic in its state; of a service in the states that it serves."""
    team = [link for link in subject.affiliations.all() if link.role in TREAT]
    if not team:
        return Licensed.NOBODY_NAMED
    if isinstance(subject, Clinic):
        states = [subject.state_id]
    else:
        states = [row.state_id for row in subject.served.all()]
    held = {license for link in team for license in link.provider.licenses.all()}
    told = {
        licensed([_standing(one, day_in(state, now)) for one in held if one.state_id == state])
        for state in states
    }
    return told.pop() if len(told) == 1 else Licensed.NOT_LOOKED_UP


def _standing(license: License, on: date) -> str:
    stands = license_stands(license.status, license.issued_on, license.expires_on, on)
    return license.status if stands else License.Status.EXPIRED


def _odd_price(clinic: Clinic) -> OddPrice | None:
    """The first price of a session that is far from the median of enough places near by."""
    if clinic.latitude is None or clinic.longitude is None:
        return None
    here = Place(clinic.city, clinic.latitude, clinic.longitude, clinic.state_id, "zip")
    priced = [o for o in clinic.offers.all() if o.per == Offer.Per.SESSION and has_price(o)]
    for offer in [o for o in priced if o.price_low_cents is not None][:MOST_PRICES]:
        near = prices_near(offer.treatment.slug, place=here, state=clinic.state_id, radius_miles=NEAR_MILES)
        own = _middle(offer)
        # A fictional price says nothing about a real place.
        told = near.session is not None and (clinic.is_demo or not near.demo)
        if told and near.session and is_odd(own, near.session.middle):
            return OddPrice(
                high=own > near.session.middle,
                treatment=str(offer.treatment),
                own=dollars(own),
                usual=dollars(near.session.middle),
                count=near.count,
                miles=NEAR_MILES,
            )
    return None


def _middle(offer: Offer) -> int:
    """As prices near are counted: the middle stands for a range."""
    low, high = offer.price_low_cents or 0, offer.price_high_cents
    return low if high is None else (low + high) // 2
