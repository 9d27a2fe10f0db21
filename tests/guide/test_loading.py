"""Programs, national prices and statements on costs come from files, and each names its source."""

from datetime import date

import pytest

from clinics.guide.loading import load_costs
from clinics.medicine.loading import COST_TOPICS, load_vocabularies
from clinics.models import Fact, NationalPrice, Program
from clinics.places.states import STATE_NAMES

INSURANCES = {"commercial", "medicare", "medicaid", "tricare", "va", "none"}


@pytest.fixture(autouse=True)
def loaded(db):
    load_vocabularies()
    return load_costs()


def test_loading_twice_changes_nothing(loaded):
    again = load_costs()
    for name in ("programs", "national_prices", "cost_facts"):
        assert loaded[name].created == again[name].left > 0
        assert (again[name].created, again[name].updated, again[name].kept) == (0, 0, 0)


def test_facts_on_costs_and_on_care_do_not_count_as_kept_by_each_other():
    assert load_vocabularies()["facts"].kept == load_costs()["cost_facts"].kept == 0


def test_every_row_names_a_source_and_the_day_on_which_it_was_read():
    facts = Fact.objects.filter(topic__in=COST_TOPICS)
    for row in [*Program.objects.all(), *NationalPrice.objects.all(), *facts]:
        assert row.source_name
        assert row.source_url.startswith("https://")
        assert row.retrieved_on == date(2026, 11, 24)
        assert row.basis in ("stored page", "recalled")


def test_every_further_statement_has_its_own_source():
    for row in [*Program.objects.all(), *NationalPrice.objects.all()]:
        for said in row.facts:
            assert set(said) == {"text", "name", "url", "basis", "retrieved"}
            assert said["text"].endswith(".")
            assert said["url"].startswith("https://")
    for fact in Fact.objects.filter(topic__in=COST_TOPICS):
        assert all(set(source) == {"name", "url", "basis"} for source in fact.also)


def test_programs_speak_only_of_insurances_treatments_and_states_that_there_are():
    for program in Program.objects.all():
        assert set(program.insurance) <= INSURANCES
        assert set(program.not_in) <= set(STATE_NAMES)
        assert program.eligibility
        assert program.steps
    named = {slug for program in Program.objects.all() for slug in program.treatments}
    assert named <= set(NationalPrice.objects.values_list("treatment__slug", flat=True))


def test_only_what_somebody_could_confirm_is_published():
    assert list(Program.objects.filter(published=False).values_list("slug", flat=True)) == ["ketamine-fund"]


def test_what_was_ruled_out_is_not_there():
    names = " ".join(Program.objects.values_list("name", flat=True))
    for name in ("CarePath", "Forward Fund", "Healing Hearts", "Bourbon"):
        assert name not in names


def test_every_treatment_has_a_row_of_national_figures(db):
    slugs = NationalPrice.objects.filter(use="mood").values_list("treatment__slug", flat=True)
    assert len(slugs) == 7
    assert NationalPrice.objects.get(use="pain").treatment.slug == "iv-infusion"


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("iv-infusion", 40_000, 80_000),
        ("iv-infusion-pain", 60_000, 140_000),
        ("im-injection", 27_500, 80_000),
        ("esketamine-spravato", 60_000, 160_000),
        ("oral-sublingual", 7_500, 30_000),
        ("ketamine-assisted-psychotherapy", 80_000, 140_000),
        ("subcutaneous", None, None),
        ("intranasal-compounded", None, None),
    ],
)
def test_the_national_figures_are_those_that_were_read(key, low, high):
    row = NationalPrice.objects.get(key=key)
    assert (row.session_low_cents, row.session_high_cents) == (low, high)


def test_every_row_of_figures_names_what_of_it_is_our_own():
    for row in NationalPrice.objects.all():
        assert "assumption" in row.assumption or "borrowed" in row.assumption


def test_an_editor_who_has_read_the_source_later_is_not_set_back():
    Program.objects.filter(slug="tricare").update(name="TRICARE, read again", retrieved_on="2026-12-24")
    Program.objects.filter(slug="medicare").update(name="Changed without reading")
    load_costs()
    assert Program.objects.get(slug="tricare").name == "TRICARE, read again"
    assert Program.objects.get(slug="medicare").name == "Medicare Part B"
