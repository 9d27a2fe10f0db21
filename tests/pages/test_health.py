"""/healthz/: 200 while the database answers, else 503."""

import pytest
from django.db import OperationalError, connection


@pytest.mark.django_db
def test_it_is_ok_while_the_database_answers(client):
    response = client.get("/healthz/")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_it_is_unavailable_when_the_database_does_not_answer(client, monkeypatch):
    def refuse(*args):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/healthz/")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_it_may_only_be_read(client):
    assert client.post("/healthz/").status_code == 405
