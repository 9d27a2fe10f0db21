"""Who may sign in, and who may let others in."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group

from clinics.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST = "/admin/clinics/user/"
NEW = {"username": "grace", "email": "grace@example.org"}


def test_the_admin_bears_the_name_of_the_site(admin_client):
    page = admin_client.get("/admin/").content.decode()
    assert "ClinicFinder" in page
    assert "Django administration" not in page


def test_an_administrator_adds_a_curator(admin_client):
    words = "quiet-harbor-lantern-42"
    fields = NEW | {"usable_password": "true", "password1": words, "password2": words}
    assert admin_client.post(f"{LIST}add/", fields).status_code == 302
    assert User.objects.get(username="grace").check_password(words)


def test_a_short_password_is_refused(admin_client):
    fields = NEW | {"usable_password": "true", "password1": "short", "password2": "short"}
    page = admin_client.post(f"{LIST}add/", fields)
    assert "at least 12 characters" in page.content.decode()
    assert not User.objects.filter(username="grace").exists()


def test_staff_without_rights_see_no_accounts(client):
    client.force_login(make.UserFactory(is_staff=True))
    assert client.get(LIST).status_code == 403


def test_who_is_not_staff_is_asked_to_sign_in(client):
    client.force_login(make.UserFactory())
    assert client.get("/admin/").url.startswith("/admin/login/")


@pytest.mark.parametrize("email", ["", "ADA@example.org"])
def test_an_account_needs_an_address_that_nobody_else_has(admin_client, email):
    make.UserFactory(email="ada@example.org")
    page = admin_client.post(f"{LIST}add/", NEW | {"email": email, "usable_password": "false"})
    assert page.context["adminform"].errors.keys() == {"email"}


def test_an_administrator_closes_an_account_and_it_opens_nothing(admin_client, client):
    grace = make.UserFactory(email="grace@example.org", is_staff=True)
    client.force_login(grace)
    fields = {"username": grace.username, "email": grace.email, "is_staff": "on"}
    assert admin_client.post(f"{LIST}{grace.pk}/change/", fields).status_code == 302
    assert client.get("/admin/").url.startswith("/admin/login/")


def test_a_lost_second_factor_can_be_taken_away_and_its_secret_is_shown_to_nobody(admin_client, with_app):
    secret = with_app(make.UserFactory(email="grace@example.org"))
    app = Authenticator.objects.get(type="totp")
    page = f"/admin/mfa/authenticator/{app.pk}/"
    shown = admin_client.get(f"{page}change/")
    assert shown.status_code == 200
    assert secret not in shown.content.decode()
    admin_client.post(f"{page}delete/", {"post": "yes"})
    assert not Authenticator.objects.filter(type="totp").exists()


@pytest.fixture
def boss(client):
    """An administrator by role, not a superuser."""
    user = make.UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(user)
    return user


def remove(client, app):
    return client.post(f"/admin/mfa/authenticator/{app.pk}/delete/", {"post": "yes"})


def remove_all(client, apps):
    chosen = {"action": "delete_selected", "_selected_action": [app.pk for app in apps], "post": "yes"}
    return client.post("/admin/mfa/authenticator/", chosen)


def test_the_role_of_administrator_takes_away_a_lost_second_factor(client, boss, with_app):
    with_app(make.UserFactory(email="grace@example.org", is_staff=True))
    assert client.get("/admin/mfa/authenticator/?q=grace").context["cl"].result_count == 2
    remove(client, Authenticator.objects.get(type="totp"))
    remove_all(client, Authenticator.objects.all())
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("whose", ["a superuser's", "their own"])
def test_but_neither_that_of_a_superuser_nor_their_own(client, boss, with_app, whose):
    with_app(boss if whose == "their own" else make.UserFactory(is_staff=True, is_superuser=True))
    before = set(Authenticator.objects.values_list("pk", flat=True))
    remove_all(client, Authenticator.objects.all())
    for app in Authenticator.objects.all():
        assert client.get(f"/admin/mfa/authenticator/{app.pk}/change/").status_code in (302, 403)
        remove(client, app)
    assert set(Authenticator.objects.values_list("pk", flat=True)) == before
    assert client.get("/admin/mfa/authenticator/").context["cl"].result_count == 0


@pytest.mark.parametrize("number", [1, 25])
def test_the_list_costs_the_same_queries_whatever_its_length(
    admin_client, number, django_assert_max_num_queries
):
    make.UserFactory.create_batch(number)
    with django_assert_max_num_queries(7):
        assert admin_client.get(LIST).status_code == 200
