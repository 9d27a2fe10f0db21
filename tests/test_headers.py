"""What every answer says to the browser: no other host, no inline code, no trace of a search."""

import pytest

from tests.factories import StateFactory

PAGES = ["/", "/about/", "/search/?near=78701", "/states/", "/states/tx/", "/no-such-page/", "/admin/login/"]


@pytest.fixture
def answer(client, db, request):
    StateFactory(usps="TX")
    return client.get(request.param)


def directives(answer):
    parts = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("answer", PAGES, indirect=True)
def test_a_page_may_load_only_from_this_site(answer):
    policy = directives(answer)
    assert policy["default-src"] == ["'self'"]
    assert policy["img-src"] == ["'self'", "data:"]
    assert policy["object-src"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    assert not policy.keys() & {"script-src", "style-src", "connect-src", "font-src"}


@pytest.mark.parametrize("answer", PAGES, indirect=True)
def test_a_page_tells_no_other_site_where_its_reader_came_from(answer):
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("answer", PAGES, indirect=True)
def test_a_page_stands_in_no_frame_and_is_what_it_says(answer):
    assert directives(answer)["frame-ancestors"] == ["'none'"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("answer", PAGES, indirect=True)
def test_reading_a_page_sets_no_cookie_that_follows_its_reader(answer):
    assert set(answer.cookies) <= {"csrftoken"}


@pytest.mark.parametrize("answer", ["/search/?near=78701"], indirect=True)
def test_results_sent_to_htmx_are_kept_apart_from_whole_pages(answer):
    assert "HX-Request" in answer.headers["Vary"]
