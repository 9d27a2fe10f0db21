"""Texts of the database in the reader's language."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from clinics.models import Translation
from clinics.translations import catalog
from tests import factories as make

pytestmark = pytest.mark.django_db


def translate(source, text):
    Translation.objects.create(source=source, text=text)
    catalog.refresh()


@pytest.fixture
def spanish():
    with translation.override("es"):
        yield


def test_english_readers_get_the_english():
    translate("It may help.", "Puede ayudar.")
    assert catalog.said("It may help.") == "It may help."


def test_spanish_readers_get_the_spanish(spanish):
    translate("It may help.", "Puede ayudar.")
    assert catalog.said("It may help.") == "Puede ayudar."


def test_a_text_whose_english_changed_is_english_again(spanish):
    translate("It may help.", "Puede ayudar.")
    assert catalog.said("It may not help.") == "It may not help."
    assert not catalog.is_said("It may not help.")


def test_each_paragraph_is_translated_for_itself(spanish):
    translate("One.", "Uno.")
    assert catalog.said("One.\n\nTwo.") == "Uno.\n\nTwo."
    assert not catalog.is_said("One.\n\nTwo.")
    translate("Two.", "Dos.")
    assert catalog.said("One.\n\n  \nTwo.\n") == "Uno.\n\nDos."
    assert catalog.is_said("One.\n\nTwo.")


def test_what_an_editor_changes_counts_on_the_next_page(client):
    fact = make.ConditionFactory(slug="ptsd", name="PTSD", description="It may help.")
    translate(fact.description, "Puede ayudar.")
    assert "Puede ayudar." in client.get("/es/conditions/ptsd/").content.decode()
    Translation.objects.update(text="Quizá ayude.")
    row = Translation.objects.get()
    row.text = "Quizá ayude."
    row.save()
    assert "Quizá ayude." in client.get("/es/conditions/ptsd/").content.decode()
    assert "It may help." in client.get("/conditions/ptsd/").content.decode()


def test_what_nobody_has_translated_is_marked_as_english(client):
    make.ConditionFactory(slug="ptsd", name="PTSD", description="It may help.")
    assert '<span lang="en">It may help.</span>' in client.get("/es/conditions/ptsd/").content.decode()


def test_names_of_a_search_follow_the_language(client):
    make.ConditionFactory(slug="ptsd", name="PTSD")
    translate("PTSD", "TEPT")
    assert ">TEPT<" in client.get("/es/search/?condition=ptsd").content.decode()
    assert "TEPT" not in client.get("/search/?condition=ptsd").content.decode()


def test_a_spanish_search_asks_no_more_than_an_english_one(client, settings):
    make.ConditionFactory(slug="ptsd")
    settings.TRANSLATIONS_KEPT_SECONDS = 60
    catalog.refresh()
    with CaptureQueriesContext(connection) as english:
        client.get("/search/?condition=ptsd&state=TX")
    with CaptureQueriesContext(connection) as spanish:
        client.get("/es/search/?condition=ptsd&state=TX")
    assert len(spanish) == len(english)


def test_looking_for_changes_is_one_query(django_assert_num_queries):
    catalog.refresh()
    with django_assert_num_queries(1):
        catalog.refresh()
