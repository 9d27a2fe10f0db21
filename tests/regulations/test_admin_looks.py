"""Somebody looks at the source of a public note again: one click if nothing changed, else a short form."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from clinicfinder import clock
from clinics.models import RegulationNote, SourcePage
from tests.factories import RegulationNoteFactory
from tests.pages.reading import Reading
from tests.regulations.editors import editor, page, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return editor("ada")


@pytest.fixture
def public():
    return RegulationNoteFactory(key="tx-rule", effective_from=date(2024, 1, 1))


def test_one_click_says_that_nothing_changed(client, ada, public):
    client.force_login(ada)
    shown(client, page(public, "look"), unchanged="1")
    public.refresh_from_db()
    today = clock.today()
    assert (public.last_verified_on, public.review_due_on) == (today, today + timedelta(days=180))
    assert "nothing changed" in LogEntry.objects.get(user=ada).change_message


LOOK = {
    "last_verified_on": "2026-11-20",
    "review_due_on": "2027-01-15",
    "basis": "stored page",
    "confidence": "low",
    "stored_page_url": "https://example.org/copy",
    "effective_until": "2027-01-01",
}


def test_a_look_sets_how_we_know_it_and_its_end_and_no_word(client, ada, public):
    client.force_login(ada)
    shown(client, page(public, "look"), **LOOK, summary="Other words.", source_url="https://example.org/x")
    public.refresh_from_db()
    assert {name: str(getattr(public, name)) for name in LOOK} == LOOK
    assert public.summary == "A summary in plain words."


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"last_verified_on": "3000-01-01", "review_due_on": "3000-02-01"}, "last_verified_on"),
        ({"last_verified_on": ""}, "last_verified_on"),
        ({"review_due_on": "2026-11-20"}, "review_due_on"),
        ({"effective_until": "2024-01-01"}, "effective_until"),
        ({"effective_until": "2028-01-01"}, "effective_until"),
        ({"stored_page_url": "nowhere"}, "stored_page_url"),
        ({"confidence": "certain"}, "confidence"),
    ],
)
def test_a_slip_in_a_look_is_told_next_to_its_field(client, ada, public, values, field):
    RegulationNote.objects.filter(pk=public.pk).update(effective_until=date(2027, 6, 1))
    RegulationNoteFactory(key="tx-rule", version=2, reason="New law", effective_from=date(2027, 6, 1))
    client.force_login(ada)
    answer = shown(client, page(public, "look"), **LOOK | values)
    assert list(answer.context["form"].errors) == [field]
    public.refresh_from_db()
    assert public.last_verified_on == date(2026, 11, 24)


def test_the_page_of_a_look_names_a_source_that_changed(client, ada, public):
    source = SourcePage.objects.create(url=public.source_url)
    source.readings.create(text="A", digest="a", changed=True, read_at=clock.now())
    client.force_login(ada)
    links = Reading(client.get(page(public, "look")).content.decode()).attributes("a")
    assert reverse("admin:source-watch", args=[source.pk]) in [link.get("href") for link in links]
