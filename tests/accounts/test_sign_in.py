"""Sign in, forget the password, try too often, be signed out."""

import pytest
from django.core.management import CommandError, call_command

from clinicfinder import settings as shipped
from tests.accounts.conftest import LOGIN, PASSWORD, code_of

RESET = "/accounts/password/reset/"
pytestmark = pytest.mark.django_db
EIGHT_HOURS, FORTNIGHT = 8 * 3600, 14 * 24 * 3600


def signed_in(client):
    return "_auth_user_id" in client.session


def test_a_password_is_kept_by_argon2(person, settings):
    settings.PASSWORD_HASHERS = shipped.PASSWORD_HASHERS
    assert person().password.startswith("argon2")


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, person, sign_in):
    person("grace")
    wrong, unknown = sign_in("grace@example.org", "wrong"), sign_in("ada@example.org", "wrong")
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert not signed_in(client)


def test_a_new_password_comes_by_mail_and_serves_once(client, person, sign_in, mailoutbox, link_in):
    person("grace")
    known = client.post(RESET, {"email": "grace@example.org"})
    unknown = client.post(RESET, {"email": "ada@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    link = link_in(next(mail for mail in mailoutbox if mail.to == ["grace@example.org"]))
    form = client.get(link).url
    other = "amber-violin-meadow-77"
    assert client.post(form, {"password1": other, "password2": other}).status_code == 302
    assert not signed_in(client)
    assert sign_in("grace@example.org", PASSWORD).context["form"].errors
    assert sign_in("grace@example.org", other).url == "/accounts/"
    client.logout()
    assert client.get(link, follow=True).context["token_fail"]


def test_after_five_wrong_passwords_the_right_one_is_refused_for_a_while(
    client, person, sign_in, settings, time_machine
):
    person("grace")
    person("ada")
    time_machine.move_to("2026-11-25 12:00:00+00:00", tick=False)
    for _try in range(5):
        sign_in("grace@example.org", "wrong")
    assert "Too many wrong tries" in sign_in("grace@example.org").content.decode()
    assert sign_in("ada@example.org").status_code == 302
    client.logout()
    time_machine.move_to("2026-11-25 12:05:01+00:00", tick=False)
    assert sign_in("grace@example.org").status_code == 302


def test_the_lock_counts_the_address_that_our_proxy_names(client, person, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(12):
        made_up = {"HTTP_X_FORWARDED_FOR": f"10.0.0.{number}, 198.51.100.7"}
        client.post(LOGIN, {"login": f"p{number}@example.org", "password": "wrong"}, **made_up)
    person("grace")
    right = {"login": "grace@example.org", "password": PASSWORD}
    assert client.post(LOGIN, right, HTTP_X_FORWARDED_FOR="198.51.100.7").status_code == 200
    assert client.post(LOGIN, right, HTTP_X_FORWARDED_FOR="198.51.100.8").status_code == 302


def test_a_new_password_is_asked_for_five_times_an_hour_whether_or_not_the_address_is_known(client, person):
    person("grace")
    for email in ("grace@example.org", "ada@example.org"):
        answers = [client.post(RESET, {"email": email}).status_code for _try in range(6)]
        assert answers == [302] * 5 + [429]


def test_staff_are_signed_out_after_eight_hours_and_with_the_browser(client, person, sign_in):
    person("grace", is_staff=True)
    cookie = sign_in("grace@example.org").cookies["sessionid"]
    assert cookie["max-age"] == ""
    assert client.session.get_expiry_age() == EIGHT_HOURS


def test_so_are_staff_who_signed_in_with_a_code(client, person, with_app, sign_in):
    secret = with_app(person("grace", is_staff=True))
    sign_in("grace@example.org")
    cookie = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).cookies["sessionid"]
    assert cookie["max-age"] == ""
    assert client.session.get_expiry_age() == EIGHT_HOURS


def test_others_are_signed_out_after_a_fortnight(client, person, with_app, sign_in):
    person("grace")
    assert sign_in("grace@example.org").cookies["sessionid"]["max-age"] == FORTNIGHT
    client.logout()
    secret = with_app(person("ada"))
    sign_in("ada@example.org")
    cookie = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).cookies["sessionid"]
    assert cookie["max-age"] == FORTNIGHT


def test_a_session_that_has_ended_opens_nothing(client, person, sign_in, time_machine):
    time_machine.move_to("2026-11-25 06:00:00+00:00", tick=False)
    person("grace", is_staff=True)
    sign_in("grace@example.org")
    assert client.get("/admin/").status_code == 200
    time_machine.move_to("2026-11-25 14:00:01+00:00", tick=False)
    assert client.get("/admin/").url.startswith("/admin/login/")


def test_the_admin_has_no_form_of_its_own_to_sign_in(client):
    answer = client.post("/admin/login/?next=/admin/clinics/clinic/", {"username": "a", "password": "b"})
    assert answer.url == f"{LOGIN}?next=%2Fadmin%2Fclinics%2Fclinic%2F"


def test_nobody_is_sent_to_another_site(client, person, sign_in):
    person("grace")
    assert sign_in("grace@example.org", next="https://example.com/").url == "/accounts/"


def test_who_signs_in_from_a_page_returns_there(client, person, sign_in):
    person("grace")
    page = client.get(f"{LOGIN}?next=/clinics/x/reviews/new/").content.decode()
    assert '<input type="hidden" name="next" value="/clinics/x/reviews/new/">' in page
    assert "/accounts/signup/?next=%2Fclinics%2Fx%2Freviews%2Fnew%2F" in page
    assert sign_in("grace@example.org", next="/clinics/x/reviews/new/").url == "/clinics/x/reviews/new/"


def test_a_code_as_the_second_step_leads_there_too(client, person, with_app, sign_in):
    secret = with_app(person("grace"))
    sign_in("grace@example.org", next="/states/tx/")
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).url == "/states/tx/"


def test_the_first_administrator_signs_in_without_a_mail(client, sign_in, mailoutbox, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, username="ada", email="ada@example.org", verbosity=0)
    assert sign_in("ada@example.org").url == "/admin/"
    assert mailoutbox == []


def test_an_administrator_needs_an_address(db):
    with pytest.raises(CommandError, match="address"):
        call_command("createsuperuser", interactive=False, username="ada", email="", verbosity=0)
