"""A curator can look a place up, and cannot change what the files own."""

import pytest
from django.urls import reverse

from clinics.places import admin  # noqa: F401  (registers the three tables)
from tests.factories import CityFactory, ZipCodeFactory

pytestmark = pytest.mark.django_db


def test_a_city_is_found_by_its_plain_name(admin_client):
    CityFactory(name="Cañon City")
    CityFactory(name="Austin")
    page = admin_client.get(reverse("admin:clinics_city_changelist"), {"q": "canon"}).content.decode()
    assert "Cañon City" in page
    assert "Austin" not in page


def test_a_zip_code_is_found_by_its_number(admin_client):
    ZipCodeFactory(code="78701", city="Austin")
    page = admin_client.get(reverse("admin:clinics_zipcode_changelist"), {"q": "78701"}).content.decode()
    assert "Austin" in page


def test_what_the_files_own_can_only_be_looked_at(admin_client):
    city = CityFactory()
    url = reverse("admin:clinics_city_change", args=[city.pk])
    assert admin_client.get(url).status_code == 200
    assert admin_client.post(url, {"name": "Elsewhere"}).status_code == 403
    assert admin_client.get(reverse("admin:clinics_state_add")).status_code == 403


def test_the_list_costs_the_same_for_one_city_and_for_ten(admin_client, django_assert_max_num_queries):
    for number in range(10):
        CityFactory(name=f"Town {number}")
    with django_assert_max_num_queries(8):
        admin_client.get(reverse("admin:clinics_city_changelist"))
