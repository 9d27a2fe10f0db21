"""Every mail that an account can cause: it is sent, in our own words, and says what to do."""

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import get_adapter

from clinics.models import User
from tests.accounts.conftest import PASSWORD, code_in, code_of

pytestmark = pytest.mark.django_db
OTHER = "amber-violin-meadow-77"
RESET, EMAIL = "/accounts/password/reset/", "/accounts/email/"
TOTP, CODES = "/accounts/2fa/totp/", "/accounts/2fa/recovery-codes/"
# Words of the library's own mails, and words that nobody says at a counter.
NOT_OURS = ("Hello from", "Thank you for using", "verification", "authentication", "activated", "IP address")


@pytest.fixture(autouse=True)
def plain(mailoutbox):
    """Whatever a test caused to be sent is plain."""
    yield
    assert mailoutbox
    for mail in mailoutbox:
        assert mail.subject.startswith("ClinicFinder: ")
        assert mail.body.rstrip().endswith("ClinicFinder")
        assert [words for words in NOT_OURS if words in mail.subject + mail.body] == []
        assert "&" not in mail.body
        assert "\n\n\n" not in mail.body


@pytest.fixture
def last(mailoutbox):
    """The subject without its prefix and the text of the last mail, and to whom it went."""

    def read():
        mail = mailoutbox[-1]
        return mail.subject.removeprefix("ClinicFinder: "), mail.body, mail.to[0]

    return read


@pytest.fixture
def grace(client, person, sign_in):
    """Somebody who has just signed in, and proven again who they are."""
    user = person("grace")
    sign_in(user.email)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return user


def warns(body):
    """A mail on a change says when, and what to do if it was somebody else."""
    return "This was done on " in body and f"http://testserver{RESET}" in body and "/contact/" in body


def test_who_signs_up_gets_a_code_to_confirm(client, last, mailoutbox):
    client.post("/accounts/signup/", {"email": "grace@example.org", "password1": PASSWORD})
    subject, body, to = last()
    assert (subject, to) == (f"Your code is {code_in(mailoutbox[-1])}", "grace@example.org")
    assert "good for 30 minutes" in body
    assert "If it was not you, do nothing" in body


def test_who_signs_up_again_is_told_that_there_is_an_account(client, person, last):
    person("grace")
    client.post("/accounts/signup/", {"email": "grace@example.org", "password1": PASSWORD})
    subject, body, _to = last()
    assert subject == "You have an account already"
    assert f"http://testserver{RESET}" in body
    assert "http://testserver/accounts/login/" in body


def test_a_forgotten_password_brings_a_link_and_then_a_warning(client, person, last, link_in, mailoutbox):
    person("grace")
    client.post(RESET, {"email": "grace@example.org"})
    subject, body, _to = last()
    assert subject == "Choose a new password"
    assert "works once, for 3 days" in body
    form = client.get(link_in(mailoutbox[-1])).url
    client.post(form, {"password1": OTHER, "password2": OTHER})
    subject, body, _to = last()
    assert subject == "Your password was changed"
    assert "by a link from our mail" in body
    assert warns(body)


def test_a_password_asked_for_an_unknown_address_is_told_there(client, last):
    client.post(RESET, {"email": "nobody@example.org"})
    subject, body, to = last()
    assert (subject, to) == ("There is no account with this address", "nobody@example.org")
    assert "http://testserver/accounts/signup/" in body


def test_a_changed_password_is_told(client, grace, last):
    new = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    client.post("/accounts/password/change/", new)
    subject, body, _to = last()
    assert subject == "Your password was changed"
    assert warns(body)


def test_a_first_password_is_told(client, person, last):
    user = person("grace")
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    client.post("/accounts/password/set/", {"password1": OTHER, "password2": OTHER})
    subject, body, _to = last()
    assert subject == "Your account has a password now"
    assert warns(body)


def test_a_new_address_is_confirmed_there_and_told_at_the_old_one(client, grace, last, mailoutbox):
    asked = client.post(EMAIL, {"email": "new@example.org", "action_add": ""}).url
    subject, _body, to = last()
    assert (subject, to) == (f"Your code is {code_in(mailoutbox[-1])}", "new@example.org")
    assert EmailAddress.objects.get().email == "grace@example.org"
    assert client.post(asked, {"code": code_in(mailoutbox[-1])}).url == "/accounts/"
    subject, body, to = last()
    assert (subject, to) == ("Your e-mail address was changed", "grace@example.org")
    assert "from grace@example.org to new@example.org" in body
    assert warns(body)
    assert [(a.email, a.verified, a.primary) for a in EmailAddress.objects.all()] == [
        ("new@example.org", True, True)
    ]
    assert User.objects.get().email == "new@example.org"


def test_an_address_that_is_taken_away_is_told(client, grace, last):
    grace.emailaddress_set.create(email="new@example.org")
    assert "new@example.org</strong> waits" in client.get(EMAIL).content.decode()
    client.post(EMAIL, {"email": "new@example.org", "action_remove": ""})
    subject, body, to = last()
    assert (subject, to) == ("An e-mail address was taken away", "grace@example.org")
    assert "new@example.org no longer belongs" in body
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["grace@example.org"]


@pytest.mark.django_db(transaction=True)
def test_an_app_that_is_set_up_and_turned_off_is_told(client, grace, mailoutbox):
    secret = client.get(f"{TOTP}activate/").context["form"].secret
    client.post(f"{TOTP}activate/", {"code": code_of(secret)})
    client.post(f"{CODES}generate/")
    client.post(f"{TOTP}deactivate/")
    told = {mail.subject.removeprefix("ClinicFinder: "): mail.body for mail in mailoutbox}
    assert "we ask for the code that it shows" in told["An authenticator app was set up"]
    assert "The old ones no longer work" in told["You have new recovery codes"]
    assert "no longer ask for its code" in told["The authenticator app was turned off"]
    assert all(map(warns, told.values()))


@pytest.mark.parametrize("done", ["added", "removed"])
def test_a_key_that_comes_or_goes_is_told(client, grace, rf, last, done):
    """No browser plays a key here, so what its pages send is sent by hand."""
    with context.request_context(rf.get("/")):
        get_adapter().send_notification_mail(f"mfa/email/webauthn_{done}", User.objects.get())
    subject, body, _to = last()
    assert subject == f"A passkey or security key was {done}"
    assert warns(body)
