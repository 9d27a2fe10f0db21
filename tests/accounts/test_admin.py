"""Who may sign in, and who may let others in."""

import pytest
from django.contrib.auth.models import Permission

from clinics.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST = "/admin/clinics/user/"


@pytest.fixture
def keeper(client):
    """Somebody who may change accounts, and is no administrator."""
    user = make.UserFactory(username="keeper", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_user", "view_user"]))
    client.force_login(user)
    return client


def form_of(user):
    return f"{LIST}{user.pk}/change/"


def test_the_admin_bears_the_name_of_the_site(admin_client):
    page = admin_client.get("/admin/").content.decode()
    assert "ClinicFinder" in page
    assert "Django administration" not in page


def test_an_administrator_adds_a_curator(admin_client):
    words = "quiet-harbor-lantern-42"
    fields = {"username": "grace", "usable_password": "true", "password1": words, "password2": words}
    assert admin_client.post(f"{LIST}add/", fields).status_code == 302
    assert User.objects.get(username="grace").check_password(words)


def test_a_short_password_is_refused(admin_client):
    fields = {"username": "grace", "usable_password": "true", "password1": "short", "password2": "short"}
    page = admin_client.post(f"{LIST}add/", fields)
    assert "at least 12 characters" in page.content.decode()
    assert not User.objects.filter(username="grace").exists()


def test_staff_without_rights_see_no_accounts(client):
    client.force_login(make.UserFactory(is_staff=True))
    assert client.get(LIST).status_code == 403


def test_who_is_not_staff_is_asked_to_sign_in(client):
    client.force_login(make.UserFactory())
    assert client.get("/admin/").url.startswith("/admin/login/")


def test_nobody_but_an_administrator_gives_rights(keeper):
    user = User.objects.get(username="keeper")
    keeper.post(
        form_of(user),
        {
            "username": "keeper", "first_name": "Kay", "is_active": "on", "is_staff": "on",
            "is_superuser": "on", "date_joined_0": "2026-01-02", "date_joined_1": "09:00:00",
        },
    )  # fmt: skip
    user.refresh_from_db()
    assert (user.first_name, user.is_superuser) == ("Kay", False)
    assert user.user_permissions.count() == 2


def test_nobody_but_an_administrator_reaches_an_administrators_account(keeper):
    boss = make.UserFactory(is_superuser=True, is_staff=True)
    assert keeper.get(form_of(boss)).status_code == 302
    assert keeper.get(f"{LIST}{boss.pk}/password/").status_code == 404


@pytest.mark.parametrize("number", [1, 25])
def test_the_list_costs_the_same_queries_whatever_its_length(
    admin_client, number, django_assert_max_num_queries
):
    make.UserFactory.create_batch(number)
    with django_assert_max_num_queries(7):
        assert admin_client.get(LIST).status_code == 200
