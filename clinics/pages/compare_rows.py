"""The rows of a comparison: which there are, to whom each applies, and what its fields say."""

from dataclasses import dataclass
from datetime import time

from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinics.listings.models import Clinic, TelemedicineService
from clinics.pages import wording
from clinics.pages.compare_cells import (
    Cell,
    Make,
    Side,
    capped,
    fact,
    listing,
    open_question,
    provider,
    said,
    terms,
    unknown,
    yes_no,
)
from clinics.places.state_names import state_name
from clinics.search.results import accepting_line, rating_line, wait_line

MOST_PEOPLE = 2
MOST_LICENSES = 1
CLINIC = frozenset({"clinic"})
TELEHEALTH = frozenset({"telehealth"})
PLACES = CLINIC | TELEHEALTH
PEOPLE = frozenset({"provider"})
ALL = PLACES | PEOPLE


@dataclass(frozen=True)
class RowOf:
    """One row. Those of other `kinds` say that it does not apply to them."""

    label: str | Promise
    kinds: frozenset[str]
    make: Make

    def cell(self, side: Side) -> Cell:
        return self.make(side) if side.kind in self.kinds else Cell(applies=False)


def _kind(side: Side) -> Cell:
    return said(kind_label(side))


def kind_label(side: Side) -> str:
    """What it is, in a word or two."""
    return _("Practitioner") if side.kind == "provider" else listing(side).get_kind_display()


def _where(side: Side) -> Cell:
    subject = side.subject
    if isinstance(subject, Clinic):
        asked = side.questions.get("street")
        return said(wording.address(subject), asked and asked.said)
    if isinstance(subject, TelemedicineService):
        return open_question(side, "states") or said(wording.serves(subject))
    if nothing := open_question(side, "practice"):
        return nothing
    return said(*(place.name for place, _roles in wording.workplaces(subject)), wording.address(subject))


def _states(side: Side) -> Cell:
    subject = side.subject
    if nothing := open_question(side, "states"):
        return nothing
    served = subject.served.all() if isinstance(subject, TelemedicineService) else []
    return said(", ".join(sorted(state_name(row.state_id) for row in served)))


def _verified(side: Side) -> Cell:
    return said(side.verification.line, side.caution)


def _confirmed(side: Side) -> Cell:
    if side.subject.confirmed_on is None:
        return unknown(_("Nobody has confirmed these details to us yet."))
    day = date_format(side.subject.confirmed_on, wording.DAY)
    return said(_("Details last confirmed on %(day)s.") % {"day": day})


def _accepting(side: Side) -> Cell:
    accepting = listing(side).accepting_new_patients
    return open_question(side, "accepting") or said(accepting_line(accepting))


def _wait(side: Side) -> Cell:
    return open_question(side, "wait") or said(wait_line(listing(side).wait_days))


def _reviews(side: Side) -> Cell:
    return said(rating_line(listing(side).rating_mean, listing(side).rating_count))


def _contact(side: Side) -> Cell:
    subject = side.subject
    if subject.withheld:
        return unknown(_("Do not book here before you have asked"))
    extension = _("Extension %(number)s") % {"number": subject.phone_extension}
    lines = (subject.phone, subject.phone_extension and extension, subject.phone_note)
    written = getattr(subject, "email", "") or wording.website(subject)
    return open_question(side, "contact") or said(*(lines if subject.phone else [written]))


def _prices(side: Side) -> Cell:
    if nothing := open_question(side, "treatments"):
        return nothing
    lines = []
    for price in wording.prices(listing(side)):
        amount = " ".join(part for part in (price["amount"], price["per"]) if part)
        lines.append(f"{price['label']}: {amount or price['note']}")
        if price["includes"]:
            lines.append(f"{_('Includes:')} {price['includes']}")
    # Where a price is published, and nobody has said what it includes.
    asked = side.questions.get("includes")
    return said(*lines, asked and asked.said)


