"""Editors keep the guide: nothing is published with a fault, and every wording can be had back."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from clinics.models import GuidePage
from tests import factories as make
from tests.guide.test_content import PLAIN, SOURCE

pytestmark = pytest.mark.django_db
LINE = "A source | https://example.org/a | stored page | 2026-11-24"


@pytest.fixture
def editor(client):
    user = make.UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name="Regulations editor"))
    client.force_login(user)
    return client


def filled(**columns):
    return {
        "title": "Your first visit",
        "slug": "first-visit",
        "part": "guide",
        "position": "1",
        "lead": "What to ask.",
        "body": PLAIN,
        "sources": LINE,
        "published": "on",
        "reviewed_on": "2026-11-24",
        "review_due_on": "2027-05-24",
    } | columns


def test_an_editor_publishes_a_page_and_its_history_is_kept(editor):
    answer = editor.post(reverse("admin:clinics_guidepage_add"), filled())
    page = GuidePage.objects.get()
    assert answer.status_code == 302
    assert page.sources == [SOURCE]
    change = reverse("admin:clinics_guidepage_change", args=[page.pk])
    editor.post(change, filled(title="The first visit"))
    assert list(page.history.values_list("title", flat=True)) == ["The first visit", "Your first visit"]
    assert '<div class="prose"><p>Ask who will watch you.' in editor.get(change).content.decode()


def test_a_page_with_a_fault_stays_a_draft_and_says_what_is_wrong(editor):
    faulty = filled(body=PLAIN + "[Go](/nowhere/)")
    answer = editor.post(reverse("admin:clinics_guidepage_add"), faulty)
    assert "A link leads nowhere: /nowhere/" in answer.content.decode()
    assert not GuidePage.objects.exists()
    del faulty["published"]
    assert editor.post(reverse("admin:clinics_guidepage_add"), faulty).status_code == 302


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("A source | https://example.org/a", "Line 1: write name"),
        ("A source | https://example.org/a | hearsay | 2026-11-24", "Line 1: how we know it"),
        ("A source | https://example.org/a | recalled | lately", "Line 1: write the day"),
    ],
    ids=["too short", "no basis", "no day"],
)
def test_a_source_that_cannot_be_read_is_told_by_its_line(editor, line, said):
    answer = editor.post(reverse("admin:clinics_guidepage_add"), filled(sources=line))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert line in answer.content.decode()
