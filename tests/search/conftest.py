"""A small place to search in: two cities, a few terms."""

import pytest

from clinics.listings import index
from tests import factories as make


@pytest.fixture
def texas(db):
    """Austin and San Marcos (about 30 miles apart) with their ZIP codes, and two conditions."""
    make.ZipCodeFactory()
    make.ZipCodeFactory(code="78666", city="San Marcos", latitude=29.8754, longitude=-97.9404)
    make.CityFactory()
    make.ConditionFactory(slug="ptsd", name="PTSD", bit=4)
    make.ConditionFactory(slug="crps", name="CRPS", bit=11)


@pytest.fixture
def results(client, texas):
    """Search, and tell the keys of the results in order."""

    def search(path="/search/", **query):
        index.rebuild()
        response = client.get(path, query)
        assert response.status_code == 200
        return [card.key for card in response.context["results"]]

    return search


@pytest.fixture
def facet(client, texas):
    """Search, and tell the counts of one filter's choices that are not zero."""

    def counts(parameter, path="/search/", **query):
        index.rebuild()
        found = client.get(path, query).context["facets"]
        [group] = [group for group in found if group.parameter == parameter]
        return {choice.value: choice.count for choice in group.choices if choice.count}

    return counts
