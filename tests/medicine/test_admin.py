"""Curators edit words, but never the slug or the bit that others rely on."""

import json
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from clinicfinder import clock
from clinics.models import Fact, Language
from tests.factories import (
    AccessibilityFeatureFactory,
    AgeGroupFactory,
    ConditionFactory,
    LanguageFactory,
    PayerFactory,
    TreatmentFactory,
)
from tests.medicine.factories import FactFactory

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


@pytest.fixture
def fact(monkeypatch):
    """A fact whose source was read on 24 November; today is the 26th."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 26, 12, tzinfo=UTC))
    return FactFactory(text="One trial.", condition=ConditionFactory(slug="ptsd"))


@pytest.fixture
def change(admin_client, fact):
    """Sends the form of the fact with these values changed."""

    def send(**changes):
        names = [
            "topic", "position", "condition", "treatment", "about", "level", "text", "source_name", "source_url",
            "basis",
        ]  # fmt: skip
        sent = {name: getattr(fact, fact._meta.get_field(name).attname) or "" for name in names}
        sent |= {"position": 0, "retrieved_on": "2026-11-24", "also": "[]"} | changes
        return admin_client.post(reverse("admin:clinics_fact_change", args=[fact.pk]), sent)

    return send


def errors(response):
    return response.context["adminform"].form.errors


def test_facts_can_be_listed_and_searched(admin_client, fact):
    response = admin_client.get(reverse("admin:clinics_fact_changelist"), {"q": "One trial"})
    assert list(response.context["cl"].result_list) == [fact]


def test_the_page_of_a_fact_shows_it_as_readers_see_it(admin_client, fact):
    Fact.objects.update(basis="recalled")
    page = admin_client.get(reverse("admin:clinics_fact_change", args=[fact.pk])).content.decode()
    assert "We have not read this at its source yet." in page


def test_changed_words_want_a_new_reading(change):
    assert list(errors(change(text="Two trials."))) == ["retrieved_on"]
    assert Fact.objects.get().text == "One trial."


def test_changed_words_with_their_day_are_stored(change):
    assert change(text="Two trials.", retrieved_on="2026-11-26").status_code == 302
    assert list(Fact.objects.values_list("text", "retrieved_on")) == [("Two trials.", date(2026, 11, 26))]


def test_a_second_change_on_the_same_day_is_stored(change):
    change(text="Two trials.", retrieved_on="2026-11-26")
    assert change(text="Three trials.", retrieved_on="2026-11-26").status_code == 302
    assert Fact.objects.get().text == "Three trials."


def test_another_place_in_the_list_wants_no_new_reading(change):
    assert change(position=7).status_code == 302
    assert Fact.objects.get().position == 7


def test_nothing_was_read_tomorrow(change):
    assert list(errors(change(text="Two trials.", retrieved_on="2026-11-27"))) == ["retrieved_on"]


def test_a_caution_says_how_grave_it_is(change):
    assert list(errors(change(topic="caution", retrieved_on="2026-11-26"))) == ["level"]


@pytest.mark.parametrize(
    "also",
    [
        {"name": "A", "url": "https://example.org/", "basis": "recalled"},
        "words",
        ["https://example.org/"],
        [{"name": "A", "url": "https://example.org/"}],
        [{"name": " ", "url": "https://example.org/", "basis": "recalled"}],
        [{"name": "A", "url": "javascript:alert(1)", "basis": "recalled"}],
        [{"name": "A", "url": "https://example.org/", "basis": "hearsay"}],
        [{"name": "A", "url": 3, "basis": "recalled"}],
        [{"name": "A", "url": "https://example.org/", "basis": ["recalled"]}],
    ],
)
def test_further_sources_that_no_page_could_show_are_refused(change, also):
    assert list(errors(change(also=json.dumps(also)))) == ["also"]


def test_further_sources_are_stored(change):
    sources = [{"name": "A", "url": "https://example.org/", "basis": "recalled"}]
    assert change(also=json.dumps(sources)).status_code == 302
    assert Fact.objects.get().also == sources


def test_a_look_stores_nothing_and_keeps_what_was_typed(change):
    response = change(text="Two <b>trials</b>.", _preview="1")
    assert "Two &lt;b&gt;trials&lt;/b&gt;." in response.content.decode()
    assert response.context["shown"].fact.text == "Two <b>trials</b>."
    assert Fact.objects.get().text == "One trial."


def test_a_look_at_what_is_wrong_shows_the_mistake(change):
    response = change(text="", _preview="1")
    assert "text" in errors(response)
    assert response.context["shown"] is None


def test_a_new_fact_can_be_looked_at_before_it_is_stored(admin_client, fact):
    sent = {
        "key": "new", "topic": "age", "position": 0, "text": "From 18.", "source_name": "A", "also": "[]",
        "source_url": "https://example.org/", "retrieved_on": "2026-11-26", "basis": "stored page", "_preview": "1",
    }  # fmt: skip
    response = admin_client.post(reverse("admin:clinics_fact_add"), sent)
    assert response.context["shown"].fact.text == "From 18."
    assert Fact.objects.count() == 1


def test_a_fact_cannot_be_deleted(admin_client, fact):
    assert admin_client.post(reverse("admin:clinics_fact_delete", args=[fact.pk])).status_code == 403
