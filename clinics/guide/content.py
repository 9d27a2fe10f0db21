"""Guide pages: brought by files, kept by editors, and checked by rules that a build can fail on."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import textstat
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from clinicfinder.reference import (
    Count,
    Entry,
    Progress,
    ReferenceFileError,
    naming,
    read_entries,
)
from clinics.guide import markdown
from clinics.guide.linking import leads_somewhere
from clinics.guide.models import GuidePage
from clinics.medicine.models import Basis

# School grades by the Flesch-Kincaid formula (Kincaid et al., 1975).
MOST_GRADE = 8.0
# A text too short to measure.
FEWEST_WORDS = 60
FIELDS = ("part", "position", "title", "lead", "body", "sources", "reviewed_on", "review_due_on")


def load_guide(progress: Progress | None = None) -> dict[str, Count]:
    """Bring pages into line with the lists (JSON) and texts (Markdown) in `fixtures/guide/`.

    A page that somebody has edited since the last release stays as it is, and so does one that stands
    only in the database. All of it or nothing.
    """
    folder = Path(settings.FIXTURE_DIRS[0]) / "guide"
    stored = GuidePage.objects.in_bulk(field_name="slug")
    outcomes = []
    with transaction.atomic():
        for path in sorted(folder.glob("*.json")):
            entries = read_entries(path, "slug")
            for entry in progress(entries, path.stem) if progress else entries:
                with naming(path, entry["slug"]):
                    outcomes.append(_save(stored.pop(entry["slug"], None), _with_body(path, entry)))
    return {"guide": Count.of(outcomes, kept=len(stored))}


def problems(page: GuidePage) -> Iterator[str]:
    """What is wrong with a page, in words for its editor; nothing if it may stand as it is."""
    sources = page.sources if isinstance(page.sources, list) else []
    if not sources:
        yield _("It names no source.")
    for number, source in enumerate(sources, start=1):
        yield from _wrong_source(number, source)
    named, listed = markdown.references(page.body), set(range(1, len(sources) + 1))
    for number in sorted(named - listed):
        yield _("It refers to source %(number)s, which is not listed.") % {"number": number}
    for number in sorted(listed - named):
        yield _("Source %(number)s is listed, but the text never refers to it.") % {"number": number}
    for address in markdown.links(page.body):
        if not leads_somewhere(address, page.body):
            yield _("A link leads nowhere: %(address)s") % {"address": address}
    grade = reading_grade(page.body)
    if grade is not None and grade > MOST_GRADE:
        yield _("It reads at grade %(grade)s; %(most)s at most. Use shorter sentences and plainer words.") % {
            "grade": f"{grade:.1f}",
            "most": f"{MOST_GRADE:.0f}",
        }


def reading_grade(body: str) -> float | None:
    """The school grade at which the text reads; None for a text too short to measure."""
    text = markdown.as_text(body)
    if len(text.split()) < FEWEST_WORDS:
        return None
    return float(textstat.flesch_kincaid_grade(text))


def digest(values: dict[str, Any]) -> str:
    """Of all that readers see of a page."""
    told = {name: str(values[name]) if "_on" in name else values[name] for name in FIELDS}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def is_edited(page: GuidePage) -> bool:
    """Whether somebody has changed it since a release wrote it; true of pages that no release brought."""
    return digest({name: getattr(page, name) for name in FIELDS}) != page.release_digest


def _save(page: GuidePage | None, entry: Entry) -> str:
    made = digest(entry)
    if page is not None and (is_edited(page) or page.release_digest == made):
        return "left"
    row = page or GuidePage()
    for name, value in entry.items():
        setattr(row, name, value)
    row.release_digest = made
    row.clean_fields()
    row.save()
    return "updated" if page else "created"


def _with_body(list_path: Path, entry: Entry) -> Entry:
    path = list_path.with_name(f"{entry['slug']}.md")
    try:
        body = path.read_text(encoding="utf-8").strip() + "\n"
    except OSError as error:
        raise ReferenceFileError(f"{path.name}: {error.strerror}") from error
    missing = [name for name in FIELDS if name != "body" and name not in entry]
    if missing:
        raise ReferenceFileError(f"{list_path.name}, entry {entry['slug']}: no {', '.join(missing)}")
    days = {name: date.fromisoformat(entry[name]) for name in ("reviewed_on", "review_due_on")}
    return entry | {"body": body} | days


def _wrong_source(number: int, source: Any) -> Iterator[str]:
    told = {"number": number}
    if not isinstance(source, dict):
        yield _("Source %(number)s cannot be read.") % told
        return
    if not str(source.get("name", "")).strip():
        yield _("Source %(number)s has no name.") % told
    if not str(source.get("url", "")).startswith(("https://", "http://")):
        yield _("Source %(number)s has no address.") % told
    if source.get("basis") not in Basis.values:
        yield _("Source %(number)s does not say how we know it.") % told
    try:
        date.fromisoformat(str(source.get("retrieved", "")))
    except ValueError:
        yield _("Source %(number)s does not say when it was read.") % told
