"""Sign out everywhere: every other session ends and stays ended."""

import pytest

from clinics.models import User
from tests.accounts.conftest import LOGIN, PASSWORD

EVERYWHERE, ACCOUNT = "/accounts/sign-out-everywhere/", "/accounts/"
pytestmark = pytest.mark.django_db


def is_in(client):
    return client.get(ACCOUNT).status_code == 200


@pytest.fixture
def two(client, other_client, person):
    """Somebody who is signed in in two browsers."""
    user = person("grace")
    for browser in (client, other_client):
        browser.post(LOGIN, {"login": user.email, "password": PASSWORD})
    return user


def test_the_other_session_ends_and_this_one_goes_on(client, other_client, two):
    stolen = other_client.cookies["sessionid"].value
    assert is_in(other_client)
    page = client.post(EVERYWHERE, follow=True).content.decode()
    assert "You are signed out everywhere else. Here you are still signed in." in page
    assert is_in(client)
    assert not is_in(other_client)
    other_client.cookies["sessionid"] = stolen
    assert not is_in(other_client)
    assert is_in(client)


def test_who_was_signed_out_signs_in_again_and_stays_in(client, other_client, two):
    client.post(EVERYWHERE)
    other_client.post(LOGIN, {"login": two.email, "password": PASSWORD})
    assert is_in(other_client)
    assert is_in(client)
    other_client.post(EVERYWHERE)
    assert not is_in(client)


def test_the_session_that_goes_on_gets_a_new_key_and_keeps_its_end(client, two):
    before, end = client.cookies["sessionid"].value, client.session.get_expiry_age()
    client.post(EVERYWHERE)
    assert client.cookies["sessionid"].value != before
    assert client.session.get_expiry_age() == end


def test_nobody_else_is_signed_out(client, other_client, person):
    for browser, name in ((client, "grace"), (other_client, "helen")):
        browser.post(LOGIN, {"login": person(name).email, "password": PASSWORD})
    client.post(EVERYWHERE)
    assert is_in(other_client)
    assert list(User.objects.order_by("username").values_list("sign_outs", flat=True)) == [1, 0]


def test_a_link_alone_signs_nobody_out(client, other_client, two):
    assert client.get(EVERYWHERE).status_code == 405
    assert is_in(other_client)


def test_a_new_password_ends_the_other_sessions_too(client, other_client, two):
    new = "amber-violin-meadow-77"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_in(client)
    assert not is_in(other_client)


def test_a_session_outlives_a_new_secret_key_while_the_old_one_is_named(client, two, settings):
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "a-new-key-that-nobody-had-before-today"
    settings.SECRET_KEY_FALLBACKS = [old]
    assert is_in(client)
    # It has been sealed with the new key, and needs the old one no longer.
    settings.SECRET_KEY_FALLBACKS = []
    assert is_in(client)


def test_a_new_secret_key_alone_ends_it(client, two, settings):
    settings.SECRET_KEY = "a-new-key-that-nobody-had-before-today"
    assert not is_in(client)


def test_an_old_secret_key_brings_no_ended_session_back(client, other_client, two, settings):
    client.post(EVERYWHERE)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key-that-nobody-had-before-today"
    assert not is_in(other_client)
    assert is_in(client)
