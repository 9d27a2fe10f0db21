"""What a patient searched never reaches a log line."""

import io
import logging

import pytest
from django.core.servers.basehttp import WSGIRequestHandler
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import path

SEARCHED = "?condition=ptsd&near=78701"


def search_that_fails(request: HttpRequest):
    raise RuntimeError(f"cannot answer {request.get_full_path()} for you")


urlpatterns = [path("search/", search_that_fails)]


@pytest.fixture
def lines(monkeypatch):
    """Everything that the configured handler writes."""
    written = io.StringIO()
    handlers = {handler for name in (None, "django") for handler in logging.getLogger(name).handlers}
    for handler in handlers:
        if type(handler) is logging.StreamHandler:
            monkeypatch.setattr(handler, "stream", written)
    return written


@pytest.mark.parametrize("name", [None, "django", "django.server", "gunicorn.error", "clinics.search"])
def test_a_log_line_keeps_the_path_and_loses_the_query_string(lines, name):
    logging.getLogger(name).warning("Answered %s in %d ms", f"/search/{SEARCHED}", 12)
    assert "Answered /search/ in 12 ms" in lines.getvalue()
    assert "ptsd" not in lines.getvalue()
    assert "78701" not in lines.getvalue()


def test_the_development_server_logs_no_query_string(lines):
    handler = WSGIRequestHandler.__new__(WSGIRequestHandler)
    handler.request = None
    handler.server = None
    handler.client_address = ("127.0.0.1", 1)
    handler.log_message('"%s" %s %s', f"GET /search/{SEARCHED} HTTP/1.1", "200", "512")
    assert "GET /search/ HTTP/1.1" in lines.getvalue()
    assert "78701" not in lines.getvalue()


@pytest.mark.urls(__name__)
def test_a_page_that_fails_leaves_a_traceback_without_what_was_searched(lines, client):
    client.raise_request_exception = False
    assert client.get(f"/search/{SEARCHED}").status_code == 500
    assert "search_that_fails" in lines.getvalue()
    assert "cannot answer /search/ for you" in lines.getvalue()
    assert "ptsd" not in lines.getvalue()
    assert "78701" not in lines.getvalue()


def test_a_logged_request_is_forgotten(lines):
    request = RequestFactory().get(f"/search/{SEARCHED}")
    logging.getLogger("django.request").error("Failed", extra={"request": request})
    assert "Failed" in lines.getvalue()
    assert "78701" not in lines.getvalue()
