"""What a page on a slow phone may cost: few questions to the database, few bytes, and at once what is largest."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from clinics.guide.content import load_guide
from clinics.guide.loading import load_costs
from clinics.medicine.loading import load_vocabularies
from clinics.models import Condition, GuidePage, State, Treatment
from clinics.places.states import STATES
from tests.pages.reading import Reading
from tests.translations.release import translated

MOST_QUERIES = 8
MOST_BYTES = 60_000
PHONE = {"width": 390, "height": 844}
# The text of what the browser held for the largest at last.
LARGEST = """() => new Promise(found => new PerformanceObserver(
    list => found(list.getEntries().at(-1).element.textContent)
).observe({type: "largest-contentful-paint", buffered: true}))"""
ESTIMATE = "/costs/?treatment=esketamine-spravato&state=TX&insured=commercial&deductible=900&percent=20"


def pages(rows):
    return [row.get_absolute_url() for row in rows]


def facts(name, rows):
    return [reverse(name, args=[row.slug]) for row in rows]


# Every page of each kind; the browser opens the first.
KINDS = {
    "conditions": lambda: ["/conditions/"],
    "condition": lambda: facts("condition", Condition.objects.all()),
    "treatments": lambda: ["/treatments/"],
    "treatment": lambda: facts("treatment", Treatment.objects.all()),
    "self-check": lambda: ["/match/"],
    "costs": lambda: ["/costs/", ESTIMATE, f"{ESTIMATE}&savings=on&ride=20", "/costs/?first=x&state=ZZ"],
    "insurance": lambda: ["/costs/insurance/"],
    "worksheet": lambda: ["/costs/worksheet/", ESTIMATE.replace("/costs/", "/costs/worksheet/")],
    "assistance": lambda: ["/assistance/", "/assistance/?insured=commercial&state=TX&income=x"],
    "guide": lambda: ["/guide/"],
    "chapter": lambda: pages(GuidePage.objects.guide()),
    "questions": lambda: ["/faq/"],
    "answer": lambda: pages(GuidePage.objects.faq()),
    "diary": lambda: ["/diary/"],
    "diary on paper": lambda: ["/diary/print/"],
}


@pytest.fixture
def release(transactional_db):
    State.objects.bulk_create(State(**row._asdict()) for row in STATES)
    for load in (load_vocabularies, load_costs, load_guide):
        load()
    translated("names", "facts", "costs", "chapters", "chapters_2", "faq")


def test_every_page_keeps_to_its_budget(client, release, visit, visitor):
    """Of all kinds in one test: what a release brings is loaded once."""
    visitor.set_viewport_size(PHONE)
    for kind in KINDS.values():
        with translation.override(settings.LANGUAGE_CODE):
            paths = kind()
        keeps_to_its_budget(client, visit, paths)


def keeps_to_its_budget(client, visit, paths):
    for path in [*paths, *(f"/es{path}" for path in paths)]:
        with CaptureQueriesContext(connection) as asked:
            response = client.get(path)
        assert response.status_code == 200
        assert (path, len(asked)) <= (path, MOST_QUERIES)
        assert (path, len(response.content)) < (path, MOST_BYTES)

    page = visit(paths[0])
    expect(page.locator("h1")).to_have_count(1)
    largest = " ".join(page.evaluate(LARGEST).split())
    assert largest, paths[0]
    assert largest in Reading(client.get(paths[0]).content.decode()).text
