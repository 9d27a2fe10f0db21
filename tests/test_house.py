"""The house rules that can be measured."""

import ast
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
TREES = ("clinicfinder", "clinics", "bench", "tests")
CODE = sorted(
    path for tree in TREES for path in (HOUSE / tree).rglob("*.py") if "migrations" not in path.parts
)
TEMPLATES = sorted((HOUSE / "templates").rglob("*.html"))
STYLESHEETS = sorted((HOUSE / "clinics" / "static").rglob("*.css"))
WRITTEN = [
    *CODE,
    *TEMPLATES,
    *STYLESHEETS,
    *(HOUSE / "docs").rglob("*.md"),
    *HOUSE.glob("*.md"),
    *HOUSE.glob("script/*"),
    HOUSE / ".ci" / "run",
]
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
# Folders of one machine. Spelled in parts, so that this file does not hold them.
MACHINE_PATH = re.compile("/(?:" + "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me/", "Us" + "ers"]) + r")\b")


def name(path):
    return str(path.relative_to(HOUSE))


def functions(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_file_is_short_and_its_functions_fit_on_a_screen(path):
    lines = len(path.read_text().splitlines())
    assert lines <= LONGEST_FILE
    assert [f for f in functions(path) if f[1] > LONGEST_FUNCTION] == []


@pytest.mark.parametrize("path", sorted((HOUSE / "clinics").glob("*/views.py")), ids=name)
def test_a_view_asks_by_name_and_never_filters_itself(path):
    assert re.findall(r"\.(?:filter|exclude|annotate|raw|extra)\(", path.read_text()) == []


@pytest.mark.parametrize("path", sorted((HOUSE / "clinics").glob("*/__init__.py")), ids=name)
def test_a_room_says_what_it_is_for_and_what_it_must_not_know(path):
    if path.parent.name in ("management", "migrations"):
        return
    docstring = ast.get_docstring(ast.parse(path.read_text()))
    assert "Offers:" in docstring
    assert "Must not know:" in docstring


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_nothing_written_knows_the_machine_it_was_written_on(path):
    assert MACHINE_PATH.findall(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_holds_no_script_or_style_and_asks_no_other_host(path):
    text = path.read_text()
    assert re.findall(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", text) == []
    scripts = re.findall(r"<script\b[^>]*>", text)
    assert [s for s in scripts if "src=" not in s and "application/" not in s] == []
    assert re.findall(r"\ssrc=[\"'](?:https?:)?//", text) == []
    assert re.findall(r"<link\b[^>]*href=[\"'](?:https?:)?//", text) == []


@pytest.mark.parametrize("path", STYLESHEETS, ids=name)
def test_a_stylesheet_asks_no_other_host(path):
    assert re.findall(r"url\([\"']?(?:https?:)?//|@import\s+url", path.read_text()) == []
