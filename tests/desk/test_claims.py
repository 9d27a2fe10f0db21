"""Claims: who may take care of a listing."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from clinics.desk.claims import kept_by_clinic
from clinics.models import Claim
from tests import factories as make
from tests.desk.helpers import curator, granted, proposal
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db

CLAIM = {"email": "front@harbor.example", "role": "Office manager"}
URL = "/clinics/harbor/claim/"


@pytest.fixture(autouse=True)
def quick_digests(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clinic():
    return make.ClinicFactory(slug="harbor", website="https://www.harbor.example")


@pytest.fixture
def user(client):
    user = make.UserFactory()
    client.force_login(user)
    return user


def mailed():
    return re.search(r"^\d{6}$", mail.outbox[-1].body, re.M).group()


def wrong():
    return f"{(int(mailed()) + 1) % 1_000_000:06d}"


def type_code(client, code):
    return client.post(f"/desk/my-listings/{Claim.objects.latest('pk').pk}/code/", {"code": code})


def test_who_is_not_signed_in_is_asked_to(client, clinic):
    for path in (URL, "/clinics/harbor/care/", "/desk/my-listings/"):
        assert client.get(path).status_code == 302
    assert client.post(URL, CLAIM).status_code == 302
    assert Claim.objects.count() == 0


def test_a_mailbox_at_the_clinics_own_domain_gets_a_code_that_grants(client, clinic, user):
    assert client.get(URL).status_code == 200
    response = client.post(URL, CLAIM)
    claim = Claim.objects.get()
    assert response["Location"] == f"/desk/my-listings/{claim.pk}/code/"
    assert mail.outbox[0].to == ["front@harbor.example"]
    assert mailed() not in claim.code
    assert claim.state == "code-sent"
    assert not kept_by_clinic(clinic)
    assert type_code(client, f" {mailed()[:3]} {mailed()[3:]} ")["Location"] == "/clinics/harbor/care/"
    claim.refresh_from_db()
    assert (claim.state, claim.code, claim.tries) == ("granted", "", 0)
    assert kept_by_clinic(clinic)


def test_the_pages_of_a_claim_show_what_they_ask_for(client, clinic, user):
    def fields(path):
        return {field.get("name") for field in Reading(client.get(path).content.decode()).attributes("input")}

    assert fields(URL) >= {"email", "role"}
    code_page = client.post(URL, CLAIM)["Location"]
    assert "code" in fields(code_page)


def test_the_very_mailbox_of_the_listing_gets_a_code_wherever_it_is(client, user):
    make.ClinicFactory(slug="harbor", website="", email="harbor@frontier.com")
    client.post(URL, CLAIM | {"email": "Harbor@Frontier.com"})
    assert len(mail.outbox) == 1
    type_code(client, mailed())
    assert Claim.objects.get().state == "granted"


@pytest.mark.parametrize(
    "email",
    [
        "stranger@frontier.com", "front@elsewhere.example", "a@outlook.com", "student@harbor.example",
        "a@mail.clinic.harbor.example",
    ],
)  # fmt: skip
def test_any_other_mailbox_waits_for_a_curator(client, user, email):
    make.ClinicFactory(slug="harbor", website="https://clinic.harbor.example", email="harbor@frontier.com")
    assert client.post(URL, CLAIM | {"email": email})["Location"] == "/desk/my-listings/"
    claim = Claim.objects.get()
    assert (claim.state, claim.code) == ("open", "")
    assert mail.outbox == []
    assert client.get("/desk/my-listings/").status_code == 200


def test_five_wrong_codes_leave_it_to_a_curator(client, clinic, user):
    client.post(URL, CLAIM)
    code, other = mailed(), wrong()
    for _ in range(4):
        assert type_code(client, other).status_code == 200
    assert type_code(client, other)["Location"] == "/desk/my-listings/"
    type_code(client, code)
    assert Claim.objects.get().state == "open"


def test_giving_up_and_claiming_again_gives_no_new_tries(client, clinic, user):
    client.post(URL, CLAIM)
    for _ in range(5):
        type_code(client, wrong())
    client.post(f"/desk/my-listings/{Claim.objects.get().pk}/give-up/")
    client.post(URL, CLAIM)
    assert Claim.objects.latest("pk").state == "open"
    assert len(mail.outbox) == 1


def test_the_fifth_try_may_be_right(client, clinic, user):
    client.post(URL, CLAIM)
    for _ in range(4):
        type_code(client, wrong())
    type_code(client, mailed())
    assert Claim.objects.get().state == "granted"


def test_a_code_lapses_after_half_an_hour_and_a_new_one_replaces_it(client, clinic, user):
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        client.force_login(user)
        client.post(URL, CLAIM)
        first = mailed()
        clock.shift(timedelta(minutes=30))
        assert "too old" in type_code(client, first).content.decode()
        client.post(URL, CLAIM)
        assert Claim.objects.count() == 1
        if first != mailed():
            type_code(client, first)
            assert Claim.objects.get().state == "code-sent"
        type_code(client, mailed())
    assert Claim.objects.get().state == "granted"


def test_a_mailbox_gets_three_codes_a_day(client, clinic):
    for _ in range(5):
        client.force_login(make.UserFactory())
        client.post(URL, CLAIM)
    assert len(mail.outbox) == 3
    assert Claim.objects.filter(state="open").count() == 2


def test_the_sixth_claim_within_the_hour_waits(client, user):
    for number in range(6):
        make.ClinicFactory(slug=f"c{number}")
    answers = [client.post(f"/clinics/c{number}/claim/", CLAIM).status_code for number in range(6)]
    assert answers == [302] * 5 + [429]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "\x00", "9" * 500])
def test_what_is_no_code_is_not_counted(client, clinic, user, code):
    client.post(URL, CLAIM)
    assert type_code(client, code).status_code == 200
    assert Claim.objects.get().tries == 0


@pytest.mark.parametrize("typed", [{"email": ""}, {"email": "x"}, {"role": ""}, {"role": "x" * 121}])
def test_mistakes_are_named(client, clinic, user, typed):
    assert client.post(URL, CLAIM | typed).status_code == 200
    assert Claim.objects.count() == 0


def test_nobody_opens_the_claim_of_another(client, clinic, user):
    other = granted(clinic)
    assert client.get(f"/desk/my-listings/{other.pk}/code/").status_code == 404
    assert client.post(f"/desk/my-listings/{other.pk}/give-up/").status_code == 404
    assert client.get("/clinics/harbor/care/")["Location"] == URL
    other.refresh_from_db()
    assert other.state == "granted"


def test_a_claimant_gives_up_only_by_a_post(client, clinic, user):
    claim = granted(clinic, user)
    assert client.get(f"/desk/my-listings/{claim.pk}/give-up/").status_code == 405
    client.post(f"/desk/my-listings/{claim.pk}/give-up/")
    assert not kept_by_clinic(clinic)
    assert client.get("/clinics/harbor/care/").status_code == 302


@pytest.mark.parametrize("status", ["draft", "suspended", "closed"])
def test_what_is_not_published_cannot_be_claimed(client, user, status):
    make.ClinicFactory(slug="hidden", status=status)
    assert client.get("/clinics/hidden/claim/").status_code == 404


def decide(client, claim, state, reason=""):
    return client.post(f"/admin/clinics/claim/{claim.pk}/change/", {"state": state, "reason": reason})


@pytest.fixture
def staff(client):
    client.force_login(curator("view_claim", "change_claim"))
    return client


def test_a_curator_grants_and_revokes_with_a_reason(staff, clinic):
    claim = Claim.objects.create(listing=clinic, user=make.UserFactory(), state="open", **CLAIM)
    waiting = proposal(clinic, claim=claim)
    decide(staff, claim, "granted")
    claim.refresh_from_db()
    assert (claim.state, str(claim.decided_by_id)) == ("granted", staff.session["_auth_user_id"])
    assert "Say why" in decide(staff, claim, "revoked").content.decode()
    decide(staff, claim, "revoked", "They no longer work there.")
    claim.refresh_from_db()
    waiting.refresh_from_db()
    assert (claim.state, waiting.state) == ("revoked", "refused")
    assert not kept_by_clinic(clinic)


@pytest.mark.parametrize(
    ("before", "after"), [("granted", "open"), ("open", "revoked"), ("refused", "granted")]
)
def test_a_claim_takes_no_other_way(staff, clinic, before, after):
    claim = Claim.objects.create(listing=clinic, user=make.UserFactory(), state=before, **CLAIM)
    decide(staff, claim, after, "Because.")
    claim.refresh_from_db()
    assert claim.state == before


def test_who_may_only_look_decides_nothing(client, clinic):
    claim = Claim.objects.create(listing=clinic, user=make.UserFactory(), **CLAIM)
    client.force_login(curator("view_claim"))
    assert client.get("/admin/clinics/claim/").status_code == 200
    assert decide(client, claim, "granted").status_code == 403
    client.force_login(curator())
    assert client.get("/admin/clinics/claim/").status_code == 403


def test_the_list_costs_the_same_whatever_its_length(staff, django_assert_max_num_queries):
    for _ in range(20):
        granted(make.ClinicFactory())
    with django_assert_max_num_queries(10):
        assert staff.get("/admin/clinics/claim/").status_code == 200
