"""What the tests of pages share."""

import pytest

from clinics.models import VisitReceipt
from tests.pages.reading import Reading


@pytest.fixture
def show(client):
    """The page of a listing or practitioner, read."""

    def read(subject) -> Reading:
        response = client.get(subject.get_absolute_url())
        assert response.status_code == 200
        return Reading(response.content.decode())

    return read


@pytest.fixture
def private(monkeypatch, tmp_path):
    """Private files lie in a folder of the test."""
    # The field took its storage when the model was made, so that settings no longer move it.
    storage = VisitReceipt._meta.get_field("attachment").storage
    for name in ("base_location", "location"):
        monkeypatch.setitem(vars(storage), name, str(tmp_path))
    return tmp_path
