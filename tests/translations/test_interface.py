"""Every word of the interface is there in Spanish, and nothing that code fills in is lost."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
CATALOG = Path("locale/es/LC_MESSAGES/django.po")


@pytest.fixture(scope="module")
def catalog():
    return polib.pofile(str(settings.BASE_DIR / CATALOG))


def test_nothing_waits_for_a_translation(catalog):
    assert [entry.msgid for entry in catalog.untranslated_entries()] == []
    assert [entry.msgid for entry in catalog.fuzzy_entries()] == []


def test_it_holds_every_text_of_code_and_templates(catalog, tmp_path):
    """As `script/messages` would find them."""
    if not shutil.which("xgettext"):
        if os.environ.get("CI"):
            pytest.fail("These tests need gettext: install it from your distribution.")
        pytest.skip("what is new is found by xgettext, which this machine lacks; CI installs it")
    for folder in ("clinicfinder", "clinics", "templates"):
        shutil.copytree(
            settings.BASE_DIR / folder, tmp_path / folder, ignore=shutil.ignore_patterns("static", "*.pyc")
        )
    (tmp_path / CATALOG).parent.mkdir(parents=True)
    shutil.copy(settings.BASE_DIR / "manage.py", tmp_path)
    command = [sys.executable, "manage.py", "makemessages", "--locale", "es", "--no-location"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)  # noqa: S603
    found = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(tmp_path / CATALOG))}
    known = {(entry.msgctxt, entry.msgid) for entry in catalog}
    assert found - known == set(), "run script/messages, then translate what is new"
    assert known - found == set(), "run script/messages: some texts are no longer there"


def test_what_code_fills_in_stands_in_each_translation(catalog):
    wrong = []
    for entry in catalog.translated_entries():
        known = set(PLACES.findall(entry.msgid + entry.msgid_plural))
        for text in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            needed = known if not entry.msgid_plural else set()
            if not needed <= set(PLACES.findall(text)) or not set(PLACES.findall(text)) <= known:
                wrong.append(entry.msgid)
    assert wrong == []


def test_what_is_compiled_is_what_is_written(catalog, tmp_path):
    catalog.save_as_mofile(str(tmp_path / "made.mo"))
    shipped = polib.mofile(str(settings.BASE_DIR / CATALOG.with_suffix(".mo")))
    made = polib.mofile(str(tmp_path / "made.mo"))
    assert {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in shipped} == {
        (e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in made
    }
