"""Whatever is said can be translated: its words stand where those who collect them look."""

import re
from pathlib import Path

import pytest

from clinics import accounts, reviews

# A call that translates something else than words written there. What it finds nobody collects.
OF_A_NAME = re.compile(r"\b(?:_|_now|gettext|gettext_lazy|ngettext)\(\s*(?:[A-Za-z_][\w.]*\s*[,)\[]|f[\"'])")


@pytest.mark.parametrize("room", [accounts, reviews], ids=["accounts", "reviews"])
def test_words_are_written_where_they_are_marked(room):
    sources = sorted(Path(room.__path__[0]).glob("*.py"))
    found = [(path.name, call) for path in sources for call in OF_A_NAME.findall(path.read_text())]
    assert sources
    assert found == []
