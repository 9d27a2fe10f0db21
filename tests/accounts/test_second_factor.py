"""Staff see nothing of the admin before they have proven a second factor."""

import runpy
import time
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings as in_force
from django.core.exceptions import ImproperlyConfigured

from tests.accounts.conftest import PASSWORD, code_of

SET_UP = "/accounts/2fa/"
CODE = "/accounts/2fa/authenticate/"
ADMIN_PAGES = [
    "/admin/",
    "/admin/clinics/clinic/",
    "/admin/clinics/clinic/add/",
    "/admin/clinics/user/",
    "/admin/password_change/",
    "/admin/jsi18n/",
    "/admin/autocomplete/",
    "/admin/clinics/check/of/clinic/1/",
    "/admin/login/",
    "/admin/no-such-page/",
]


@pytest.fixture(autouse=True)
def asked_for_it(settings):
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def boss(person):
    return person("boss", is_staff=True, is_superuser=True)


@pytest.mark.parametrize("path", ADMIN_PAGES)
def test_staff_without_one_are_led_to_set_it_up_whatever_they_open(client, boss, sign_in, path):
    sign_in(boss.email)
    assert client.get(path).url == SET_UP
    assert client.post(path).url == SET_UP


def test_the_page_that_they_are_led_to_says_why(client, boss, sign_in):
    sign_in(boss.email)
    page = client.get("/admin/", follow=True).content.decode()
    assert "Set this up first" in page
    assert "/accounts/2fa/totp/activate/" in page


def test_a_session_that_proved_nothing_is_worth_nothing(client, boss):
    client.force_login(boss)
    assert client.get("/admin/").url == SET_UP


def test_staff_may_sign_out_without_one(client, boss, sign_in):
    sign_in(boss.email)
    assert client.post("/admin/logout/").status_code == 200
    assert client.get("/admin/").url.startswith("/admin/login/")


@pytest.mark.django_db(transaction=True)
def test_who_sets_up_an_app_goes_on_to_the_admin_at_once(client, boss, sign_in):
    sign_in(boss.email)
    again = client.get("/accounts/2fa/totp/activate/")
    assert again.url.startswith("/accounts/reauthenticate/")
    set_up = client.post(again.url, {"password": PASSWORD}, follow=True)
    secret = set_up.context["form"].secret
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert wrong.context["form"].errors
    assert client.get("/admin/").url == SET_UP
    codes = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)
    assert len(codes.context["unused_codes"]) == 10
    assert client.get("/admin/").status_code == 200


def test_with_the_code_of_their_app_staff_get_in(client, boss, with_app, sign_in):
    secret = with_app(boss)
    assert sign_in(boss.email, next="/admin/clinics/clinic/").url == CODE
    assert client.get("/admin/").url.startswith("/admin/login/")
    answer = client.post(CODE, {"code": code_of(secret)})
    assert answer.url == "/admin/clinics/clinic/"
    assert client.get("/admin/clinics/clinic/").status_code == 200


def test_a_recovery_code_serves_once(client, boss, with_app, sign_in):
    with_app(boss)
    code = RecoveryCodes(boss.authenticator_set.get(type="recovery_codes")).get_unused_codes()[0]
    sign_in(boss.email)
    client.post(CODE, {"code": code})
    assert client.get("/admin/").status_code == 200
    client.logout()
    sign_in(boss.email)
    assert client.post(CODE, {"code": code}).context["form"].errors
    assert client.get("/admin/").status_code == 302


def test_codes_cannot_be_guessed_at_will(client, boss, with_app, sign_in):
    secret = with_app(boss)
    sign_in(boss.email)
    for _try in range(5):
        client.post(CODE, {"code": "000000"})
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_a_session_older_than_the_factor_must_prove_it(client, boss, with_app, sign_in):
    sign_in(boss.email)
    secret = with_app(boss)
    prove = client.get("/admin/clinics/user/").url
    assert prove == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2Fclinics%2Fuser%2F"
    assert client.post(prove, {"code": code_of(secret)}).url == "/admin/clinics/user/"
    assert client.get("/admin/clinics/user/").status_code == 200


def test_a_password_alone_does_not_remove_it(client, boss, with_app, sign_in):
    sign_in(boss.email)
    with_app(boss)
    assert client.get("/accounts/2fa/totp/deactivate/").url.startswith("/accounts/2fa/reauthenticate/")
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).url.startswith("/accounts/2fa/")
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert boss.authenticator_set.filter(type="totp").exists()


def test_after_eight_hours_it_is_asked_for_again(client, boss, with_app, sign_in):
    secret = with_app(boss)
    sign_in(boss.email)
    client.post(CODE, {"code": code_of(secret)})
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - in_force.SESSION_COOKIE_AGE - 1
    session.save()
    assert client.get("/admin/").url.startswith("/accounts/2fa/reauthenticate/")


def test_who_is_not_staff_needs_none_and_gets_no_admin(client, person, sign_in):
    assert sign_in(person().email).url == "/accounts/"
    assert client.get("/admin/", follow=True).status_code == 403


def test_production_does_not_go_without(monkeypatch):
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.setenv("SECRET_KEY", "a-key-of-its-own-with-more-than-32-characters")
    monkeypatch.setenv("ALLOWED_HOSTS", "example.org")
    monkeypatch.setenv("STAFF_SECOND_FACTOR", "0")
    with pytest.raises(ImproperlyConfigured, match="STAFF_SECOND_FACTOR"):
        runpy.run_path(str(Path(in_force.BASE_DIR) / "clinicfinder" / "settings.py"))
