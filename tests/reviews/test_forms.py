"""What the form of a review takes, and what it says of the rest."""

from datetime import date

import pytest
import time_machine

from clinics.models import Review
from clinics.reviews.forms import AppealForm, ReviewForm
from clinics.reviews.forms_parts import YEARS_BACK
from tests import factories as make
from tests.reviews.writers import WORDS, told

pytestmark = pytest.mark.django_db


def form_of(review=None, user=None, **fields):
    listing = None if review else make.ClinicFactory()
    user = user or make.UserFactory()
    return ReviewForm(told(**fields), review=review or Review(listing=listing, author=user), user=user)


def errors(**fields):
    return {name: list(map(str, said)) for name, said in form_of(**fields).errors.items()}


def filled(**fields):
    form = form_of(**fields)
    assert form.errors == {}
    return form.filled()


def test_the_least_that_is_needed():
    review = filled()
    assert (review.overall, review.role, review.text, review.no_reward) == (4, "patient", WORDS, True)
    assert (review.safety, review.condition, review.visited_on, review.outcome) == (None, None, None, None)
    assert review.side_effects == []


def test_everything_that_can_be_told():
    make.ConditionFactory(slug="ptsd")
    make.TreatmentFactory(slug="iv-infusion")
    review = filled(
        safety="5",
        honesty="1",
        condition="ptsd",
        treatment="iv-infusion",
        visited_month="2",
        visited_year="2026",
        sessions="6",
        price_cents="$1,250.50",
        wait_days="0",
        outcome="2",
        outcome_asked="month",
        side_effects=["nausea", "other"],
        conflict="I work\nfor another clinic.",
    )
    assert (review.safety, review.honesty, review.staff) == (5, 1, None)
    assert (review.condition.slug, review.treatment.slug) == ("ptsd", "iv-infusion")
    assert (review.visited_on, review.sessions, review.wait_days) == (date(2026, 2, 1), 6, 0)
    assert (review.price_cents, review.outcome, review.outcome_asked) == (125_050, 2, "month")
    assert review.side_effects == ["nausea", "other"]
    assert review.conflict == "I work for another clinic."


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("overall", ""),
        ("overall", "6"),
        ("overall", "x"),
        ("safety", "0"),
        ("role", "doctor"),
        ("role", None),
        ("no_reward", None),
        ("condition", "no-such"),
        ("treatment", "\x00"),
        ("sessions", "0"),
        ("sessions", "501"),
        ("sessions", "many"),
        ("sessions", "9" * 5000),
        ("wait_days", "-1"),
        ("wait_days", "1.5"),
        ("outcome", "8"),
        ("side_effects", "telepathy"),
        ("conflict", "x" * 201),
        ("visited_month", "13"),
        ("visited_year", "1700"),
        ("pseudonym", ""),
        ("pseudonym", "me@example.org"),
        ("text", None),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(field, value):
    said = errors(**{field: value})
    assert list(said) == [field]


@pytest.mark.parametrize(
    "words", ["-1", "20000.01", "1.234", "cheap", "NaN", "Infinity", "1e99", "9" * 5000, "$"]
)
def test_a_price_that_is_none_is_told_beside_its_field(words):
    assert list(errors(price_cents=words)) == (["price_cents"] if words != "$" else [])


@pytest.mark.parametrize(
    ("words", "cents"),
    [("450", 45_000), ("$89.50", 8950), (" 1,250 ", 125_000), ("0", 0), ("20000", 2_000_000), ("", None)],
)
def test_a_price_is_read_as_people_write_it(words, cents):
    assert filled(price_cents=words).price_cents == cents


@pytest.mark.parametrize(("length", "is_right"), [(49, False), (50, True), (5000, True), (5001, False)])
def test_the_text_has_50_to_5000_characters(length, is_right):
    assert form_of(text="é" * length).is_valid() is is_right


def test_the_length_is_measured_without_what_is_hidden():
    assert "needed" in errors(text="x" * 30 + "\u200b" * 40)["text"][0]
    assert filled(text="x" * 4999 + "\u200b" * 100 + "y").text == "x" * 4999 + "y"


def test_the_text_is_stored_as_it_looks():
    assert filled(text=f"a\u202e\x00b\r\n<b>\n\n\n\n{WORDS}").text == f"ab\n<b>\n\n{WORDS}"


@pytest.mark.parametrize(
    ("month", "year", "wrong"),
    [
        ("5", "", "visited_year"),
        ("", "2026", "visited_month"),
        ("12", "2026", "visited_month"),
        ("11", "2026", None),
        ("", "", None),
    ],
)
def test_the_last_visit_is_a_month_that_has_begun(month, year, wrong):
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        assert list(errors(visited_month=month, visited_year=year)) == ([wrong] if wrong else [])


