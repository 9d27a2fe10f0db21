"""Everybody here whom the exclusion list may name, and the matches, found by joins in the database."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from clinics.listings.models import Affiliation, Clinic, License, Listing, Provider, ServedState
from clinics.registries import exclusion_rules
from clinics.registries.models import Exclusion
from clinics.vetting.models import Check

# Joined in one statement each; the two databases differ only in how they unpack what is sent.
BY_NPI = """
SELECT e.*, 'provider' AS subject_kind, p.id AS subject_id
  FROM clinics_provider p JOIN clinics_exclusion e ON e.npi = p.npi
 WHERE e.npi <> '' AND NOT p.is_demo
UNION ALL
SELECT e.*, 'listing' AS subject_kind, l.id AS subject_id
  FROM clinics_listing l JOIN clinics_exclusion e ON e.npi = l.npi
 WHERE e.npi <> '' AND NOT l.is_demo
"""
JOINED = """
JOIN clinics_exclusion e ON e.name_key = s.name AND e.state = s.state
 WHERE e.is_business = (s.kind = 'listing') AND (e.npi = '' OR s.npi = '')
"""
UNPACKED = {
    "sqlite": """
SELECT e.*, s.kind AS subject_kind, s.id AS subject_id
  FROM (SELECT value ->> 0 AS kind, value ->> 1 AS id, value ->> 2 AS name, value ->> 3 AS state,
               value ->> 4 AS npi FROM json_each(%s)) s
""",
    "postgresql": """
SELECT e.*, s.kind AS subject_kind, s.id AS subject_id
  FROM (SELECT value ->> 0 AS kind, (value ->> 1)::bigint AS id, value ->> 2 AS name,
               value ->> 3 AS state, value ->> 4 AS npi FROM jsonb_array_elements(%s::jsonb)) s
