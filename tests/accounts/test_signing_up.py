"""Sign up by a password or towards a passkey, confirm by a code, and learn nothing about others by it."""

import pytest
from django.core.mail.backends.locmem import EmailBackend

from clinics.models import User
from tests.accounts.conftest import PASSWORD, code_in

SIGN_UP, BY_PASSKEY, CODE = "/accounts/signup/", "/accounts/signup/passkey/", "/accounts/confirm-email/"
MAKE_KEY, RESET = "/accounts/2fa/webauthn/signup/", "/accounts/password/reset/"
NEW_REVIEW = "/clinics/x/reviews/new/"
pytestmark = pytest.mark.django_db


def signed_in(client):
    return "_auth_user_id" in client.session


@pytest.fixture
def sign_up(client):
    def post(email="grace@example.org", path=SIGN_UP, **more):
        password = {} if path == BY_PASSKEY else {"password1": PASSWORD}
        return client.post(path, {"email": email, **password, **more})

    return post


def told_beside(page, field):
    return page.content.decode().split(f'data-error="{field}"')[1].split("</p>")[0]


def test_who_signs_up_confirms_by_the_code_and_is_in(client, sign_up, mailoutbox):
    assert sign_up("Grace@Example.org").url == CODE
    assert "grace@example.org" in client.get(CODE).content.decode()
    assert not signed_in(client)
    assert client.post(CODE, {"code": code_in(mailoutbox[0])}).url == "/accounts/"
    assert "grace@example.org" in client.get("/accounts/").content.decode()
    user = User.objects.get()
    assert not user.is_staff
    assert user.emailaddress_set.get().verified
    assert "grace" not in user.username


def test_who_came_from_a_page_returns_there_after_the_code(client, sign_up, mailoutbox):
    page = client.get(f"{SIGN_UP}?next={NEW_REVIEW}").content.decode()
    assert f'<input type="hidden" name="next" value="{NEW_REVIEW}">' in page
    sign_up(next=NEW_REVIEW)
    assert client.post(CODE, {"code": code_in(mailoutbox[0])}).url == NEW_REVIEW


def test_who_comes_back_later_gets_a_new_code_by_signing_in(client, sign_in, mailoutbox, time_machine):
    time_machine.move_to("2026-11-25 12:00:00+00:00", tick=False)
    User.objects.create_user("grace", "grace@example.org", PASSWORD)
    assert sign_in("grace@example.org", next=NEW_REVIEW).url == CODE
    assert not signed_in(client)
    assert client.post(CODE, {"code": code_in(mailoutbox[0])}).url == NEW_REVIEW


def test_a_code_is_typed_as_one_likes(client, sign_up, mailoutbox):
    sign_up()
    client.post(CODE, {"code": f" {code_in(mailoutbox[0]).replace('-', ' ')} "})
    assert signed_in(client)


def test_after_five_wrong_codes_even_the_right_one_is_refused(client, sign_up, mailoutbox):
    sign_up()
    right = code_in(mailoutbox[0])
    wrong = "0000-0000" if right != "0000-0000" else "1111-1111"
    for _try in range(4):
        assert "This is not the code" in told_beside(client.post(CODE, {"code": wrong}), "code")
    assert client.post(CODE, {"code": wrong}).url == "/accounts/login/"
    assert "Too many wrong tries" in client.get("/accounts/login/").content.decode()
    client.post(CODE, {"code": right})
    assert not signed_in(client)


def test_a_code_that_is_too_old_opens_nothing(client, sign_up, mailoutbox, time_machine):
    time_machine.move_to("2026-11-25 12:00:00+00:00", tick=False)
    sign_up()
    time_machine.move_to("2026-11-25 12:30:01+00:00", tick=False)
    client.post(CODE, {"code": code_in(mailoutbox[0])})
    assert not signed_in(client)


def test_a_new_code_replaces_the_old_one_twice(client, sign_up, mailoutbox, time_machine):
    time_machine.move_to("2026-11-25 12:00:00+00:00", tick=False)
    sign_up()
    for minute in (1, 2):
        time_machine.move_to(f"2026-11-25 12:0{minute}:00+00:00", tick=False)
        client.post(CODE, {"action": "resend"})
    assert "Send me a new code" not in client.get(CODE).content.decode()
    assert len({code_in(mail) for mail in mailoutbox}) == 3
    client.post(CODE, {"code": code_in(mailoutbox[0])})
    assert not signed_in(client)
    client.post(CODE, {"code": code_in(mailoutbox[2])})
    assert signed_in(client)


def test_a_mistyped_address_is_left_behind_for_another(client, sign_up):
    sign_up("grcae@example.org")
    assert client.get(SIGN_UP).url == CODE
    assert client.post("/accounts/logout/", {"next": SIGN_UP}).url == SIGN_UP
    assert client.get(SIGN_UP).status_code == 200


