"""The page from which everything about an account is reached."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.accounts.conftest import code_of

pytestmark = pytest.mark.django_db
EVERYWHERE = ["account-name", "account_email", "mfa_index", "my-reviews", "my-listings", "law-alerts"]
DATA = ["my-data", "delete-account"]


@pytest.fixture
def grace(client, person):
    user = person("grace")
    client.force_login(user)
    return user


@pytest.fixture
def read(client):
    return lambda path="/accounts/": client.get(path).content.decode()


def add_passkey(user):
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": "Phone", "credential": {}})


@pytest.mark.parametrize("name", [*EVERYWHERE, *DATA])
def test_it_leads_everywhere(grace, read, name):
    assert f'href="{reverse(name)}"' in read()


def test_every_link_on_it_leads_to_a_page(client, grace, read):
    main = read().split("<main")[1].split("</main>")[0]
    for path in re.findall(r'href="(/[^"]*)"', main):
        assert client.get(path).status_code in (200, 302), path


def test_with_a_password_it_is_changed_and_without_one_it_is_set(client, grace, read):
    assert reverse("account_change_password") in read()
    grace.set_unusable_password()
    grace.save()
    client.force_login(grace)
    assert reverse("account_set_password") in read()
    assert reverse("account_change_password") not in read()


def test_who_has_a_passkey_and_no_recovery_codes_is_told_to_make_some(grace, read, with_app):
    assert "Keep recovery codes" not in read()
    add_passkey(grace)
    assert "Keep recovery codes" in read()
    assert "You have 1 key." in read()
    with_app(grace)
    assert "Keep recovery codes" not in read()


def test_removing_the_only_way_in_says_what_follows(client, grace, read, with_app):
    key = add_passkey(grace)
    grace.set_unusable_password()
    grace.save()
    secret = with_app(grace)
    client.force_login(grace)
    again = client.get(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/").url
    removing = client.post(again, {"code": code_of(secret)}, follow=True).content.decode()
    assert "Your account has no password" in removing


def test_only_staff_see_the_way_to_curation(grace, read):
    assert reverse("admin:index") not in read()
    grace.is_staff = True
    grace.save()
    assert reverse("admin:index") in read()


def test_every_page_offers_to_sign_in_or_ones_account(client, person, read):
    footer = read("/about/").split("<footer")[1]
    assert "Sign in" in footer
    assert "Your account" not in footer
    client.force_login(person("grace"))
    footer = read("/about/").split("<footer")[1]
    assert "Your account" in footer
    assert "Sign in" not in footer
    assert "Your account" in read("/about/").split("<main")[0]


def test_it_is_kept_in_no_cache_and_shown_to_nobody_else(client, grace):
    assert "no-store" in client.get("/accounts/").headers["Cache-Control"]
    client.logout()
    assert client.get("/accounts/").url == "/accounts/login/?next=/accounts/"
