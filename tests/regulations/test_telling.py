"""Telling what changed in the law: in plain words, once for each change, and nothing where nothing did."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import StringIO
from threading import Barrier

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection, connections

from clinics.models import LawAlert, User
from clinics.regulations import telling
from tests import factories as make
from tests.regulations.asking import NOW, TO, alert, note, person, refuse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user():
    return person()


def run(*arguments):
    out = StringIO()
    call_command("send_law_alerts", *arguments, stdout=out)
    return out.getvalue().strip()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks for real parallel writers")
def test_two_runs_at_once_tell_each_change_once():
    for name in ("ada", "grace", "mary"):
        alert(person(name))
    note(approved_at=NOW + timedelta(hours=1))
    numbers, start = list(LawAlert.objects.values_list("pk", flat=True)), Barrier(2)

    def go(_number):
        try:
            start.wait()
            this = telling.Round("https://clinics.example", NOW + timedelta(days=1))
            return [this.tell(number) for number in numbers]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        told = [one for each in threads.map(go, range(2)) for one in each]
    assert told.count(telling.Told.SENT) == len(mail.outbox) == 3


@pytest.fixture
def told(user):
    return alert(user)


@pytest.fixture
def tomorrow(frozen, told):
    def go(*arguments):
        frozen.move_to(NOW + timedelta(days=1))
        return run(*arguments)

    return go


def test_where_nothing_changed_no_mail_goes_and_the_day_is_ticked_off(tomorrow, told):
    note()
    assert tomorrow() == "alerts=1 sent=0 unchanged=1 failed=0 dropped=0"
    told.refresh_from_db()
    assert told.told_until == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"approved_at": NOW + timedelta(hours=1)}, "Added to our notes on 25 Nov 2026"),
        ({"effective_from": date(2026, 11, 26)}, "In force from 26 Nov 2026"),
        ({"effective_until": date(2026, 11, 26)}, "No longer in force from 26 Nov 2026"),
        (
            {"approved_at": NOW + timedelta(hours=1), "effective_from": date(2027, 1, 1)},
            "In force from 1 Jan 2027.",
        ),
    ],
)
def test_what_became_public_began_or_ended_is_told_in_plain_words(tomorrow, columns, words):
    note(summary="Video visits need one exam in person.", **columns)
    assert tomorrow() == "alerts=1 sent=1 unchanged=0 failed=0 dropped=0"
    (sent,) = mail.outbox
    assert sent.to == [TO]
    assert sent.subject == "Ketamine law in Texas: what changed"
    assert words in sent.body
    assert "Video visits need one exam in person." in sent.body
    assert "http://localhost:8000/states/tx/" in sent.body


def test_a_better_wording_is_told_as_such_and_what_it_replaced_is_not(tomorrow):
    old = note(key="tx-rule", status="replaced", summary="The old words.")
    note(
        key="tx-rule",
        version=2,
        supersedes=old,
        reason="Clearer",
        summary="The new words.",
        approved_at=NOW + timedelta(hours=1),
    )
    tomorrow()
    assert "the law is the same" in mail.outbox[0].body
    assert "The new words." in mail.outbox[0].body
    assert "The old words." not in mail.outbox[0].body


def test_a_rule_that_is_added_and_begins_at_once_is_told_once(tomorrow):
    note(approved_at=NOW + timedelta(hours=1), effective_from=date(2026, 11, 26), summary="One rule.")
    tomorrow()
    assert mail.outbox[0].body.count("One rule.") == 1


def test_federal_law_counts_in_every_state_and_anothers_law_in_none(tomorrow):
    new = {"approved_at": NOW + timedelta(hours=1)}
    note(key="us-rule", state=None, summary="A federal rule.", **new)
    note(key="ca-rule", state=make.StateFactory(usps="CA"), summary="Only there.", **new)
    tomorrow()
    assert "Federal law. Added" in mail.outbox[0].body
    assert "Only there." not in mail.outbox[0].body


@pytest.mark.parametrize("status", ["draft", "refused"])
def test_what_is_not_public_is_not_told(tomorrow, status):
    note(status=status, approved_at=None, effective_from=date(2026, 11, 26))
    tomorrow()
    assert mail.outbox == []


def test_what_is_not_confirmed_says_so(tomorrow):
    note(approved_at=NOW + timedelta(hours=1), confidence="low")
    tomorrow()
    assert "Not yet confirmed by our editors." in mail.outbox[0].body


def test_nothing_is_told_twice_and_what_comes_later_is(tomorrow, frozen):
    note(approved_at=NOW + timedelta(hours=1), summary="The first.")
    tomorrow()
    run()
    assert len(mail.outbox) == 1
    frozen.shift(timedelta(days=1))
    note(approved_at=NOW + timedelta(hours=36), summary="The second.")
    run()
    assert "The second." in mail.outbox[1].body
    assert "The first." not in mail.outbox[1].body


@pytest.mark.parametrize(("count", "listed", "more"), [(20, 20, ""), (21, 20, "1 more change is")])
def test_one_mail_lists_at_most_twenty_and_leads_to_the_rest(tomorrow, count, listed, more):
    for number in range(count):
        note(approved_at=NOW + timedelta(hours=1, seconds=number))
    tomorrow()
    (sent,) = mail.outbox
    assert sent.body.count("\n* ") == listed
    assert more in sent.body
    assert ("http://localhost:8000/states/tx/feed/" in sent.body) == bool(more)


def test_changes_of_the_law_come_before_changes_of_our_words(tomorrow):
    note(approved_at=NOW + timedelta(hours=23), summary="Only words.")
    note(effective_from=date(2026, 11, 26), summary="New law.")
    tomorrow()
    body = mail.outbox[0].body
    assert body.index("New law.") < body.index("Only words.")


def test_the_first_load_of_our_reference_facts_is_no_news(tomorrow):
    for _number in range(3):
        note(approved_at=NOW + timedelta(hours=1), from_release=True)
    assert "sent=0 unchanged=1" in tomorrow()


def test_a_mail_that_fails_is_tried_again_and_does_not_hold_up_the_others(tomorrow, told, monkeypatch):
    ada = alert(person("ada"))
    note(approved_at=NOW + timedelta(hours=1))
    deliver = EmailBackend.send_messages

    def first_refused(backend, messages):
        return refuse() if messages[0].to == [TO] else deliver(backend, messages)

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", first_refused)
        with pytest.raises(CommandError, match="tried again"):
            tomorrow()
    for row in (told, ada):
        row.refresh_from_db()
    assert (told.told_until, ada.told_until) == (NOW, NOW + timedelta(days=1))
    assert run() == "alerts=2 sent=1 unchanged=1 failed=0 dropped=0"
    assert [sent.to for sent in mail.outbox] == [["ada@example.org"], [TO]]


def test_after_an_interruption_nobody_is_told_twice(tomorrow, monkeypatch):
    alert(person("ada"))
    note(approved_at=NOW + timedelta(hours=1))
    deliver = EmailBackend.send_messages

    def pulled_out(backend, messages):
        if messages[0].to != [TO]:
            raise KeyboardInterrupt
        return deliver(backend, messages)

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", pulled_out)
        with pytest.raises(KeyboardInterrupt):
            tomorrow()
    run()
    assert [sent.to for sent in mail.outbox] == [[TO], ["ada@example.org"]]


def test_who_has_not_confirmed_is_told_nothing_and_dropped_after_three_days(frozen, told):
    LawAlert.objects.update(confirmed_at=None)
    note(approved_at=NOW + timedelta(hours=1))
    frozen.move_to(NOW + timedelta(days=2))
    assert run() == "alerts=0 sent=0 unchanged=0 failed=0 dropped=0"
    frozen.move_to(NOW + timedelta(days=3, seconds=1))
    assert run() == "alerts=0 sent=0 unchanged=0 failed=0 dropped=1"


@pytest.mark.parametrize("lost", ["verified", "primary", "is_active"])
def test_who_cannot_be_reached_for_sure_is_told_nothing(tomorrow, user, lost):
    if lost == "is_active":
        User.objects.update(is_active=False)
    else:
        user.emailaddress_set.update(**{lost: False})
    note(approved_at=NOW + timedelta(hours=1))
    assert tomorrow() == "alerts=0 sent=0 unchanged=0 failed=0 dropped=0"


def test_who_stops_it_during_the_run_is_told_nothing(told):
    number, this = told.pk, telling.Round("https://clinics.example", NOW + timedelta(days=1))
    told.delete()
    assert this.tell(number) == telling.Told.GONE


def test_a_new_address_is_where_the_next_mail_goes(tomorrow, user):
    user.emailaddress_set.update(email="new@example.org")
    note(approved_at=NOW + timedelta(hours=1))
    tomorrow()
    assert mail.outbox[0].to == ["new@example.org"]


def test_a_dry_run_counts_and_sends_nothing(tomorrow, told):
    note(approved_at=NOW + timedelta(hours=1))
    assert tomorrow("--dry-run") == "alerts=1 due=1 sent=0 failed=0 (dry run)"
    told.refresh_from_db()
    assert (told.told_until, mail.outbox) == (NOW, [])


def test_a_thousand_alerts_on_one_state_read_its_law_once(django_assert_max_num_queries):
    for number in range(20):
        alert(person(f"p{number}"))
    note(approved_at=NOW + timedelta(hours=1))
    this = telling.Round("https://clinics.example", NOW + timedelta(days=1))
    numbers = list(LawAlert.objects.values_list("pk", flat=True))
    this.tell(numbers[0])
    # A savepoint and its end, the alert, the address, the tick.
    with django_assert_max_num_queries(5 * (len(numbers) - 1)):
        assert {this.tell(number) for number in numbers[1:]} == {telling.Told.SENT}


def test_links_need_an_address_of_the_site(settings, tomorrow):
    settings.PRODUCTION, settings.SITE_URL = True, ""
    with pytest.raises(CommandError, match="SITE_URL"):
        tomorrow()
    with pytest.raises(CommandError, match="no address of a site"):
        tomorrow("--site", "clinics.example")
