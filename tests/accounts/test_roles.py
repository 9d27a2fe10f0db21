"""Every permission tried for every role, against one table written by hand."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse

from clinics.accounts.roles import ROLES
from clinics.models import User
from tests import factories as make

ALL = ["Curator", "Regulations editor", "Review moderator", "Administrator"]
CURATOR, EDITOR, MODERATOR, BOSS = ALL
ACTIONS = {"v": "view", "a": "add", "c": "change", "d": "delete"}

# Model → what curator, regulations editor, review moderator and administrator may do with it.
MATRIX = {
    "clinics.clinic": ("vac", "", "v", ""),
    "clinics.telemedicineservice": ("vac", "", "v", ""),
    "clinics.provider": ("vac", "", "v", ""),
    "clinics.listing": ("v", "", "", ""),
    "clinics.affiliation": ("vacd", "", "", ""),
    "clinics.offer": ("vacd", "", "", ""),
    "clinics.listingpayer": ("vacd", "", "", ""),
    "clinics.openinghours": ("vacd", "", "", ""),
    "clinics.license": ("vacd", "", "", ""),
    "clinics.boardcertification": ("vacd", "", "", ""),
    "clinics.dearegistration": ("vacd", "", "", ""),
    "clinics.servedstate": ("vacd", "", "", ""),
    "clinics.formerslug": ("v", "", "", ""),
    "clinics.clinichistory": ("v", "", "", ""),
    "clinics.telemedicineservicehistory": ("v", "", "", ""),
    "clinics.providerhistory": ("v", "", "", ""),
    "clinics.affiliationhistory": ("v", "", "", ""),
    "clinics.licensehistory": ("v", "", "", ""),
    "clinics.listingpayerhistory": ("v", "", "", ""),
    "clinics.offerhistory": ("v", "", "", ""),
    "clinics.check": ("va", "", "", ""),
    "clinics.report": ("vc", "", "v", ""),
    "clinics.request": ("vc", "", "", ""),
    "clinics.claim": ("vc", "", "", ""),
    "clinics.proposal": ("vc", "", "", ""),
    "clinics.exclusionmatch": ("vc", "", "", ""),
    "clinics.confirmation": ("v", "", "", ""),
    "clinics.notduplicate": ("va", "", "", ""),
    "clinics.importrun": ("v", "", "", ""),
    "clinics.registryrecord": ("v", "", "", ""),
    "clinics.exclusion": ("v", "", "", ""),
    "clinics.searchentry": ("", "", "", ""),
    "clinics.state": ("v", "v", "", ""),
    "clinics.city": ("v", "", "", ""),
    "clinics.zipcode": ("v", "", "", ""),
    "clinics.condition": ("v", "v", "", ""),
    "clinics.treatment": ("v", "v", "", ""),
    "clinics.payer": ("v", "", "", ""),
    "clinics.language": ("v", "", "", ""),
    "clinics.agegroup": ("v", "", "", ""),
    "clinics.accessibilityfeature": ("v", "", "", ""),
    "clinics.taxonomy": ("v", "", "", ""),
    "clinics.regulationnote": ("", "vac", "", ""),
    "clinics.sourcepage": ("", "vac", "", ""),
    "clinics.sourcereading": ("", "va", "", ""),
    "clinics.review": ("", "", "vc", ""),
    "clinics.reviewanswer": ("", "", "vc", ""),
    "clinics.reviewflag": ("", "", "vc", ""),
    "clinics.reviewdecision": ("", "", "v", ""),
    "clinics.visitreceipt": ("", "", "v", ""),
    "clinics.reviewhistory": ("", "", "", ""),
    "clinics.reviewtrace": ("", "", "", ""),
    "clinics.helpfulmark": ("", "", "", ""),
    "clinics.lawalert": ("", "", "", ""),
    "clinics.guidepage": ("", "vac", "", ""),
    "clinics.guidepagehistory": ("", "v", "", ""),
    "clinics.translation": ("", "vac", "", ""),
    "clinics.translationhistory": ("", "v", "", ""),
    "clinics.facthistory": ("", "v", "", ""),
    "clinics.programhistory": ("", "v", "", ""),
    "clinics.nationalpricehistory": ("", "v", "", ""),
    "clinics.program": ("", "vac", "", ""),
    "clinics.nationalprice": ("", "vac", "", ""),
    "clinics.fact": ("", "vac", "", ""),
    "clinics.trial": ("v", "", "", ""),
    "clinics.trialsite": ("v", "", "", ""),
    "clinics.user": ("", "", "", "vac"),
    "auth.group": ("", "", "", "v"),
    "mfa.authenticator": ("", "", "", "vd"),
}
# The admin shows the common table of clinics and services to whoever may see either.
SHOWN_BY_THE_ADMIN = {("Review moderator", "clinics.listing"): "v"}
REGISTERED = sorted(model._meta.label_lower for model in admin.site._registry)


def may(role, label):
    """The letters of the table; of a model that it does not name nobody may do anything."""
    return MATRIX.get(label, ("",) * 4)[ALL.index(role)]


def holder(role):
    user = make.UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def acting(client, db):
    def sign_in(role):
        user = holder(role)
        client.force_login(user)
        return user

    return sign_in


@pytest.mark.django_db
@pytest.mark.parametrize("role", ALL)
def test_a_role_has_these_permissions_and_no_other(role):
    user = holder(role)
    granted = {
        f"{app}.{ACTIONS[letter]}_{model}"
        for label in MATRIX
        for app, model in [label.split(".")]
        for letter in may(role, label)
    }
    every = {
        f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.select_related("content_type")
    }
    assert granted <= every
    assert {name for name in every if user.has_perm(name)} == granted


@pytest.mark.parametrize("label", REGISTERED)
@pytest.mark.parametrize("role", ALL)
def test_the_admin_opens_what_the_role_may_do(client, acting, role, label):
    acting(role)
    name = label.replace(".", "_")
    letters = SHOWN_BY_THE_ADMIN.get((role, label), may(role, label))

    def opens(page, method="get", *args, follow=False):
        address = reverse(f"admin:{name}_{page}", args=args)
        return getattr(client, method)(address, follow=follow).status_code != 403

    assert opens("changelist") == ("v" in letters)
    assert opens("add", follow=True) == ("a" in letters)
    assert opens("change", "get", 0) == ("v" in letters)
    assert opens("change", "post", 0) == ("c" in letters)
    assert opens("delete", "get", 0) == opens("delete", "post", 0) == ("d" in letters)


@pytest.mark.parametrize("label", REGISTERED)
def test_nobody_else_gets_any_of_it(client, db, label):
    page = reverse(f"admin:{label.replace('.', '_')}_changelist")
    assert client.get(page).url.startswith("/admin/login/")
    client.force_login(make.UserFactory())
    assert client.get(page).url.startswith("/admin/login/")
    assert client.get(page, follow=True).status_code == 403
    client.force_login(make.UserFactory(is_staff=True))
    assert client.get(page).status_code == 403


def test_the_table_names_models_that_exist():
    for grants in ROLES.values():
        for model in " ".join(grants.values()).split():
            assert apps.get_model(model if "." in model else f"clinics.{model}")


@pytest.mark.django_db
def test_sync_roles_gives_and_takes_what_the_table_says(capsys):
    curators = Group.objects.get(name=CURATOR)
    before = set(curators.permissions.all())
    curators.permissions.set(Permission.objects.filter(codename="delete_clinic"))
    Group.objects.get(name=EDITOR).delete()
    call_command("sync_roles")
    call_command("sync_roles")
    assert set(curators.permissions.all()) == before
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(ALL)
    assert "Regulations editor" in capsys.readouterr().out


def form_of(user):
    return f"/admin/clinics/user/{user.pk}/change/"


def everything(user):
    """A form that asks for all that there is."""
    return {
        "username": user.username, "email": "new@example.org", "is_active": "on", "is_staff": "on",
        "is_superuser": "on", "groups": list(Group.objects.values_list("pk", flat=True)),
        "user_permissions": list(Permission.objects.values_list("pk", flat=True)),
        "date_joined_0": "2026-01-02", "date_joined_1": "09:00:00",
    }  # fmt: skip


@pytest.mark.parametrize("role", ALL)
def test_no_role_grants_itself_another(client, acting, role):
    user = acting(role)
    client.post(form_of(user), everything(user))
    group = user.groups.get()
    client.post(
        f"/admin/auth/group/{group.pk}/change/",
        {"name": group.name, "permissions": list(Permission.objects.values_list("pk", flat=True))},
    )
    before = {f"clinics.{codename}" for codename in group.permissions.values_list("codename", flat=True)}
    user = User.objects.get(pk=user.pk)
    assert [held.name for held in user.groups.all()] == [role]
    assert (user.is_superuser, user.user_permissions.count(), user.email) == (False, 0, "")
    assert not user.has_perm("clinics.delete_clinic")
    assert before == {f"clinics.{name.split('.')[1]}" for name in user.get_all_permissions()}


@pytest.mark.parametrize("role", [CURATOR, EDITOR, MODERATOR])
def test_only_administrators_give_roles_to_others(client, acting, role):
    acting(role)
    other = make.UserFactory()
    assert client.post(form_of(other), everything(other)).status_code == 403
    assert client.post("/admin/clinics/user/add/", everything(other)).status_code == 403
    assert not other.groups.exists()


def test_an_administrator_gives_roles_to_others_and_nothing_beyond(client, acting):
    acting(BOSS)
    other = make.UserFactory(email="ada@example.org")
    form = everything(other) | {"groups": [Group.objects.get(name=CURATOR).pk]}
    assert client.post(form_of(other), form).status_code == 302
    other.refresh_from_db()
    assert [group.name for group in other.groups.all()] == [CURATOR]
    assert (other.is_staff, other.is_superuser, other.email) == (True, False, "ada@example.org")
    assert other.user_permissions.count() == 0


def test_an_administrator_cannot_make_a_superuser(client, acting):
    acting(BOSS)
    form = {"username": "ada", "email": "ada@example.org", "usable_password": "false", "is_superuser": "on"}
    assert client.post("/admin/clinics/user/add/", form).status_code == 302
    ada = User.objects.get(username="ada")
    assert (ada.is_superuser, ada.is_staff, ada.has_usable_password()) == (False, False, False)


def test_an_administrator_reaches_no_superuser(client, acting):
    acting(BOSS)
    owner = make.UserFactory(is_superuser=True, is_staff=True, email="owner@example.org")
    assert client.get(form_of(owner)).status_code == 302
    client.post(form_of(owner), everything(owner) | {"is_active": ""})
    assert client.get(f"/admin/clinics/user/{owner.pk}/password/").status_code in (403, 404)
    owner.refresh_from_db()
    assert (owner.is_active, owner.is_superuser, owner.email) == (True, True, "owner@example.org")


def test_an_administrator_sets_nobodys_password(client, acting):
    acting(BOSS)
    other = make.UserFactory()
    page = f"/admin/clinics/user/{other.pk}/password/"
    assert client.get(page).status_code == 403
    words = "quiet-harbor-lantern-42"
    assert client.post(page, {"password1": words, "password2": words}).status_code == 403


def test_an_administrator_does_not_close_their_own_account(client, acting):
    boss = acting(BOSS)
    client.post(form_of(boss), everything(boss) | {"is_active": "", "is_staff": ""})
    boss.refresh_from_db()
    assert (boss.is_active, boss.is_staff) == (True, True)


def test_a_regulations_editor_opens_no_listing(client, acting):
    acting(EDITOR)
    clinic = make.ClinicFactory()
    assert client.get(f"/admin/clinics/clinic/{clinic.pk}/change/").status_code == 403
    assert client.get(f"/admin/clinics/check/of/clinic/{clinic.pk}/").status_code == 404
    assert client.get("/admin/clinics/regulationnote/add/").status_code == 200


def test_a_curator_works_on_a_listing_and_its_rows(client, acting):
    acting(CURATOR)
    clinic = make.ClinicFactory()
    page = client.get(f"/admin/clinics/clinic/{clinic.pk}/change/")
    assert page.context["has_change_permission"]
    assert all(formset.formset.can_delete for formset in page.context["inline_admin_formsets"])
    assert client.get(f"/admin/clinics/check/of/clinic/{clinic.pk}/").status_code == 200
    assert "delete_selected" not in client.get("/admin/clinics/clinic/").content.decode()


def test_a_review_moderator_looks_and_changes_nothing(client, acting):
    acting(MODERATOR)
    clinic = make.ClinicFactory()
    page = client.get(f"/admin/clinics/clinic/{clinic.pk}/change/")
    assert page.status_code == 200
    assert not page.context["has_change_permission"]
    assert client.post(f"/admin/clinics/clinic/{clinic.pk}/change/", {}).status_code == 403
