"""Load the translations that a release brings, from `fixtures/<language>/*.po`.

Each text is found by its English. One that an editor has changed since the last release stays as it is.
"""

from pathlib import Path

import polib
from django.conf import settings
from django.db import transaction

from clinicfinder.reference import Count, Progress, ReferenceFileError
from clinics.translations.models import Translation
from clinics.translations.texts import digest


def load_translations(progress: Progress | None = None) -> dict[str, Count]:
    """What each file brought. Each file is loaded whole or not at all."""
    counts = {}
    for language in Translation.Tongue.values:
        stored = {row.source: row for row in Translation.objects.filter(language=language)}
        for path in sorted((Path(settings.FIXTURE_DIRS[0]) / language).glob("*.po")):
            counts[f"{language}/{path.stem}"] = _load_file(language, path, stored, progress)
    return counts


def read_po(path: Path) -> list[dict[str, str]]:
    """English, translation and place of each entry; raises ReferenceFileError for a file that is none."""
    try:
        entries = polib.pofile(str(path), encoding="utf-8", check_for_duplicates=True)
    except (OSError, ValueError) as error:
        raise ReferenceFileError(f"{path.name}: {error}") from error
    for entry in entries:
        if not entry.msgstr or "fuzzy" in entry.flags:
            raise ReferenceFileError(f"{path.name}, line {entry.linenum}: not translated")
    return [
        {
            "source": entry.msgid,
            "text": entry.msgstr,
            "where": ", ".join(place for place, _ in entry.occurrences)[:200],
        }
        for entry in entries
    ]


def _load_file(language: str, path: Path, stored: dict[str, Translation], progress: Progress | None) -> Count:
    outcomes = []
    entries = read_po(path)
    with transaction.atomic():
        for entry in progress(entries, f"{language}/{path.stem}") if progress else entries:
            outcomes.append(_save(language, stored.get(entry["source"]), entry))
    return Count.of(outcomes)


def _save(language: str, row: Translation | None, entry: dict[str, str]) -> str:
    made = digest(entry["text"])
    if row is not None and (row.release_digest == made or digest(row.text) != row.release_digest):
        return "left"
    saved = row or Translation(language=language)
    for name, value in entry.items():
        setattr(saved, name, value)
    saved.release_digest = made
    saved.save()
    return "updated" if row else "created"
