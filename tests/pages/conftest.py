"""What the tests of pages share."""

import pytest

from tests.pages.reading import Reading


@pytest.fixture
def show(client):
    """The page of a listing or practitioner, read."""

    def read(subject) -> Reading:
        response = client.get(subject.get_absolute_url())
        assert response.status_code == 200
        return Reading(response.content.decode())

    return read
