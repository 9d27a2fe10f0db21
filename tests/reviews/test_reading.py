"""The page on which reviews are read, and the reviews on a listing's own page."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinicfinder import clock
from clinics.listings import index
from clinics.listings.records import change_slug
from clinics.models import Claim, HelpfulMark, Listing, ReviewAnswer
from tests import factories as make
from tests.pages.reading import Reading

pytestmark = pytest.mark.django_db

TEXT = "They explained each step, watched me all the time and told me the price before."


@pytest.fixture
def clinic():
    return make.ClinicFactory(name="Quiet Harbor", slug="harbor")


@pytest.fixture
def read(client):
    def page(path="/clinics/harbor/reviews/", **query) -> Reading:
        response = client.get(path, query)
        assert response.status_code == 200
        return Reading(response.content.decode())

    return page


def months_ago(months):
    today = clock.today()
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(years, month + 1, 1)


def ids(reading):
    return [a["id"] for a in reading.attributes("article") if a.get("id", "").startswith("review-")]


def robots(reading):
    return [meta["content"] for meta in reading.attributes("meta") if meta.get("name") == "robots"]


def canonical(reading):
    return [link["href"] for link in reading.attributes("link") if link.get("rel") == "canonical"]


def test_a_review_shows_all_that_is_known_of_it(clinic, read):
    review = make.ReviewFactory(
        listing=clinic, overall=2, safety=5, conflict="I work for another clinic.", sessions=6,
        condition=make.ConditionFactory(), treatment=make.TreatmentFactory(), price_cents=45_000, wait_days=1,
        outcome=2, outcome_asked="later", side_effects=["nausea", "dizziness"], visited_on=months_ago(3),
        visit_seen_on=clock.today(), author__pseudonym="Blue Teapot", author__email="pat@example.org",
    )  # fmt: skip
    reading = read()
    assert ids(reading) == [f"review-{review.pk}"]
    for said in (
        "Blue Teapot", "2 of 5 stars", "Was a patient", "3 months ago", TEXT, "Visit seen",
        "Conflict of interest, in their words: I work for another clinic.",
    ):  # fmt: skip
        assert said in reading.text
    assert dict(zip(reading.texts("dt"), reading.texts("dd"), strict=True)) == {
        "Felt safe and monitored": "★★★★★ 5 of 5 stars",
        "Condition": "Ptsd",
        "Treatment": "Iv infusion",
        "Sessions": "6",
        "Paid for a session": "$450",
        "Wait for the first visit": "1 day",
        "Compared with before": "Much improved (more than six months after the last session)",
        "Side effects": "Dizziness; Nausea",
    }
    assert "pat@example.org" not in reading.text


def test_whoever_went_along_is_told_apart(clinic, read):
    make.ReviewFactory(listing=clinic, role="companion")
    assert "Accompanied someone" in read().text
    assert "Was a patient" not in read().text


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (24, None),
        (25, "This visit was more than 2 years ago: it counts by half in the mean."),
        (60, "This visit was more than 2 years ago: it counts by half in the mean."),
        (61, "This visit was more than 5 years ago: it no longer counts in the mean."),
    ],
)
def test_an_old_visit_says_how_it_counts(clinic, read, months, said):
    make.ReviewFactory(listing=clinic, visited_on=months_ago(months))
    text = read().text
    assert ("in the mean." in text) == (said is not None)
    assert said is None or said in text


def test_without_the_month_of_the_visit_it_ages_from_its_sending_and_says_so(clinic, read):
    make.ReviewFactory(listing=clinic, first_sent_at=clock.now() - timedelta(days=900))
    assert "Month of the visit not told; written in" in read().text
    assert "This was written more than 2 years ago: it counts by half in the mean." in read().text


def test_an_edited_review_says_when(clinic, read):
    make.ReviewFactory(
        listing=clinic,
        first_sent_at=clock.now() - timedelta(days=40),
        sent_at=datetime.combine(clock.today(), datetime.min.time(), clock.now().tzinfo),
    )
    today = clock.today()
    assert f"Edited on {today.day} {today:%b %Y}." in read().text


def test_only_the_published_is_read_and_only_there(clinic, read):
    shown = make.ReviewFactory(listing=clinic)
    make.ReviewFactory(listing=clinic, state="pending")
    for state in ("returned", "removed"):
        make.ReviewFactory(listing=clinic, state=state, reason="insults", text="This must not be read. " * 4)
    make.ReviewFactory(text="This is of another place. " * 3)
    reading = read()
    assert ids(reading) == [f"review-{shown.pk}"]
    assert "must not be read" not in reading.text
    assert "of another place" not in reading.text


def test_the_published_answer_is_shown_as_the_clinics_and_no_other(clinic, read):
    review = make.ReviewFactory(listing=clinic)
    answer = ReviewAnswer.objects.create(
        review=review, text="Thank you for your words.", sent_at=clock.now(), author=make.UserFactory()
    )
    assert "Thank you for your words." not in read().text
    answer.state = "published"
    answer.save()
    assert "Answer of the clinic Thank you for your words." in read().text


def test_text_is_text_whatever_stands_in_it(clinic, client):
    hostile = "<script>alert(1)</script> <b>bold</b> https://example.org/buy\n\nNext {{ x }}. " + "W" * 200
    make.ReviewFactory(listing=clinic, text=hostile, conflict="<i>none</i>", author__pseudonym="A <b> C")
    for path in ("/clinics/harbor/reviews/", "/clinics/harbor/"):
        html = client.get(path).content.decode()
        for tag in ("<script>alert", "<b>", "<i>"):
            assert tag not in html.split("ld+json")[-1]
        reading = Reading(html)
        assert "https://example.org/buy" not in [link.get("href") for link in reading.attributes("a")]
        assert "Next {{ x }}." in reading.text
        [text] = [d for d in reading.attributes("div") if d.get("class") == "review-text"]
        assert text["dir"] == "auto"


def test_figures_stand_on_top_with_their_count(clinic, read):
    make.reviewed(clinic, 5, 4, 4)
    reading = read()
    assert "4.3 of 5 from 3 reviews" in reading.text
    assert reading.text.index("4.3 of 5") < reading.text.index(TEXT)
    assert f"{Listing.objects.get().rating_mean:.1f}" == "4.3"


@pytest.mark.parametrize("number", [1, 2])
def test_below_three_there_is_no_mean(clinic, read, number):
    make.reviewed(clinic, *[5] * number)
    for path in ("/clinics/harbor/reviews/", "/clinics/harbor/"):
        text = read(path).text
        assert f"{number} review{'s' if number > 1 else ''} so far" in text
        assert "We show a mean from 3 reviews on." in text
        assert "5.0 of 5" not in text


def test_without_reviews_it_says_so(clinic, read):
    assert "No reviews yet." in read().text
    assert "No reviews yet." in read("/clinics/harbor/").text


def test_where_all_are_too_old_it_says_that_none_counts(clinic, read):
    make.ReviewFactory(listing=clinic, visited_on=months_ago(70))
    assert "No review that still counts" in read().text


FEW = {
    "price_cents": 50_000,
    "wait_days": 7,
    "outcome": 2,
    "outcome_asked": "month",
    "side_effects": ["nausea"],
}
TITLES = {
    "How people felt compared with before",
    "Side effects that people tell of",
    "What people paid for a session",
    "How long people waited for the first visit",
}


def test_outcomes_side_effects_prices_and_waits_are_told_from_three_on(clinic, read):
    make.reviewed(clinic, 4, 4, **FEW)
    make.reviewed(clinic, 4)
    assert not TITLES & set(read().texts("h3"))
    make.reviewed(clinic, 4, **FEW | {"price_cents": 60_050, "wait_days": 0})
    reading = read()
    assert set(reading.texts("h3")) >= TITLES
    assert "Answers of 3 people" in reading.texts("caption")
    assert "This is not a study: these are people who chose to write." in reading.text
    assert "When they were asked: within a month of the last session (3)." in reading.text
    assert "Told in 3 of 4 reviews" in reading.texts("caption")
    said = list(zip(reading.texts("dt"), reading.texts("dd"), strict=True))
    for line in [("Lowest", "$500"), ("Middle", "$500"), ("Highest", "$600.50")]:
        assert line in said
    assert "This place publishes no price for a session. Ask before you book." in reading.text
    for line in [("Shortest", "none"), ("Middle", "7 days"), ("Longest", "7 days")]:
        assert line in said


def test_prices_paid_stand_beside_those_published(clinic, read):
    make.OfferFactory(listing=clinic, price_low_cents=40_000, price_high_cents=45_000)
    make.OfferFactory(listing=clinic, per="month", price_low_cents=99_000)
    make.reviewed(clinic, 4, 4, 4, **FEW)
    assert "What this place publishes for a session: Iv infusion: $400 to $450" in read().text
    assert "$990" not in read().text


def test_what_moderators_removed_is_counted_with_every_reason(clinic, read):
    assert "No review has been removed." in read().text
    for reason in ("insults", "insults", "ad"):
        make.ReviewFactory(listing=clinic, state="removed", reason=reason)
    assert "It insults or threatens people: 2 reviews" in read().text
    assert "It advertises something: 1 review" in read().text


def test_twenty_stand_on_a_page_and_each_exactly_once(clinic, read):
    make.reviewed(clinic, *[4] * 45)
    pages = [ids(read(page=number)) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({name for page in pages for name in page}) == 45
    first, second = read(), read(page=2)
    assert "1 to 20 of 45" in first.text
    assert [link["href"] for link in second.attributes("a") if link.get("rel") == "prev"] == [
        "/clinics/harbor/reviews/"
    ]
    assert canonical(first) == ["http://testserver/clinics/harbor/reviews/"]
    assert canonical(second) == ["http://testserver/clinics/harbor/reviews/?page=2"]


def test_links_to_other_pages_keep_the_question(clinic, read):
    make.reviewed(clinic, *[4] * 25)
    reading = read(sort="lowest", least="2", condition="")
    [onward] = [link["href"] for link in reading.attributes("a") if link.get("rel") == "next"]
    assert onward == "/clinics/harbor/reviews/?sort=lowest&least=2&page=2"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("0", "We do not know that page. This is the first."),
        ("x", "We do not know that page. This is the first."),
        ("99", "There is only 1 page."),
        ("9" * 400, "There is only 1 page."),
    ],
)
def test_a_page_that_is_not_there_says_so_and_shows_reviews(clinic, read, page, said):
    make.reviewed(clinic, 4)
    reading = read(page=page)
    [error] = [e for e in reading.elements if e["attributes"].get("data-error") == "page"]
    assert said in "".join(error["said"])
    assert len(ids(reading)) == 1
    assert robots(reading) == ["noindex, follow"]


@pytest.mark.parametrize("query", [{"least": "2"}, {"sort": "oldest"}, {"year": "1990"}])
def test_a_filtered_page_is_not_indexed(clinic, read, query):
    make.reviewed(clinic, 4, 3)
    assert robots(read(**query)) == ["noindex, follow"]
    assert canonical(read(**query)) == []
    assert robots(read()) == []


@pytest.mark.parametrize("columns", [{"is_demo": True}, {"withheld": True}])
def test_what_is_kept_out_of_results_is_not_indexed_here_either(settings, read, columns):
    settings.SHOW_DEMO = True
    make.ClinicFactory(slug="harbor", **columns)
    assert robots(read()) == ["noindex, follow"]


def test_a_former_address_leads_to_the_new_one(clinic, client):
    change_slug(clinic, "new-harbor")
    response = client.get("/clinics/harbor/reviews/")
    assert (response.status_code, response["Location"]) == (301, "/clinics/new-harbor/reviews/")


@pytest.mark.parametrize("status", ["draft", "suspended", "closed"])
def test_what_is_not_published_has_no_reviews_page(client, status):
    make.ClinicFactory(slug="harbor", status=status)
    assert client.get("/clinics/harbor/reviews/").status_code == 404


def test_a_clinic_is_not_read_as_a_service_nor_the_fictional_where_it_is_hidden(clinic, client, settings):
    assert client.get("/telehealth/harbor/reviews/").status_code == 404
    settings.SHOW_DEMO = False
    make.ClinicFactory(slug="made-up", is_demo=True)
    assert client.get("/clinics/made-up/reviews/").status_code == 404


def test_a_service_has_the_same_page(read):
    service = make.TelemedicineServiceFactory(slug="far", states=["TX"])
    review = make.ReviewFactory(listing=service)
    ReviewAnswer.objects.create(
        review=review, text="Thank you for your words.", sent_at=clock.now(), state="published",
        decided_at=clock.now(),
    )  # fmt: skip
    reading = read("/telehealth/far/reviews/")
    assert ids(reading) == [f"review-{review.pk}"]
    assert "Answer of the service" in reading.text
    assert ids(read("/telehealth/far/")) == [f"review-{review.pk}"]


def test_its_own_page_shows_the_three_newest_visits_and_leads_to_all(clinic, read):
    kept = [make.ReviewFactory(listing=clinic, visited_on=months_ago(months)).pk for months in (9, 1, 5, 3)]
    index.refresh(listings=[clinic.pk])
    reading = read("/clinics/harbor/")
    assert ids(reading) == [f"review-{kept[place]}" for place in (1, 3, 2)]
    assert "Read all 4 reviews, with their figures" in reading.texts("a")
    assert "/clinics/harbor/reviews/" in [link.get("href") for link in reading.attributes("a")]
    assert "4.0 of 5 from 4 reviews" in reading.text


def test_the_fictional_is_labelled_and_nobody_is_asked_to_write(settings, read):
    settings.SHOW_DEMO = True
    clinic = make.ClinicFactory(slug="harbor", is_demo=True)
    make.ReviewFactory(listing=clinic, author=None, is_demo=True, demo_name="Paper Boat")
    for path in ("/clinics/harbor/reviews/", "/clinics/harbor/"):
        reading = read(path)
        [badge] = [
            e
            for e in reading.elements
            if "badge-demo" in e["attributes"].get("class", "") and "Fictional, for" in "".join(e["said"])
        ]
        assert badge
        assert "Paper Boat" in reading.text
        assert "Write a review" not in reading.text


def test_a_real_listing_asks_to_write(clinic, read):
    for path in ("/clinics/harbor/reviews/", "/clinics/harbor/"):
        links = [link.get("href") for link in read(path).attributes("a")]
        assert "/clinics/harbor/reviews/new/" in links


def test_whoever_keeps_it_is_led_to_answers_and_marks_nothing(clinic, client, read):
    make.ReviewFactory(listing=clinic)
    keeper = make.UserFactory()
    Claim.objects.create(listing=clinic, user=keeper, state="granted")
    client.force_login(keeper)
    for path in ("/clinics/harbor/reviews/", "/clinics/harbor/"):
        texts = read(path).texts("a")
        assert "Answer reviews" in texts
        assert "Write a review" not in texts
        assert not [button for button in read(path).attributes("button") if button.get("name") == "helpful"]


def queries_of(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", ["/clinics/harbor/reviews/", "/clinics/harbor/"])
@pytest.mark.parametrize("signed_in", [False, True], ids=["a visitor", "an account"])
def test_three_reviews_cost_as_many_queries_as_sixty(clinic, client, path, signed_in):
    if signed_in:
        client.force_login(make.UserFactory())
    counts = []
    for more in (3, 57):
        make.reviewed(clinic, *[4] * more, treatment=make.TreatmentFactory(), **FEW)
        for review in clinic.reviews.all()[:30]:
            HelpfulMark.objects.get_or_create(review=review, user=make.UserFactory())
        counts.append(queries_of(client, path))
    assert counts[0] == counts[1]
    if path.endswith("reviews/") and not signed_in:
        assert counts[0] <= 6
