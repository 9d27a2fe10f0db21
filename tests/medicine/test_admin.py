"""Curators edit words, but never the slug or the bit that others rely on."""

import pytest
from django.urls import reverse

from clinics.models import Language
from tests.factories import (
    AccessibilityFeatureFactory,
    AgeGroupFactory,
    ConditionFactory,
    LanguageFactory,
    PayerFactory,
    TreatmentFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "factory",
    [
        AccessibilityFeatureFactory,
        AgeGroupFactory,
        ConditionFactory,
        LanguageFactory,
        PayerFactory,
        TreatmentFactory,
    ],
)
def test_each_vocabulary_can_be_listed_searched_and_opened(admin_client, factory):
    term = factory()
    name = f"admin:clinics_{term._meta.model_name}"
    found = admin_client.get(reverse(f"{name}_changelist"), {"q": term.name}).context["cl"].result_list
    assert list(found) == [term]
    assert admin_client.get(reverse(f"{name}_change", args=[term.pk])).status_code == 200


def test_a_slug_and_a_bit_stay_and_the_name_may_change(admin_client):
    term = LanguageFactory(slug="spanish", name="Spanish", bit=1)
    address = reverse("admin:clinics_language_change", args=[term.pk])
    admin_client.post(address, {"slug": "latin", "name": "Spanish (Latin America)", "bit": 9})
    assert list(Language.objects.values_list("slug", "name", "bit")) == [
        ("spanish", "Spanish (Latin America)", 1)
    ]


def test_a_term_cannot_be_deleted(admin_client):
    term = LanguageFactory()
    assert admin_client.post(reverse("admin:clinics_language_delete", args=[term.pk])).status_code == 403
    assert Language.objects.exists()
