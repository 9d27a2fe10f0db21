"""Signals beside a review: questions for a human, each on both sides of its threshold."""

from datetime import timedelta

import pytest

from clinicfinder import clock
from clinics.models import Claim, ReviewTrace
from clinics.reviews import signal_rules as rules
from clinics.reviews.personal import find
from clinics.reviews.signals import signals_of
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = clock.now()
TEXT = "They explained each step, watched me all the time and told me the price before we began."
OTHER = "Parking was hard to find, the waiting room was cold, but the nurse stayed beside me for an hour."


def day(number, **time):
    return NOW + timedelta(days=number, **time)


def review(text=TEXT, sent=0, joined=-400, **columns):
    """By an account of its own that has been there for long, unless told otherwise."""
    columns = {"state": "pending", "first_sent_at": day(sent)} | columns
    made = make.ReviewFactory(text=text, **columns)
    if made.author:
        type(made.author).objects.filter(pk=made.author.pk).update(date_joined=day(joined))
        made.author.refresh_from_db()
    return made


def signals(row):
    return {one.kind: one for one in signals_of(row, find(row.text), NOW)}


def kinds(row):
    return set(signals(row))


def trace(row, network="n", device="d", at=0):
    return ReviewTrace.objects.create(review=row, network=network, device=device, created_at=day(at))


def test_an_ordinary_review_has_no_signal():
    review(text=OTHER, sent=-9)
    assert kinds(review()) == set()


@pytest.mark.parametrize("stars", [1, 5])
def test_few_stars_and_few_words_are_no_signal(stars):
    assert kinds(review(text="It was not good, and I will not go there again, ever.", overall=stars)) == set()


@pytest.mark.parametrize(
    ("network", "device", "at", "found"),
    [
        ("n", "d", 0, "device"),
        ("n", "another", 0, "network"),
        ("another", "another", 0, None),
        ("n", "d", -29, "device"),
        ("n", "d", -31, None),
    ],
)
def test_reviews_from_one_network_or_device_within_thirty_days(network, device, at, found):
    mine, other = review(), review(text=OTHER, sent=-20)
    trace(mine)
    trace(other, network, device, at)
    assert kinds(mine) == ({found} if found else set())


def test_ones_own_other_reviews_come_from_ones_own_device():
    mine = review()
    other = review(text=OTHER, sent=-20, author=mine.author)
    trace(mine)
    trace(other)
    assert kinds(mine) == set()


def test_a_signal_names_each_other_review_once_and_leads_there():
    mine, other = review(), review(text=OTHER, sent=-20)
    trace(mine)
    trace(other)
    trace(other, device="another")
    [link] = signals(mine)["device"].links
    assert link.url == f"/admin/clinics/review/{other.pk}/decide/"
    assert "network" not in signals(mine)


def test_digests_that_are_empty_belong_to_nobody():
    mine, other = review(), review(text=OTHER, sent=-20)
    trace(mine, "", "")
    trace(other, "", "")
    assert kinds(mine) == set()


def changed_in(text, share):
    """The text with such a share of its letters replaced."""
    letters = list(text)
    step = round(1 / share)
    for place in range(0, len(letters), step):
        letters[place] = "z"
    return "".join(letters)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (TEXT, True),
        (TEXT.upper() + " !!", True),
        (changed_in(TEXT, 0.1), True),
        (changed_in(TEXT, 0.34), False),
        (OTHER, False),
    ],
)
def test_texts_are_nearly_equal_from_a_share_on(words, found):
    review(text=words, sent=-20)
    assert ("alike" in kinds(review())) == found


@pytest.mark.parametrize(
    ("sent", "same_place", "found"), [(-89, False, True), (-91, False, False), (-900, True, True)]
)
def test_texts_of_the_same_place_are_compared_always_others_for_ninety_days(sent, same_place, found):
    mine = review()
    columns = {"listing": mine.listing} if same_place else {}
    review(sent=sent, **columns)
    assert ("alike" in kinds(mine)) == found


def test_only_so_many_texts_are_compared(monkeypatch):
    monkeypatch.setattr("clinics.reviews.queries_signals.MOST_COMPARED", 2)
    mine = review()
    review(sent=-20)
    for number in range(2):
        review(text=OTHER, sent=-10 + number)
    assert "alike" not in kinds(mine)


