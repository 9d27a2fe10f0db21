"""Fixtures that every test may use."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import translation


@pytest.fixture(scope="session", autouse=True)
def quick_where_slowness_proves_nothing():
    """Argon2 is slow by design, and each test client would list all static files anew."""
    quick = {
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS],
        "WHITENOISE_AUTOREFRESH": True,
        "TRANSLATIONS_KEPT_SECONDS": 0,
    }
    with override_settings(**quick):
        yield


@pytest.fixture(autouse=True)
def english_again():
    """A request leaves its language with the thread; the next test begins in English, as a request does."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def staff_signed_in_without_second_factor():
    """`force_login` proves no second factor. Tests of the second factor turn it on again."""
    with override_settings(STAFF_SECOND_FACTOR=False):
        yield


@pytest.fixture(scope="session")
def shared_data():
    """The path of a real extract beside the project; the test is skipped where there is none."""

    def path(name):
        found = Path(settings.BASE_DIR).parent / "shared" / "data" / name
        if not found.exists():
            pytest.skip(f"no extract {name} here")
        return found

    return path
