"""People who sign in as people do: by the pages, with codes of an app that we play ourselves."""

import re
import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from clinics.models import User

PASSWORD = "quiet-harbor-lantern-42"
LOGIN = "/accounts/login/"


def code_of(secret):
    """What an authenticator app shows for this secret now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def code_in(mail):
    """The code that a mail holds."""
    return re.search(r"^\d{4}-\d{4}$", mail.body, re.MULTILINE)[0]


@pytest.fixture
def person(db):
    """Somebody with a confirmed address."""

    def make(name="grace", **columns):
        user = User.objects.create_user(name, f"{name}@example.org", PASSWORD, **columns)
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user

    return make


@pytest.fixture
def with_app():
    """Give somebody an authenticator app and recovery codes; the answer is the secret of the app."""

    def give(user):
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
        return secret

    return give


@pytest.fixture
def sign_in(client):
    def post(email, password=PASSWORD, **more):
        return client.post(LOGIN, {"login": email, "password": password, **more})

    return post


@pytest.fixture
def link_in():
    """The path of the link in a mail."""

    def find(mail):
        return re.search(r"https?://[^/\s]+(/\S+)", mail.body)[1]

    return find


@pytest.fixture
def other_client():
    """Another browser."""
    return Client()
