"""What "verified" means is printed from the table that decides it."""

import pytest

from clinics.vetting import rules, wording
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db


def test_every_line_of_the_policy_stands_there_with_its_days(client):
    reading = Reading(client.get("/guide/how-we-verify/").content.decode())
    cells = reading.texts("td")
    needed = [line for lines in rules.POLICY.values() for line in lines]
    assert len(reading.texts("th")) == len(needed) + 3 * len(rules.POLICY)
    for line in needed:
        assert f"{rules.GOOD_FOR_DAYS[line.kind]} days" in cells
        assert str(wording.SAID[line.kind].name) in reading.text


def test_a_change_of_the_table_changes_the_page(client, monkeypatch):
    monkeypatch.setitem(rules.GOOD_FOR_DAYS, rules.Kind.CONTACT, 33)
    assert "33 days" in client.get("/guide/how-we-verify/").content.decode()


def test_every_kind_of_check_has_its_words():
    assert set(wording.SAID) == set(rules.Kind)
