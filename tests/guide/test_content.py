"""Pages of the guide: how they are loaded, and what may not stand in them."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import translation

from clinicfinder.reference import ReferenceFileError
from clinics.guide.content import is_edited, load_guide, problems, reading_grade
from clinics.models import GuidePage

SOURCE = {
    "name": "A source",
    "url": "https://example.org/a",
    "basis": "stored page",
    "retrieved": "2026-11-24",
}
PLAIN = "Ask who will watch you. Ask what it costs. Take a friend with you. [s1]\n\n" * 12
HARD = (
    "Notwithstanding considerable methodological heterogeneity, contemporaneous investigations "
    "systematically demonstrate statistically significant amelioration of depressive symptomatology "
    "following subanesthetic administration. [s1]\n\n"
) * 6


def entry(slug="first-visit", **columns):
    return {
        "slug": slug,
        "part": "guide",
        "position": 1,
        "title": "Your first visit",
        "lead": "What to ask.",
        "sources": [SOURCE],
        "reviewed_on": "2026-11-24",
        "review_due_on": "2027-05-24",
    } | columns


def page(**columns):
    values = {
        "slug": "first-visit",
        "title": "Your first visit",
        "body": PLAIN,
        "sources": [SOURCE],
        "reviewed_on": date(2026, 11, 24),
        "review_due_on": date(2027, 5, 24),
    }
    return GuidePage(**values | columns)


@pytest.fixture
def release(tmp_path, db):
    """Writes a release's files and loads them."""
    (tmp_path / "guide").mkdir()

    def load(*entries, body=PLAIN):
        (tmp_path / "guide" / "chapters.json").write_text(json.dumps(list(entries)))
        for one in entries:
            (tmp_path / "guide" / f"{one['slug']}.md").write_text(body)
        with override_settings(FIXTURE_DIRS=[tmp_path]):
            return load_guide()["guide"]

    return load


def test_a_release_brings_pages_and_brings_them_once(release):
    assert release(entry())[:3] == (1, 0, 0)
    assert release(entry())[:3] == (0, 0, 1)
    assert release(entry(title="The first visit"))[:3] == (0, 1, 0)
    assert GuidePage.objects.get().title == "The first visit"


def test_what_an_editor_has_changed_stays_theirs(release):
    release(entry())
    edited = GuidePage.objects.get()
    assert not is_edited(edited)
    edited.body = PLAIN + "Bring your list of medicines.\n"
    edited.save()
    assert is_edited(edited)
    assert release(entry(), body=PLAIN + "Another wording.\n")[:3] == (0, 0, 1)
    edited.refresh_from_db()
    assert "Bring your list" in edited.body


def test_a_file_with_one_bad_page_changes_nothing(release):
    with pytest.raises(ReferenceFileError, match="second"):
        release(entry(), entry("second", title="x" * 200))
    assert not GuidePage.objects.exists()


def test_a_page_without_its_text_is_named(tmp_path, db):
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide" / "chapters.json").write_text(json.dumps([entry()]))
    with (
        override_settings(FIXTURE_DIRS=[tmp_path]),
        pytest.raises(ReferenceFileError, match=r"first-visit\.md"),
    ):
        load_guide()


@pytest.mark.django_db
def test_a_good_page_has_no_problem():
    assert list(problems(page())) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"sources": [], "body": PLAIN.replace("[s1]", "")}, "names no source"),
        ({"body": PLAIN + "[s2]"}, "source 2, which is not listed"),
        ({"sources": [SOURCE, SOURCE]}, "Source 2 is listed, but"),
        ({"sources": [SOURCE | {"url": ""}]}, "has no address"),
        ({"sources": [SOURCE | {"name": " "}]}, "has no name"),
        ({"sources": [SOURCE | {"basis": "hearsay"}]}, "how we know it"),
        ({"sources": [SOURCE | {"retrieved": "lately"}]}, "when it was read"),
        ({"sources": ["A source"]}, "cannot be read"),
        ({"body": PLAIN + "[Go](/nowhere/)"}, "leads nowhere: /nowhere/"),
        ({"body": PLAIN + "[Go](/guide/no-such-chapter/)"}, "leads nowhere: /guide/no-such-chapter/"),
        ({"body": PLAIN + "[Go](/conditions/no-such-thing/)"}, "leads nowhere: /conditions/no-such-thing/"),
        ({"body": PLAIN + "[Go](/states/zz/)"}, "leads nowhere: /states/zz/"),
        ({"body": PLAIN + "[Go](guide/)"}, "leads nowhere: guide/"),
        ({"body": PLAIN + "[Go](www.example.org)"}, "leads nowhere: www.example.org"),
        ({"body": PLAIN + "[Go](htps://example.org/)"}, "leads nowhere: htps://example.org/"),
        ({"body": PLAIN + "[Go](javascript:alert)"}, "leads nowhere: javascript:alert"),
        ({"body": PLAIN + "[Go](#nowhere)"}, "leads nowhere: #nowhere"),
        ({"body": PLAIN + "[Call](tel:)"}, "leads nowhere: tel:"),
        ({"body": PLAIN + "[Go]()"}, "leads nowhere: "),
        ({"body": HARD}, "reads at grade"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_problem_is_told_in_words(columns, said):
    found = list(problems(page(**columns)))
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.django_db
def test_links_to_pages_of_ours_are_fine():
    page(slug="chapter", body="## The ride home\n\nAsk. [s1]").save()
    body = (
        "## Here\n\n"
        + PLAIN
        + "[Search](/search/?condition=ptsd) [Verify](/guide/how-we-verify/) [Texas](/states/tx/)"
        " [Ride](/guide/chapter/#the-ride-home) [Here](#here) [Call](tel:988) [Out](https://example.org/a_(b))"
    )
    assert list(problems(page(body=body))) == []
    wrong = page(body=body.replace("#the-ride-home", "#the-bus-home"))
    assert list(problems(wrong)) == ["A link leads nowhere: /guide/chapter/#the-bus-home"]


def test_plain_words_read_easier_than_long_ones():
    plain, hard = reading_grade(PLAIN), reading_grade(HARD)
    assert plain is not None
    assert hard is not None
    assert plain < 4
    assert hard > 12
    assert reading_grade("Too short.") is None


def test_the_check_fails_where_a_page_is_wrong_and_only_tells_what_is_due(release, capsys):
    release(entry(review_due_on="2026-11-25"))
    call_command("check_guide")
    assert "its review was due" in capsys.readouterr().out
    GuidePage.objects.update(body=PLAIN + "[Go](/nowhere/)")
    with pytest.raises(CommandError, match="1 things"):
        call_command("check_guide")


def test_every_page_that_this_release_brings_may_stand_as_it_is(db):
    call_command("load_reference", verbosity=0)
    wrong = [f"{one.slug}: {fault}" for one in GuidePage.objects.published() for fault in problems(one)]
    assert wrong == []


def test_links_are_judged_alike_by_an_editor_who_reads_spanish():
    with translation.override("es"):
        assert list(problems(page(body="See [the search](/search/) first. [s1]"))) == []
