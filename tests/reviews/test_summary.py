"""What the reviews of one listing come to: one mean, and nothing said of too few."""

from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicfinder import clock
from clinics.reviews import rules
from clinics.reviews.choices import Asked, Aspect, SideEffect
from clinics.reviews.queries_reading import Told, removed_by_reason, told_of
from clinics.reviews.summary import bars, spread, summarise
from tests import factories as make

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
NOTHING = {"first_sent_at": NOW, "outcome_asked": "", "side_effects": []}


def told(overall=4, months=1, **columns):
    """What one review says whose visit was so many months ago."""
    years, month = divmod(TODAY.year * 12 + TODAY.month - 1 - months, 12)
    row = dict.fromkeys(Told._fields) | NOTHING | {"pk": 1, "visited_on": date(years, month + 1, 1)}
    return Told(**row | {"overall": overall} | columns)


stars = st.integers(1, 5)
reviews = st.builds(
    told,
    overall=stars,
    months=st.integers(0, 90),
    safety=st.none() | stars,
    price_cents=st.none() | st.integers(0, 2_000_000),
    wait_days=st.none() | st.integers(0, 1000),
    outcome=st.none() | st.integers(1, 7),
    outcome_asked=st.sampled_from(Asked.values),
    side_effects=st.lists(st.sampled_from(SideEffect.values)),
)


@given(st.lists(reviews, max_size=30))
def test_figures_hold_together_whatever_was_written(rows):
    summary = summarise(rows, TODAY)
    figures = summary.figures
    assert summary.total == len(rows)
    assert sum(bar.count for bar in summary.stars) == figures.count
    assert (figures.mean is None) == (figures.count < rules.MEAN_FROM)
    if figures.mean is not None:
        counting = [row.overall for row in rows if rules.weight(row.visited_on, TODAY, TODAY)]
        assert min(counting) <= figures.mean <= max(counting)
    for aspect in summary.aspects:
        assert aspect.number >= rules.MEAN_FROM
        assert 1 <= aspect.mean <= 5
    for range_ in filter(None, (summary.prices, summary.waits)):
        assert range_.low <= range_.middle <= range_.high
        assert range_.number >= rules.MEAN_FROM
    if summary.outcomes:
        assert sum(bar.count for bar in summary.outcomes.bars) == summary.outcomes.number >= rules.MEAN_FROM
        assert sum(number for _when, number in summary.outcomes.asked) == summary.outcomes.number
        assert len(summary.outcomes.bars) == 7
    if summary.side_effects:
        assert rules.MEAN_FROM <= summary.side_effects.tellers <= summary.side_effects.number == figures.count
        assert all(0 < bar.count <= summary.side_effects.tellers for bar in summary.side_effects.bars)


@given(st.lists(reviews, max_size=20), st.randoms())
def test_the_order_of_reviews_changes_nothing(rows, dice):
    mixed = list(rows)
    dice.shuffle(mixed)
    assert summarise(mixed, TODAY) == summarise(rows, TODAY)


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 10_000)), max_size=12))
def test_the_longest_bar_fills_the_chart_and_none_is_longer(counts):
    made = bars(counts)
    assert [bar.count for bar in made] == [count for _label, count in counts]
    assert all(0 <= bar.share <= 100 for bar in made)
    assert max((bar.share for bar in made), default=0) == (100 if any(count for _l, count in counts) else 0)


@given(st.lists(st.none() | st.integers(0, 2_000_000)))
def test_the_middle_is_the_median_of_what_was_told(values):
    known = [value for value in values if value is not None]
    found = spread(values)
    if len(known) < rules.MEAN_FROM:
        assert found is None
    else:
        assert (found.low, found.high, found.number) == (min(known), max(known), len(known))
        assert found.middle == round(median(known))


def test_what_no_longer_counts_in_the_mean_counts_in_nothing_else():
    facts = {
        "safety": 1, "price_cents": 900_000, "wait_days": 300, "outcome": 7, "outcome_asked": "later",
        "side_effects": ["bladder"],
    }  # fmt: skip
    rows = [told(overall=5, months=months) for months in (1, 2, 3)]
    with_old = summarise([*rows, *(told(overall=1, months=70, **facts) for _ in range(5))], TODAY)
    assert with_old.figures.mean == summarise(rows, TODAY).figures.mean == 5
    assert with_old.figures.old == 5
    assert with_old.total == 8
    assert with_old.aspects == ()
    assert (with_old.prices, with_old.waits, with_old.outcomes, with_old.side_effects) == (None,) * 4


@pytest.mark.parametrize(("months", "weight"), [(24, 1), (25, 0.5), (60, 0.5), (61, 0)])
def test_an_old_visit_weighs_half_and_then_nothing(months, weight):
    rows = [*(told(overall=4) for _ in range(4)), told(overall=1, months=months)]
    assert summarise(rows, TODAY).figures.mean == pytest.approx((16 + weight) / (4 + weight), abs=1e-6)


def test_an_aspect_needs_three_of_its_own():
    rows = [told(safety=5, staff=2), told(safety=4, staff=3), told(safety=3)]
    assert [(a.label, a.mean_text, a.number) for a in summarise(rows, TODAY).aspects] == [
        (str(Aspect.SAFETY.label), "4.0", 3)
    ]


def test_one_review_that_names_a_side_effect_twice_tells_it_once():
    rows = [told(side_effects=["nausea", "nausea"]), *(told(side_effects=["dizziness"]) for _ in range(2))]
    effects = summarise(rows, TODAY).side_effects
    assert [(bar.label, bar.count) for bar in effects.bars] == [("Dizziness", 2), ("Nausea", 1)]


def test_a_side_effect_that_nobody_knows_any_more_is_not_counted():
    rows = [told(side_effects=["gone-from-the-list"]) for _ in range(3)]
    assert summarise(rows, TODAY).side_effects is None


@pytest.mark.django_db
def test_the_mean_is_that_of_the_listings_own_column():
    listing = make.reviewed(make.ClinicFactory(), 5, 4, 4)
    today = clock.today()
    make.ReviewFactory(listing=listing, overall=1, visited_on=today - timedelta(days=1200))
    make.ReviewFactory(listing=listing, overall=1, visited_on=today - timedelta(days=2500))
    make.ReviewFactory(listing=listing, overall=1, state="pending", decided_at=None)
    listing = make.reviewed(listing, 2)
    figures = summarise(told_of(listing.pk), today).figures
    assert (figures.mean, figures.count) == (listing.rating_mean, listing.rating_count)
    assert (figures.count, figures.aged, figures.old) == (5, 1, 1)


@pytest.mark.django_db
def test_removed_ones_are_counted_by_reason_and_only_of_this_listing():
    listing = make.ClinicFactory()
    for reason in ("insults", "ad", "insults"):
        make.ReviewFactory(listing=listing, state="removed", reason=reason)
    make.ReviewFactory(listing=listing, state="returned", reason="ad")
    make.ReviewFactory(state="removed", reason="ad")
    assert removed_by_reason(listing.pk) == [
        ("It insults or threatens people", 2),
        ("It advertises something", 1),
    ]
