"""Choose the name that others see, and change it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from clinics.accounts import names
from clinics.models import User

NAME = "/accounts/name/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def grace(client, person):
    user = person("grace")
    client.force_login(user)
    return user


def told(page):
    return page.content.decode().split('data-error="name"')[1].split("</p>")[0]


def test_a_name_is_chosen_and_changed(client, grace):
    assert "None yet" in client.get("/accounts/").content.decode()
    assert client.post(NAME, {"name": "  Blue   Heron "}).url == "/accounts/"
    page = client.get("/accounts/").content.decode()
    assert "Others now see you as Blue Heron." in page
    assert "<bdi>Blue Heron</bdi>" in page
    assert 'value="Blue Heron"' in client.get(NAME).content.decode()
    client.post(NAME, {"name": "Grey Owl"})
    grace.refresh_from_db()
    assert grace.pseudonym == "Grey Owl"


def test_the_page_says_what_others_see_and_never_offers_the_address(client, grace):
    page = client.get(NAME).content.decode()
    assert "Your e-mail address is never shown" in page
    assert "Not your real name" in page
    assert "grace" not in page


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("", "Choose a name."),
        ("x", "2 to 40 characters"),
        ("x" * 41, "2 to 40 characters"),
        ("\u200b\u202e ", "2 to 40 characters"),
        ("grace@example.org", "no e-mail or web address"),
        ("call 512 555 0100", "without a long number"),
        ("Moderator", "takes for one of ours"),
        ("\uff2d\uff2f\uff24erator", "takes for one of ours"),
        ("Mod\u00e9rator", "takes for one of ours"),
        ("mod\u034ferator", "takes for one of ours"),
        ("somebody  who has LEFT", "takes for one of ours"),
        ("grace\uff20example.org", "no e-mail or web address"),
        ("\u3164\u2800\u3164", "2 to 40 characters"),
        ("-- ..", "with a letter"),
        ("\u0410dmin", "letters of one alphabet"),
        ("blue HERON", "Somebody has this name already"),
    ],
    ids=[
        "none",
        "short",
        "long",
        "unseen",
        "address",
        "phone",
        "ours",
        "wide",
        "accented",
        "split",
        "departed",
        "wide_address",
        "blank",
        "no_letter",
        "look-alike",
        "taken",
    ],
)
def test_a_name_that_cannot_be_is_refused_beside_its_field_and_not_lost(client, grace, person, words, answer):
    person("helen", pseudonym="Blue Heron")
    page = client.post(NAME, {"name": words})
    assert page.status_code == 200
    assert answer in told(page)
    if words.isprintable() and words:
        assert f'value="{words}"' in page.content.decode()
    grace.refresh_from_db()
    assert grace.pseudonym == ""


def test_a_name_may_be_kept_in_other_letters(client, grace):
    client.post(NAME, {"name": "Blue Heron"})
    assert client.post(NAME, {"name": "blue heron"}).status_code == 302


def test_who_is_a_moment_too_late_is_told_so(client, grace, person, monkeypatch):
    """As if somebody took the name after it was found free."""
    person("helen", pseudonym="Blue Heron")
    monkeypatch.setattr(names, "clean_pseudonym", lambda words, user: words)
    assert "Somebody has this name already" in told(client.post(NAME, {"name": "Blue Heron"}))
    assert User.objects.filter(pseudonym="Blue Heron").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks for real parallel writers")
def test_of_eight_who_take_a_name_at_once_one_gets_it(person):
    users = [person(f"person{number}") for number in range(8)]
    start = Barrier(len(users))

    def take(user):
        try:
            start.wait()
            return names.take_pseudonym(user, "Blue Heron")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(users)) as threads:
        assert sorted(threads.map(take, users)) == [False] * 7 + [True]


def test_who_came_from_a_page_returns_there(client, grace):
    there = "/clinics/x/reviews/new/"
    assert f'name="next" value="{there}"' in client.get(f"{NAME}?next={there}").content.decode()
    assert client.post(NAME, {"name": "Blue Heron", "next": there}).url == there


def test_nobody_is_sent_to_another_site(client, grace):
    assert client.post(NAME, {"name": "Blue Heron", "next": "https://example.com/"}).url == "/accounts/"


def test_who_is_not_signed_in_signs_in_first(client):
    assert client.get(NAME).url == f"/accounts/login/?next={NAME}"
