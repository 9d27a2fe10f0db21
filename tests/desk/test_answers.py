"""Whoever takes care of a listing hears what curators decided: one mail for all that was decided at once."""

import smtplib

import pytest
from django.core import mail

from clinics.models import Claim, Proposal
from tests import factories as make
from tests.desk.helpers import curator, granted, proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic():
    return make.ClinicFactory(name="Quiet Harbor", slug="harbor")


@pytest.fixture
def staff(client):
    client.force_login(curator("view_proposal", "change_proposal", "view_claim", "change_claim"))
    return client


def decide(staff, clinic, **data):
    return staff.post(f"/admin/clinics/proposal/of/listing/{clinic.pk}/", data, follow=True)


def answer(staff, claim, state, reason=""):
    data = {"state": state, "reason": reason}
    return staff.post(f"/admin/clinics/claim/{claim.pk}/change/", data, follow=True)


def test_one_mail_tells_all_that_was_decided_at_once(staff, clinic, django_capture_on_commit_callbacks):
    claim = granted(clinic)
    make.PayerFactory(slug="cigna")
    make.ListingPayerFactory(listing=clinic)
    yes = proposal(clinic, claim=claim)
    rows = proposal(clinic, "payers", "aetna|in-network", "aetna|superbill\ncigna|in-network", claim=claim)
    no = proposal(clinic, "follow_up", new="We call.", claim=claim)
    later = proposal(clinic, "emergency_plan", new="911", claim=claim)
    with django_capture_on_commit_callbacks(execute=True):
        decide(
            staff,
            clinic,
            **{
                f"decision-{yes.pk}": "accept",
                f"decision-{rows.pk}": "accept",
                f"decision-{no.pk}": "refuse",
            },
        )
    [sent] = mail.outbox
    assert sent.to == ["front@harbor.example"]
    assert "Quiet Harbor" in sent.subject
    shown, refused = sent.body.split("We do not show this:")
    assert "- Press 2" in shown
    assert "- Aetna: out of network, with a superbill (before: Aetna: in network)" in shown
    assert "- added: Cigna: in network" in shown
    assert "- We call." in refused
    assert "911" not in sent.body
    later.refresh_from_db()
    assert later.state == "open"


def test_a_part_that_is_accepted_is_told_and_the_rest_is_not(
    staff, clinic, django_capture_on_commit_callbacks
):
    make.ConditionFactory()
    make.ConditionFactory(slug="anxiety")
    row = proposal(clinic, "conditions", "", "anxiety\nptsd", claim=granted(clinic))
    with django_capture_on_commit_callbacks(execute=True):
        decide(staff, clinic, **{"all": "1", f"asked-{row.pk}": "1", f"line-{row.pk}": "ptsd"})
    assert "- added: Ptsd" in mail.outbox[0].body
    assert "Anxiety" not in mail.outbox[0].body


def test_the_address_of_the_account_comes_before_the_one_that_was_typed(
    staff, clinic, django_capture_on_commit_callbacks
):
    row = proposal(clinic, claim=granted(clinic, make.UserFactory(email="ada@example.org")))
    with django_capture_on_commit_callbacks(execute=True):
        staff.post("/admin/clinics/proposal/", {"action": "refuse_chosen", "_selected_action": [row.pk]})
    assert [sent.to for sent in mail.outbox] == [["ada@example.org"]]


def test_who_no_longer_takes_care_of_it_and_who_has_no_account_hears_nothing(
    staff, clinic, django_capture_on_commit_callbacks
):
    gone = granted(clinic)
    proposal(clinic, claim=gone)
    Claim.objects.update(state="revoked")
    proposal(clinic, "follow_up", origin="confirmation")
    with django_capture_on_commit_callbacks(execute=True):
        decide(staff, clinic, all="1")
    assert Proposal.objects.filter(state="accepted").count() == 2
    assert mail.outbox == []


def test_what_was_decided_already_is_told_once(staff, clinic, django_capture_on_commit_callbacks):
    row = proposal(clinic, claim=granted(clinic))
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            for action in ("accept_chosen", "refuse_chosen"):
                staff.post("/admin/clinics/proposal/", {"action": action, "_selected_action": [row.pk]})
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("open", "granted", "A curator said yes"),
        ("open", "refused", "A curator said no"),
        ("granted", "revoked", "you no longer take care of it"),
    ],
)
def test_a_decided_claim_is_told_with_its_reason(
    staff, clinic, django_capture_on_commit_callbacks, before, after, words
):
    claim = granted(clinic)
    Claim.objects.update(state=before)
    with django_capture_on_commit_callbacks(execute=True):
        answer(staff, claim, after, "Ada left the clinic & moved.")
        answer(staff, claim, after, "Ada left the clinic & moved.")
    [sent] = mail.outbox
    assert words in sent.body
    assert "Ada left the clinic & moved." in sent.body
    assert ("ask again" in sent.body) == (after != "granted")


def test_giving_up_sends_no_mail(client, clinic, django_capture_on_commit_callbacks):
    claim = granted(clinic)
    client.force_login(claim.user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/desk/my-listings/{claim.pk}/give-up/")
    assert Claim.objects.get().state == "revoked"
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_fails_undoes_nothing_and_is_told(staff, clinic, monkeypatch):
    def fail(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(mail.EmailMessage, "send", fail)
    claim = granted(clinic)
    proposal(clinic, claim=claim)
    for response in (decide(staff, clinic, all="1"), answer(staff, claim, "revoked", "Moved.")):
        assert "The mail to front@harbor.example could not be sent." in response.content.decode()
    assert Proposal.objects.get().state == "accepted"
    assert Claim.objects.get().state == "revoked"
