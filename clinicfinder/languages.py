"""In which language somebody reads. English stands at the bare address, others under their code (/es/)."""

from contextlib import AbstractContextManager

from django.conf import settings
from django.utils import translation

# Each in its own language: whoever looks for theirs may not read another.
NAMES = {"en": "English", "es": "Español"}
CODES = frozenset(code for code, _name in settings.LANGUAGES)


def current() -> str:
    """The language of the page that is being made, such as "es"; English outside of any."""
    language = translation.get_language()
    return language if language in CODES else settings.LANGUAGE_CODE


def start(code: str) -> str:
    """What the addresses of its pages begin with: "" for English, "/es" for Spanish."""
    return "" if code == settings.LANGUAGE_CODE else f"/{code}"


def name(code: str) -> str:
    """What speakers of the language call it."""
    return NAMES.get(code, NAMES[settings.LANGUAGE_CODE])


def reading(language: str) -> AbstractContextManager[None]:
    """Whatever is written within is in this language, for somebody who reads later: a mail."""
    return translation.override(language if language in CODES else settings.LANGUAGE_CODE)
