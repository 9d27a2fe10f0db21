"""The chapters and the questions, as readers see them."""

from datetime import date

import pytest
from django.urls import reverse

from clinics.models import GuidePage
from tests.guide.test_content import SOURCE

pytestmark = pytest.mark.django_db


def page(slug, **columns):
    values = {
        "title": slug.replace("-", " ").capitalize(),
        "body": "## First\n\nAsk who watches you. [s1]",
        "sources": [SOURCE],
        "reviewed_on": date(2026, 11, 24),
        "review_due_on": date(2027, 5, 24),
    }
    return GuidePage.objects.create(slug=slug, **values | columns)


def test_chapters_stand_in_reading_order_and_drafts_do_not(client):
    page("second", position=2)
    page("first", position=1)
    page("draft", position=3, published=False)
    body = client.get(reverse("guide")).content.decode()
    assert body.index("/guide/first/") < body.index("/guide/second/")
    assert "/guide/draft/" not in body
    assert client.get("/guide/draft/").status_code == 404


def test_a_chapter_names_its_sources_its_review_and_its_neighbors(client):
    page("before", position=1)
    page("middle", position=2)
    page("after", position=3)
    body = client.get("/guide/middle/").content.decode()
    assert '<a href="#source-1"' in body
    assert 'id="source-1"' in body
    assert "Reviewed on 24 Nov 2026" in body
    assert 'rel="prev" href="/guide/before/"' in body
    assert 'rel="next" href="/guide/after/"' in body


def test_a_chapter_and_an_answer_lead_to_the_search_and_to_the_self_check(client):
    page("chapter")
    page("question", part="faq")
    for address in ("/guide/chapter/", "/faq/question/"):
        main = client.get(address).content.decode().partition("<main")[2].partition("</main>")[0]
        assert 'href="/search/"' in main
        assert 'href="/match/"' in main


def test_a_source_that_nobody_has_read_says_so(client):
    page("chapter", sources=[SOURCE | {"basis": "recalled"}])
    assert "have not read this page yet" in client.get("/guide/chapter/").content.decode()


def test_a_review_that_is_due_is_told(client):
    page("old", reviewed_on=date(2020, 1, 1), review_due_on=date(2020, 6, 1))
    assert "That review is due" in client.get("/guide/old/").content.decode()


def test_questions_stand_with_short_answers_and_lead_to_the_whole_ones(client):
    made = page(
        "may-i-drive", part="faq", title="May I drive?", lead="Not before the next day.</script>", position=1
    )
    page("is-it-safe", part="faq", title="Is it safe?", position=2)
    body = client.get(reverse("faq")).content.decode()
    assert made.get_absolute_url() == "/faq/may-i-drive/"
    assert 'id="may-i-drive"><a href="/faq/may-i-drive/">May I drive?' in body
    assert '"@type": "FAQPage"' in body
    assert body.count("</script>") == body.count("<script")
    answer = client.get("/faq/may-i-drive/").content.decode()
    assert 'id="source-1"' in answer
    assert 'rel="next" href="/faq/is-it-safe/"' in answer


def test_a_chapter_is_no_question_and_a_question_no_chapter(client):
    page("chapter")
    page("question", part="faq")
    assert client.get("/faq/chapter/").status_code == 404
    assert client.get("/guide/question/").status_code == 404


def test_a_page_costs_few_queries(client, django_assert_max_num_queries):
    for number in range(20):
        page(f"chapter-{number}", position=number)
    page("question", part="faq")
    for address in ("/guide/", "/guide/chapter-3/", "/faq/", "/faq/question/"):
        with django_assert_max_num_queries(3):
            client.get(address)


def test_the_pages_on_how_we_work_keep_their_addresses(client):
    assert client.get("/guide/how-we-rank/").status_code == 200
