"""The Spanish that a release brings: all of it, nothing lost, and what editors changed stays theirs."""

from io import StringIO

import polib
import pytest
from django.core.management import CommandError, call_command

from clinicfinder.reference import ReferenceFileError
from clinics.models import Condition, Fact, Translation
from clinics.translations.checking import faults, gaps
from clinics.translations.loading import load_translations
from tests import factories as make
from tests.medicine.factories import FactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path, settings):
    settings.FIXTURE_DIRS = [tmp_path]
    (tmp_path / "es").mkdir()

    def write(**texts):
        po = polib.POFile()
        for source, text in texts.items():
            po.append(polib.POEntry(msgid=source, msgstr=text))
        po.save(str(tmp_path / "es" / "some.po"))

    return write


def test_every_text_that_this_release_brings_is_there_in_spanish():
    call_command("load_reference", stdout=StringIO())
    assert list(gaps("es")) == []


def test_loading_again_changes_nothing(file):
    file(One="Uno")
    assert load_translations()["es/some"].created == 1
    assert load_translations()["es/some"].left == 1


def test_a_new_release_brings_better_words(file):
    file(One="Una")
    load_translations()
    file(One="Uno")
    assert load_translations()["es/some"].updated == 1
    assert Translation.objects.get().text == "Uno"


def test_what_an_editor_changed_stays(file):
    file(One="Una")
    load_translations()
    row = Translation.objects.get()
    row.text = "Uno"
    row.save()
    file(One="Otra")
    assert load_translations()["es/some"].left == 1
    assert Translation.objects.get().text == "Uno"


def test_a_file_with_a_gap_is_refused_whole(file):
    file(One="Uno", Two="")
    with pytest.raises(ReferenceFileError, match="not translated"):
        load_translations()
    assert not Translation.objects.exists()


def test_the_check_names_what_is_missing_and_where():
    make.ConditionFactory(slug="ptsd", name="PTSD", description="It may help.")
    said = StringIO()
    with pytest.raises(CommandError, match="2 texts"):
        call_command("check_translations", stdout=said)
    row = Condition.objects.get()
    assert f"condition {row.pk} description: not translated: 'It may help.'" in said.getvalue()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Two weeks. [s1]", "Dos semanas."),
        ("See [costs](/costs/).", "Vea los [costos](/es/costs/)."),
        ("At most 40 minutes.", "A lo sumo 14 minutos."),
        ("- One\n- Two", "- Uno, dos"),
        ("%(count)s clinics", "clínicas"),
    ],
    ids=["source", "link", "number", "list", "place"],
)
def test_a_translation_that_lost_something_is_named(source, text):
    assert list(faults(source, text))
    assert not list(faults(source, source))


def test_facts_have_a_history():
    fact = FactFactory(text="It may help.")
    fact.text = "It may help some."
    fact.save()
    assert [row.text for row in Fact.history.all()] == ["It may help some.", "It may help."]
