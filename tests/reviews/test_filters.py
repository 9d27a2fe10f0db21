"""Which reviews, in which order: counted before it is chosen, and forgiving."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from clinicfinder import clock
from clinics.models import HelpfulMark
from clinics.reviews.filters import NARROWING, SORTS, ReadingForm
from tests import factories as make
from tests.pages.reading import Reading
from tests.reviews.test_summary import told

PATH = "/clinics/harbor/reviews/"


@pytest.fixture
def mixed(db):
    """Five reviews that differ in all that can be asked."""
    clinic = make.ClinicFactory(slug="harbor")
    ptsd, pain = make.ConditionFactory(), make.ConditionFactory(slug="pain")
    spray = make.TreatmentFactory(slug="spray")
    rows = {
        "a": {"overall": 5, "condition": ptsd, "visited_on": "2026-03-01", "staff": 2},
        "b": {"overall": 1, "condition": ptsd, "treatment": spray, "visited_on": "2025-03-01"},
        "c": {"overall": 3, "condition": pain, "visited_on": "2025-06-01", "staff": 5},
        "d": {"overall": 3, "treatment": spray, "visited_on": "2024-01-01", "staff": 4},
        "e": {"overall": 4},
    }
    for name, columns in rows.items():
        day = clock.now().replace(year=2023, month=5, day=3)
        make.ReviewFactory(listing=clinic, author__pseudonym=name * 3, first_sent_at=day, **columns)
    return clinic


@pytest.fixture
def ask(client, mixed):
    def page(**query):
        return Reading(client.get(PATH, query).content.decode())

    return page


def names(reading):
    return "".join(
        "".join(e["said"])[0] for e in reading.elements if "review-name" in e["attributes"].get("class", "")
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "acbde"),
        ({"condition": "ptsd"}, "ab"),
        ({"treatment": "spray"}, "bd"),
        ({"condition": "ptsd", "treatment": "spray"}, "b"),
        ({"aspect": "staff"}, "acd"),
        ({"aspect": "staff", "least": "4"}, "cd"),
        ({"least": "4"}, "ae"),
        ({"least": "5"}, "a"),
        ({"year": "2025"}, "cb"),
        ({"year": "2023"}, "e"),
        ({"year": "2026", "treatment": "spray"}, ""),
    ],
    ids=str,
)
def test_what_is_asked_for_is_what_is_shown(ask, query, found):
    assert names(ask(**query)) == found


@pytest.mark.parametrize(
    ("sort", "order"), [("newest", "acbde"), ("oldest", "edbca"), ("highest", "aecdb"), ("lowest", "bcdea")]
)
def test_the_order_is_by_visit_or_by_stars(ask, sort, order):
    assert names(ask(sort=sort)) == order


def test_helpful_marks_move_nothing(ask, mixed):
    before = [names(ask(sort=sort)) for sort, _label in SORTS]
    for review in mixed.reviews.filter(overall=3):
        for _ in range(4):
            HelpfulMark.objects.create(review=review, user=make.UserFactory())
    assert [names(ask(sort=sort)) for sort, _label in SORTS] == before
    assert "helpful" not in dict(SORTS)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"condition": "nonsense"}, "No review here tells of that."),
        ({"treatment": "<b>"}, "No review here tells of that."),
        ({"aspect": "overall"}, "No review here rates that."),
        ({"aspect": "text"}, "No review here rates that."),
        ({"least": "six"}, "Choose a number of stars from the list."),
        ({"least": "-1"}, "Choose a number of stars from the list."),
        ({"year": "20x5"}, "No review here is of that year."),
        ({"sort": "helpful"}, "Choose an order from the list."),
    ],
    ids=str,
)
def test_a_wrong_value_is_named_beside_its_field_and_the_rest_applies(ask, wrong, message):
    rest = {"year": "2025"} if "year" not in wrong else {"condition": "ptsd"}
    reading = ask(**rest | wrong)
    [error] = [e for e in reading.elements if "data-error" in e["attributes"]]
    assert [error["attributes"]["data-error"]] == list(wrong)
    assert message in "".join(error["said"])
    assert names(reading) == ("cb" if "year" in rest else "ab")


@pytest.mark.parametrize(
    "query", ["?condition=%00", "?least=%F0%9F%98%80&page=%00", "?year=2025&year=x", "?=&&"]
)
def test_no_address_breaks_the_page(client, mixed, query):
    assert client.get(PATH + query).status_code == 200


def test_only_what_exists_is_offered_with_what_it_would_leave(ask):
    options = ask(condition="ptsd").texts("option")
    assert "Pain (1)" in options
    assert "Ptsd (2)" in options
    assert "Spray (1)" in options
    assert "2026 (1)" in options
    assert "2025 (1)" in options
    assert not [option for option in options if option.startswith("2024")]
    assert not [option for option in options if option.endswith("(0)")]


def test_where_nothing_fits_it_says_what_to_do(ask):
    reading = ask(year="2026", treatment="spray")
    assert "No review fits all of this" in reading.texts("h3")
    assert "Choose “Any” in one of the boxes above, or see all of them." in reading.text
    assert "Show all 5 reviews" in reading.texts("a")
    assert {"Spray (0)", "2026 (0)"} <= set(reading.texts("option"))


def test_what_was_chosen_stays_chosen(ask):
    chosen = [
        option["value"]
        for option in ask(condition="ptsd", sort="lowest").attributes("option")
        if "selected" in option
    ]
    assert {"ptsd", "lowest"} <= set(chosen)


@pytest.mark.django_db
def test_one_review_asks_no_questions(client):
    make.ReviewFactory(
        listing=make.ClinicFactory(slug="harbor"), visited_on=clock.today() - timedelta(days=60)
    )
    assert Reading(client.get(PATH).content.decode()).attributes("select") == []


slugs = st.sampled_from([None, "one", "two"])
rows = st.lists(
    st.builds(
        lambda slug, **columns: told(condition=slug, condition_name=slug, **columns),
        slug=slugs,
        overall=st.integers(1, 5),
        months=st.integers(0, 90),
        staff=st.none() | st.integers(1, 5),
    ),
    max_size=15,
)
asked = st.fixed_dictionaries(
    {},
    optional={
        "condition": st.sampled_from(["one", "two", "three"]),
        "aspect": st.sampled_from(["staff", "safety"]),
        "least": st.sampled_from(["2", "4", "5", "9"]),
        "year": st.sampled_from(["2026", "2024", "1066"]),
        "sort": st.sampled_from([sort for sort, _label in SORTS]),
    },
)


@given(rows, asked)
def test_each_choice_leaves_as_many_as_it_says(given_rows, query):
    def form_of(choices):
        address = QueryDict(mutable=True)
        address.update(choices)
        return ReadingForm(address, given_rows)

    form = form_of(query)
    understood = {name: value for name, value in query.items() if name not in form.errors}
    assert form.wanted == form_of(understood).wanted
    for name in NARROWING:
        for value, label in form.fields[name].choices:
            if value:
                left = form_of(understood | {name: value}).wanted.pick(given_rows)
                assert label.endswith(f"({len(left)})")
    found = form.wanted.pick(given_rows)
    assert len(found) <= len(given_rows)
    if query.get("sort") == "highest":
        assert [row.overall for row in found] == sorted((row.overall for row in found), reverse=True)
