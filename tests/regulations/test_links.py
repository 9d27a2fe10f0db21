"""Links: each asked once, politely, never inside our own network; dead after two failures on two days."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from clinics.management.commands import check_links
from clinics.models import SourcePage
from clinics.regulations import links
from clinics.regulations.links import Pace, Reply, asking, check, final_status, is_public, note_answer
from tests.factories import RegulationNoteFactory

DAY = datetime(2026, 11, 25, 9, tzinfo=UTC)


class Fake:
    """Answers by a table, and remembers who asked."""

    def __init__(self, **replies):
        self.replies, self.asked = replies, []

    def __call__(self, method, url):
        self.asked.append((method, url))
        name = url.split("//")[1].split(".")[0].split("/")[0]
        reply = self.replies.get(f"{name}_{method}", self.replies.get(name, 200))
        if isinstance(reply, BaseException):
            raise reply
        return reply if isinstance(reply, Reply) else Reply(reply)


def quick():
    return Pace(0)


def status(knock, url="https://one.example/a"):
    return final_status(url, knock, quick())


@pytest.mark.parametrize(
    ("head", "get", "asked"), [(200, 500, 1), (404, 200, 1), (405, 200, 2), (501, 404, 2), (403, 403, 2)]
)
def test_get_is_asked_only_where_head_is_not_liked(head, get, asked):
    knock = Fake(one_HEAD=head, one_GET=get)
    assert status(knock) == (head if asked == 1 else get)
    assert [method for method, _url in knock.asked] == ["HEAD", "GET"][:asked]


def test_redirects_are_followed_three_times_at_most():
    knock = Fake(one=Reply(301, "https://two.example/b"), two=Reply(302, "/c"))
    assert status(knock) == 302
    assert [url for _method, url in knock.asked] == ["https://one.example/a", "https://two.example/b"] + [
        "https://two.example/c"
    ] * 2
    assert status(Fake(one=Reply(301, "https://two.example/b"))) == 200
    assert status(Fake(one=Reply(301))) == 301


@pytest.mark.parametrize("place", ["file:///etc/hosts", "ftp://two.example/", "gopher://two.example/"])
def test_only_web_addresses_are_asked_also_after_a_redirect(place):
    knock = Fake(one=Reply(301, place))
    assert status(knock) == 0
    assert status(knock, place) == 0
    assert knock.asked == [("HEAD", "https://one.example/a")]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.9", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
    ],
)
def test_only_addresses_of_the_public_internet_are_public(address, public):
    assert is_public(address) == public


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://localhost:9/",
        "https://[::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://user@127.0.0.1/",
        "http://no spaces.example/",
        "http:///nowhere",
        "http://[broken/",
        "http://127.0.0.1:99999/",
    ],
)
def test_what_is_not_public_or_no_address_is_never_connected_to(url, monkeypatch):
    connected = []
    monkeypatch.setattr(links.socket, "create_connection", lambda *args, **kwargs: connected.append(args))
    assert links.knocker("https://clinics.example")("HEAD", url) == Reply(0)
    assert connected == []


def test_a_host_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    found = [(2, 1, 6, "", ("93.184.215.14", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(links.socket, "getaddrinfo", lambda *args, **kwargs: found)
    with pytest.raises(links.NotPublicError):
        links.public_address("two-faced.example", 80)
    monkeypatch.setattr(links.socket, "getaddrinfo", lambda *args, **kwargs: found[:1])
    assert links.public_address("honest.example", 80) == ("93.184.215.14", 80)


def test_one_host_is_asked_at_most_once_in_a_pause_also_on_the_way_of_a_redirect():
    time, slept = [100.0], []

    def sleep(seconds):
        slept.append(seconds)
        time[0] += seconds

    pace = Pace(5, sleep=sleep, now=lambda: time[0])
    final_status("https://one.example/a", Fake(one_HEAD=405, one_GET=200), pace)
    assert slept == [5]
    final_status("https://two.example/a", Fake(), pace)
    assert slept == [5]
    time[0] += 2
    final_status("https://three.example/a", Fake(three=Reply(301, "https://two.example/")), pace)
    assert slept == [5, 3]


def test_hosts_take_turns():
    urls = ["https://a.example/1", "https://a.example/2", "https://b.example/1", "https://a.example/3"]
    turns = links.host_by_host(SourcePage(url=url) for url in urls)
    assert [page.url[8:9] + page.url[-1] for page in turns] == ["a1", "b1", "a2", "a3"]


@pytest.mark.parametrize(
    ("told", "dead"),
    [
        ([(0, 404)], False),
        ([(0, 404), (0, 404)], False),
        ([(0, 404), (1, 404)], True),
        ([(0, 404), (1, 200), (2, 404)], False),
        ([(0, 0), (1, 500)], True),
        ([(0, 404), (1, 404), (2, 200)], False),
        ([(0, 403), (1, 403)], False),
        ([(0, 429), (1, 401)], False),
    ],
)
def test_dead_is_what_failed_on_two_days_and_not_since(told, dead):
    page = SourcePage(url="https://one.example/")
    for days, answer in told:
        note_answer(page, answer, DAY + timedelta(days=days))
    assert (page.failing_since is not None) == dead
    assert page.answered == told[-1][1]


def test_it_is_newly_dead_once_and_dead_since_the_first_failure():
    page = SourcePage(url="https://one.example/")
    news = [note_answer(page, 404, DAY + timedelta(days=days)) for days in range(3)]
    assert news == [False, True, False]
    assert page.failing_since == DAY


@pytest.mark.django_db
def test_each_address_of_public_notes_is_asked_once_those_not_asked_longest_first():
    shared = "https://one.example/law"
    RegulationNoteFactory(source_url=shared, stored_page_url="https://two.example/copy")
    RegulationNoteFactory(source_url=shared, stored_page_url="")
    RegulationNoteFactory(source_url="https://three.example/", status="replaced")
    RegulationNoteFactory(source_url="https://four.example/", status="draft")
    RegulationNoteFactory(source_url="https://five.example/")
    SourcePage.objects.create(url=shared, asked_at=DAY - timedelta(days=1))
    SourcePage.objects.create(url="https://five.example/", asked_at=DAY - timedelta(days=9))
    SourcePage.objects.create(url="https://watched.example/")
    urls = ["https://two.example/copy", "https://five.example/", shared]
    assert [page.url for page in asking()] == urls
    assert [page.url for page in asking(2)] == urls[:2]


@pytest.mark.django_db
def test_what_an_editor_wrote_meanwhile_stays():
    RegulationNoteFactory(source_url="https://one.example/law")
    [new] = asking()
    SourcePage.objects.create(url=new.url, title="The code of Texas")
    [asked] = check([new], Fake(), quick(), lambda: DAY)
    assert (asked.answers, asked.newly_dead) == (True, False)
    page = SourcePage.objects.get()
    assert (page.title, page.answered, page.asked_at) == ("The code of Texas", 200, DAY)


@pytest.fixture
def switched_on(settings, db):
    settings.LINK_CHECKS, settings.SITE_URL = True, "https://clinics.example"


def run(knock, **options):
    call_command("check_links", knock=knock, pause=0, **options)


def failed_yesterday(url):
    yesterday = check_links.clock.now() - timedelta(days=1)
    return SourcePage.objects.create(url=url, answered=404, asked_at=yesterday)


def test_it_is_off_unless_somebody_switches_it_on(db, settings):
    assert settings.LINK_CHECKS is False
    RegulationNoteFactory()
    knock = Fake()
    with pytest.raises(CommandError, match="LINK_CHECKS=1"):
        run(knock)
    settings.LINK_CHECKS, settings.SITE_URL = True, ""
    with pytest.raises(CommandError, match="SITE_URL"):
        run(knock)
    assert knock.asked == []


def test_the_command_prints_each_address_and_the_counts(switched_on, capsys):
    RegulationNoteFactory(source_url="https://one.example/a", stored_page_url="https://two.example/b")
    RegulationNoteFactory(source_url="https://three.example/c")
    run(Fake(two=404, three=0))
    lines = capsys.readouterr().out.splitlines()
    assert sorted(lines[:-1]) == [
        "failed 404 https://two.example/b",
        "failed no answer https://three.example/c",
        "ok 200 https://one.example/a",
    ]
    assert lines[-1] == "1 answered, 2 failed, 0 newly dead, 0 left."


def test_what_is_newly_dead_makes_the_exit_code_tell(switched_on, capsys):
    RegulationNoteFactory(source_url="https://one.example/a")
    failed_yesterday("https://one.example/a")
    with pytest.raises(CommandError, match="1 links are newly dead"):
        run(Fake(one=404))
    assert "dead 404 https://one.example/a" in capsys.readouterr().out
    assert SourcePage.objects.dead().count() == 1
    run(Fake(one=404))


def test_a_run_that_is_stopped_keeps_what_is_done_and_the_next_goes_on(switched_on, capsys):
    RegulationNoteFactory(source_url="https://one.example/a", stored_page_url="https://two.example/b")
    with pytest.raises(CommandError) as stopped:
        run(Fake(two=KeyboardInterrupt()))
    assert stopped.value.returncode == 130
    assert capsys.readouterr().out.splitlines()[-1] == "1 answered, 0 failed, 0 newly dead, 1 left."
    knock = Fake()
    run(knock, limit=1)
    assert knock.asked == [("HEAD", "https://two.example/b")]


@pytest.mark.parametrize("words", [["--limit", "0"], ["--limit", "x"], ["--pause", "-1"], ["--pause", "nan"]])
def test_numbers_that_make_no_sense_are_refused(switched_on, words):
    with pytest.raises(CommandError):
        call_command("check_links", *words, knock=Fake())
