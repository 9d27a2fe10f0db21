"""How reviews work, and what moderators decided: nothing told singles anybody out."""

import random
from datetime import UTC, date, datetime

import pytest

from clinicfinder import clock
from clinics.models import ReviewDecision
from clinics.reviews import rules
from clinics.reviews import transparency as counts
from clinics.reviews.choices import Reason
from tests import factories as make
from tests.pages.reading import Reading

OUTCOMES = ["published", "removed", "returned"]
REASONS = ["ad", "names", "health"]
TODAY = date(2026, 6, 15)
MONTHS = [date(2026, 5, 1), date(2026, 4, 1), date(2025, 12, 1)]
HIDDEN = range(1, rules.FEWEST_SHOWN)


def everything_told(rows):
    """All numbers and words that the page is made of."""
    months = counts.months(rows, OUTCOMES, REASONS, TODAY)
    return months, counts.by_outcome(months, OUTCOMES)


def made_up(chance):
    """Rows with a count for each month, outcome and reason, many of them small."""
    cells = [
        (month, outcome, reason)
        for month in MONTHS
        for outcome in OUTCOMES
        for reason in ([""] if outcome == "published" else REASONS)
    ]
    return [(*cell, chance.choice([0, 1, 2, 3, 4, 5, 6, 9, 40])) for cell in cells]


@pytest.mark.parametrize("seed", range(200))
def test_the_page_is_the_same_whatever_a_hidden_count_is(seed):
    """So nothing on it, alone or combined, in rows, columns or totals, can tell a hidden count."""
    rows = made_up(random.Random(seed))
    told = everything_told(rows)
    for place, (month, outcome, reason, number) in enumerate(rows):
        if number in HIDDEN:
            for other in HIDDEN:
                world = [*rows[:place], (month, outcome, reason, other), *rows[place + 1 :]]
                assert everything_told(world) == told


@pytest.mark.parametrize("seed", range(50))
def test_what_is_told_is_true(seed):
    rows = made_up(random.Random(seed))
    months, sums = everything_told(rows)
    for month in months:
        true = sum(number for day, _o, _r, number in rows if day == month.first_day)
        assert month.total.least <= true <= month.total.most
    for outcome, count in sums:
        assert count.least <= sum(number for _d, name, _r, number in rows if name == outcome) <= count.most


@pytest.mark.parametrize("number", range(12))
def test_a_count_is_exact_from_five_on_and_at_nothing(number):
    told = counts.told(number)
    assert told.exact == (number not in HIDDEN)
    assert (told.least, told.most) == ((number, number) if told.exact else (1, 4))


def test_no_exact_sum_is_made_of_anything_hidden():
    rows = [
        (MONTHS[0], "removed", "ad", 1),
        (MONTHS[0], "removed", "names", 1),
        (MONTHS[0], "published", "", 7),
    ]
    [month], sums = everything_told(rows)
    assert [cell.count.exact for cell in month.cells] == [True, False, False]
    assert (month.total.least, month.total.most) == (9, 15)
    assert dict(sums)["removed"] == counts.Count(2, 8)
    assert dict(sums)["published"] == counts.Count(7, 7)


@pytest.mark.parametrize(
    ("month", "today", "told"),
    [
        (date(2026, 6, 1), date(2026, 6, 30), False),
        (date(2026, 6, 1), date(2026, 7, 1), True),
        (date(2025, 12, 1), date(2026, 1, 1), True),
        (date(2026, 7, 1), date(2026, 6, 30), False),
    ],
)
def test_a_month_is_told_when_it_is_over(month, today, told):
    assert bool(counts.months([(month, "published", "", 9)], OUTCOMES, REASONS, today)) == told


def test_months_come_the_newest_first_and_cells_in_the_order_of_the_lists():
    rows = [
        (MONTHS[1], "returned", "names", 9),
        (MONTHS[0], "removed", "health", 9),
        (MONTHS[0], "removed", "ad", 9),
        (MONTHS[0], "published", "", 9),
    ]
    months, _sums = everything_told(rows)
    assert [month.first_day for month in months] == MONTHS[:2]
    assert [(cell.outcome, cell.reason) for cell in months[0].cells] == [
        ("published", ""),
        ("removed", "ad"),
        ("removed", "health"),
    ]


