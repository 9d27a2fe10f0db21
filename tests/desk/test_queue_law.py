"""The editors' queues: drafts, changed sources, reviews and dead links, for editors of the law alone."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group

from clinicfinder import clock
from clinics.desk.queue import BY_KEY, QUEUES
from clinics.models import RegulationNote, SourcePage
from tests import factories as make
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db
LAW = ["law-drafts", "law-changed", "law-review", "dead-links"]
OTHERS = [queue.key for queue in QUEUES if queue.key not in LAW]
NOW = clock.now()
URL = "https://example.org/law"


def day(number):
    return NOW + timedelta(days=number)


def holder(role):
    user = make.UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def ada(client):
    user = holder("Regulations editor")
    client.force_login(user)
    return user


def draft(key, by=None, at=0):
    note = {"key": key, "status": "draft", "approved_at": None, "written_by": by, "created_at": day(at)}
    return make.RegulationNoteFactory(**note)


def changed(url=URL, at=-1):
    page, _made = SourcePage.objects.get_or_create(url=url)
    page.readings.create(text="Anew.", digest="b", changed=True, read_at=day(at))
    return page


def waits(key, user):
    found = BY_KEY[key].page(user, 0, 50)
    assert BY_KEY[key].count(user) == len(found)
    return [item.title for item in found]


def page(note, end="look"):
    return f"/admin/clinics/regulationnote/{note.pk}/{end}/"


def do(client, key, what, item):
    data = {"do": what, "model": item.model, "pk": item.pk, "cursor": item.cursor}
    return client.post(f"/admin/queue/{key}/act/", data)


@pytest.mark.parametrize("key", LAW)
def test_curators_neither_see_nor_act_on_the_law(client, key):
    note = make.RegulationNoteFactory(review_due_on=day(-1).date())
    client.force_login(holder("Curator"))
    assert f"/admin/queue/{key}/" not in client.get("/admin/").content.decode()
    assert client.get(f"/admin/queue/{key}/").status_code == 403
    assert client.get(f"/admin/queue/{key}/next/").status_code == 403
    for what in ("unchanged", "settle"):
        act = {"do": what, "model": "regulationnote", "pk": note.pk}
        assert client.post(f"/admin/queue/{key}/act/", act).status_code == 403
    note.refresh_from_db()
    assert note.review_due_on == day(-1).date()


@pytest.mark.parametrize("key", OTHERS)
def test_editors_do_not_see_the_curators_work(client, ada, key):
    assert f"/admin/queue/{key}/" not in client.get("/admin/").content.decode()
    assert client.get(f"/admin/queue/{key}/").status_code == 403


@pytest.mark.parametrize("role", ["Regulations editor", "superuser"])
def test_editors_and_superusers_see_what_waits(client, role):
    superuser = role == "superuser"
    user = make.UserFactory(is_staff=True, is_superuser=True) if superuser else holder(role)
    client.force_login(user)
    make.RegulationNoteFactory(review_due_on=day(-1).date())
    front = Reading(client.get("/admin/").content.decode())
    assert {"Regulation notes due for review 1", "Dead links of regulation notes 0"} <= set(front.texts("a"))
    assert [client.get(f"/admin/queue/{key}/").status_code for key in LAW] == [200] * 4


def test_those_who_only_read_notes_see_no_work(client):
    user = make.UserFactory(is_staff=True)
    client.force_login(user)
    assert not any(BY_KEY[key].visible_to(user) for key in LAW)


def test_drafts_of_others_wait_and_not_ones_own(ada):
    grace = holder("Regulations editor")
    draft("later", by=grace, at=-1)
    draft("first", by=grace, at=-2)
    draft("nobody's", at=-3)
    draft("own", by=ada)
    make.RegulationNoteFactory(key="public")
    assert waits("law-drafts", ada) == ["nobody's", "first", "later"]
    assert waits("law-drafts", grace) == ["nobody's", "own"]


def test_notes_are_due_from_their_day_on_the_longest_due_first(ada):
    for key, due in (("today", 0), ("tomorrow", 1), ("long", -90)):
        make.RegulationNoteFactory(key=key, review_due_on=clock.today() + timedelta(days=due))
    make.RegulationNoteFactory(key="never", review_due_on=None)
    make.RegulationNoteFactory(key="gone", review_due_on=day(-9).date(), status="replaced")
    assert waits("law-review", ada) == ["long", "today"]


def test_notes_whose_source_changed_wait_until_it_is_settled(ada):
    make.RegulationNoteFactory(key="official", source_url=URL)
    make.RegulationNoteFactory(
        key="stored", source_url=f"{URL}/2", stored_page_url="https://example.org/copy"
    )
    make.RegulationNoteFactory(key="still", source_url="https://example.org/still")
    changed(at=-1)
    changed(at=-5)
    changed("https://example.org/copy", at=-3)
    settled = changed("https://example.org/still")
    settled.readings.update(settled_at=NOW)
    items = BY_KEY["law-changed"].page(ada, 0, 50)
    assert [(item.title, item.since) for item in items] == [("official", day(-5)), ("stored", day(-3))]


def test_dead_addresses_wait_while_a_public_note_names_them(ada):
    make.RegulationNoteFactory(source_url=URL)
    make.RegulationNoteFactory(source_url="https://example.org/draft", status="draft")
    for url, since in ((URL, -2), ("https://example.org/draft", -2), ("https://example.org/none", -2)):
        SourcePage.objects.create(url=url, failing_since=day(since))
    assert waits("dead-links", ada) == [URL]


def test_the_way_leads_through_the_notes_one_by_one(client, ada):
    first, second = (
        make.RegulationNoteFactory(review_due_on=day(-n).date(), source_url=f"{URL}/{n}") for n in (9, 3)
    )
    assert client.get("/admin/queue/law-review/next/").url == page(first)
    bar = Reading(client.get(page(first)).content.decode())
    on = next(a["href"] for a in bar.attributes("a") if "/next/" in a["href"])
    assert client.get(on).url == page(second)
    waiting = draft("tx-draft")
    assert client.get("/admin/queue/law-drafts/next/").url == page(waiting, "decide")
    source = SourcePage.objects.create(url=f"{URL}/9", failing_since=day(-2))
    watch = f"/admin/clinics/sourcepage/{source.pk}/watch/"
    assert client.get("/admin/queue/dead-links/next/").url == watch


def test_one_click_says_that_nothing_changed_and_leads_on(client, ada):
    first, second = (make.RegulationNoteFactory(review_due_on=day(-n).date()) for n in (9, 3))
    [item, _other] = BY_KEY["law-review"].page(ada, 0, 2)
    on = do(client, "law-review", "unchanged", item)
    assert client.get(on.url).url == page(second)
    first.refresh_from_db()
    assert first.last_verified_on == clock.today()
    assert first.review_due_on == clock.today() + timedelta(days=180)
    assert LogEntry.objects.get(user=ada).object_id == str(first.pk)
    assert waits("law-review", ada) == [second.key]


def test_one_click_settles_a_page_for_all_its_notes(client, ada):
    for key in ("one", "two"):
        make.RegulationNoteFactory(key=key, source_url=URL)
    source = changed()
    other = changed("https://example.org/other")
    do(client, "law-changed", "settle", BY_KEY["law-changed"].page(ada, 0, 1)[0])
    assert source.readings.get().settled_by == ada
    assert other.readings.get().settled_by is None
    assert waits("law-changed", ada) == []


def test_what_does_not_wait_is_left_alone(client, ada):
    note = make.RegulationNoteFactory(review_due_on=day(-1).date())
    item = BY_KEY["law-review"].page(ada, 0, 1)[0]
    RegulationNote.objects.filter(pk=note.pk).update(review_due_on=day(9).date())
    do(client, "law-review", "unchanged", item)
    note.refresh_from_db()
    assert note.review_due_on == day(9).date()
    assert do(client, "law-review", "settle", item).status_code == 404


def test_a_queue_in_which_one_click_does_nothing_takes_none(client, ada):
    draft("tx-draft")
    item = BY_KEY["law-drafts"].page(ada, 0, 1)[0]
    assert do(client, "law-drafts", "", item).status_code == 404
    assert waits("law-drafts", ada) == ["tx-draft"]