@pytest.mark.parametrize("path", [SIGN_UP, BY_PASSKEY], ids=["password", "passkey"])
def test_a_known_address_is_answered_like_a_new_one_and_its_owner_is_told(
    client, person, sign_up, path, mailoutbox, other_client
):
    person("grace")
    taken, page_of_taken = sign_up("grace@example.org", path), client.get(CODE).content.decode()
    client.cookies.clear()
    free, page_of_free = sign_up("helen@example.org", path), client.get(CODE).content.decode()
    assert (taken.status_code, taken.url) == (free.status_code, free.url) == (302, CODE)
    assert without_tokens(page_of_taken, "grace") == without_tokens(page_of_free, "helen")
    assert User.objects.filter(email="grace@example.org").count() == 1
    assert [mail.to[0] for mail in mailoutbox] == ["grace@example.org", "helen@example.org"]
    assert mailoutbox[0].subject.endswith("You have an account already")


def without_tokens(page, who):
    lines = [line for line in page.replace(who, "somebody").splitlines() if "csrfmiddlewaretoken" not in line]
    assert any("somebody@example.org" in line for line in lines)
    return lines


def test_codes_for_a_known_and_a_new_address_run_out_alike(client, person, sign_up):
    person("grace")
    answers = []
    for email in ("grace@example.org", "helen@example.org"):
        sign_up(email)
        wrong = [client.post(CODE, {"code": "x"}) for _try in range(5)]
        answers.append([(answer.status_code, answer.get("Location")) for answer in wrong])
        answers[-1].append(client.get(CODE).url)
        client.cookies.clear()
    assert answers[0] == answers[1]


def test_who_turns_back_learns_nothing_either(client, person, sign_up):
    person("grace")
    answers = []
    for email in ("grace@example.org", "helen@example.org"):
        sign_up(email)
        ways = [client.get(path).get("Location") for path in (SIGN_UP, BY_PASSKEY, "/accounts/login/")]
        client.post("/accounts/logout/", {"next": SIGN_UP})
        answers.append([*ways, client.get(CODE).get("Location"), client.get(SIGN_UP).status_code])
        client.cookies.clear()
    assert answers[0] == answers[1] == [CODE, CODE, CODE, "/accounts/login/", 200]


def test_a_known_address_costs_as_much_time_as_a_new_one(person, sign_up, monkeypatch):
    """What takes the time is Argon2."""
    person("grace")
    hashed = []
    monkeypatch.setattr("clinics.accounts.forms.make_password", hashed.append)
    sign_up("grace@example.org")
    assert hashed == [PASSWORD]


def test_nobody_fills_the_mailbox_of_somebody_else(client, sign_up, mailoutbox, time_machine):
    for minute in range(12):
        time_machine.move_to(f"2026-11-25 12:{minute:02}:00+00:00", tick=False)
        sign_up()
        client.cookies.clear()
    assert len(mailoutbox) == 8


def test_too_many_sign_ups_are_answered_by_a_page_of_our_own(client):
    for number in range(20):
        client.post(SIGN_UP, {"email": f"p{number}@", "password1": "x"})
    answer = client.post(SIGN_UP, {"email": "p@", "password1": "x"})
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"email": "", "password1": PASSWORD}, "Type your e-mail address"),
        ({"email": "grace", "password1": PASSWORD}, "It looks like this: name@example.com"),
    ],
    ids=["none", "no-address"],
)
def test_what_is_wrong_with_an_address_is_told_beside_it(client, told, words):
    assert words in told_beside(client.post(SIGN_UP, told), "email")


def test_no_mail_server_is_no_error(client, sign_up, monkeypatch, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert sign_up().url == CODE
    assert "We could not send you a mail just now" in client.get(CODE).content.decode()
    assert "grace@example.org" not in caplog.text


def refuse(*_mails):
    raise ConnectionRefusedError


def test_towards_a_passkey_no_password_is_asked_for(client, sign_up, mailoutbox):
    page = client.get(BY_PASSKEY).content.decode()
    assert "password1" not in page
    assert "Passkeys need JavaScript" in page
    assert sign_up(path=BY_PASSKEY, next=NEW_REVIEW).url == CODE
    assert client.post(CODE, {"code": code_in(mailoutbox[0])}).url == MAKE_KEY
    assert not signed_in(client)
    assert "Make your passkey" in client.get(MAKE_KEY).content.decode()


def test_no_passkey_is_made_before_the_address_is_confirmed(client, sign_up):
    sign_up(path=BY_PASSKEY)
    assert client.get(MAKE_KEY).status_code == 302
    assert client.post(MAKE_KEY, {"credential": "{}"}).status_code == 302
    assert not User.objects.get().authenticator_set.exists()


@pytest.mark.parametrize("sent", ["", "no json", "{}", "[]", "null", '"x"', '{"id": "x", "response": {}}'])
def test_what_is_no_key_is_refused_with_a_message(client, sign_up, mailoutbox, sent):
    sign_up(path=BY_PASSKEY)
    client.post(CODE, {"code": code_in(mailoutbox[0])})
    client.get(MAKE_KEY)
    answer = client.post(MAKE_KEY, {"name": "Phone", "credential": sent})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "error-summary" in answer.content.decode()
    assert not signed_in(client)


def test_who_cannot_make_a_passkey_gets_in_by_a_password(client, sign_up, sign_in, link_in, mailoutbox):
    sign_up(path=BY_PASSKEY)
    client.post(CODE, {"code": code_in(mailoutbox[0])})
    assert client.post("/accounts/logout/", {"next": RESET}).url == RESET
    client.post(RESET, {"email": "grace@example.org"})
    form = client.get(link_in(mailoutbox[-1])).url
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert sign_in("grace@example.org").url == "/accounts/"
