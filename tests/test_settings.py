"""Development needs no environment at all; production refuses to start unsafe."""

import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

SETTINGS = Path(__file__).parent.parent / "clinicfinder" / "settings.py"
GOOD_KEY = "a-key-of-its-own-with-more-than-32-characters"
READ = ["ENVIRONMENT", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "SHOW_DEMO", "DATABASE_URL"]


@pytest.fixture
def settings_of(monkeypatch):
    """What the settings become in an environment of these variables and no others."""

    def read(**environment):
        for variable in READ:
            monkeypatch.delenv(variable, raising=False)
        for variable, value in environment.items():
            monkeypatch.setenv(variable, value)
        return runpy.run_path(str(SETTINGS))

    return read


def test_development_needs_no_environment(settings_of):
    settings = settings_of()
    assert settings["DEBUG"] is True
    assert settings["SHOW_DEMO"] is True
    assert settings["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"


def test_production_starts_with_a_key_and_a_host(settings_of):
    settings = settings_of(
        ENVIRONMENT="production", SECRET_KEY=GOOD_KEY, ALLOWED_HOSTS="example.org,www.example.org"
    )
    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["example.org", "www.example.org"]
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] > 0


def test_production_hides_demo_listings_unless_told_to_show_them(settings_of):
    safe = {"ENVIRONMENT": "production", "SECRET_KEY": GOOD_KEY, "ALLOWED_HOSTS": "example.org"}
    assert settings_of(**safe)["SHOW_DEMO"] is False
    assert settings_of(**safe, SHOW_DEMO="1")["SHOW_DEMO"] is True


@pytest.mark.parametrize(
    ("unsafe", "told"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "development-only-key-that-production-refuses"}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    ],
)
def test_production_refuses(settings_of, unsafe, told):
    safe = {"ENVIRONMENT": "production", "SECRET_KEY": GOOD_KEY, "ALLOWED_HOSTS": "example.org"}
    with pytest.raises(ImproperlyConfigured, match=told):
        settings_of(**(safe | unsafe))


def test_a_misspelled_environment_is_refused_rather_than_taken_for_development(settings_of):
    with pytest.raises(ImproperlyConfigured, match="ENVIRONMENT"):
        settings_of(ENVIRONMENT="prodution")


def test_database_url_takes_postgresql(settings_of):
    database = settings_of(DATABASE_URL="postgresql://someone@127.0.0.1:5433/clinics")["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("127.0.0.1", 5433, "clinics")