def decide(number, listing=None, at=datetime(2024, 2, 14, 12, tzinfo=UTC), outcome="removed", reason="ad"):
    ReviewDecision.objects.bulk_create(
        ReviewDecision(listing=listing, outcome=outcome, reason=reason, at=at) for _each in range(number)
    )


def rows_of(page):
    """Each row of the tables as what its cells say."""
    rows = []
    for element in page.elements:
        if element["tag"] == "tr":
            rows.append([])
        elif element["tag"] in ("th", "td"):
            rows[-1].append(" ".join("".join(element["said"]).split()))
    return rows


@pytest.mark.django_db
def test_real_decisions_are_counted_by_month_reason_and_outcome(client):
    decide(6)
    decide(3, reason="names")
    decide(12, make.ClinicFactory(), outcome="published", reason="")
    decide(40, make.ClinicFactory(is_demo=True), reason="insults")
    page = Reading(client.get("/reviews/transparency/").content.decode())
    assert "February 2024" in page.texts("h2")
    told = rows_of(page)
    for row in (
        ["Published", "12"],
        ["Removed", "7 to 10"],
        ["Published", "–", "12"],
        ["Removed", Reason.AD.label, "6"],
        ["Removed", Reason.NAMES.label, "fewer than 5"],
        ["In all", "–", "19 to 22"],
    ):
        assert row in told
    assert str(Reason.INSULTS.label) not in page.text


@pytest.mark.django_db
def test_what_was_decided_this_month_is_not_told_yet(client):
    decide(40, at=clock.now())
    assert "No month with a decision is over yet." in client.get("/reviews/transparency/").content.decode()


@pytest.mark.django_db
def test_many_months_have_pages_whose_sums_are_those_of_all(client):
    for month in range(1, 13):
        for year in (2024, 2025):
            decide(5, at=datetime(year, month, 3, tzinfo=UTC))
    first = Reading(client.get("/reviews/transparency/").content.decode())
    second = Reading(client.get("/reviews/transparency/?page=2").content.decode())
    assert "December 2025" in first.texts("h2")
    assert "December 2024" in second.texts("h2")
    assert "December 2024" not in first.texts("h2")
    for page in (first, second):
        assert "120" in page.texts("td")
    assert client.get("/reviews/transparency/?page=x").status_code == 200


@pytest.mark.django_db
def test_the_page_asks_once(client, django_assert_num_queries):
    decide(6)
    with django_assert_num_queries(1):
        client.get("/reviews/transparency/")


def test_the_policy_lists_every_reason_and_says_what_each_means(client):
    page = Reading(client.get("/reviews/policy/").content.decode())
    assert page.texts("dt") == [str(reason.label) for reason in Reason]
    assert all(page.texts("dd"))


def test_the_policy_is_printed_from_the_rules(client, monkeypatch):
    for name, value in (
        ("MEAN_FROM", 91),
        ("FULL_MONTHS", 12 * 92),
        ("COUNTED_MONTHS", 12 * 93),
        ("FORGET_TRACES_DAYS", 94),
    ):
        monkeypatch.setattr(rules, name, value)
    text = Reading(client.get("/reviews/policy/").content.decode()).text
    for words in (
        "Below 91 reviews",
        "for 92 years",
        "After 93 years",
        "after 94 days",
        "50 to 5,000 characters",
    ):
        assert words in text


def test_the_policy_can_be_led_to_what_visit_seen_means(client):
    page = Reading(client.get("/reviews/policy/").content.decode())
    assert {"visit-seen", "reasons", "appeal"} <= {each.get("id") for each in page.attributes("h2")}
    assert "/reviews/transparency/" in [each["href"] for each in page.attributes("a")]