def _insurance(side: Side) -> Cell:
    if nothing := open_question(side, "insurance"):
        return nothing
    told = wording.insurance(listing(side))
    return said(
        told.sentence,
        told.in_network and f"{_('In network:')} {', '.join(told.in_network)}",
        told.superbill and f"{_('Out of network, with a superbill:')} {', '.join(told.superbill)}",
    )


def _team(side: Side) -> Cell:
    if nothing := open_question(side, "team"):
        return nothing
    lines = []
    team = wording.team(listing(side), side.at, side.seen)
    for colleague in team[:MOST_PEOPLE]:
        lines.append(f"{colleague.provider}: {', '.join(colleague.roles)}")
        lines += capped(colleague.licenses, MOST_LICENSES, _more_licenses) or [
            _("We know of no license yet. Look them up with the state board before you book.")
        ]
    rest = len(team) - MOST_PEOPLE
    more = ngettext("%(number)s more person on its page", "%(number)s more people on its page", rest)
    return said(*lines, rest > 0 and more % {"number": rest})


def _more_licenses(number: int) -> str:
    words = ngettext("%(number)s more license", "%(number)s more licenses", number)
    return words % {"number": number}


def _licenses(side: Side) -> Cell:
    return open_question(side, "licenses") or said(*wording.licenses(provider(side), side.at, side.seen))


def _certificates(side: Side) -> Cell:
    return open_question(side, "certifications") or said(
        *(f"{one}, {_('not yet verified by us')}" for one in provider(side).certifications.all())
    )


def _dea(side: Side) -> Cell:
    words = _("%(state)s, by their own word of %(day)s")
    return open_question(side, "dea") or said(
        *(
            words % {"state": state_name(one.state_id), "day": date_format(one.attested_on, wording.DAY)}
            for one in provider(side).dea_registrations.all()
        )
    )


def _experience(side: Side) -> Cell:
    years = wording.years_in_practice(provider(side), side.today)
    if years is None:
        return unknown(_("Years in practice not known. Ask."))
    if years == 0:
        return said(_("Since this year"))
    words = ngettext("About %(years)s year, since %(since)s", "About %(years)s years, since %(since)s", years)
    return said(words % {"years": years, "since": provider(side).practising_since})


def _monitoring(name: str) -> Make:
    def make(side: Side) -> Cell:
        if nothing := open_question(side, "monitoring"):
            return nothing
        told = getattr(side.subject, name)
        return said(told) if told else unknown(_("Not known. Ask."))

    return make


def _hours(side: Side) -> Cell:
    if nothing := open_question(side, "hours"):
        return nothing
    days = wording.week(side.subject) if isinstance(side.subject, Clinic) else []
    return said(
        *(
            f"{day}: {', '.join(f'{_hour(span.opens)} – {_hour(span.closes)}' for span in spans)}"
            for day, spans in days
            if spans
        )
    )


def _hour(moment: time) -> str:
    return time_format(moment, "P")


