"""How a page says what we verified, since when, until when, and on what evidence."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinics.listings.models import Clinic, Listing, Provider, Source, TelemedicineService
from clinics.listings.rules import license_stands, verification_stands
from clinics.places.state_names import state_name
from clinics.vetting.models import Check
from clinics.vetting.rules import Kind, needed_of
from clinics.vetting.rules import Subject as Judged
from clinics.vetting.standing import Gathered, gather_listings, gather_providers
from clinics.vetting.wording import (
    Evidence,
    Need,
    NeedByState,
    day_in,
    evidence,
    kinds_for,
    needs,
    needs_by_state,
)

DAY = "j M Y"
MOST_NAMED = 5
Subject = Clinic | TelemedicineService | Provider
Interval = tuple[str, datetime | None, datetime | None]


@dataclass(frozen=True)
class Verification:
    """Whether it stands now, the line that says so, and what opens below it.

    `needs` is the policy for the state where a clinic stands, `needs_by_state` that for the states
    which a service serves; practitioners, judged by their licenses, have neither.
    """

    stands: bool
    line: str
    source: str = ""
    needs: list[Need] = field(default_factory=list)
    needs_by_state: list[NeedByState] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)


def verification(subject: Subject, at: datetime) -> Verification:
    """Whether we verified it and that stands now; else what is known of its origin."""
    found = _gathered(subject)
    checks = Check.objects.of(subject).newest_of_each()
    stands, line = _line(subject, at, _why_not(subject, found.subject, checks))
    home = subject.state_id if isinstance(subject, Clinic) else ""
    kind = subject.kind if isinstance(subject, Listing) else "provider"
    served = found.zones if kind == Listing.Kind.TELEHEALTH else ()
    return Verification(
        stands=stands,
        line=line,
        source="" if stands else _origin(subject),
        needs=needs(found.subject, home, day_in(home, at)) if home else [],
        needs_by_state=needs_by_state(found.subject, served, at) if served else [],
        evidence=evidence(checks, found.subject, at, kinds=_asked(kind, found), state=home),
    )


def told(subject: Subject, at: datetime, checks: list[Check]) -> Verification:
    """The line alone, for pages that show several: `checks` are the newest of each kind, of this subject."""
    kind = subject.kind if isinstance(subject, Listing) else "provider"
    offers = [] if isinstance(subject, Provider) else subject.offers.all()
    judged = Judged(kind, {}, frozenset(offer.treatment.slug for offer in offers))
    stands, line = _line(subject, at, _why_not(subject, judged, checks))
    return Verification(stands=stands, line=line)


def standing_states(subject: TelemedicineService | Provider, at: datetime) -> list[Interval]:
    """The states in which it is verified now, each with the interval."""
    return [row for row in _intervals(subject, at) if verification_stands(row[1], row[2], at)]


def _line(subject: Subject, at: datetime, why_not: str) -> tuple[bool, str]:
    if subject.withheld and isinstance(subject, Provider):
        return False, _("Kept out of results: this person is on the federal exclusion list.")
    if subject.withheld:
        return False, _(
            "Kept out of results: it, or somebody who works there, is on the federal exclusion list."
        )
    if isinstance(subject, Clinic):
        since, until = subject.verified_from, subject.verified_until
        if since and until and verification_stands(since, until, at):
            return True, _dated(subject.state_id, since, until)
        return False, why_not
    return _line_by_state(subject, at, why_not)


def _line_by_state(subject: TelemedicineService | Provider, at: datetime, why_not: str) -> tuple[bool, str]:
    """What is judged state by state counts as verified only where it is so in each of them."""
    every, standing = _intervals(subject, at), standing_states(subject, at)
    if not standing:
        return False, why_not
    if MOST_NAMED < len(standing) < len(every):
        numbers = {"some": len(standing), "all": len(every)}
        return False, _("Verified by us in %(some)s of %(all)s states, not yet elsewhere.") % numbers
    if len(standing) < len(every):
        names = ", ".join(state_name(state) for state, _since, _until in standing)
        return False, _("Verified by us in %(states)s only, not yet elsewhere.") % {"states": names}
    first_to_end = min(standing, key=lambda row: row[2] or at)
    last_to_begin = max(standing, key=lambda row: row[1] or at)
    return True, _dated(first_to_end[0], last_to_begin[1] or at, first_to_end[2] or at)


def _intervals(subject: TelemedicineService | Provider, at: datetime) -> list[Interval]:
    """By state: those that a service serves; those of a practitioner's licenses that may stand."""
    if isinstance(subject, TelemedicineService):
        return [(row.state_id, row.verified_from, row.verified_until) for row in subject.served.all()]
    held = {
        row.state_id: (row.state_id, row.verified_from, row.verified_until)
        for row in subject.licenses.all()
        if license_stands(row.status, row.issued_on, row.expires_on, day_in(row.state_id, at))
    }
    return list(held.values())


def _dated(state: str, since: datetime, until: datetime) -> str:
    """The first day and the last."""
    last = day_in(state, until - timedelta(seconds=1))
    days = {"since": date_format(day_in(state, since), DAY), "until": date_format(last, DAY)}
    return _("Verified on %(since)s, until %(until)s") % days


def _why_not(subject: Listing | Provider, judged: Judged, checks: list[Check]) -> str:
    """What to say where it is not verified: a needed check failed, or nobody has looked yet."""
    needed = {line.kind for line in needed_of(judged)}
    if any(check.outcome == Check.Outcome.FAILED and check.kind in needed for check in checks):
        return _("Not verified by us: a check that it needs did not pass.")
    if subject.source == Source.NPPES and not any(check.looked_by_id for check in checks):
        return _("From the national registry; not yet checked by us.")
    return _("Not yet verified by us.")


def _origin(subject: Listing | Provider) -> str:
    """What the registry said of it and when, if it came from there."""
    record = next((record for record in subject.records.all() if record.source.lower() == "nppes"), None)
    if subject.source != Source.NPPES or record is None:
        return ""
    words, day = _("In the registry (NPPES) as we read it on %(day)s."), record.last_seen_on
    if record.deactivated_on:
        words = _("The registry deactivated this NPI on %(day)s. Ask before you book.")
        day = record.deactivated_on
    return words % {"day": date_format(day, DAY)}


def _gathered(subject: Subject) -> Gathered:
    gather = gather_providers if isinstance(subject, Provider) else gather_listings
    return gather([subject.pk])[subject.pk]


def _asked(kind: str, found: Gathered) -> list[Kind]:
    """What we look at in it; Spravato's program only where that is offered."""
    needed = {line.kind for line in needed_of(found.subject)}
    return [one for one in kinds_for(kind) if one != Kind.REMS or one in needed]
