"""Forms of the admin, filled in as a curator would."""

import pytest

from clinics.listings import index
from tests import factories as make
from tests.listings.submission import address, send


@pytest.fixture
def texas_places(db):
    """Austin and San Marcos with their ZIP codes."""
    make.StateFactory()
    make.ZipCodeFactory()
    make.ZipCodeFactory(code="78666", city="San Marcos", latitude=29.8754, longitude=-97.9404)
    make.CityFactory()


@pytest.fixture
def add(admin_client):
    """Fill the empty form of a model and save; nothing derived may be left behind."""

    def sent(model, **fields):
        return _sent(admin_client, address(model, "add"), fields)

    return sent


@pytest.fixture
def change(admin_client):
    """Change some fields of a form and save."""

    def sent(subject, **fields):
        response = _sent(admin_client, address(subject), fields)
        subject.refresh_from_db()
        return response

    return sent


def _sent(client, url, fields):
    index.rebuild()
    response = send(client, url, **fields)
    assert response.status_code in (200, 302)
    assert list(index.disagreements()) == []
    return response