GROUPS: list[tuple[str | Promise, list[RowOf]]] = [
    (
        gettext_lazy("At a glance"),
        [
            RowOf(gettext_lazy("Kind"), ALL, _kind),
            RowOf(gettext_lazy("Where"), ALL, _where),
            RowOf(gettext_lazy("States served"), TELEHEALTH, _states),
            RowOf(gettext_lazy("Verification"), ALL, _verified),
            RowOf(gettext_lazy("Last confirmed"), ALL, _confirmed),
            RowOf(gettext_lazy("New patients"), PLACES, _accepting),
            RowOf(gettext_lazy("Wait"), PLACES, _wait),
            RowOf(gettext_lazy("Reviews"), PLACES, _reviews),
            RowOf(gettext_lazy("Contact"), ALL, _contact),
        ],
    ),
    (
        gettext_lazy("Cost"),
        [
            RowOf(gettext_lazy("Treatments and prices"), PLACES, _prices),
            RowOf(gettext_lazy("Insurance"), PLACES, _insurance),
            RowOf(
                gettext_lazy("Helps with prior authorization"),
                PLACES,
                yes_no("prior_authorization_help", "prior_authorization"),
            ),
            RowOf(gettext_lazy("Payment plans"), PLACES, yes_no("payment_plans", "payment_plans")),
            RowOf(
                gettext_lazy("Lower price for low income"), PLACES, yes_no("sliding_scale", "sliding_scale")
            ),
            RowOf(gettext_lazy("HSA and FSA cards"), PLACES, yes_no("hsa_fsa", "hsa_fsa")),
        ],
    ),
    (
        gettext_lazy("Does it fit you?"),
        [
            RowOf(gettext_lazy("Conditions treated"), ALL, terms("conditions", "conditions")),
            RowOf(gettext_lazy("Ages"), PLACES, terms("age_groups", "ages")),
            RowOf(gettext_lazy("Languages"), ALL, terms("languages", "languages")),
            RowOf(gettext_lazy("Accessibility"), PLACES, terms("accessibility", "accessibility")),
        ],
    ),
    (
        gettext_lazy("Who treats"),
        [
            RowOf(gettext_lazy("Who treats here"), PLACES, _team),
            RowOf(gettext_lazy("Licenses"), PEOPLE, _licenses),
            RowOf(gettext_lazy("Board certification"), PEOPLE, _certificates),
            RowOf(gettext_lazy("Registered to prescribe (DEA)"), PEOPLE, _dea),
            RowOf(gettext_lazy("Ketamine training"), PEOPLE, fact("ketamine_training", "training")),
            RowOf(gettext_lazy("Advanced life support (ACLS)"), PEOPLE, yes_no("acls", "acls")),
            RowOf(gettext_lazy("Basic life support (BLS)"), PEOPLE, yes_no("bls", "bls")),
            RowOf(gettext_lazy("In practice"), PEOPLE, _experience),
        ],
    ),
    (
        gettext_lazy("Safety"),
        [
            RowOf(gettext_lazy("Who watches over you"), CLINIC, _monitoring("monitoring_by")),
            RowOf(gettext_lazy("What they measure"), CLINIC, _monitoring("monitoring_of")),
            RowOf(
                gettext_lazy("Another adult must be with you"),
                TELEHEALTH,
                yes_no("monitor_required", "adult_present"),
            ),
            RowOf(gettext_lazy("Emergency plan"), PLACES, fact("emergency_plan", "emergency")),
            RowOf(
                gettext_lazy("Consultation before treatment"),
                PLACES,
                yes_no("consultation_required", "consultation"),
            ),
            RowOf(gettext_lazy("Therapy offered"), PLACES, yes_no("psychotherapy_support", "psychotherapy")),
            RowOf(gettext_lazy("Follow-up after treatment"), PLACES, fact("follow_up", "follow_up")),
        ],
    ),
    (
        gettext_lazy("How it works"),
        [
            RowOf(gettext_lazy("Opening hours"), CLINIC, _hours),
            RowOf(gettext_lazy("Visits by"), TELEHEALTH, fact("get_modality_display", "modality")),
            RowOf(gettext_lazy("What you need"), TELEHEALTH, fact("platforms", "platforms")),
            RowOf(gettext_lazy("How you are evaluated"), TELEHEALTH, fact("evaluation", "evaluation")),
            RowOf(
                gettext_lazy("Examined in person before the first prescription"),
                TELEHEALTH,
                yes_no("in_person_visit_required", "in_person"),
            ),
            RowOf(
                gettext_lazy("Medicine sent to your home"),
                TELEHEALTH,
                yes_no("home_delivery", "home_delivery"),
            ),
            RowOf(gettext_lazy("Privacy"), TELEHEALTH, fact("privacy_practice", "privacy")),
            RowOf(
                gettext_lazy("Signed privacy agreement (BAA) with its video service"),
                TELEHEALTH,
                yes_no("business_associate_agreement", "baa"),
            ),
        ],
    ),
]
