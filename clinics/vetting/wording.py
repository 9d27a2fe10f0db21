"""What checks and the policy say, in plain words for patients."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.places.state_names import state_name
from clinics.places.states import STATE_ZONES
from clinics.vetting.models import Check
from clinics.vetting.rules import (
    GOOD_FOR_DAYS,
    OF_LISTINGS_ONLY,
    OF_PEOPLE_ONLY,
    POLICY,
    Kind,
    Requirement,
    Subject,
    Whose,
    met_days,
    needed_of,
    span_of,
    stands,
)

Words = str | Promise


@dataclass(frozen=True)
class Said:
    """What a kind of check is called, and what it means that it passed, failed, or never was."""

    name: Words
    passed: Words
    failed: Words
    never: Words


SAID: dict[Kind, Said] = {
    Kind.NPI: Said(
        gettext_lazy("Registry number (NPI)"),
        gettext_lazy("The NPI is active in the national registry and belongs to this name."),
        gettext_lazy("The national registry does not show this NPI as active under this name."),
        gettext_lazy("We have not looked up the NPI."),
    ),
    Kind.EXCLUSION: Said(
        gettext_lazy("Federal exclusion list"),
        gettext_lazy("Not on the list of people and companies that federal health programs exclude."),
        gettext_lazy("On the list of people and companies that federal health programs exclude."),
        gettext_lazy("We have not looked at the federal exclusion list."),
    ),
    Kind.LICENSE: Said(
        gettext_lazy("License"),
        gettext_lazy("The state board shows an active license."),
        gettext_lazy("The state board did not show an active license."),
        gettext_lazy("We have not looked up the license."),
    ),
    Kind.BOARD: Said(
        gettext_lazy("Board certification"),
        gettext_lazy("The certifying board confirms the certificate."),
        gettext_lazy("The certifying board did not confirm the certificate."),
        gettext_lazy("We have not asked the certifying board."),
    ),
    Kind.DEA: Said(
        gettext_lazy("DEA registration"),
        gettext_lazy("They attest a DEA registration, which controlled drugs need."),
        gettext_lazy("They did not attest a DEA registration."),
        gettext_lazy("Nobody has attested a DEA registration to us."),
    ),
    Kind.REMS: Said(
        gettext_lazy("Spravato safety program (REMS)"),
        gettext_lazy("Certified to give Spravato under its safety program."),
        gettext_lazy("We did not find it among the places certified to give Spravato."),
        gettext_lazy("We have not checked the certificate for Spravato."),
    ),
    Kind.DIRECTOR: Said(
        gettext_lazy("Medical director"),
        gettext_lazy("It names its medical director."),
        gettext_lazy("It does not name its medical director."),
        gettext_lazy("We have not asked who the medical director is."),
    ),
    Kind.PRESCRIBERS: Said(
        gettext_lazy("Prescribers"),
        gettext_lazy("It names who prescribes."),
        gettext_lazy("It does not name who prescribes."),
        gettext_lazy("We have not asked who prescribes."),
    ),
    Kind.SAFETY: Said(
        gettext_lazy("Monitoring and emergency plan"),
        gettext_lazy("It describes how patients are watched and what happens in an emergency."),
        gettext_lazy("It did not describe how patients are watched and what happens in an emergency."),
        gettext_lazy("We have not asked about monitoring and the emergency plan."),
    ),
    Kind.CONTACT: Said(
        gettext_lazy("Contact details"),
        gettext_lazy("Confirmed by a call or a mail."),
        gettext_lazy("A call or a mail did not reach it."),
        gettext_lazy("Nobody has confirmed the phone number and address."),
    ),
    Kind.PRICE: Said(
        gettext_lazy("Price"),
        gettext_lazy("It confirmed its prices to us."),
        gettext_lazy("It told us other prices than those that stood here."),
        gettext_lazy("Nobody has confirmed the prices."),
    ),
    Kind.PRIVACY: Said(
        gettext_lazy("Privacy"),
        gettext_lazy("It attests how it protects health data, with a business associate agreement (BAA)."),
        gettext_lazy("It did not attest how it protects health data."),
        gettext_lazy("We have not asked how it protects health data."),
    ),
    Kind.VISIT: Said(
        gettext_lazy("Visit or documents"),
        gettext_lazy("We visited the place or saw its documents."),
        gettext_lazy("A visit or its documents did not bear out what it says."),
        gettext_lazy("We have not visited it."),
    ),
}
NEEDED: dict[Whose, Words] = {
    Whose.OWN: gettext_lazy("its own"),
    Whose.A_PRESCRIBER: gettext_lazy("at least one prescriber who works there, where the patient is"),
    Whose.EVERYBODY: gettext_lazy("itself, and everybody who works there"),
}


@dataclass(frozen=True)
class Evidence:
    """One line of evidence. `outcome` is passed, outdated (passed, and counts no longer), failed or never."""

    name: Words
    outcome: str
    sentence: Words
    said: str = ""
    source_name: str = ""
    source_url: str = ""
    reference: str = ""
    looked_on: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class Need:
    """One line of the policy, and whether it is met for a patient in a state on a day."""

    words: Words
    met: bool


@dataclass(frozen=True)
class NeedByState:
    """One line of the policy of what is judged state by state, and the states where it is met and is not."""

    words: Words
    met_in: list[str]
    missing_in: list[str]


@dataclass(frozen=True)
class PolicyLine:
    """One requirement as the guide prints it."""

    name: Words
    whose: Words
    days: int
    only_for_esketamine: bool


def evidence(
    checks: Iterable[Check], subject: Subject, now: datetime, *, kinds: Iterable[Kind], state: str = ""
) -> list[Evidence]:
    """Each check that counts, then what was not checked of these kinds. `state`: where the subject is."""
    lines = [_evidence_of(check, subject, now, state) for check in checks]
    seen = {check.kind for check in checks}
    for kind in kinds:
        if kind not in seen:
            lines.append(Evidence(SAID[kind].name, "never", SAID[kind].never))
    return lines


def kinds_for(subject_kind: str) -> list[Kind]:
    """What we look at in this kind of subject, the policy's needs first; persons' own kinds elsewhere."""
    others = OF_LISTINGS_ONLY if subject_kind == "provider" else OF_PEOPLE_ONLY
    needed = [line.kind for line in POLICY[subject_kind]]
    wanted = dict.fromkeys([*needed, *Kind])
    optional = {Kind.PRIVACY} if subject_kind == "clinic" else set()
    return [kind for kind in wanted if kind not in others and kind not in optional]


def needs(subject: Subject, state: str, on: date) -> list[Need]:
    """The policy line by line: what is met on the day, and what is missing."""
    zone = STATE_ZONES[state]
    return [
        Need(_need_in_words(line, state), stands(met_days(line, subject, state, zone), on))
        for line in needed_of(subject)
    ]


def needs_by_state(subject: Subject, states: Iterable[str], now: datetime) -> list[NeedByState]:
    """The policy line by line for patients in each of these states: where it is met today, and where not."""
    days = {state: day_in(state, now) for state in sorted(states, key=state_name)}
    found = []
    for line in needed_of(subject):
        met = {
            state: stands(met_days(line, subject, state, STATE_ZONES[state]), day)
            for state, day in days.items()
        }
        found.append(
            NeedByState(
                _need_in_words(line),
                met_in=[state_name(state) for state in days if met[state]],
                missing_in=[state_name(state) for state in days if not met[state]],
            )
        )
    return found


def policy(subject_kind: str) -> list[PolicyLine]:
    """What the guide prints for this kind of listing, from the one table."""
    return [_policy_line(requirement) for requirement in POLICY[subject_kind]]


def other_durations() -> list[tuple[Words, int]]:
    """The kinds of check that no policy needs, with the days for which each stays good."""
    needed = {line.kind for lines in POLICY.values() for line in lines}
    return [(SAID[kind].name, days) for kind, days in GOOD_FOR_DAYS.items() if kind not in needed]


def day_in(state: str, instant: datetime) -> date:
    """The calendar day of an instant in this state; in UTC where none is given."""
    return instant.astimezone(STATE_ZONES.get(state, UTC)).date()


def license_evidence(check: Check | None) -> str:
    """What we saw of a license, in the half sentence that follows it."""
    if check is None:
        return _("not yet verified by us")
    day = day_in(check.state_id or "", check.looked_at)
    told = {"day": date_format(day, "j M Y"), "source": check.source_name, "said": check.said}
    if check.outcome == Check.Outcome.PASSED:
        return _("seen by us on %(day)s: %(source)s") % told
    if check.said:
        return _("our look on %(day)s found “%(said)s”: %(source)s") % told
    return _("our look on %(day)s found no active license: %(source)s") % told


def _evidence_of(check: Check, subject: Subject, now: datetime, state: str) -> Evidence:
    said = SAID[Kind(check.kind)]
    place = check.state_id or state
    span = span_of(subject.looks.get((check.kind, check.state_id or "")), STATE_ZONES.get(place, UTC))
    outdated = check.outcome == Check.Outcome.PASSED and not stands(span, day_in(place, now))
    where = f", {state_name(check.state_id)}" if check.state_id else ""
    return Evidence(
        name=f"{said.name}{where}",
        outcome="outdated" if outdated else check.outcome,
        sentence=said.passed if check.outcome == Check.Outcome.PASSED else said.failed,
        said=check.said,
        source_name=check.source_name,
        source_url=check.source_url if check.source_url.startswith(("https://", "http://")) else "",
        reference=check.reference,
        looked_on=day_in(check.state_id or state, check.looked_at),
        valid_until=check.valid_until,
    )


def _need_in_words(requirement: Requirement, state: str = "") -> str:
    """Where no state is named, of whichever state the patient is in."""
    name, where = str(SAID[requirement.kind].name), state_name(state) if state else ""
    if requirement.whose == Whose.A_PRESCRIBER and not where:
        return _("A prescriber whose license we saw, in the state where you are")
    if requirement.whose == Whose.A_PRESCRIBER:
        return _("A prescriber whose license in %(state)s we saw") % {"state": where}
    if requirement.whose == Whose.EVERYBODY:
        return _("Nobody here is on the federal exclusion list")
    if requirement.kind == Kind.LICENSE:
        return _("A license in %(state)s that we saw") % {"state": where}
    return name


def _policy_line(requirement: Requirement) -> PolicyLine:
    return PolicyLine(
        name=SAID[requirement.kind].name,
        whose=NEEDED[requirement.whose],
        days=GOOD_FOR_DAYS[requirement.kind],
        only_for_esketamine=bool(requirement.treatment),
    )
