"""Mails about the law: asked for, confirmed by mail, stopped with one tap."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from clinics.models import LawAlert
from clinics.regulations.alerts import confirm_token, stop_token
from tests import factories as make
from tests.pages.reading import Reading
from tests.regulations.asking import NOW, TO, alert, note, person, refuse

pytestmark = pytest.mark.django_db
PAGE = "/accounts/alerts/"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def texas():
    return make.StateFactory(usps="TX")


@pytest.fixture
def user():
    return person()


@pytest.fixture
def signed_in(client, user):
    client.force_login(user)
    return client


def read(response):
    return Reading(response.content.decode())


def link_in(sent):
    return re.search(r"https?://[^/\s]+(/accounts/alerts/\S+)", sent.body)[1]


class TestAsking:
    def test_one_signs_in_first_and_comes_back_to_the_state(self, client):
        assert client.get(f"{PAGE}?state=tx").url == "/accounts/login/?next=/accounts/alerts/%3Fstate%3Dtx"

    def test_the_page_of_a_state_leads_there_with_the_state_chosen(self, signed_in):
        page = read(signed_in.get("/states/tx/"))
        assert f"{PAGE}?state=tx" in [link.get("href") for link in page.attributes("a")]
        chosen = [
            one["value"]
            for one in read(signed_in.get(f"{PAGE}?state=tx")).attributes("option")
            if "selected" in one
        ]
        assert chosen == ["TX"]

    @pytest.mark.parametrize("state", ["", "zz", "tx'", "%00", "texas" * 99])
    def test_looking_keeps_nothing_whatever_the_address_says(self, signed_in, state):
        assert signed_in.get(f"{PAGE}?state={state}").status_code == 200
        assert not LawAlert.objects.exists()

    def test_asking_sends_a_link_and_starts_nothing_yet(self, signed_in):
        assert signed_in.post(PAGE, {"state": "TX"}).url == PAGE
        (sent,) = mail.outbox
        assert sent.to == [TO]
        assert "Texas" in sent.subject
        assert LawAlert.objects.get().confirmed_at is None
        assert "Not on yet" in read(signed_in.get(PAGE)).text

    @pytest.mark.parametrize("state", ["", "ZZ", "\0", "1"])
    def test_a_state_that_is_none_is_told_beside_the_field(self, signed_in, state):
        page = signed_in.post(PAGE, {"state": state}).content.decode()
        assert 'data-error="state"' in page
        assert mail.outbox == []

    def test_asking_again_sends_another_link_until_it_is_confirmed(self, signed_in, user):
        for _time in range(2):
            signed_in.post(PAGE, {"state": "TX"})
        assert (len(mail.outbox), LawAlert.objects.count()) == (2, 1)
        LawAlert.objects.update(confirmed_at=NOW)
        assert "already" in read(signed_in.post(PAGE, {"state": "TX"}, follow=True)).text
        assert len(mail.outbox) == 2

    def test_after_five_in_an_hour_it_waits_and_keeps_the_choice(self, signed_in):
        for usps in ("TX", "CA", "NY", "FL", "WA", "OR"):
            make.StateFactory(usps=usps)
            response = signed_in.post(PAGE, {"state": usps})
        assert response.status_code == 429
        assert response["Retry-After"] == "3600"
        assert 'value="OR" selected' in response.content.decode()
        assert len(mail.outbox) == 5

    @pytest.mark.parametrize("address", [{"verified": False}, {"primary": False}])
    def test_without_a_confirmed_main_address_nothing_is_asked(self, client, address):
        client.force_login(person(**address))
        page = read(client.post(PAGE, {"state": "TX"}))
        assert "needs an e-mail address that you have confirmed" in page.text
        assert mail.outbox == []
        assert not LawAlert.objects.exists()

    def test_a_mail_that_cannot_be_sent_is_told_and_leaves_nothing(self, signed_in, monkeypatch):
        monkeypatch.setattr(EmailBackend, "send_messages", refuse)
        page = read(signed_in.post(PAGE, {"state": "TX"}))
        assert "could not be sent" in page.text
        assert not LawAlert.objects.exists()

    def test_one_sees_ones_own_alerts_and_nobody_elses(self, signed_in, user):
        alert(user, "TX")
        alert(person("ada"), "CA")
        headings = read(signed_in.get(PAGE)).texts("h3")
        assert headings == ["Texas"]


class TestConfirming:
    @pytest.fixture
    def link(self, signed_in):
        signed_in.post(PAGE, {"state": "TX"})
        return link_in(mail.outbox[0])

    def test_opening_the_link_changes_nothing_and_the_button_does_without_signing_in(self, link, frozen):
        frozen.shift(60)
        visitor = Client()
        page = read(visitor.get(link))
        visitor.head(link)
        assert page.texts("button")[-1] == "Yes, write to me"
        assert LawAlert.objects.get().confirmed_at is None
        assert visitor.post(link).url == link
        made = LawAlert.objects.get()
        assert (made.confirmed_at, made.told_until) == (NOW + timedelta(seconds=60),) * 2
        assert "You will hear from us" in read(visitor.get(link)).text

    def test_pressing_twice_counts_from_the_first_time(self, client, link, frozen):
        client.post(link)
        frozen.shift(3600)
        client.post(link)
        assert LawAlert.objects.get().told_until == NOW

    @pytest.mark.parametrize(("days", "status"), [(2.99, 200), (3.01, 410)])
    def test_the_link_is_good_for_three_days(self, client, link, frozen, days, status):
        frozen.shift(timedelta(days=days))
        assert client.get(link).status_code == status
        assert client.post(link).status_code in (302, status)
        assert bool(LawAlert.objects.get().confirmed_at) == (status == 200)

    @pytest.mark.parametrize("token", ["x", "WzEsIjEyIl0", "é", "1:2:3", "a" * 3000])
    def test_a_link_that_we_never_made_leads_nowhere(self, client, token):
        for kind in ("confirm", "stop"):
            address = reverse(f"law-alert-{kind}", args=[token])
            assert client.get(address).status_code == 404
            assert client.post(address).status_code == 404

    def test_a_link_of_one_kind_is_none_of_the_other(self, client, user):
        made = alert(user, confirmed_at=None)
        assert client.post(f"{PAGE}confirm/{stop_token(made)}/").status_code == 404
        assert client.post(f"{PAGE}stop/{confirm_token(made, TO)}/").status_code == 404
        assert LawAlert.objects.get().confirmed_at is None

    def test_a_link_proves_only_the_address_that_it_was_sent_to(self, client, user, link):
        user.emailaddress_set.update(email="new@example.org")
        assert client.post(link).status_code == 410
        assert LawAlert.objects.get().confirmed_at is None

    def test_a_link_of_an_alert_that_was_dropped_is_over(self, client, link):
        LawAlert.objects.all().delete()
        assert client.post(link).status_code == 410

    def test_no_address_stands_in_a_link(self, link):
        assert "grace" not in link

    def test_a_forged_form_confirms_nothing(self, link):
        assert Client(enforce_csrf_checks=True).post(link).status_code == 403
        assert LawAlert.objects.get().confirmed_at is None


class TestStopping:
    def test_a_mail_program_stops_it_with_one_post_and_no_cookie(self, user):
        """RFC 8058: the address and the body are all that it sends."""
        alert(user)
        note(approved_at=NOW + timedelta(seconds=1))
        with time_machine.travel(NOW + timedelta(hours=1), tick=False):
            call_command("send_law_alerts", "--site", "https://clinics.example")
        headers = mail.outbox[0].message()
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = headers["List-Unsubscribe"]
        assert re.fullmatch(r"<https://clinics\.example/accounts/alerts/stop/[^/>]+/>", address)
        path = address.strip("<>").removeprefix("https://clinics.example")
        response = Client(enforce_csrf_checks=True).post(
            path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        assert response.status_code == 200
        assert not LawAlert.objects.exists()

    def test_opening_the_link_stops_nothing_and_its_button_does(self, client, user):
        link = f"{PAGE}stop/{stop_token(alert(user))}/"
        page = read(client.get(link))
        assert page.texts("button")[-1] == "Stop the mails"
        assert LawAlert.objects.exists()
        assert "These mails have stopped" in read(client.post(link)).text
        assert "These mails have stopped" in read(client.post(link)).text
        assert not LawAlert.objects.exists()

    def test_it_stops_one_state_of_one_account(self, client, user):
        gone, stays, others = alert(user, "TX"), alert(user, "CA"), alert(person("ada"), "TX")
        client.post(f"{PAGE}stop/{stop_token(gone)}/")
        assert set(LawAlert.objects.all()) == {stays, others}

    def test_an_old_mail_does_not_stop_what_was_asked_for_anew(self, client, user):
        link = f"{PAGE}stop/{stop_token(alert(user))}/"
        client.post(link)
        alert(user)
        client.post(link)
        assert LawAlert.objects.count() == 1

    def test_ones_own_page_stops_it_too(self, signed_in, user):
        alert(user)
        forms = read(signed_in.get(PAGE)).attributes("form")
        (stop,) = [one["action"] for one in forms if "/stop/" in one["action"]]
        signed_in.post(stop)
        assert not LawAlert.objects.exists()
