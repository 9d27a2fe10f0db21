"""Hostile studies: the import never crashes, stores only sound ones, and leaves the others' trials alone."""

import json

import pytest
from django.core.management import CommandError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinics.models import Trial, TrialSite
from tests.registries.test_ctgov import JSON, PATHS, UNREADABLE, replaced
from tests.trials.registry import OSLO, nct, page, site, study


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(PATHS), value=JSON)
def test_a_hostile_study_costs_itself_alone(importer, path, value):
    Trial.objects.all().delete()
    odd = replaced(study(2, sites=[site(status="RECRUITING"), site(OSLO)]), path, value)
    line = importer(study(1), odd)
    counts = dict(pair.split("=") for pair in line.split())
    assert counts["read"] == "2"
    assert int(counts["created"]) + int(counts["rejected"]) + int(counts["left"]) == 2
    assert Trial.objects.filter(pk=nct(1)).exists()


@pytest.mark.parametrize("content", [content for content, _reason in UNREADABLE.values()], ids=UNREADABLE)
def test_an_unreadable_file_changes_nothing(importer, content):
    importer(study(1))
    before = [list(model.objects.order_by("pk").values()) for model in (Trial, TrialSite)]
    for options in ({}, {"whole": True}):
        with pytest.raises(CommandError, match="Nothing was changed"):
            importer.run(importer.write(content), **options)
    assert [list(model.objects.order_by("pk").values()) for model in (Trial, TrialSite)] == before


def test_a_text_that_a_database_could_not_hold_is_stored_without_it(importer):
    importer(study(1, descriptionModule__briefSummary="One\u0000two\u202ethree"))
    assert Trial.objects.get().summary == "Onetwothree"


def test_a_thousand_studies_cost_few_queries(importer, django_assert_max_num_queries):
    content = json.dumps(page(*(study(number) for number in range(1000))))
    path = importer.write(content)
    with django_assert_max_num_queries(60):
        assert importer.run(path) == "read=1000 created=1000 updated=0 left=0 rejected=0"
    with django_assert_max_num_queries(60):
        assert importer.run(path).endswith("left=1000 rejected=0")
