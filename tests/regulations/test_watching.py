"""Change watch: what a page says is kept, what differs is shown, and the notes that rest on it are named."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile

from clinics.models import RegulationNote, SourcePage
from clinics.regulations.watching import (
    LONGEST_TEXT,
    differences,
    digest_of,
    normalised,
    open_change,
    readable,
    settle,
    store_reading,
    visible_text,
    word_differences,
)
from tests.factories import RegulationNoteFactory, UserFactory
from tests.pages.reading import Reading
from tests.regulations.editors import editor, page, said

DAY = datetime(2026, 11, 25, 9, tzinfo=UTC)
URL = "https://example.org/law"
HTML = """<!doctype html><html><head><title>Code</title><style>p {color: red}</style></head>
<body><script>alert("x < y")</script><h1>Sec.&nbsp;1</h1><p>A doctor
  <b>may</b>   prescribe.</p><ul><li>One</li><li>Two &amp; three</li></ul><noscript>On</noscript></body></html>"""


def test_a_page_is_reduced_to_what_a_reader_sees():
    assert visible_text(HTML) == "Sec. 1\nA doctor may prescribe.\nOne\nTwo & three"


@pytest.mark.parametrize(
    "html",
    [
        "<p>A<p>B",
        "<div>A</span></div>B",
        "<head><title>T</title><body>A<br>B",
        "<svg><text>x</text></svg>A<hr/>B",
    ],
)
def test_careless_markup_still_says_what_it_says(html):
    assert visible_text(html) == "A\nB"


@pytest.mark.parametrize(
    "html", ["", "<", "<!--", "<script>", "<p", "<![CDATA[", "&#x110000;", '<a b="', "]]>" * 9]
)
def test_broken_markup_is_no_error(html):
    assert isinstance(visible_text(html), str)


def test_spaces_and_empty_lines_say_nothing():
    assert normalised("  A \t b\u00a0c\r\n\r\n\n d ") == "A b c\nd"
    assert digest_of(normalised("A b\nc")) == digest_of(normalised("A  b c"))
    assert digest_of("A b") != digest_of("A c")
    assert normalised("e\u0301") == "\u00e9"


def test_pasted_markup_is_reduced_and_pasted_text_is_not():
    assert readable(HTML) == visible_text(HTML)
    assert readable("5 < 6 and <b> stays") == "5 < 6 and <b> stays"
    assert readable("<p>A</p>", html=True) == "A"


def test_words_are_marked_where_they_differ():
    assert word_differences("a doctor may prescribe", "a nurse may prescribe it") == [
        ("same", "a "), ("del", "doctor "), ("ins", "nurse "), ("same", "may "),
        ("del", "prescribe"), ("ins", "prescribe it"),
    ]  # fmt: skip
    assert word_differences("same", "same") == [("same", "same")]


def test_only_places_that_differ_are_shown_with_a_line_around():
    old = "\n".join(f"line {n}" for n in range(30))
    [place] = differences(old, old.replace("line 12", "row 12"))
    assert place.lines == [
        [("same", "line 11")], [("del", "line "), ("ins", "row "), ("same", "12")], [("same", "line 13")],
    ]  # fmt: skip
    assert differences(old, old) == []


@pytest.fixture
def watched(db):
    return SourcePage.objects.create(url=URL)


@pytest.fixture
def ada(db):
    return editor("ada")


def read(watched, text, days=0, by=None):
    return store_reading(watched, text, DAY + timedelta(days=days), by or UserFactory())


def test_a_first_reading_changes_nothing(watched, ada):
    outcome = read(watched, "A", by=ada)
    assert (outcome.first, outcome.changed) == (True, False)
    kept = watched.readings.get()
    assert (kept.text, kept.digest, kept.read_at, kept.read_by) == ("A", digest_of("A"), DAY, ada)
    assert open_change(watched) is None


def test_of_the_same_text_only_the_day_is_kept(watched):
    read(watched, "A b")
    outcome = read(watched, "A\nb", days=3)
    assert (outcome.first, outcome.changed, outcome.reading.text) == (False, False, "")
    assert [one.read_at for one in watched.readings.all()] == [DAY + timedelta(days=3), DAY]
    assert list(SourcePage.objects.changed()) == []


def test_a_change_is_open_until_somebody_has_looked_at_the_notes(watched, ada):
    for days, text in enumerate(["A", "B", "B", "C"]):
        read(watched, text, days)
    assert list(SourcePage.objects.changed()) == [watched]
    assert open_change(watched) == ("A", "C")
    assert settle(watched, DAY, ada) == 2
    assert settle(watched, DAY, ada) == 0
    assert list(SourcePage.objects.changed()) == []
    assert open_change(watched) is None
    assert read(watched, "D", 9).changed
    assert open_change(watched) == ("C", "D")


def test_the_notes_that_rest_on_a_page_are_those_that_name_it(watched):
    official = RegulationNoteFactory(source_url=URL)
    stored = RegulationNoteFactory(source_url="https://example.org/other", stored_page_url=URL)
    RegulationNoteFactory(source_url="https://example.org/other")
    RegulationNoteFactory(source_url=URL, status="draft")
    pages = SourcePage.objects.filter(pk=watched.pk)
    assert set(RegulationNote.objects.resting_on(pages)) == {official, stored}


def watch(watched):
    return f"/admin/clinics/sourcepage/{watched.pk}/watch/"


def post(client, watched, **data):
    return client.post(watch(watched), data, follow=True)


def test_an_editor_pastes_and_sees_what_differs_and_settles_it(client, ada, watched):
    client.force_login(ada)
    note = RegulationNoteFactory(key="tx-rests", source_url=URL)
    assert "From now on" in said(post(client, watched, text="A doctor may prescribe."))
    assert "same as before" in said(post(client, watched, text=" A doctor  may prescribe."))
    differs = post(client, watched, text="A nurse may prescribe.")
    assert "differs from the time before" in said(differs)
    seen = Reading(differs.content.decode())
    assert (seen.texts("del"), seen.texts("ins")) == (["doctor"], ["nurse"])
    assert page(note, "look") in [a.get("href") for a in seen.attributes("a")]
    assert "1 change settled." in said(post(client, watched, settle="1"))
    assert watched.readings.filter(changed=True).get().settled_by == ada
    assert LogEntry.objects.filter(user=ada).count() == 4
    assert Reading(client.get(watch(watched)).content.decode()).texts("ins") == []


def test_what_went_back_to_what_it_was_says_so(client, ada, watched):
    client.force_login(ada)
    for text in ("A", "B", "A"):
        answer = post(client, watched, text=text)
    assert "it says again what it said before" in answer.content.decode()


def file(name, data):
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", "<p>Caf\u00e9</p>".encode()),
        ("page.HTM", "<script>no</script>Caf\u00e9".encode("cp1252")),
        ("page.txt", "Caf\u00e9".encode("utf-8-sig")),
        ("page.txt", "Caf\u00e9".encode("utf-16")),
    ],
    ids=["html", "older", "text", "wide"],
)
def test_a_file_is_read_as_its_words(client, ada, watched, name, data):
    client.force_login(ada)
    post(client, watched, file=file(name, data))
    assert watched.readings.get().text == "Caf\u00e9"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (dict, "text"),
        (lambda: {"text": " \n "}, "text"),
        (lambda: {"text": "x" * (LONGEST_TEXT + 1)}, "text"),
        (lambda: {"text": "a\x00b"}, "text"),
        (lambda: {"file": file("page.pdf", b"%PDF")}, "file"),
        (lambda: {"file": file("page.txt", b"\x00\x01\x02")}, "file"),
        (lambda: {"file": file("page.html", b"<p> </p>")}, "file"),
        (lambda: {"file": file("page.txt", b"x" * 2_000_001)}, "file"),
        (lambda: {"file": file("page.txt", b"x" * (LONGEST_TEXT + 1))}, "file"),
        (lambda: {"file": file("page.txt", b"words"), "text": "words"}, "file"),
    ],
    ids=["nothing", "spaces", "too long", "nul", "pdf", "no text", "no words", "large", "long", "both"],
)
def test_what_cannot_be_kept_is_told_next_to_its_field(client, ada, watched, data, field):
    client.force_login(ada)
    answer = post(client, watched, **data())
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not watched.readings.exists()


def test_a_note_leads_to_the_page_on_which_its_source_is_watched(client, ada):
    client.force_login(ada)
    note = RegulationNoteFactory(source_url=URL, stored_page_url="https://example.org/copy")
    for button, url in (("official", URL), ("stored", "https://example.org/copy"), ("official", URL)):
        answer = client.post(page(note, "watch"), {button: ""})
        assert answer.url == watch(SourcePage.objects.get(url=url))
    assert SourcePage.objects.count() == 2
    assert client.get(page(note, "watch")).status_code == 403


def test_an_address_is_written_once_and_stays(client, ada, watched):
    client.force_login(ada)
    again = client.post("/admin/clinics/sourcepage/add/", {"url": URL, "title": ""})
    assert list(again.context["adminform"].form.errors) == ["url"]
    client.post(
        f"/admin/clinics/sourcepage/{watched.pk}/change/", {"url": "https://x.example", "title": "Code"}
    )
    watched.refresh_from_db()
    assert (watched.url, watched.title) == (URL, "Code")


def test_curators_neither_read_nor_store(client, db, watched):
    client.force_login(UserFactory(is_staff=True))
    assert client.get(watch(watched)).status_code == 403
    assert post(client, watched, text="A").status_code == 403
    assert not watched.readings.exists()


def test_a_page_that_is_not_there_is_not_found(client, ada):
    client.force_login(ada)
    assert client.get("/admin/clinics/sourcepage/999999999999999999/watch/").status_code == 404
