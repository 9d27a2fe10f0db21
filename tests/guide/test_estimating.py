"""The arithmetic of an estimate: examples worked by hand, and what holds for any numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinics.guide.estimating import (
    Course,
    Plan,
    Range,
    Savings,
    between,
    exactly,
    quartiles,
    shares,
)

money = st.integers(0, 500_000)
ranges = st.lists(money, min_size=3, max_size=3).map(lambda sums: Range(*sorted(sums)))
courses = st.builds(
    Course,
    consult=ranges,
    session=ranges,
    first_sessions=st.integers(0, 20),
    upkeep_tenths=st.integers(0, 50),
    ride=st.integers(0, 20_000),
)
plans = st.one_of(
    st.builds(
        Plan, st.integers(0, 900_000), percent=st.integers(0, 100), most=st.none() | st.integers(0, 900_000)
    ),
    st.builds(Plan, st.integers(0, 900_000), copay=money, most=st.none() | st.integers(0, 900_000)),
)
programs = st.builds(Savings, drug=money, limit=st.integers(0, 900_000), rest=st.integers(0, 5_000))
anything = given(course=courses, plan=st.none() | plans, savings=st.none() | programs)
often = settings(max_examples=300, deadline=None, derandomize=True)


def course(session=60_000, first=6, upkeep=10, consult=20_000, ride=0):
    return Course(exactly(consult), exactly(session), first, upkeep, ride)


def test_a_year_is_the_first_visit_the_first_series_twelve_months_of_upkeep_and_the_rides():
    year = Course(
        between(15_000, 30_000), between(40_000, 80_000), first_sessions=6, upkeep_tenths=10, ride=2_000
    )
    assert year.sessions == 18
    assert year.total == Range(
        15_000 + 18 * 40_000 + 36_000, 22_500 + 18 * 60_000 + 36_000, 30_000 + 18 * 80_000 + 36_000
    )


@pytest.mark.parametrize(("tenths", "sessions"), [(0, 0), (5, 6), (10, 12), (22, 26), (1, 1), (310, 372)])
def test_tenths_of_a_session_a_month_become_whole_sessions_of_a_year(tenths, sessions):
    assert course(upkeep=tenths).upkeep_sessions == sessions


def test_without_a_plan_the_patient_pays_all():
    paid = shares(course())
    assert paid.you == course().total
    assert paid.insurer == paid.program == exactly(0)


def test_the_deductible_comes_first_then_the_percentage():
    # $200 + 2 × $600: the first $1,000 are the patient's, of the other $400 a fifth.
    paid = shares(course(first=2, upkeep=0), Plan(deductible=100_000, percent=20))
    assert paid.you == exactly(108_000)
    assert paid.insurer == exactly(32_000)


def test_a_copay_is_asked_for_each_visit_once_the_deductible_is_used_up():
    paid = shares(course(first=2, upkeep=0), Plan(deductible=0, copay=5_000))
    assert paid.you == exactly(15_000)


def test_a_copay_is_never_more_than_the_bill():
    assert shares(course(session=3_000, first=2, upkeep=0, consult=0), Plan(0, copay=5_000)).you == exactly(
        6_000
    )


def test_the_plans_maximum_caps_what_the_patient_pays_but_not_the_rides():
    year = course(ride=1_000)
    assert shares(year, Plan(deductible=0, percent=50, most=30_000)).you == exactly(30_000 + 18_000)


def test_the_savings_program_pays_the_medicine_but_for_a_rest():
    # Of $900 a fifth is the patient's: $180, of which $120 for the medicine. The program leaves $10 of it.
    year = course(session=90_000, first=2, upkeep=0, consult=0)
    paid = shares(year, Plan(deductible=0, percent=20), Savings(drug=60_000, limit=715_000, rest=1_000))
    assert paid.program == exactly(2 * 11_000)
    assert paid.you == exactly(2 * 7_000)


def test_the_savings_program_ends_at_its_limit():
    year = course(session=90_000, first=10, upkeep=0, consult=0)
    paid = shares(year, Plan(deductible=0, percent=20), Savings(drug=60_000, limit=15_000, rest=1_000))
    assert paid.program == exactly(15_000)


def test_dearer_care_never_costs_less_near_the_maximum():
    # At $500 the maximum is reached after two treatments, at $100 after ten, each with a rest of $10.
    year = Course(exactly(0), Range(10_000, 30_000, 50_000), 10, 0)
    paid = shares(year, Plan(0, percent=100, most=100_000), Savings(drug=60_000, limit=900_000, rest=1_000))
    assert paid.you == exactly(10_000)


@often
@anything
def test_nothing_is_ever_negative_and_all_of_it_adds_up(course, plan, savings):
    paid = shares(course, plan, savings)
    for insurer, program, you, total in zip(
        paid.insurer.each, paid.program.each, paid.you.each, course.total.each, strict=True
    ):
        assert min(insurer, program, you) >= 0
        assert insurer + program + you == total


@often
@anything
def test_low_is_at_most_middle_and_middle_at_most_high(course, plan, savings):
    for sums in (course.total, shares(course, plan, savings).you):
        assert sums.low <= sums.middle <= sums.high


@often
@given(course=courses, plan=st.none() | plans, savings=st.none() | programs, more=st.integers(1, 5))
def test_more_sessions_never_cost_the_patient_less(course, plan, savings, more):
    longer = Course(
        course.consult, course.session, course.first_sessions + more, course.upkeep_tenths, course.ride
    )
    now, then = shares(course, plan, savings).you, shares(longer, plan, savings).you
    assert all(before <= after for before, after in zip(now.each, then.each, strict=True))


@often
@given(course=courses, plan=plans, savings=st.none() | programs)
def test_the_plan_leaves_to_the_patient_no_more_than_its_maximum(course, plan, savings):
    paid = shares(course, plan, savings)
    if plan.most is not None:
        for you, program in zip(paid.you.each, paid.program.each, strict=True):
            assert you + program - course.rides.low <= plan.most


@often
@given(course=courses, plan=plans, savings=programs)
def test_the_savings_program_never_pays_more_than_its_limit(course, plan, savings):
    assert max(shares(course, plan, savings).program.each) <= savings.limit


@often
@given(st.lists(st.integers(0, 1_000_000), max_size=40))
def test_quartiles_lie_within_the_prices_and_in_order(prices):
    found = quartiles(prices)
    if len(prices) < 5:
        assert found is None
    else:
        assert min(prices) - 50 <= found.low <= found.middle <= found.high <= max(prices) + 50
        assert {sum_ % 100 for sum_ in found.each} == {0}


@often
@given(low=money, width=money)
def test_the_middle_of_two_prices_lies_between_them(low, width):
    found = between(low, low + width)
    assert found.low <= found.middle <= found.high
