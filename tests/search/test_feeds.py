"""The feed of a search: what it tells, under ids that stay, with nothing kept of who asks."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from clinics.listings import index
from clinics.models import Listing
from tests import factories as make

ATOM = "{http://www.w3.org/2005/Atom}"
MAY, JUNE, JULY = (datetime(2026, month, 2, 3, tzinfo=UTC) for month in (5, 6, 7))
HOSTILE = "A\x0b\x1b ]]> <b>bold</b> & ’x’ \U0001f33f \ufffe"


def opened(at=MAY, make_one=make.ClinicFactory, **columns):
    """A listing that came in at this instant."""
    listing = make_one(**columns)
    listing.history.update(history_date=at)
    return listing


def changed(listing, at, **columns):
    """The same listing with these columns from this instant on."""
    for name, value in columns.items():
        setattr(listing, name, value)
    listing._history_date = at
    listing.save()
    return listing


@pytest.fixture
def ask(client, texas):
    """The answer of the feed."""

    def answer(headers=None, **query):
        index.rebuild()
        return client.get("/search/feed/", query, headers=headers)

    return answer


@pytest.fixture
def read(ask):
    """The feed as its readers see it."""

    def feed(**query):
        response = ask(**query)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        return ElementTree.fromstring(response.content)  # noqa: S314 (our own words)

    return feed


@pytest.fixture
def entries(read):
    def found(**query):
        return [
            {part.tag.removeprefix(ATOM): part.text or part.get("href") for part in entry}
            for entry in read(**query).iter(f"{ATOM}entry")
        ]

    return found


def says(feed, part):
    return feed.find(f"{ATOM}{part}").text


def test_a_listing_that_came_in_is_an_entry_with_its_day_where_it_stands(entries):
    opened(name="Quiet Harbor", accepting_new_patients=True)
    (entry,) = entries(near="78701")
    assert entry["title"] == "New here: Quiet Harbor (Austin, TX)"
    assert entry["summary"] == "Listed here since 1 May 2026. It takes new patients."
    assert entry["link"] == "http://testserver/clinics/quiet-harbor/"
    assert entry["published"] == entry["updated"] == "2026-05-02T03:00:00+00:00"


def test_the_newest_comes_first_whether_it_came_in_or_now_takes_new_patients(entries):
    changed(opened(name="Asked"), JULY, accepting_new_patients=True)
    changed(opened(name="Full", accepting_new_patients=False), JUNE, accepting_new_patients=True)
    opened(JUNE.replace(day=9), make.TelemedicineServiceFactory, name="Far", states=["TX"], prescriber="md")
    opened(name="Old")
    assert [(entry["title"], entry["summary"]) for entry in entries(state="TX")] == [
        (
            "Now takes new patients: Asked (Austin, TX)",
            "Listed here since 1 May 2026. We learned on 1 Jul 2026 that it takes new patients.",
        ),
        (
            "New here: Far (telehealth, serves Texas)",
            "Listed here since 8 Jun 2026. Ask whether it takes new patients.",
        ),
        (
            "Now takes new patients: Full (Austin, TX)",
            "Listed here since 1 May 2026. We learned on 1 Jun 2026 that it takes new patients now. "
            "Before, it took none.",
        ),
        ("New here: Old (Austin, TX)", "Listed here since 1 May 2026. Ask whether it takes new patients."),
    ]


def test_what_no_longer_holds_or_moves_nothing_is_no_news(entries):
    full = changed(opened(name="Full"), JUNE, accepting_new_patients=True)
    changed(full, JULY, accepting_new_patients=False)
    renamed = changed(opened(name="Before"), JULY, name="Renamed")
    draft = changed(opened(name="Draft", status="draft"), JUNE, accepting_new_patients=True)
    changed(draft, JULY, status="published")
    told = {entry["title"]: entry["updated"] for entry in entries()}
    assert told == {
        "New here: Draft (Austin, TX)": "2026-07-02T03:00:00+00:00",
        "New here: Full (Austin, TX)": "2026-05-02T03:00:00+00:00",
        f"New here: {renamed.name} (Austin, TX)": "2026-05-02T03:00:00+00:00",
    }


def test_a_listing_that_was_taken_out_comes_back_as_such(entries):
    suspended = changed(opened(name="Away"), JUNE, status="suspended")
    assert entries() == []
    changed(suspended, JULY, status="published")
    (entry,) = entries()
    assert entry["title"] == "Listed here again: Away (Austin, TX)"
    assert entry["summary"].startswith("Listed here again since 1 Jul 2026.")


def test_only_what_the_search_finds_is_told(entries, settings):
    ptsd = make.Condition.objects.get(slug="ptsd")
    opened(name="Fits", conditions=[ptsd])
    opened(name="Silent")
    opened(name="Far off", conditions=[ptsd], latitude=47.6, longitude=-122.3)
    excluded = opened(name="Excluded", conditions=[ptsd])
    make.CheckFactory(kind="exclusion", outcome="failed", listing=excluded)
    opened(name="Demo", conditions=[ptsd], is_demo=True)
    near = {"near": "78701", "condition": "ptsd"}
    settings.SHOW_DEMO = False
    assert [entry["title"] for entry in entries(**near)] == ["New here: Fits (Austin, TX)"]
    settings.SHOW_DEMO = True
    fictional = next(entry for entry in entries(**near) if "Demo" in entry["title"])
    assert fictional["summary"].startswith("Fictional listing, for demonstration.")


def test_the_title_says_the_search_in_plain_words(read):
    feed = read(near="78701", condition="ptsd", care="in_person", accepting="1", q="harbor", sort="price")
    assert says(feed, "title") == (
        "New ketamine care within 50 miles of Austin, TX 78701: "
        "In person, PTSD, Accepts new patients, Words: harbor"
    )
    assert says(read(state="TX"), "title") == "New ketamine care in Texas"
    assert says(read(), "title") == "New ketamine care in all states"


def test_what_cannot_be_read_is_named_and_the_rest_counts(read):
    opened(name="Quiet Harbor")
    feed = read(near="99999", radius="far", condition="no-such-thing", state="TX", q="\x00", page="zero")
    assert says(feed, "title") == "New ketamine care in Texas"
    assert len(feed.findall(f"{ATOM}entry")) == 1
    for name in ("ZIP code or city: ", "Within miles: ", "What you seek help for: "):
        assert name in says(feed, "subtitle")
    assert "Page" not in says(feed, "subtitle")
    assert "Left out" not in says(read(state="TX"), "subtitle")


def test_hostile_names_break_neither_the_feed_nor_its_readers(read, entries):
    listing = opened(name="Hostile", slug="hostile")
    Listing.objects.filter(pk=listing.pk).update(name=HOSTILE)
    (entry,) = entries()
    assert entry["title"] == "New here: A ]]> <b>bold</b> & ’x’ \U0001f33f  (Austin, TX)"
    assert says(read(q="a \x1b\ufffe]]> <i>"), "title").endswith("Words: a i")


def test_ids_stay_on_any_host_and_tell_nothing_of_the_search(read, entries, client):
    opened(name="Quiet Harbor")
    feed = read(near="78701", condition="ptsd", unknown="1")
    assert [entry["id"] for entry in entries()] == ["tag:clinicfinder,2026:clinic/quiet-harbor"]
    own = says(feed, "id")
    assert own.startswith("tag:clinicfinder,2026:search/")
    assert "ptsd" not in own
    assert "78701" not in own
    elsewhere = client.get(
        "/search/feed/?unknown=1&condition=ptsd&near=78701&page=3", headers={"host": "localhost"}
    )
    assert says(ElementTree.fromstring(elsewhere.content), "id") == own  # noqa: S314
    assert says(read(), "id") != own


def test_whoever_asks_again_gets_an_answer_only_if_something_changed(ask):
    first = ask(state="TX")
    again = {"If-None-Match": first["ETag"]}
    assert first["Cache-Control"] == "private"
    assert "Last-Modified" not in first
    assert ask(headers=again, state="TX").status_code == 304
    opened(name="Quiet Harbor")
    second = ask(headers=again, state="TX")
    assert second.status_code == 200
    assert ask(headers={"If-None-Match": second["ETag"]}, state="TX").status_code == 304
    assert not second.cookies


def test_a_feed_holds_the_newest_fifty_in_eight_queries(client, entries, django_assert_max_num_queries):
    for day in range(1, 28):
        opened(MAY.replace(day=day))
        opened(JUNE.replace(day=day), make.TelemedicineServiceFactory, states=["TX"], prescriber="md")
    found = entries(near="Austin, TX", unknown="1")
    assert len(found) == 50
    assert found[0]["updated"].startswith("2026-06-27")
    assert found[-1]["updated"].startswith("2026-05-05")
    for query in ("near=Austin,+TX&q=quiet", "near=78701&condition=ptsd", "state=TX", ""):
        with django_assert_max_num_queries(8):
            assert client.get(f"/search/feed/?{query}").status_code == 200


def test_the_results_lead_to_their_feed_and_practitioners_have_none(client, texas):
    page = client.get("/search/?near=78701&condition=ptsd&sort=distance&page=2").content.decode()
    feed = "/search/feed/?near=78701&amp;condition=ptsd"
    assert f'type="application/atom+xml" title="What is new in this search" href="{feed}">' in page
    assert f'<a href="{feed}" type="application/atom+xml">Feed of this search</a>' in page
    assert (
        "/search/feed/?state=TX&amp;care=telehealth" in client.get("/telehealth/?state=TX").content.decode()
    )
    assert "/search/feed/?near=Austin%2C+TX" in client.get("/states/tx/austin/").content.decode()
    assert "/search/feed/" not in client.get("/providers/?state=TX").content.decode()
