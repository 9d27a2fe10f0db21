"""The shared parts of pages: what they say to people and, in data attributes, to machines."""

from types import SimpleNamespace

import pytest
from django import forms
from django.template.loader import render_to_string

from tests.pages.reading import Reading


def read(name: str, request=None, **context) -> Reading:
    return Reading(render_to_string(f"components/{name}.html", context, request=request))


def a_result(**changes) -> SimpleNamespace:
    said = {
        "key": "clinic:quiet-harbor",
        "url": "/clinics/quiet-harbor/",
        "name": "Quiet Harbor",
        "kind_label": "Clinic",
        "place_line": "Austin, TX",
        "miles_text": "12.3",
        "reasons": ["Treats PTSD"],
        "lead": "",
        "price_line": "",
        "rating_line": "No reviews yet",
        "verified": False,
        "verification_line": "Not yet verified by us",
        "accepting_line": "",
        "wait_line": "",
        "source_line": "",
        "is_demo": False,
        "suggestion": False,
    }
    return SimpleNamespace(**(said | changes))


class PlaceForm(forms.Form):
    near = forms.CharField(label="ZIP code or city", help_text="Such as 78701")


class TestResultCard:
    def test_it_names_its_listing_its_miles_and_whether_it_is_verified(self):
        card = read("result_card", result=a_result()).attributes("article")[0]
        assert card == {
            "class": "card",
            "data-listing": "clinic:quiet-harbor",
            "data-miles": "12.3",
            "data-verified": "no",
        }

    def test_a_suggestion_is_not_counted_as_a_result(self):
        card = read("result_card", result=a_result(suggestion=True, verified=True)).attributes("article")[0]
        assert "data-listing" not in card
        assert card["data-suggestion"] == "clinic:quiet-harbor"
        assert card["data-verified"] == "yes"

    def test_an_unknown_distance_is_not_given(self):
        card = read("result_card", result=a_result(miles_text="")).attributes("article")[0]
        assert "data-miles" not in card

    def test_a_fictional_listing_says_so(self):
        assert "Fictional, for demonstration" in read("result_card", result=a_result(is_demo=True)).text
        assert "Fictional" not in read("result_card", result=a_result()).text

    def test_its_name_is_its_only_link(self):
        page = read("result_card", result=a_result())
        assert page.attributes("a") == [{"href": "/clinics/quiet-harbor/"}]
        assert page.texts("a") == ["Quiet Harbor"]

    def test_a_name_is_never_taken_for_markup(self):
        page = read("result_card", result=a_result(name="<script>x</script>"))
        assert page.texts("a") == ["<script>x</script>"]
        assert page.attributes("script") == []


class TestField:
    @pytest.fixture
    def wrong(self):
        form = PlaceForm({"near": ""})
        form.is_valid()
        return form

    def test_its_error_stands_beside_it_and_names_the_parameter(self, wrong):
        page = read("field", field=wrong["near"])
        assert "Error: This field is required." in page.text
        assert [p["data-error"] for p in page.attributes("p") if "data-error" in p] == ["near"]

    def test_hint_and_error_are_read_out_with_the_box(self, wrong):
        page = read("field", field=wrong["near"])
        box = page.attributes("input")[0]
        assert box["aria-invalid"] == "true"
        assert box["aria-describedby"].split() == ["id_near_helptext", "id_near_error"]
        ids = {p.get("id") for p in page.attributes("p")}
        assert {"id_near_helptext", "id_near_error"} <= ids

    def test_without_an_error_nothing_speaks_of_one(self):
        page = read("field", field=PlaceForm()["near"])
        assert "Error:" not in page.text
        assert "aria-invalid" not in page.attributes("input")[0]

    def test_a_django_form_is_drawn_with_it(self, wrong):
        assert 'data-error="near"' in wrong["near"].as_field_group()

    def test_the_summary_links_to_the_box(self, wrong):
        assert read("error_summary", form=wrong).attributes("a") == [{"href": "#id_near"}]

    def test_there_is_no_summary_when_nothing_is_wrong(self):
        assert read("error_summary", form=PlaceForm({"near": "78701"})).text == ""


def test_each_choice_of_a_filter_says_how_many_it_would_leave():
    choices = [
        {"value": "iv-infusion", "label": "IV infusion", "count": 1204, "selected": True},
        {"value": "im-injection", "label": "Injection", "count": 0, "selected": False},
    ]
    group = {"parameter": "treatment", "label": "Treatment", "choices": choices, "open": True}
    page = read("facet", group=group)
    counts = {label["data-facet"]: label["data-count"] for label in page.attributes("label")}
    assert counts == {"treatment:iv-infusion": "1204", "treatment:im-injection": "0"}
    assert ["checked" in box for box in page.attributes("input")] == [True, False]


def test_a_price_that_is_not_published_is_said_to_be_so():
    assert "Price not published. Ask before you book." in read("price_box", prices=[]).text
