"""What clinics answer to reviews: once, moderated, and only by those who take care of the listing."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, connections
from django.urls import reverse

from clinicfinder import clock
from clinics.models import Claim, Listing, Review, ReviewAnswer
from clinics.reviews import answering, publishing
from clinics.reviews.forms_moderation import seen_at
from tests import factories as make
from tests.pages.reading import Reading
from tests.reviews.moderators import ago, answered, keeper_of, moderator, said

pytestmark = pytest.mark.django_db
WORDS = "We take every word about waiting times seriously. Please call our front desk."


@pytest.fixture
def listing():
    return make.ClinicFactory(name="Quiet Harbor", slug="quiet-harbor")


@pytest.fixture
def keeper(client, listing):
    user = keeper_of(listing)
    client.force_login(user)
    return user


def page(listing):
    return reverse(f"review-answers-{listing.kind}", args=[listing.slug])


def send(client, review, text=WORDS, seen=None, follow=True, **more):
    told = {"review": review.pk, "seen": seen.isoformat() if seen else "", "text": text} | more
    return client.post(page(review.listing), told, follow=follow)


def answer_of(review):
    return ReviewAnswer.objects.filter(review=review).first()


def test_a_keeper_answers_a_published_review_and_it_waits(client, listing, keeper):
    review = make.ReviewFactory(listing=listing)
    response = send(client, review)
    assert response.redirect_chain == [(f"{page(listing)}#answer-{review.pk}", 302)]
    assert said(response) == ["Thank you. A moderator reads your answer before anybody sees it."]
    made = answer_of(review)
    assert (made.text, made.author, made.state) == (WORDS, keeper, "pending")
    assert "Your answer waits for a moderator" in response.content.decode()


def test_a_telehealth_service_answers_too(client):
    service = make.TelemedicineServiceFactory()
    client.force_login(keeper_of(service))
    review = make.ReviewFactory(listing=service)
    send(client, review)
    assert answer_of(review)


def test_published_reviews_stand_there_the_newest_first_in_pages(client, listing, keeper):
    for number in range(12):
        make.ReviewFactory(listing=listing, first_sent_at=ago(days=number), text=f"Number {number}. " + WORDS)
    for state in ("pending", "returned", "removed"):
        make.ReviewFactory(listing=listing, state=state, reason="ad" if state[0] == "r" else "")
    make.ReviewFactory()
    shown = [e["review"].text.partition(".")[0] for e in client.get(page(listing)).context["entries"]]
    assert shown == [f"Number {number}" for number in range(10)]
    rest = client.get(page(listing), {"page": 2}).context["entries"]
    assert [e["review"].text.partition(".")[0] for e in rest] == ["Number 10", "Number 11"]
    assert client.get(page(listing), {"page": "x"}).status_code == 200


def test_an_answer_on_a_later_page_leads_back_to_that_page(client, listing, keeper):
    reviews = [make.ReviewFactory(listing=listing, first_sent_at=ago(days=number)) for number in range(12)]
    told = {"review": reviews[11].pk, "seen": "", "text": WORDS}
    response = client.post(f"{page(listing)}?page=2", told)
    assert response.url == f"{page(listing)}?page=2#answer-{reviews[11].pk}"


def test_the_page_says_how_to_answer(client, listing, keeper):
    make.ReviewFactory(listing=listing)
    text = Reading(client.get(page(listing)).content.decode()).text
    assert "Do not say, and do not let readers guess, whether anybody was your patient." in text
    assert "Privacy rules do not let us say who is or is not a patient." in text


@pytest.mark.parametrize("state", ["open", "refused", "revoked", "code-sent"])
def test_only_those_who_take_care_of_the_listing_come_in(client, listing, state):
    review = make.ReviewFactory(listing=listing)
    assert client.get(page(listing)).url.startswith(reverse("account_login"))
    user = make.UserFactory()
    Claim.objects.create(listing=listing, user=user, email="a@example.org", role="Office", state=state)
    keeper_of(make.ClinicFactory(), user)
    client.force_login(user)
    assert client.get(page(listing)).status_code == 403
    assert send(client, review).status_code == 403
    with pytest.raises(PermissionDenied):
        answering.answer(review, user, WORDS, seen=None)
    assert answer_of(review) is None


def test_fictional_listings_and_those_not_published_have_no_answers(client):
    for columns in ({"is_demo": True}, {"status": "suspended"}):
        listing = make.ClinicFactory(**columns)
        client.force_login(keeper_of(listing))
        assert client.get(page(listing)).status_code == 404


def test_a_former_address_leads_to_the_one_of_today(client, listing, keeper):
    Listing.objects.get(pk=listing.pk).former_slugs.create(kind="clinic", slug="old-harbor")
    response = client.get(reverse("review-answers-clinic", args=["old-harbor"]))
    assert (response.status_code, response.url) == (301, page(listing))


@pytest.mark.parametrize(("text", "stored"), [("x" * 10, True), ("x" * 9, False), ("x" * 2000, True), ("x" * 2001, False), ("  \u200b ", False), ("", False)])  # fmt: skip
def test_an_answer_has_ten_to_two_thousand_characters(client, listing, keeper, text, stored):
    review = make.ReviewFactory(listing=listing)
    response = send(client, review, text)
    assert (answer_of(review) is not None) == stored
    if not stored:
        reading = Reading(response.content.decode())
        [field] = [each for each in reading.attributes("textarea") if each.get("aria-invalid")]
        assert field["id"] == f"text-{review.pk}"
        assert f"#text-{review.pk}" in [each["href"] for each in reading.attributes("a")]
        assert text.strip() in "".join(reading.texts("textarea"))


def test_what_is_not_seen_is_taken_out(client, listing, keeper):
    review = make.ReviewFactory(listing=listing)
    send(client, review, "Please\u202e call\u200b us <b>today</b>.\r\n\r\n\r\nThank you.")
    assert answer_of(review).text == "Please call us <b>today</b>.\n\nThank you."
    assert "<b>today" not in client.get(page(listing)).content.decode()


def test_possible_personal_details_are_shown_before_anything_is_sent(client, listing, keeper):
    review = make.ReviewFactory(listing=listing)
    text = "Please call our front desk at 512-555-0123 and ask for the manager."
    response = send(client, review, text)
    assert answer_of(review) is None
    reading = Reading(response.content.decode())
    assert reading.texts("mark") == ["512-555-0123 (a phone number)"]
    assert text in reading.texts("textarea")
    [box] = [each for each in reading.attributes("input") if each.get("name") == "as_is"]
    send(client, review, text.replace("0123", "0124"), as_is=box["value"])
    assert answer_of(review) is None
    send(client, review, text, as_is=box["value"])
    assert answer_of(review).text == text


def test_names_of_the_people_there_are_marked(client, listing, keeper):
    provider = make.ProviderFactory(first_name="Ada", last_name="Winterbourne")
    make.AffiliationFactory(listing=listing, provider=provider)
    response = send(
        client, make.ReviewFactory(listing=listing), "Please ask for Ada Winterbourne at the desk."
    )
    assert Reading(response.content.decode()).texts("mark") == ["Ada Winterbourne (a name)"]


@pytest.mark.parametrize("state", ["pending", "returned"])
def test_an_answer_is_changed_until_it_is_published(client, listing, keeper, state):
    review = make.ReviewFactory(listing=listing)
    reason = "It tells of somebody’s care." if state == "returned" else ""
    made = answered(review, state=state, reason=reason, sent_at=ago(days=1))
    html = client.get(page(listing)).content.decode()
    assert reason in html
    assert made.sent_at.isoformat() in [each.get("value") for each in Reading(html).attributes("input")]
    send(client, review, "Other words than before.", seen=made.sent_at)
    made.refresh_from_db()
    assert (made.text, made.state, made.reason, made.author) == (
        "Other words than before.",
        "pending",
        "",
        keeper,
    )


def test_a_published_answer_stays(client, listing, keeper):
    review = make.ReviewFactory(listing=listing)
    made = answered(review, state="published")
    assert Reading(client.get(page(listing)).content.decode()).attributes("textarea") == []
    response = send(client, review, "Other words than before.", seen=made.sent_at)
    assert "A published answer cannot be changed." in response.content.decode()
    assert "Other words than before." in response.content.decode()
    made.refresh_from_db()
    assert made.text == "Please call our front desk."


def test_a_colleague_who_was_quicker_is_read_first_and_nothing_typed_is_lost(client, listing, keeper):
    review = make.ReviewFactory(listing=listing)
    answering.answer(review, keeper_of(listing, make.UserFactory()), "A colleague answers.", seen=None)
    response = send(client, review, WORDS)
    assert response.status_code == 200
    reading = Reading(response.content.decode())
    assert "Somebody else has answered or changed the answer" in reading.text
    assert "A colleague answers." in reading.text
    assert WORDS in reading.texts("textarea")
    assert answer_of(review).text == "A colleague answers."
    send(client, review, WORDS, seen=answer_of(review).sent_at)
    assert answer_of(review).text == WORDS


def test_an_answer_that_was_published_meanwhile_is_not_overwritten(client, listing, keeper):
    review = make.ReviewFactory(listing=listing)
    made = answered(review)
    publishing.decide_answer(made, moderator(), seen=made.sent_at)
    send(client, review, WORDS, seen=made.sent_at)
    assert answer_of(review).text == "Please call our front desk."


@pytest.mark.parametrize("state", ["pending", "removed"])
def test_a_review_that_is_no_longer_shown_cannot_be_answered(client, listing, keeper, state):
    review = make.ReviewFactory(listing=listing, state=state, reason="ad" if state == "removed" else "")
    response = send(client, review)
    assert said(response) == ["This review is not shown any more, so it cannot be answered."]
    with pytest.raises(ValidationError):
        answering.answer(review, keeper, WORDS, seen=None)
    assert answer_of(review) is None


@pytest.mark.parametrize("review", ["", "x", "0", "9" * 30, "-1"])
def test_a_review_that_nobody_named_is_no_error(client, listing, keeper, review):
    response = client.post(page(listing), {"review": review, "text": WORDS})
    assert response.status_code == 200
    assert not ReviewAnswer.objects.exists()


def test_nobody_answers_their_own_review(client, listing, keeper):
    """Written before the claim was granted."""
    review = make.ReviewFactory(listing=listing, author=keeper)
    response = send(client, review)
    assert "You wrote this review yourself" in response.content.decode()
    assert WORDS in response.content.decode()
    assert answer_of(review) is None


def test_reviews_of_another_place_are_not_answered(client, listing, keeper):
    other = make.ReviewFactory()
    client.post(page(listing), {"review": other.pk, "text": WORDS})
    assert answer_of(other) is None


@pytest.mark.parametrize(("written", "sound"), [("2026-01-01T00:00:00.000001+00:00", True), ("2026-01-01", False), ("", False), ("x", False)])  # fmt: skip
def test_an_instant_is_read_as_it_was_handed_out(written, sound):
    assert (seen_at(written) is not None) == sound


def test_the_page_asks_as_often_for_many_as_for_few(client, listing, keeper, django_assert_max_num_queries):
    asked = []
    for number in (1, 9):
        for _each in range(number):
            answered(make.ReviewFactory(listing=listing))
        with django_assert_max_num_queries(12) as queries:
            client.get(page(listing))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_those_who_take_care_of_a_listing_find_the_page(client, listing, keeper):
    links = Reading(client.get(reverse("my-listings")).content.decode()).attributes("a")
    assert page(listing) in [each["href"] for each in links]


@pytest.mark.django_db(transaction=True)
def test_two_keepers_who_answer_at_once_make_one_answer():
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time")
    listing = make.ClinicFactory()
    review = make.ReviewFactory(listing=listing)
    keepers = [keeper_of(listing, make.UserFactory()) for _each in range(4)]
    start, outcomes = threading.Barrier(len(keepers)), []

    def answer(keeper):
        try:
            start.wait()
            answering.answer(Review.objects.get(pk=review.pk), keeper, f"{WORDS} {keeper.pk}", seen=None)
            outcomes.append("stored")
        except ValidationError:
            outcomes.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answer, args=[keeper]) for keeper in keepers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["stored", "told", "told", "told"]
    assert ReviewAnswer.objects.filter(review=review, sent_at__lte=clock.now()).count() == 1
