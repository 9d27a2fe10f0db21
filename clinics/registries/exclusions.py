"""From the exclusion list to checks: who may be on it, who is, and who no longer is.

A match by NPI fails at once and waits for a curator all the same; a match by name and state only
waits. A curator's decision holds for its exclusion and its subject through every later import.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from clinics.registries import exclusion_rules
from clinics.registries.exclusion_rules import Standing
from clinics.registries.exclusion_subjects import Hit, Subject, Subjects, Who, gather, hits
from clinics.registries.models import Exclusion, ExclusionMatch, ImportRun
from clinics.vetting.models import Check
from clinics.vetting.recording import record

SOURCE_NAME = "OIG List of Excluded Individuals and Entities (LEIE)"
SOURCE_URL = "https://oig.hhs.gov/exclusions/"
NO_LONGER = "No longer on the list"
BATCH = 500
Decision = ExclusionMatch.Decision


@dataclass(frozen=True)
class Compared:
    """What a comparison found: matches by NPI, possible ones that wait, people no longer excluded."""

    by_npi: int
    possible: int
    lifted: int


@dataclass
class Case:
    """A match, the exclusion if it still is in the list, and what it means for its subject.

    `held`: its row in the new file could not be read, so nothing is concluded from its absence.
    """

    match: ExclusionMatch
    exclusion: Exclusion | None = None
    is_new: bool = False
    held: bool = False

    def standing(self, subject: Subject) -> Standing:
        match, exclusion = self.match, self.exclusion
        if self.held and match.decision != Decision.REFUSED:
            return Standing.FAILS if subject.newest == "failed" else Standing.WAITS
        waived = exclusion and exclusion_rules.is_waived(exclusion.waiver_state, subject.states)
        return exclusion_rules.standing(
            match.decision, by_npi=match.by_npi, in_list=match.in_list, waived=bool(waived)
        )


@dataclass
class Judged:
    """Somebody, with every match that speaks of them."""

    who: Who
    subject: Subject
    cases: list[Case] = field(default_factory=list)

    def standings(self) -> list[Standing]:
        return [case.standing(self.subject) for case in self.cases]

    def case(self, standing: Standing) -> Case | None:
        return next((case for case in self.cases if case.standing(self.subject) == standing), None)

    def is_liftable(self) -> bool:
        """Whether the failed check that counts came from the list, or from a decision on a match of it.

        One that somebody recorded by hand for another reason is never overruled by an import.
        """
        return not self.subject.by_hand or any(c.match.decision == Decision.CONFIRMED for c in self.cases)

    def verdict(self) -> str:
        subject = self.subject
        return exclusion_rules.verdict(
            self.standings(), subject.newest, liftable=self.is_liftable(), told=subject.told
        )


def compare(
    run: ImportRun, now: datetime, rejected_names: Collection[str] = (), read_at: datetime | None = None
) -> Compared:
    """Compare everybody who is not fictional with the stored list, and record what follows.

    A constant number of queries finds the matches, whoever is here; one bulk call records.
    `read_at` is when the list was read: nobody was seen not to be on it any later.
    """
    reference = reference_of(run)
    subjects = gather(reference)
    found = hits(subjects)
    judged = _judge(subjects, _cases(found, rejected_names))
    record(check for person in judged for check in _checks(person, reference, now, read_at or now))
    standings = [case.standing(person.subject) for person in judged for case in person.cases]
    return Compared(
        by_npi=sum(hit.by_npi for hit in found.values()),
        possible=standings.count(Standing.WAITS),
        lifted=sum(person.subject.newest == "failed" and person.verdict() == "passed" for person in judged),
    )


@transaction.atomic
def compare_again(now: datetime) -> Compared | None:
    """Compare with the list that is stored: people may have come since. None where there is no list."""
    run = ImportRun.objects.filter(source="leie").order_by("-applied_at", "-pk").first()
    if run is None:
        return None
    return compare(run, now, run.choices.get("rejected_names", ()), run.applied_at)


@transaction.atomic
def decide(match: ExclusionMatch, decision: str, reason: str, user: Any, now: datetime) -> None:
    """Store a curator's word on a match, and the check that follows from it.

    The same: a failed check, unless the exclusion has left the list or a waiver covers the subject.
    Somebody else: a passed one, unless another match still fails the subject or waits. Raises
    ValidationError without a reason for a refusal.
    """
    if decision not in (Decision.CONFIRMED, Decision.REFUSED):
        raise ValidationError({"decision": _("Choose whether it is the same.")}, "decision")
    if decision == Decision.REFUSED and not reason.strip():
        raise ValidationError({"reason": _("Say why it is somebody else.")}, "reason")
    match.decision, match.reason = decision, reason.strip()
    match.decided_by, match.decided_at = user, now
    match.full_clean()
    match.save()
    run = ImportRun.objects.filter(source="leie").order_by("-applied_at", "-pk").first()
    reference = reference_of(run) if run else ""
    check = _check_of_decision(match, _judged_one(match, reference), reference, now)
    if check:
        check.looked_by = user
        record([check])


def reference_of(run: ImportRun) -> str:
    """How checks name a reading of the list: the file, and the day on which it was first read."""
    read_on = run.applied_at.date().isoformat() if run.applied_at else ""
    return f"{run.file_name[-130:]}, read {read_on}"


def _cases(found: dict[tuple[Who, str], Hit], rejected_names: Collection[str]) -> list[Case]:
    """The matches that were there, brought up to date, and the new ones, stored."""
    stored = list(ExclusionMatch.objects.order_by("pk"))
    keys = ExclusionMatch.objects.order_by().values("key")
    listed = {row.key: row for row in Exclusion.objects.filter(key__in=keys)}
    cases, changed = [], []
    for match in stored:
        hit = found.get((who_of(match), match.key))
        case = Case(match, listed.get(match.key))
        case.held = case.exclusion is None and match.in_list and _name_of(match) in rejected_names
        before = (match.in_list, match.by_npi)
        case.is_new = case.exclusion is not None and not match.in_list
        match.in_list = case.exclusion is not None or case.held
        match.by_npi = match.by_npi or bool(hit and hit.by_npi)
        cases.append(case)
        if before != (match.in_list, match.by_npi):
            changed.append(match)
    ExclusionMatch.objects.bulk_update(changed, ["in_list", "by_npi"], batch_size=BATCH)
    known = {(who_of(match), match.key) for match in stored}
    new = [Case(_match(hit), hit.exclusion, is_new=True) for pair, hit in found.items() if pair not in known]
    ExclusionMatch.objects.bulk_create([case.match for case in new], batch_size=BATCH)
    return cases + new


def _match(hit: Hit) -> ExclusionMatch:
    return ExclusionMatch(
        key=hit.exclusion.key,
        listed=as_listed(hit.exclusion),
        by_npi=hit.by_npi,
        **{f"{hit.who.kind}_id": hit.who.id},
    )


def as_listed(exclusion: Exclusion) -> str:
    """An exclusion in one line, for a curator to compare."""
    born = f"born {exclusion.born_on}" if exclusion.born_on else ""
    npi = f"NPI {exclusion.npi}" if exclusion.npi else "NPI not listed"
    place = " ".join(part for part in (exclusion.city, exclusion.state) if part)
    what = exclusion_rules.excluded_words(exclusion.type, exclusion.excluded_on)
    if exclusion.waiver_state:
        what += f"; waiver for {exclusion.waiver_state}"
    parts = [exclusion.name, place, exclusion.specialty, born, npi, what]
    return " | ".join(part for part in parts if part)[:300]


def who_of(match: ExclusionMatch) -> Who:
    """Whom a match speaks of."""
    if match.provider_id:
        return Who("provider", match.provider_id)
    return Who("listing", match.listing_id or 0)


def _name_of(match: ExclusionMatch) -> str:
    return match.listed.partition(" | ")[0]


def _judge(subjects: Subjects, cases: list[Case]) -> list[Judged]:
    judged = {who: Judged(who, subject) for who, subject in subjects.items()}
    for case in cases:
        if person := judged.get(who_of(case.match)):
            person.cases.append(case)
    return list(judged.values())


def _judged_one(match: ExclusionMatch, reference: str) -> Judged:
    """The subject of one match, with every match of theirs."""
    who = who_of(match)
    mine = list(ExclusionMatch.objects.filter(**{who.kind: who.id}))
    listed = Exclusion.objects.in_bulk([row.key for row in mine])
    cases = [Case(row, listed.get(row.key), held=row.in_list and row.key not in listed) for row in mine]
    return Judged(who, gather(reference, who)[who], cases)


def _checks(person: Judged, reference: str, now: datetime, read_at: datetime) -> Iterator[Check]:
    """What an import adds for somebody: a lead for a curator where there is a new one, and a verdict."""
    for case in person.cases:
        if case.is_new and case.standing(person.subject) == Standing.WAITS:
            yield _check(person.who, "possible", reference, now, note=case.match.listed)
    outcome = person.verdict()
    if outcome == "failed":
        failing = person.case(Standing.FAILS)
        yield _check(person.who, "failed", reference, now, said=_said(failing), note=_note(failing))
    elif outcome == "passed":
        said = _said_when_passed(person)
        looked_at = now if person.subject.newest == "failed" else read_at
        yield _check(person.who, "passed", reference, looked_at, said=said)


def _check_of_decision(match: ExclusionMatch, person: Judged, reference: str, now: datetime) -> Check | None:
    standings = person.standings()
    mine = next(case for case in person.cases if case.match.pk == match.pk)
    standing = mine.standing(person.subject)
    failed = person.subject.newest == "failed"
    if match.decision == Decision.CONFIRMED and standing not in (Standing.LEFT, Standing.WAIVED):
        return _check(person.who, "failed", reference, now, said=_said(mine), note=match.listed)
    if Standing.FAILS in standings or (Standing.WAITS in standings and not failed):
        return None
    said = _said_when_passed(person) if standing != Standing.REFUSED else ""
    return _check(person.who, "passed", reference, now, said=said, note=match.reason)


def _check(who: Who, outcome: str, reference: str, now: datetime, **words: str) -> Check:
    return Check(
        kind=Check.Kind.EXCLUSION,
        outcome=outcome,
        source_name=SOURCE_NAME,
        source_url=SOURCE_URL,
        reference=reference,
        looked_at=now,
        **{f"{who.kind}_id": who.id},
        **words,
    )


def _said(case: Case | None) -> str:
    exclusion = case.exclusion if case else None
    return exclusion_rules.excluded_words(exclusion.type, exclusion.excluded_on) if exclusion else ""


def _note(case: Case | None) -> str:
    if case is None:
        return ""
    how = "The NPI is the same" if case.match.by_npi else "A curator confirmed the match"
    return f"{how}: {case.match.listed}"


def _said_when_passed(person: Judged) -> str:
    """Why somebody passes who stands, or stood, in the list; blank for everybody else.

    The public reads this, so a lead by name alone never shows in it.
    """
    waived = person.case(Standing.WAIVED) or person.case(Standing.WAITS)
    known = waived and (waived.match.by_npi or waived.match.decision == Decision.CONFIRMED)
    if known and waived and waived.exclusion:
        return exclusion_rules.waiver_words(waived.exclusion.waiver_state, waived.exclusion.waiver_on)
    lifted = person.subject.newest == "failed" and person.case(Standing.LEFT)
    return NO_LONGER if lifted else ""