@pytest.mark.parametrize(("others", "hours", "found"), [(2, 47, True), (1, 47, False), (2, 49, False)])
def test_several_reviews_of_a_place_within_two_days_are_a_burst(others, hours, found):
    mine = review()
    for number in range(others):
        text = (
            OTHER if number else "Nobody told me what the second session would cost, and I had to ask twice."
        )
        review(text=text, listing=mine.listing, first_sent_at=day(0, hours=-hours))
    assert ("burst-of-listing" in kinds(mine)) == found


@pytest.mark.parametrize(("others", "hours", "found"), [(2, 23, True), (1, 23, False), (2, 25, False)])
def test_several_reviews_by_an_account_within_a_day_are_a_burst(others, hours, found):
    mine = review()
    for number in range(others):
        text = (
            OTHER if number else "Nobody told me what the second session would cost, and I had to ask twice."
        )
        review(text=text, author=mine.author, first_sent_at=day(0, hours=-hours))
    assert ("burst-of-account" in kinds(mine)) == found


@pytest.mark.parametrize(("joined", "found"), [(-6.9, True), (-7.1, False)])
def test_an_account_is_new_for_seven_days(joined, found):
    assert ("new-account" in kinds(review(joined=joined))) == found


@pytest.mark.parametrize("state", ["granted", "revoked", "refused", "open"])
def test_whoever_once_claimed_the_listing_may_work_there(state):
    mine = review()
    claim = {"email": "a@example.org", "role": "Office", "state": state}
    Claim.objects.create(listing=review(text=OTHER, sent=-20).listing, user=mine.author, **claim)
    assert "claimed" not in kinds(mine)
    Claim.objects.create(listing=mine.listing, user=mine.author, **claim)
    assert "claimed" in kinds(mine)


@pytest.mark.parametrize(
    ("email", "website", "found"),
    [
        ("ada@harbor.example", "https://www.harbor.example/austin", True),
        ("ada@mail.harbor.example", "https://harbor.example", True),
        ("ada@harbor.example", "https://book.harbor.example", True),
        ("ada@notharbor.example", "https://harbor.example", False),
        ("ada@gmail.com", "https://gmail.com", False),
        ("ada@google.com", "https://sites.google.com/harbor", False),
        ("ada@example", "https://example", False),
        ("", "https://harbor.example", False),
        ("ada@harbor.example", "", False),
        ("ada@harbor.example", "https://[", False),
    ],
)
def test_a_mailbox_at_the_domain_of_the_place(email, website, found):
    assert rules.of_one_domain(email, website) == found


def test_the_signal_of_a_domain_tells_no_address():
    mine = review(listing=make.ClinicFactory(website="https://harbor.example"))
    mine.author.email = "ada.lovelace@harbor.example"
    mine.author.save()
    assert "domain" in kinds(mine)
    assert not any("@" in one.words or "ada" in one.words for one in signals(mine).values())


def test_possible_personal_details_are_named():
    found = signals(review(text=f"{TEXT} Call me at 512-555-0123 or write to ada@example.org."))
    assert "a phone number and an e-mail address" in found["personal"].words


def test_every_signal_asks():
    mine = review(
        text=f"{TEXT} Call me at 512-555-0123.",
        joined=-1,
        listing=make.ClinicFactory(website="https://harbor.example"),
    )
    mine.author.email = "ada@harbor.example"
    mine.author.save()
    Claim.objects.create(
        listing=mine.listing, user=mine.author, email="a@example.org", role="Office", state="open"
    )
    trace(mine)
    for number in range(3):
        other = review(text=f"{mine.text} {number}", listing=mine.listing)
        trace(other, device="d" if number else "another")
        review(author=mine.author, joined=-1)
    found = signals_of(mine, find(mine.text), NOW)
    assert {one.kind for one in found} == {
        "device", "network", "alike", "burst-of-listing", "burst-of-account", "new-account", "claimed", "domain",
        "personal",
    }  # fmt: skip
    assert all(one.words.endswith("?") or "? " in one.words for one in found)


def test_a_fictional_review_is_compared_with_fictional_ones_only():
    review()
    demo = make.ClinicFactory(is_demo=True)
    mine = make.ReviewFactory(listing=demo, author=None, is_demo=True, demo_name="Quiet Owl", text=TEXT)
    assert kinds(mine) == set()


def test_the_number_of_questions_is_bounded(django_assert_max_num_queries):
    mine = review()
    trace(mine)
    for number in range(30):
        other = review(text=f"{TEXT} {number}", listing=mine.listing)
        trace(other)
        review(author=mine.author)
    with django_assert_max_num_queries(8):
        found = signals(mine)
    assert len(found["alike"].links) == rules.MOST_NAMED
    assert len(found["device"].links) == rules.MOST_NAMED
