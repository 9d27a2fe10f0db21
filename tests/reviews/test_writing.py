"""Writing a review: who may, what is kept, what is said."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from clinics.listings import index
from clinics.models import Clinic, FormerSlug, Review, User
from clinics.reviews import publishing
from tests import factories as make
from tests.pages.reading import Reading
from tests.reviews.writers import WORDS, keeper, told, writer

pytestmark = pytest.mark.django_db

PATH = "/clinics/harbor/reviews/new/"
LOGIN = f"/accounts/login/?next={PATH}"


@pytest.fixture(autouse=True)
def nothing_derived_is_stale():
    """After every path, what is derived agrees with its sources."""
    yield
    call_command("check_derived")


@pytest.fixture
def clinic():
    made = make.ClinicFactory(slug="harbor", name="Quiet Harbor")
    index.refresh(listings=[made.pk])
    return made


@pytest.fixture
def user(client):
    return writer(client)


def fields(response):
    """What stands in the form, by name."""
    return {name: response.context["form"][name].value() for name in response.context["form"].fields}


def said(response):
    return Reading(response.content.decode()).text


def stored():
    return Review.objects.get()


def test_a_review_is_stored_and_waits_for_a_moderator(client, clinic, user):
    response = client.post(PATH, told(safety="5"), follow=True)
    assert response.redirect_chain == [(reverse("my-reviews"), 302)]
    assert "A moderator reads it" in said(response)
    review = stored()
    assert (review.author, review.listing_id, review.state) == (user, clinic.pk, "pending")
    assert (review.overall, review.safety, review.text) == (4, 5, WORDS)
    assert review.traces.count() == 1
    user.refresh_from_db()
    assert user.pseudonym == "Quiet reader"


def test_a_telemedicine_service_can_be_reviewed(client, user):
    service = make.TelemedicineServiceFactory(slug="lantern", states=["TX"])
    index.refresh(listings=[service.pk])
    assert client.get("/telehealth/lantern/reviews/new/").status_code == 200
    assert client.post("/telehealth/lantern/reviews/new/", told()).status_code == 302
    assert stored().listing_id == service.pk
    assert client.get("/clinics/lantern/reviews/new/").status_code == 404


def test_who_is_signed_out_sees_the_form_and_the_way_to_sign_in(client, clinic):
    response = client.get(PATH)
    reading = Reading(response.content.decode())
    links = [link.get("href") for link in reading.attributes("a")]
    assert LOGIN in links
    assert f"/accounts/signup/?next={PATH}" in links
    assert reading.attributes("textarea")[0]["name"] == "text"
    assert "pseudonym" not in response.context["form"].fields


def test_what_is_sent_signed_out_is_there_again_after_signing_in(client, clinic):
    sent = told(text="too short", sessions="many", side_effects=["nausea", "other"], pseudonym=None)
    response = client.post(PATH, sent, follow=True)
    assert response.redirect_chain == [(LOGIN, 302)]
    assert "We keep what you wrote" in said(response)
    assert Review.objects.count() == 0
    writer(client)
    response = client.get(PATH)
    assert "Nothing is sent yet" in said(response)
    now = fields(response)
    assert (now["text"], now["sessions"], now["overall"]) == ("too short", "many", "4")
    assert now["side_effects"] == ["nausea", "other"]
    assert response.context["form"].errors == {}


def test_what_was_kept_is_deleted_once_it_is_sent(client, clinic):
    client.post(PATH, told())
    writer(client)
    client.post(PATH, told())
    assert stored().text == WORDS
    session = "".join(str(value) for value in client.session.values())
    assert WORDS not in session


def test_what_was_kept_goes_with_signing_out(client, clinic):
    client.post(PATH, told())
    writer(client)
    client.logout()
    response = client.get(PATH)
    assert response.context["is_kept"] is False
    assert not fields(response)["text"]


def test_what_is_kept_takes_the_place_of_an_earlier_review_only_when_sent(client, clinic):
    user = make.UserFactory(pseudonym="Known")
    review = make.ReviewFactory(listing=clinic, author=user)
    index.refresh(listings=[clinic.pk])
    client.post(PATH, told(text=WORDS + " More."))
    client.force_login(user)
    response = client.get(PATH)
    assert "takes the place" in said(response)
    assert fields(response)["text"] == WORDS + " More."
    assert fields(response)["version"] == review.sent_at.isoformat()
    assert stored().text == WORDS


def test_signed_out_words_have_places_an_hour_and_stay_on_the_page(client, clinic):
    for _ in range(5):
        assert client.post(PATH, told()).status_code == 302
    response = client.post(PATH, told(text="My words"))
    assert (response.status_code, fields(response)["text"]) == (429, "My words")


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_takes_care_of_the_place_cannot_review_it(client, clinic, user, method):
    keeper(clinic, user)
    response = getattr(client, method)(PATH, told())
    assert response.status_code == 403
    links = [link.get("href") for link in Reading(response.content.decode()).attributes("a")]
    assert "/clinics/harbor/reviews/answers/" in links
    assert Review.objects.count() == 0


def test_who_comes_to_take_care_of_it_meanwhile_cannot_either(client, clinic, user, monkeypatch):
    keeper(clinic, user)
    monkeypatch.setattr("clinics.reviews.writing.is_keeper", lambda *_: False)
    assert client.post(PATH, told()).status_code == 403
    assert Review.objects.count() == 0
    user.refresh_from_db()
    assert user.pseudonym == ""


def test_a_fictional_place_takes_no_reviews(client, user, settings):
    settings.SHOW_DEMO = True
    demo = make.ClinicFactory(slug="harbor", is_demo=True)
    index.refresh(listings=[demo.pk])
    for response in (client.get(PATH), client.post(PATH, told())):
        assert "takes no reviews" in said(response)
        assert Reading(response.content.decode()).attributes("textarea") == []
    assert Review.objects.count() == 0


@pytest.mark.parametrize("status", ["draft", "closed"])
def test_a_place_that_is_not_shown_is_not_found(client, user, status):
    make.ClinicFactory(slug="harbor", status=status)
    assert client.get(PATH).status_code == client.post(PATH, told()).status_code == 404
    assert client.get("/clinics/no-such/reviews/new/").status_code == 404


def test_an_old_address_leads_to_the_new_one_and_takes_what_was_sent_to_it(client, clinic, user):
    FormerSlug.objects.create(listing=clinic, kind="clinic", slug="old-harbor")
    response = client.get("/clinics/old-harbor/reviews/new/")
    assert (response.status_code, response["Location"]) == (301, PATH)
    assert client.post("/clinics/old-harbor/reviews/new/", told()).status_code == 302
    assert stored().listing_id == clinic.pk


def test_an_address_that_is_not_confirmed_sends_nothing_and_loses_nothing(client, clinic):
    writer(client, confirmed=False)
    assert "Confirm your e-mail address first" in said(client.get(PATH))
    response = client.post(PATH, told())
    assert response.status_code == 200
    assert "confirm your e-mail address first" in said(response)
    assert fields(response)["text"] == WORDS
    assert Review.objects.count() == 0


def test_errors_are_told_and_nothing_typed_is_lost(client, clinic, user):
    sent = told(overall="", text="Too short", sessions="many", price_cents="cheap", no_reward=None)
    response = client.post(PATH, sent)
    assert response.status_code == 200
    now = fields(response)
    assert (now["text"], now["sessions"], now["price_cents"]) == ("Too short", "many", "cheap")
    reading = Reading(response.content.decode())
    wrong = {mark.get("data-error") for mark in reading.attributes("p")} - {None}
    assert wrong == {"overall", "text", "sessions", "price_cents", "no_reward"}
    assert reading.attributes("details")[-1].get("open", "no") is None


DETAILED = WORDS + " Call <b>512-555-0123</b>."


def test_a_personal_detail_is_marked_and_sent_only_as_its_author_wants(client, clinic, user):
    response = client.post(PATH, told(text=DETAILED))
    reading = Reading(response.content.decode())
    assert reading.texts("mark") == ["512-555-0123"]
    assert "may be a phone number" in reading.text
    assert reading.texts("b") == []
    assert Review.objects.count() == 0
    (tick,) = [field for field in reading.attributes("input") if field.get("name") == "as_is"]
    client.post(PATH, told(text=DETAILED, as_is=tick["value"]))
    assert stored().text == DETAILED


def test_the_tick_exists_only_where_something_is_marked(client, clinic, user):
    for response in (client.get(PATH), client.post(PATH, told(text="short"))):
        names = {field.get("name") for field in Reading(response.content.decode()).attributes("input")}
        assert "as_is" not in names


def test_a_sixth_in_an_hour_waits_and_stays_on_the_page(client, clinic, user):
    for number in range(5):
        version = stored().sent_at.isoformat() if number else ""
        client.post(PATH, told(text=f"{WORDS} {number}", version=version))
    response = client.post(PATH, told(text=f"{WORDS} again", version=stored().sent_at.isoformat()))
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert fields(response)["text"] == f"{WORDS} again"
    assert stored().text == f"{WORDS} 4"


class TestEditing:
    @pytest.fixture
    def review(self, clinic, user):
        User.objects.filter(pk=user.pk).update(pseudonym="Known")
        made = make.ReviewFactory(listing=clinic, author=user, overall=2)
        index.refresh(listings=[clinic.pk])
        return made

    def sent(self, review, **changed):
        return told(overall="2", version=review.sent_at.isoformat(), pseudonym=None) | changed

    def test_ones_own_review_is_loaded_and_the_page_says_what_an_edit_does(self, client, review):
        response = client.get(PATH)
        assert (fields(response)["overall"], fields(response)["text"]) == (2, WORDS)
        assert "a moderator reads it again" in said(response)

    def test_an_edit_waits_for_a_moderator_again(self, client, review):
        client.post(PATH, self.sent(review, overall="5"))
        edited = stored()
        assert (edited.overall, edited.state, edited.first_sent_at) == (5, "pending", review.first_sent_at)
        assert edited.sent_at > review.sent_at
        assert edited.history.count() > 1

    def test_what_says_nothing_new_stays_published(self, client, review):
        response = client.post(PATH, self.sent(review), follow=True)
        assert "You changed nothing" in said(response)
        assert (stored().state, stored().sent_at) == ("published", review.sent_at)

    def test_what_was_returned_has_to_change(self, client, review):
        Review.objects.update(state="returned", reason="names", note="The nurse’s name.")
        page = said(client.get(PATH))
        assert "It names a member of staff" in page
        assert "The nurse’s name." in page
        response = client.post(PATH, self.sent(review))
        assert "Nothing has changed yet" in said(response)
        assert stored().state == "returned"
        client.post(PATH, self.sent(review, overall="3"))
        assert (stored().state, stored().reason) == ("pending", "")

    def test_what_was_removed_cannot_be_edited(self, client, review):
        Review.objects.update(state="removed", reason="reward")
        index.refresh(listings=[review.listing_id])
        response = client.get(PATH, follow=True)
        assert response.redirect_chain == [(reverse("my-reviews"), 302)]
        assert "cannot be edited" in said(response)
        response = client.post(PATH, self.sent(review, overall="5"))
        assert "This review was removed" in said(response)
        assert fields(response)["overall"] == "5"
        assert stored().overall == 2

    def test_a_second_tab_does_not_undo_the_first_unseen(self, client, review):
        client.post(PATH, self.sent(review, overall="5"))
        response = client.post(PATH, self.sent(review, overall="1"))
        assert "sent this review elsewhere" in said(response)
        assert (stored().overall, fields(response)["overall"]) == (5, "1")
        client.post(PATH, self.sent(review, overall="1", version=fields(response)["version"]))
        assert stored().overall == 1


def test_sent_twice_is_stored_once(client, clinic, user):
    for _ in range(2):
        assert client.post(PATH, told())["Location"] == reverse("my-reviews")
    assert stored().history.count() == 1


def test_two_first_reviews_at_the_same_time_are_one_and_a_message(client, clinic, user, monkeypatch):
    client.post(PATH, told())
    unseen = Review(listing=Clinic.objects.get(), author=user)
    monkeypatch.setattr("clinics.reviews.writing.review_by", lambda *_: unseen)
    response = client.post(PATH, told(overall="1"))
    assert response.status_code == 200
    assert "You have written about this place before" in said(response)
    assert (stored().overall, fields(response)["overall"]) == (4, "1")


def test_a_name_that_is_taken_at_the_same_time_is_a_message(client, clinic, user, monkeypatch):
    make.UserFactory(pseudonym="quiet READER")
    monkeypatch.setattr("clinics.reviews.forms.clean_pseudonym", lambda words, _user: words)
    response = client.post(PATH, told())
    assert response.status_code == 200
    assert "could not be stored" in said(response)
    assert fields(response)["text"] == WORDS
    assert Review.objects.count() == 0


def test_what_sending_refuses_is_told_beside_the_form(client, clinic, user, monkeypatch):
    def refuse(_review):
        raise publishing.ValidationError("Not today.")

    monkeypatch.setattr(publishing, "send", refuse)
    response = client.post(PATH, told())
    assert "Not today." in said(response)
    user.refresh_from_db()
    assert user.pseudonym == ""


def test_the_browser_keeps_a_draft_for_its_own_author_until_it_is_sent(client, clinic):
    def owner():
        (form,) = [
            form
            for form in Reading(client.get(PATH).content.decode()).attributes("form")
            if form.get("data-draft") == PATH
        ]
        return form["data-owner"]

    assert owner() == ""
    writer(client)
    first = owner()
    writer(client)
    assert owner() not in ("", first)
    page = Reading(client.post(PATH, told(), follow=True).content.decode())
    assert PATH in [part.get("data-draft-sent") for part in page.attributes("div")]
    again = Reading(client.get(reverse("my-reviews")).content.decode())
    assert PATH not in [part.get("data-draft-sent") for part in again.attributes("div")]


def test_odd_input_is_never_an_error_of_ours(client, clinic, user):
    for value in ("\x00", "\u202e", "9" * 400, "-1", "😀" * 100, "<script>"):
        odd = dict.fromkeys(
            told() | dict.fromkeys(("sessions", "outcome", "visited_year", "condition", "as_is")), value
        )
        assert client.post(PATH, odd).status_code == 200
        client.logout()
        assert client.post(PATH, odd).status_code in (302, 429)
        client.force_login(user)
