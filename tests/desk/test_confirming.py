"""Is this still right? One mail, one link, one answer."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail, signing
from django.core.management import CommandError, call_command

from clinicfinder import clock
from clinics.desk.confirming import SALT, token_of
from clinics.models import Check, Confirmation, Listing, Proposal
from tests import factories as make
from tests.desk.forms import as_sent
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def ago(days):
    return (NOW - timedelta(days=days)).date()


def due(days=160, **columns):
    return make.ClinicFactory(**{"email": "front@harbor.example", "confirmed_on": ago(days)} | columns)


def run(*arguments):
    out = StringIO()
    call_command("ask_still_right", *arguments, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def link():
    clinic = due()
    made = Confirmation.objects.create(listing=clinic, email=clinic.email, sent_at=clock.now())
    return f"/still-right/{token_of(made)}/"


def form_of(client, link):
    context = client.get(link).context
    return {"seen": context["seen"]} | as_sent(context["form"])


@pytest.mark.parametrize(("days", "mails"), [(149, 0), (150, 1), (180, 1), (181, 1), (2000, 1), (0, 0)])
def test_it_asks_from_150_days_after_the_last_confirmation(days, mails):
    due(days)
    run()
    assert len(mail.outbox) == mails


@pytest.mark.parametrize(
    ("looked", "outcome", "mails"),
    [(10, "passed", 0), (160, "passed", 1), (10, "failed", 0), (200, "passed", 1)],
)
def test_a_contact_check_counts_as_a_confirmation(looked, outcome, mails):
    clinic = due(confirmed_on=None)
    make.CheckFactory(listing=clinic, outcome=outcome, looked_at=NOW - timedelta(days=looked))
    run()
    assert len(mail.outbox) == mails


def test_the_newer_of_both_counts():
    clinic = due(160)
    make.CheckFactory(listing=clinic, looked_at=NOW - timedelta(days=5))
    run()
    assert mail.outbox == []


def test_what_was_never_confirmed_is_asked_after_150_days(frozen):
    due(confirmed_on=None)
    run()
    assert mail.outbox == []
    frozen.shift(timedelta(days=151))
    run()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "columns",
    [{"email": ""}, {"is_demo": True}, {"status": "draft"}, {"status": "closed"}, {"status": "suspended"}],
)
def test_who_is_never_asked(columns):
    due(**columns)
    run()
    assert mail.outbox == []


def test_nobody_is_asked_twice_within_180_days(frozen):
    due(150)
    assert run() == "due=1 sent=1 failed=0"
    frozen.shift(timedelta(days=20))
    assert run() == "due=0 sent=0 failed=0"


def test_who_was_confirmed_the_longest_ago_is_asked_first():
    for days, name in ((200, "second"), (160, "fourth"), (900, "first")):
        due(days, email=f"{name}@harbor.example")
    called = due(800, email="third@harbor.example")
    make.CheckFactory(listing=called, looked_at=NOW - timedelta(days=170))
    run()
    assert [sent.to for sent in mail.outbox] == [
        [f"{name}@harbor.example"] for name in ("first", "second", "third", "fourth")
    ]


def asked(listing, days, *, answered=False, email=""):
    sent = NOW - timedelta(days=days)
    return Confirmation.objects.create(
        listing=listing, email=email or listing.email, sent_at=sent, answered_at=sent if answered else None
    )


def test_who_left_two_mails_in_a_row_unanswered_is_asked_no_more(frozen):
    due(150)
    for wait in (0, 181, 181, 2000):
        frozen.shift(timedelta(days=wait))
        run()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("before", "mails"),
    [
        ([(700, False), (500, False)], 0),
        ([(900, False), (700, False), (500, True)], 1),
        ([(900, True), (700, False), (500, False)], 0),
        ([(700, True), (500, False)], 1),
        ([(700, False)], 1),
    ],
)
def test_only_mails_since_the_last_answer_count_as_unanswered(before, mails):
    clinic = due(400)
    for days, answered in before:
        asked(clinic, days, answered=answered)
    run()
    assert len(mail.outbox) == mails


def test_a_new_address_has_left_nothing_unanswered():
    clinic = due(400, email="new@harbor.example")
    for days in (700, 500):
        asked(clinic, days, email="old@harbor.example")
    run()
    assert [sent.to for sent in mail.outbox] == [["new@harbor.example"]]


def test_the_silence_of_one_listing_is_not_that_of_another():
    silent = due(400)
    for days in (700, 500):
        asked(silent, days)
    due(400, email="other@harbor.example")
    run()
    assert [sent.to for sent in mail.outbox] == [["other@harbor.example"]]


def test_a_dry_run_sends_and_keeps_nothing():
    due()
    assert run("--dry-run") == "due=1 sent=0 failed=0 (dry run)"
    assert (mail.outbox, Confirmation.objects.count()) == ([], 0)


def test_one_mail_that_fails_stops_no_other(monkeypatch):
    due(email="broken@harbor.example")
    due(email="front@harbor.example")
    send = mail.EmailMessage.send

    def sometimes(message, *args, **kwargs):
        if "broken" in message.to[0]:
            raise ConnectionRefusedError
        return send(message, *args, **kwargs)

    monkeypatch.setattr(mail.EmailMessage, "send", sometimes)
    out = StringIO()
    with pytest.raises(CommandError, match="tried again"):
        call_command("ask_still_right", stdout=out)
    assert out.getvalue().strip() == "due=2 sent=1 failed=1"
    assert Confirmation.objects.get().email == "front@harbor.example"


def test_the_mail_holds_a_link_that_works(client):
    due()
    run("--site", "https://example.org/")
    [address] = [line for line in mail.outbox[0].body.splitlines() if line.startswith("https://")]
    assert client.get(address.removeprefix("https://example.org")).status_code == 200


def test_production_must_know_its_own_address(settings):
    settings.PRODUCTION, settings.SITE_URL = True, ""
    with pytest.raises(CommandError):
        run()


def test_looking_at_the_link_changes_nothing_and_tells_nobody(client, link):
    before = list(Listing.objects.values())
    for _ in range(2):
        response = client.get(link)
        assert response.status_code == 200
    client.head(link)
    assert list(Listing.objects.values()) == before
    assert Confirmation.objects.get().answered_at is None
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert response.cookies == {}
    assert "(512) 555-0123" in Reading(response.content.decode()).text


def test_a_yes_is_a_passed_contact_check_of_today(client, link):
    client.handler.enforce_csrf_checks = True  # A browser that sends no referrer sends no origin.
    data = {"yes": "yes", "seen": form_of(client, link)["seen"]}
    response = client.post(link, data, HTTP_ORIGIN="null")
    assert "confirmed these details today" in response.content.decode()
    check = Check.objects.get()
    assert (check.kind, check.outcome, check.source_name) == (
        "contact", "passed", "The clinic itself, by mail link",
    )  # fmt: skip
    assert (check.looked_by, check.looked_at) == (None, NOW)
    assert Listing.objects.get().confirmed_on == NOW.date()
    confirmation = Confirmation.objects.get()
    assert (confirmation.still_right, confirmation.answered_at) == (True, NOW)
    call_command("check_derived")


def test_a_link_takes_one_answer(client, link):
    data = {"yes": "yes", "seen": form_of(client, link)["seen"]}
    client.post(link, data)
    for response in (client.get(link), client.post(link, data)):
        assert response.status_code == 410
        assert "You can still tell us" in response.content.decode()
    assert Check.objects.count() == 1


def test_corrections_become_proposals_and_confirm_nothing(client, link):
    data = form_of(client, link) | {"correct": "correct", "phone_note": "Press 2", "hsa_fsa": "true"}
    assert client.post(link, data).status_code == 200
    assert set(Proposal.objects.values_list("field", "new", "origin", "claim")) == {
        ("phone_note", "Press 2", "confirmation", None),
        ("hsa_fsa", "True", "confirmation", None),
    }
    assert Confirmation.objects.get().still_right is False
    assert Check.objects.count() == 0
    assert Listing.objects.get().confirmed_on == ago(160)


@pytest.mark.parametrize("wrong", [{"phone": "555"}, {"website": "x y"}, {"wait_days": "soon"}])
def test_mistakes_are_named_and_the_link_stays_good(client, link, wrong):
    response = client.post(link, form_of(client, link) | {"correct": "1"} | wrong)
    assert response.context["form"].errors.keys() == wrong.keys()
    assert client.get(link).status_code == 200
    assert Proposal.objects.count() == 0


def test_corrections_that_change_nothing_are_no_answer(client, link):
    response = client.post(link, form_of(client, link) | {"correct": "1"})
    assert "You changed nothing" in response.content.decode()
    assert Confirmation.objects.get().answered_at is None


def test_nobody_confirms_what_changed_after_they_looked(client, link):
    seen = form_of(client, link)["seen"]
    Listing.objects.update(phone="+15125550199")
    response = client.post(link, {"yes": "yes", "seen": seen})
    assert "Something here changed" in response.content.decode()
    assert Check.objects.count() == 0


def test_prices_hours_and_conditions_are_shown_and_nobody_confirms_them_after_they_changed(client, link):
    clinic = Listing.objects.get().clinic
    clinic.conditions.add(make.ConditionFactory())
    make.OpeningHoursFactory(clinic=clinic)
    offer = make.OfferFactory(listing=clinic)
    page = client.get(link)
    told = Reading(page.content.decode()).text
    for words in ("Ptsd", "Monday 9 a.m. to 5 p.m.", "Iv infusion: $450 a session"):
        assert words in told
    for change in (offer.delete, clinic.hours.all().delete, clinic.conditions.clear):
        seen = form_of(client, link)["seen"]
        change()
        assert "Something here changed" in client.post(link, {"yes": "1", "seen": seen}).content.decode()
    assert Check.objects.count() == 0


def test_a_corrected_price_is_a_proposal_too(client, link):
    make.OfferFactory(listing=Listing.objects.get())
    data = form_of(client, link) | {"correct": "1", "offer-iv-infusion-0-low": "400"}
    client.post(link, data)
    assert list(Proposal.objects.values_list("field", "new")) == [
        ("offers", "iv-infusion|session|40000|45000|")
    ]


def test_a_link_lapses_after_45_days(client, link, frozen):
    frozen.shift(timedelta(days=45))
    assert client.get(link).status_code == 200
    frozen.shift(timedelta(seconds=1))
    assert client.get(link).status_code == 410
    assert client.post(link, {"yes": "yes"}).status_code == 410


@pytest.mark.parametrize(
    "token",
    ["x", "a:b:c", ":", "%00", "é", signing.dumps(1, salt="other"), signing.dumps(1, key="other", salt=SALT)],
    # A signature holds the second of its making: each worker would name the test otherwise.
    ids=["letter", "parts", "colon", "nul", "accent", "other salt", "other key"],
)
def test_a_forged_link_opens_nothing(client, link, token):
    for response in (
        client.get(f"/still-right/{token}/"),
        client.post(f"/still-right/{token}/", {"yes": "1"}),
    ):
        assert response.status_code == 404
    assert Check.objects.count() == 0


@pytest.mark.parametrize(
    "change", [{"status": "suspended"}, {"status": "closed"}, {"email": "new@harbor.example"}]
)
def test_a_link_is_over_when_the_listing_has_changed_hands(client, link, change):
    Listing.objects.update(**change)
    assert client.get(link).status_code == 410


@pytest.mark.parametrize("data", [{}, {"yes": ""}, {"seen": "x", "yes": "1"}, {"correct": "1"}])
def test_half_an_answer_is_none(client, link, data):
    assert client.post(link, data).status_code == 200
    assert Confirmation.objects.get().answered_at is None


def test_a_telehealth_service_is_asked_about_its_own_facts(client):
    make.TelemedicineServiceFactory(email="a@lantern.example", confirmed_on=ago(170))
    run("--site", "https://example.org")
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("https://"))
    assert "Modality" in Reading(client.get(link.removeprefix("https://example.org")).content.decode()).text