def test_a_visit_longer_ago_than_can_be_chosen_stays_as_it_was_told():
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        old = 2026 - YEARS_BACK - 3
        review = make.ReviewFactory(visited_on=date(old, 4, 1))
        form = form_of(review, review.author, visited_month="4", visited_year=str(old))
        assert form.errors == {}
        assert form.filled().visited_on == date(old, 4, 1)
        assert list(errors(visited_month="4", visited_year=str(old))) == ["visited_year"]


def test_an_outcome_says_when_it_was_asked_and_nothing_else_does():
    assert list(errors(outcome="3")) == ["outcome_asked"]
    assert list(errors(outcome_asked="month")) == ["outcome"]


def test_the_name_is_asked_for_once():
    assert "pseudonym" in form_of(user=make.UserFactory()).fields
    assert "pseudonym" not in form_of(user=make.UserFactory(pseudonym="Known")).fields


def test_a_name_that_somebody_has_is_told_beside_its_field():
    make.UserFactory(pseudonym="Quiet Reader")
    assert list(errors()) == ["pseudonym"]


DETAILED = WORDS + " Call 512-555-0123 or ask Dr. Smith."


def test_a_possible_personal_detail_holds_it_back_until_it_is_sent_as_it_is():
    form = form_of(text=DETAILED)
    assert not form.is_valid()
    assert [detail.kind for detail in form.found["text"]] == ["phone", "name"]
    again = form_of(text=DETAILED, as_is=form.digest)
    assert again.is_valid()


def test_a_tick_counts_for_the_wording_that_was_seen():
    seen = form_of(text=DETAILED)
    assert not seen.is_valid()
    changed = form_of(text=DETAILED + " Or jane@example.org", as_is=seen.digest)
    assert not changed.is_valid()
    guessed = form_of(text=DETAILED, as_is="on")
    assert not guessed.is_valid()


def test_details_are_looked_for_in_the_conflict_too():
    form = form_of(conflict="Write to jane@example.org")
    assert not form.is_valid()
    assert list(form.found) == ["conflict"]


def test_the_people_of_the_place_are_names_and_the_place_is_none():
    clinic = make.ClinicFactory(name="Quiet Harbor")
    provider = make.ProviderFactory(first_name="Ada", last_name="Winterbourne")
    make.AffiliationFactory(listing=clinic, provider=provider)
    review = Review(listing=clinic)
    form = form_of(review, text=WORDS + " At Quiet Harbor ada winterbourne asked twice.")
    assert not form.is_valid()
    assert [form.cleaned_data["text"][d.start : d.end] for d in form.found["text"]] == ["ada winterbourne"]


def test_a_stored_review_fills_the_form_and_sent_back_it_says_nothing_new():
    make.ConditionFactory(slug="ptsd")
    stored = make.ReviewFactory(
        condition_id=make.ConditionFactory(slug="ptsd").pk,
        safety=2,
        visited_on=date(2026, 2, 1),
        sessions=3,
        price_cents=8950,
        outcome=2,
        outcome_asked="month",
        side_effects=["nausea"],
        conflict="I know the owner.",
    )
    shown = ReviewForm(review=stored, user=stored.author)
    sent = {name: shown[name].value() for name in shown.fields if shown[name].value() not in (None, "")}
    assert (sent["price_cents"], sent["condition"], sent["visited_month"]) == ("89.50", "ptsd", 2)
    same = ReviewForm(_as_sent(sent), review=stored, user=stored.author)
    assert same.is_valid(), same.errors
    assert (same.says_something_new, same.is_outdated) == (False, False)
    other = ReviewForm(_as_sent(sent | {"sessions": 4}), review=stored, user=stored.author)
    assert other.is_valid()
    assert other.says_something_new


def _as_sent(values):
    return {n: v if isinstance(v, list) else "on" if v is True else str(v) for n, v in values.items()}


def test_the_optional_facts_are_open_where_one_is_told_or_wrong():
    assert form_of().facts_open is False
    assert form_of(wait_days="0").facts_open is True
    assert form_of(sessions="many").facts_open is True
    assert ReviewForm(review=make.ReviewFactory(wait_days=0)).facts_open is True
    assert ReviewForm(review=make.ReviewFactory()).facts_open is False


@pytest.mark.parametrize(("words", "is_right"), [("", False), ("No.", True), ("x" * 2000, True), ("x" * 2001, False)],
                         ids=["empty", "short", "longest", "too_long"])  # fmt: skip
def test_an_appeal_says_something_in_2000_characters(words, is_right):
    assert AppealForm({"words": words}).is_valid() is is_right
