"""Editors write lists one line each; what a page could not show is refused with the line's number."""

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse

from clinics.accounts import roles
from clinics.guide.loading import load_costs
from clinics.medicine.loading import load_vocabularies
from clinics.models import NationalPrice, Program
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(db):
    load_vocabularies()
    load_costs()


@pytest.fixture
def december():
    """A week after the files were written."""
    with time_machine.travel("2026-12-01 12:00Z", tick=False):
        yield


@pytest.fixture
def editor(client, loaded, december):
    roles.apply()
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=roles.REGULATIONS_EDITOR))
    client.force_login(user)
    return client


@pytest.fixture
def save(editor):
    """Open a row's page, change some of its fields, and send the form."""

    def send(row, **changes):
        address = reverse(f"admin:clinics_{row._meta.model_name}_change", args=[row.pk])
        form = editor.get(address).context["adminform"].form
        values = {name: form[name].value() for name in form.fields}
        filled = {name: value for name, value in values.items() if value not in (None, False)}
        return editor.post(address, filled | changes)

    return send


def errors(response):
    return response.context["adminform"].form.errors


def test_an_editor_sees_lists_as_lines(editor):
    program = Program.objects.get(slug="tricare")
    form = editor.get(reverse("admin:clinics_program_change", args=[program.pk])).context["adminform"].form
    assert form["steps"].value().splitlines() == program.steps
    assert "Health Net Federal Services, TRICARE Spravato benefit | https://" in str(form["facts"])


def test_lines_become_a_list_and_the_row_keeps_everything_else(save):
    program = Program.objects.get(slug="tricare")
    response = save(program, steps="Call.\r\n\r\n Ask. ", retrieved_on="2026-12-01")
    assert response.status_code == 302
    saved = Program.objects.get(slug="tricare")
    assert saved.steps == ["Call.", "Ask."]
    assert (saved.eligibility, saved.facts, saved.treatments) == (
        program.eligibility,
        program.facts,
        program.treatments,
    )


def test_whoever_changes_a_row_says_when_they_read_the_source(save):
    program = Program.objects.get(slug="tricare")
    assert "retrieved_on" in errors(save(program, name="Another name"))
    assert "retrieved_on" in errors(save(program, name="Another name", retrieved_on="2026-12-02"))
    assert Program.objects.get(slug="tricare").name == "TRICARE"


@pytest.mark.parametrize(
    "line",
    [
        "Only a text",
        "Text | Source | https://example.org | guessed | 2026-11-24",
        "Text | Source | javascript:alert(1) | recalled | 2026-11-24",
        "Text | Source | https://example.org | recalled | soon",
        " | Source | https://example.org | recalled | 2026-11-24",
    ],
)
def test_a_statement_without_its_source_is_refused_with_the_number_of_its_line(save, line):
    good = "Text | Source | https://example.org | recalled | 2026-11-24"
    [message] = errors(save(Program.objects.get(slug="tricare"), facts=f"{good}\n{line}"))["facts"]
    assert message.startswith("Line 2:")


def test_unknown_insurances_treatments_and_states_are_refused(save):
    wrong = {"insurance": ["gold"], "treatments": ["tea"], "not_in": ["ZZ"]}
    assert set(wrong) <= set(errors(save(Program.objects.get(slug="tricare"), **wrong)))


def test_a_price_has_both_ends_in_their_order_or_none(save):
    row = NationalPrice.objects.get(key="iv-infusion")
    assert "session_high_cents" in errors(save(row, session_high_cents="100"))
    assert "consult_high_cents" in errors(save(row, consult_high_cents=""))


@pytest.mark.parametrize("model", [Program, NationalPrice])
def test_nothing_is_deleted(editor, model):
    row = model.objects.first()
    address = reverse(f"admin:clinics_{model._meta.model_name}_delete", args=[row.pk])
    assert editor.post(address, {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", [Program, NationalPrice])
def test_rows_can_be_listed_and_searched(editor, model):
    address = reverse(f"admin:clinics_{model._meta.model_name}_changelist")
    assert editor.get(address, {"q": "spravato"}).context["cl"].result_count > 0
