"""Error pages: the same look, and help that does not depend on this site."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import RequestFactory
from django.urls import path
from django.views import defaults

from clinicfinder.urls import urlpatterns as routes
from tests.pages.reading import Reading


def fails_with(error: type[Exception]):
    def view(request):
        raise error

    return view


urlpatterns = [
    *routes,
    path("wrong/400/", fails_with(SuspiciousOperation)),
    path("wrong/403/", fails_with(PermissionDenied)),
    path("wrong/404/", fails_with(Http404)),
    path("wrong/500/", fails_with(ZeroDivisionError)),
]

HEADINGS = {
    400: "We could not read that request",
    403: "This page is not open to you",
    404: "We have no page here",
    500: "Something went wrong on our side",
}


@pytest.fixture
def answer(client, settings):
    """Asks for a page that fails with this status, as a visitor gets it."""
    settings.ROOT_URLCONF = __name__
    settings.DEBUG = False
    client.raise_request_exception = False

    def ask(status: int) -> Reading:
        response = client.get(f"/wrong/{status}/")
        assert response.status_code == status
        return Reading(response.content.decode())

    return ask


@pytest.mark.parametrize(("status", "heading"), HEADINGS.items())
def test_an_error_says_what_happened_in_one_heading(answer, status, heading):
    assert answer(status).texts("h1") == [heading]


@pytest.mark.parametrize("status", HEADINGS)
def test_an_error_still_says_where_to_turn_in_a_crisis(answer, status):
    page = answer(status)
    assert "In crisis? Call or text 988, any time." in page.text
    assert {"tel:988", "sms:988", "tel:911"} <= {link["href"] for link in page.attributes("a")}


@pytest.mark.parametrize("status", HEADINGS)
def test_an_error_page_holds_no_script_or_style_of_its_own(answer, status):
    page = answer(status)
    assert page.attributes("style") == []
    assert all("src" in script for script in page.attributes("script"))
    assert not [e for e in page.elements if "style" in e["attributes"]]


def test_the_500_page_needs_no_context_and_no_database():
    """This test may not touch the database: the page has to stand when it is down."""
    response = defaults.server_error(RequestFactory().get("/"))
    assert Reading(response.content.decode()).texts("h1") == [HEADINGS[500]]


def test_a_form_that_waited_too_long_says_what_to_do(client, settings):
    settings.DEBUG = False
    client.handler.enforce_csrf_checks = True
    response = client.post("/about/", {"text": "hello"})
    assert response.status_code == 403
    page = Reading(response.content.decode())
    assert page.texts("h1") == ["This form has waited too long"]
    assert "In crisis? Call or text 988, any time." in page.text
