"""The page of a larger city: one address, however it is written."""

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def saint_louis():
    make.CityFactory(name="Saint Louis", state=make.StateFactory(usps="MO"))


def test_it_is_a_search_with_words_and_says_its_own_address(client):
    page = client.get("/states/mo/saint-louis/?accepting=1").content.decode()
    assert "Ketamine care in Saint Louis, MO" in page
    assert '<link rel="canonical" href="http://testserver/states/mo/saint-louis/">' in page


@pytest.mark.parametrize(
    "path", ["/states/MO/saint-louis/", "/states/mo/Saint-Louis/", "/states/mo/st-louis/"]
)
def test_other_spellings_redirect_with_their_filters(client, path):
    response = client.get(path + "?accepting=1")
    assert response.status_code == 301
    assert response["Location"] == "/states/mo/saint-louis/?accepting=1"


def test_a_city_that_nobody_knows_is_not_found(client):
    assert client.get("/states/mo/nowhere/").status_code == 404
    assert client.get("/states/zz/saint-louis/").status_code == 404
