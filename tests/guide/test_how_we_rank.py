"""The order of results is printed from the numbers that make it."""

import pytest

from clinics.reviews import rules
from clinics.search import ranking
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db


def said(client):
    return Reading(client.get("/guide/how-we-rank/").content.decode()).text


def test_it_says_how_ratings_count(client):
    text = said(client)
    assert "Below 3 reviews we show no mean, and the place stands at 3.5" in text
    assert "A visit of the last 2 years counts in full." in text
    assert "An older one, up to 5 years, counts for 50% of that." in text
    assert "After 5 years it no longer counts." in text
    assert "as if 5 more people had given 3.5" in text


@pytest.mark.parametrize(
    ("module", "name", "value", "words"),
    [
        (rules, "MEAN_FROM", 7, "Below 7 reviews"),
        (rules, "FULL_MONTHS", 36, "of the last 3 years"),
        (rules, "COUNTED_MONTHS", 96, "After 8 years"),
        (rules, "AGED", 0.25, "counts for 25% of that"),
        (ranking, "PRIOR_MEAN", 2.5, "drawn to 2.5"),
        (ranking, "PRIOR_COUNT", 9, "as if 9 more people"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isupper() else "",
)
def test_a_change_of_a_number_changes_the_page(client, monkeypatch, module, name, value, words):
    monkeypatch.setattr(module, name, value)
    assert words in said(client)
