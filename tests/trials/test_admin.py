"""Curators read trials; nobody writes them by hand."""

import pytest
from django.contrib.auth.models import Group

from clinics.accounts import roles
from tests import factories as make
from tests.trials.registry import nct, study


@pytest.fixture
def curator(client, db):
    roles.apply()
    user = make.UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=roles.CURATOR))
    client.force_login(user)
    return client


def test_a_curator_finds_and_reads_a_trial_with_its_places(curator, importer):
    importer(study(1), study(2))
    found = curator.get("/admin/clinics/trial/?q=Part+2").content.decode()
    assert nct(2) in found
    assert nct(1) not in found
    page = curator.get(f"/admin/clinics/trial/{nct(1)}/change/").content.decode()
    assert "Larkspur Research Rooms" in page
    assert 'name="_save"' not in page


def test_not_even_an_administrator_writes_one(client, importer):
    importer(study(1))
    client.force_login(make.UserFactory(is_staff=True, is_superuser=True))
    assert client.get("/admin/clinics/trial/add/").status_code == 403
    assert client.get(f"/admin/clinics/trial/{nct(1)}/delete/").status_code == 403
    assert client.post(f"/admin/clinics/trial/{nct(1)}/change/", {"title": "Other"}).status_code == 403
