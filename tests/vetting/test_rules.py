"""Verified exactly when the policy says so, on each day."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinics.vetting import rules
from clinics.vetting.rules import Kind, Look, Person, Subject

TEXAS, HAWAII, GUAM = (ZoneInfo(name) for name in ("America/Chicago", "Pacific/Honolulu", "Pacific/Guam"))
NOON = datetime(2026, 11, 20, 18, tzinfo=UTC)
DAY = date(2026, 11, 20)


def looks(**passed_or_look):
    """Looks of kinds without a state; a license is that of Texas."""
    found = {}
    for name, given_look in passed_or_look.items():
        kind = Kind[name.upper()]
        look = given_look if isinstance(given_look, Look) else Look(kind, given_look, NOON)
        found[kind, "TX" if kind in rules.BY_STATE else ""] = look
    return found


def clinic(people=None, treatments=(), **own):
    own = {"npi": True, "contact": True, "exclusion": True} | own
    if people is None:
        people = [Person(looks(license=True, exclusion=True), prescribes=True)]
    own = {name: value for name, value in own.items() if value is not None}
    return Subject("clinic", looks(**own), frozenset(treatments), tuple(people))


def days(subject, state="TX", zone=TEXAS):
    return rules.verified_days(subject, state, zone)


def test_a_clinic_with_every_check_is_verified_from_the_day_of_the_look_until_the_first_runs_out():
    assert days(clinic()) == [(DAY, DAY + timedelta(days=75))]


@pytest.mark.parametrize("kind", ["npi", "contact", "exclusion"])
@pytest.mark.parametrize("outcome", [None, False])
def test_a_clinic_that_lacks_one_or_failed_it_is_not(kind, outcome):
    assert days(clinic(**{kind: outcome})) == []


@pytest.mark.parametrize(
    "people",
    [
        [],
        [Person(looks(license=True, exclusion=True), prescribes=False)],
        [Person(looks(license=False, exclusion=True), prescribes=True)],
        [Person(looks(license=True), prescribes=True)],
        [Person(looks(license=True, exclusion=False), prescribes=True)],
        [Person(looks(license=True, exclusion=True), prescribes=True), Person(looks(exclusion=False))],
        [Person(looks(license=True, exclusion=True), prescribes=True), Person(looks())],
    ],
)
def test_a_clinic_needs_a_licensed_prescriber_and_nobody_excluded_or_unchecked(people):
    assert days(clinic(people)) == []


def test_esketamine_is_verified_only_with_rems_evidence():
    offering = {"treatments": [rules.ESKETAMINE]}
    assert days(clinic(**offering)) == []
    assert days(clinic(**offering, rems=True)) == days(clinic())


def test_a_license_that_ends_tonight_ends_it_at_midnight():
    ends = Look(Kind.LICENSE, True, NOON, valid_until=DAY)
    person = Person(looks(license=ends, exclusion=True), prescribes=True)
    assert days(clinic([person])) == [(DAY, DAY + timedelta(days=1))]


def test_a_license_that_begins_next_week_begins_it_then():
    begins = Look(Kind.LICENSE, True, NOON, valid_from=DAY + timedelta(days=7))
    person = Person(looks(license=begins, exclusion=True), prescribes=True)
    assert days(clinic([person])) == [(DAY + timedelta(days=7), DAY + timedelta(days=75))]


def test_a_second_license_takes_over_where_the_first_ends():
    first = Look(Kind.LICENSE, True, NOON, valid_until=DAY + timedelta(days=3))
    second = Look(Kind.LICENSE, True, NOON, valid_from=DAY + timedelta(days=4))
    people = [Person(looks(license=look, exclusion=True), prescribes=True) for look in (first, second)]
    assert days(clinic(people)) == [(DAY, DAY + timedelta(days=75))]


def test_a_practitioner_is_judged_by_the_license_of_the_state_asked_for():
    person = Subject("provider", looks(npi=True, license=True, exclusion=True))
    assert days(person)
    assert days(person, "OK") == []


def test_a_service_is_verified_only_where_a_prescriber_is_licensed():
    own = looks(contact=True, privacy=True, exclusion=True)
    service = Subject(
        "telehealth", own, people=(Person(looks(license=True, exclusion=True), prescribes=True),)
    )
    assert days(service)
    assert days(service, "OK") == []


def test_the_day_of_a_look_is_that_of_the_place():
    late = datetime(2026, 11, 21, 3, tzinfo=UTC)
    look = Look(Kind.NPI, True, late)
    assert rules.span_of(look, HAWAII)[0][0] == date(2026, 11, 20)
    assert rules.span_of(look, GUAM)[0][0] == date(2026, 11, 21)


def test_only_a_failed_look_at_the_exclusion_list_withholds():
    assert not rules.is_withheld(clinic(exclusion=None))
    assert not rules.is_withheld(clinic(npi=False))
    assert rules.is_withheld(clinic(exclusion=False))
    assert rules.is_withheld(clinic([Person(looks(exclusion=False))]))


def test_every_kind_has_a_time_for_which_it_is_good():
    assert set(rules.GOOD_FOR_DAYS) == set(Kind)
    assert all(days > 0 for days in rules.GOOD_FOR_DAYS.values())


offsets = st.integers(-500, 500).map(lambda number: DAY + timedelta(days=number))
some_looks = st.builds(
    Look,
    kind=st.just(Kind.LICENSE),
    passed=st.booleans(),
    looked_at=st.integers(-500, 0).map(lambda number: NOON + timedelta(days=number)),
    valid_from=st.none() | offsets,
    valid_until=st.none() | offsets,
)


@given(look=some_looks, on=offsets)
def test_a_look_is_good_on_a_day_exactly_when_it_passed_began_and_has_not_run_out(look, on):
    looked_on = look.looked_at.astimezone(TEXAS).date()
    good = (
        look.passed
        and looked_on <= on < looked_on + timedelta(days=365)
        and (look.valid_from is None or look.valid_from <= on)
        and (look.valid_until is None or on <= look.valid_until)
    )
    assert rules.stands(rules.span_of(look, TEXAS), on) == good


@given(first=st.lists(some_looks, max_size=4), second=st.lists(some_looks, max_size=4), on=offsets)
def test_spans_join_and_meet_day_by_day(first, second, on):
    ones = rules.either(span for look in first for span in rules.span_of(look, TEXAS))
    others = rules.either(span for look in second for span in rules.span_of(look, TEXAS))
    in_one, in_other = rules.stands(ones, on), rules.stands(others, on)
    assert rules.stands(rules.both(ones, others), on) == (in_one and in_other)
    assert rules.stands(rules.either([*ones, *others]), on) == (in_one or in_other)
    assert all(end < start for (_, end), (start, _) in pairwise(ones))
