"""Every translation, kept in memory and read anew when one has changed."""

from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.conf import settings
from django.db.models import Count, Max

from clinicfinder import languages
from clinics.translations.models import Translation
from clinics.translations.texts import blocks

Stamp = tuple[int, datetime | None]


@dataclass(frozen=True)
class Catalog:
    """The texts by language and English, as they stood at this stamp."""

    stamp: Stamp
    texts: dict[str, dict[str, str]]


_kept: list[Catalog] = []
_looked_at: list[float] = []


def said(text: str) -> str:
    """The text in the reader's language, paragraph by paragraph; in English what nobody has translated."""
    known = _known()
    if known is None or not text:
        return text
    return known.get(text) or "\n\n".join(known.get(part, part) for part in blocks(text)) or text


def is_said(text: str) -> bool:
    """Whether the reader gets all of it in their own language."""
    known = _known()
    return known is None or all(part in known for part in blocks(text))


def stamp(language: str) -> Stamp | None:
    """By which what was made from the translations into this language can be kept; None for English."""
    return None if language == settings.LANGUAGE_CODE else _current().stamp


def refresh() -> None:
    """Read the translations again if one was added, changed or taken away: one query if not."""
    _looked_at[:] = [monotonic()]
    found = Translation.objects.aggregate(count=Count("pk"), last=Max("updated_at"))
    stamp = found["count"], found["last"]
    if not _kept or _kept[0].stamp != stamp:
        texts: dict[str, dict[str, str]] = {code: {} for code, _name in settings.LANGUAGES}
        for language, source, text in Translation.objects.values_list("language", "source", "text"):
            texts.setdefault(language, {})[source] = text
        _kept[:] = [Catalog(stamp, texts)]


def refresh_if_older(seconds: float) -> None:
    """Look for changes where nobody has looked for so many seconds: most pages ask nothing."""
    if not _looked_at or monotonic() - _looked_at[0] >= seconds:
        refresh()


def _known() -> dict[str, str] | None:
    """What is known in the reader's language; None if that is English, in which all is written."""
    language = languages.current()
    return None if language == settings.LANGUAGE_CODE else _current().texts[language]


def _current() -> Catalog:
    if not _kept:
        refresh()
    return _kept[0]
