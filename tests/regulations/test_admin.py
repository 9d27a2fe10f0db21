"""Curators find notes and cannot store an effect that no rule can read."""

from datetime import date

import pytest
from django.urls import reverse

from clinics.models import RegulationNote
from tests.factories import RegulationNoteFactory, StateFactory

pytestmark = pytest.mark.django_db
LIST = "admin:clinics_regulationnote_changelist"
FIELDS = {
    "key": "tx-new",
    "topic": "telehealth-controlled",
    "summary": "In plain words.",
    "citation": "Tex. 3",
    "source_url": "https://example.org/law",
    "last_verified_on": "2026-11-24",
    "basis": "stored page",
    "confidence": "high",
}


def test_notes_are_found_by_their_words_state_and_standing(admin_client):
    RegulationNoteFactory(key="tx-stands", summary="About lighthouses.")
    RegulationNoteFactory(key="tx-ended", effective_until=date(2020, 1, 1))
    RegulationNoteFactory(key="us-federal", state=None)

    def found(**query):
        return {note.key for note in admin_client.get(reverse(LIST), query).context["cl"].result_list}

    assert found() == {"tx-stands", "tx-ended", "us-federal"}
    assert found(q="lighthouses") == {"tx-stands"}
    assert found(in_force="yes") == {"tx-stands", "us-federal"}
    assert found(in_force="no") == {"tx-ended"}
    assert found(state__usps__exact="TX") == {"tx-stands", "tx-ended"}
    assert found(state__isnull="True") == {"us-federal"}


def test_the_list_of_notes_costs_no_query_per_note(admin_client, django_assert_max_num_queries):
    for usps in ("TX", "OK", "CA", "NY", "FL", "OH", "WA", "OR"):
        RegulationNoteFactory(state=StateFactory(usps=usps))
    with django_assert_max_num_queries(10):
        admin_client.get(reverse(LIST))


@pytest.mark.parametrize("effect", ["", "null"])
def test_a_note_needs_no_effect(admin_client, effect):
    response = admin_client.post(reverse("admin:clinics_regulationnote_add"), FIELDS | {"effect": effect})
    assert response.status_code == 302
    assert RegulationNote.objects.filter(key="tx-new", effect__isnull=True).exists()


@pytest.mark.parametrize("effect", ['{"rule": "perhaps"}', "[]", "3", '{"rule": "follows_federal"}'])
def test_an_effect_that_no_rule_can_read_is_refused(admin_client, effect):
    response = admin_client.post(reverse("admin:clinics_regulationnote_add"), FIELDS | {"effect": effect})
    assert response.status_code == 200
    assert "effect" in response.context["adminform"].form.errors
    assert not RegulationNote.objects.exists()


def test_a_federal_effect_needs_only_its_rule(admin_client):
    effect = '{"rule": "federal_flexibility"}'
    admin_client.post(reverse("admin:clinics_regulationnote_add"), FIELDS | {"effect": effect})
    assert RegulationNote.objects.get().effect == {"rule": "federal_flexibility"}