""",
}


class Who(NamedTuple):
    """A practitioner or a listing: `kind` is the name of the field that points at it."""

    kind: str
    id: int


class Hit(NamedTuple):
    """An exclusion that may speak of somebody here."""

    who: Who
    exclusion: Exclusion
    by_npi: bool


@dataclass
class Subject:
    """What is compared of somebody, and what their exclusion checks say so far.

    `newest` is the outcome that counts; `by_hand` whether a person recorded it; `told` whether
    a passed check names the same reading of the list.
    """

    npi: str
    names: list[str]
    newest: str = ""
    by_hand: bool = False
    told: bool = False
    states: set[str] = field(default_factory=set)


Subjects = dict[Who, Subject]


def gather(reference: str, only: Who | None = None) -> Subjects:
    """Everybody who is not fictional, drafts and closed ones too, in a constant number of queries."""
    found = dict(_people(only)) | dict(_listings(only))
    _read_checks(found, reference, only)
    for who, state in _states(only):
        if state and who in found:
            found[who].states.add(state)
    return found


def hits(subjects: Subjects) -> dict[tuple[Who, str], Hit]:
    """Every match, by subject and key of the exclusion. An NPI goes before a name."""
    found = [*_same_name(subjects), *_half_a_surname(subjects), *_same_npi()]
    return {(hit.who, hit.exclusion.key): hit for hit in found}


def _same_npi() -> Iterator[Hit]:
    found: Any = Exclusion.objects.raw(BY_NPI)
    for row in found:
        yield Hit(Who(row.subject_kind, row.subject_id), row, by_npi=True)


def _same_name(subjects: Subjects) -> Iterator[Hit]:
    rows = [
        (who.kind, who.id, name, state, subject.npi)
        for who, subject in subjects.items()
        for name in subject.names
        for state in subject.states
    ]
    found: Any = Exclusion.objects.raw(UNPACKED[connection.vendor] + JOINED, [json.dumps(rows)])
    for row in found:
        yield Hit(Who(row.subject_kind, row.subject_id), row, by_npi=False)


def _half_a_surname(subjects: Subjects) -> Iterator[Hit]:
    """The list has "Doe-Roe": somebody here may be called Doe. Halves are never compared with halves."""
    whole: dict[tuple[str, str], list[Who]] = {}
    for who, subject in subjects.items():
        if who.kind == "provider" and subject.names:
            for state in subject.states:
                whole.setdefault((subject.names[0], state), []).append(who)
    for exclusion in Exclusion.objects.filter(is_business=False, name__contains="-").iterator():
        last, _, given = exclusion.name.partition(", ")
        first = exclusion.name_key.partition(" ")[0] if given else ""
        for key in exclusion_rules.person_keys(first, last)[1:]:
            for who in whole.get((key, exclusion.state), []):
                if exclusion_rules.may_be_the_same(subjects[who].npi, exclusion.npi):
                    yield Hit(who, exclusion, by_npi=False)


def _people(only: Who | None) -> Iterator[tuple[Who, Subject]]:
    rows = _rows(Provider, "provider", only).values_list("pk", "npi", "first_name", "last_name")
    for pk, npi, first, last in rows.iterator():
        names = exclusion_rules.person_keys(first, last) if first else []
        yield Who("provider", pk), Subject(npi, names)


def _listings(only: Who | None) -> Iterator[tuple[Who, Subject]]:
    rows = _rows(Listing, "listing", only).values_list("pk", "npi", "name", "organisation")
    for pk, npi, name, organisation in rows.iterator():
        keys = {exclusion_rules.business_key(text) for text in (name, organisation)} - {""}
        yield Who("listing", pk), Subject(npi, sorted(keys))


def _rows(model: type[Provider] | type[Listing], kind: str, only: Who | None) -> Any:
    rows: Any = model.objects.filter(is_demo=False).order_by()
    if only:
        rows = rows.filter(pk=only.id if only.kind == kind else None)
    return rows


def _read_checks(found: Subjects, reference: str, only: Who | None) -> None:
    """What counts so far. Ranked for all at once: a look-up for each of them would cost far more."""
    checks = Check.objects.filter(kind=Check.Kind.EXCLUSION, **({only.kind: only.id} if only else {}))
    counted = checks.filter(outcome__in=("passed", "failed")).order_by()
    newest_first = Window(
        RowNumber(),
        partition_by=[F("provider"), F("listing")],
        order_by=[F("looked_at").desc(), F("pk").desc()],
    )
    newest = counted.annotate(rank=newest_first).filter(rank=1)
    for outcome, by, *whom in newest.values_list("outcome", "looked_by_id", "provider_id", "listing_id"):
        if subject := found.get(_who(*whom)):
            subject.newest, subject.by_hand = outcome, by is not None
    told = counted.filter(outcome="passed", reference=reference)
    for provider, listing in told.values_list("provider_id", "listing_id"):
        if subject := found.get(_who(provider, listing)):
            subject.told = True


def _who(provider: int | None, listing: int | None) -> Who:
    return Who("provider", provider) if provider else Who("listing", listing or 0)


def _states(only: Who | None) -> Iterator[tuple[Who, str | None]]:
    """Where somebody is or practises: by address, license, the clinics where they work, or service."""
    of: tuple[tuple[str, Any, str, str], ...] = (
        ("provider", Provider, "pk", "state_id"),
        ("provider", License, "provider_id", "state_id"),
        ("provider", Affiliation, "provider_id", "listing__clinic__state_id"),
        ("listing", Clinic, "pk", "state_id"),
        ("listing", ServedState, "service_id", "state_id"),
    )
    for kind, model, whose, state in of:
        if only and only.kind != kind:
            continue
        where = {whose: only.id} if only else {}
        rows: Iterable[tuple[int, str | None]] = (
            model.objects.filter(**where).order_by().values_list(whose, state).distinct()
        )
        for pk, usps in rows:
            yield Who(kind, pk), usps
