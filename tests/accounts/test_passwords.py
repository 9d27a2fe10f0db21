"""What is easy to guess is refused, what is long and of no pattern is taken, and neither takes long."""

import time

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError

from clinics.accounts.passwords import LEAST_GUESSES, HardToGuess, guesses
from clinics.models import User

GUESSABLE = [
    "password1234",
    "P@ssw0rd1234",
    "qwertyuiop12",
    "1qaz2wsx3edc",
    "qazwsxedcrfv",
    "letmeinletmein",
    "passwordpassword",
    "trustno1trustno1",
    "aaaaaaaaaaaa",
    "abcdefghijkl",
    "123456789012",
    "iloveyou1234",
    "Jennifer1985",
    "jennifer19850612",
    "Summer2026!!",
    "liverpoolfc1892",
    "clinicfinder2026",
    "ClinicFinder2026!",
    "ketamine2026!",
]
GOOD = [
    "crumpet yodel granite osprey",
    "purple lamp door seven",
    "walnutcanoetimberflute",
    "quiet-harbor-lantern-42",
    "kX9vTq2mPw7z",
    "fünf grüne Äpfel im Schnee",
]


@pytest.mark.parametrize("password", GUESSABLE)
def test_what_is_easy_to_guess_is_refused(password):
    with pytest.raises(ValidationError, match="easy to guess"):
        validate_password(password)


@pytest.mark.parametrize("password", GOOD)
def test_what_is_hard_to_guess_is_taken(password):
    validate_password(password)


def test_what_is_too_short_is_told_once():
    with pytest.raises(ValidationError) as refused:
        validate_password("password")
    assert len(refused.value.messages) == 1
    assert "at least 12 characters" in refused.value.messages[0]


@pytest.mark.parametrize(
    "password",
    ["gracehopper2026", "Grace.Hopper.1906", "blueheron2026", "BlueHeronBlue1", "gracehopper@navy"],
)
def test_what_follows_from_the_person_is_refused(password):
    user = User(email="grace.hopper@navy.example", pseudonym="Blue Heron")
    with pytest.raises(ValidationError):
        validate_password(password, user)


def test_the_same_words_are_judged_by_who_takes_them():
    password = "heron-willow-ost"
    assert guesses(password, User(email="heron.willow@ost.example")) < LEAST_GUESSES < guesses(password)


def test_no_leaked_password_that_is_long_enough_is_taken():
    leaked = [password for password in CommonPasswordValidator().passwords if len(password) >= 12]
    assert len(leaked) > 100
    rule = HardToGuess()
    for password in leaked:
        with pytest.raises(ValidationError):
            rule.validate(password.upper())


@pytest.mark.parametrize(
    "password",
    ["crumpet yodel granite osprey " * 4, "Kept in a drawer are nine letters of my aunt, who sang. " * 40],
    ids=["116", "2240"],
)
def test_a_very_long_one_is_taken_at_once(password):
    start = time.perf_counter()
    validate_password(password)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("piece", ["4@8({[<369&#!1/|0$5+7%2", "19851206", "password", "p@ssw0rd"])
def test_nothing_that_anybody_sends_keeps_us_busy(piece):
    start = time.perf_counter()
    guesses(piece * 5_000)
    assert time.perf_counter() - start < 2


def test_a_long_repetition_is_not_made_good_by_its_length():
    with pytest.raises(ValidationError):
        validate_password("password" * 20)


def test_a_weak_password_is_refused_beside_its_field(client, db):
    page = client.post("/accounts/signup/", {"email": "grace@example.org", "password1": "password1234"})
    told = page.content.decode().split('data-error="password1"')[1].split("</p>")[0]
    assert "Take four or five plain words" in told
    assert "grace@example.org" in page.content.decode()
    assert not User.objects.exists()


def test_changing_a_password_asks_the_same_of_it(client, person):
    client.force_login(person("grace"))
    weak = {
        "oldpassword": "quiet-harbor-lantern-42",
        "password1": "clinicfinder2026",
        "password2": "clinicfinder2026",
    }
    assert client.post("/accounts/password/change/", weak).context["form"].errors["password1"]
