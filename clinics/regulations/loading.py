"""Load the regulation notes from `fixtures/regulations.json`.

The file owns what it brought, until an editor has written a later version. Where its words differ,
they become a new version; only what says how we know it (dates of reading, confidence) is set in place.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from clinicfinder import clock
from clinicfinder.reference import Count, Progress, naming, read_entries
from clinics.regulations.effects import unreadable
from clinics.regulations.models import RegulationNote
from clinics.regulations.rules import is_surer
from clinics.regulations.versions import next_version, take_place

NAME, FILE = "regulations", "regulations.json"
REPLACED_BY = "replaced_by"
WORDS = (
    "state_id", "topic", "summary", "for_patients", "citation", "source_url", "adopted_on",
    "effective_from", "effect",
)  # fmt: skip
KNOWN_BY = ("stored_page_url", "last_verified_on", "review_due_on", "basis", "confidence")
LOOKED = ("last_verified_on", "review_due_on")
REASON = "Newer reference facts"
Versions = dict[str, list[RegulationNote]]


@transaction.atomic
def load_notes(progress: Progress | None = None) -> dict[str, Count]:
    """What the file brought, under its name. States must have been loaded before."""
    path = Path(settings.FIXTURE_DIRS[0]) / FILE
    entries = read_entries(path, "key")
    stored: Versions = {}
    for note in RegulationNote.objects.order_by("version"):
        stored.setdefault(note.key, []).append(note)
    outcomes = []
    for entry in progress(entries, NAME) if progress else entries:
        with naming(path, entry["key"]):
            outcomes.append(_bring(entry, stored.pop(entry["key"], [])))
    return {NAME: Count.of(outcomes, kept=len(stored))}


def _bring(entry: dict[str, Any], versions: list[RegulationNote]) -> str:
    """Bring one entry in: "created", "updated", or "left" where it says the same or editors went on."""
    told = _note(entry)
    ours = [note for note in versions if note.from_release]
    if not versions:
        told.save(force_insert=True)
        return "created"
    if not ours or versions[-1].pk != ours[-1].pk:
        return "left"
    current = ours[-1]
    if any(getattr(current, name) != getattr(told, name) for name in WORDS) or _says_more(current, told):
        return _supersede(current, told)
    return _update(current, told)


def _note(entry: dict[str, Any]) -> RegulationNote:
    """The entry as a note of this release. Raises ValidationError where it cannot be one."""
    columns = {name: value for name, value in entry.items() if name not in ("state", REPLACED_BY)}
    unknown = columns.keys() - {"key", "effective_until", *WORDS, *KNOWN_BY}
    if unknown:
        raise ValidationError(dict.fromkeys(sorted(unknown), "No such column."))
    note = RegulationNote(**columns, state_id=entry["state"], from_release=True, approved_at=clock.now())
    note.status = "approved"
    if entry.get(REPLACED_BY):
        note.status, note.reason = "replaced", f"Replaced by {entry[REPLACED_BY]}, which is deeper."
    note.clean_fields()
    field = unreadable(note.effect) if note.effect is not None else None
    if field:
        raise ValidationError({"effect": f"No rule can read “{field}”."})
    return note


def _says_more(current: RegulationNote, told: RegulationNote) -> bool:
    """Whether the file is surer of it, or lets it hold longer: that takes a new version."""
    if current.status == "replaced":
        return False
    if current.effective_until and told.effective_until and told.effective_until > current.effective_until:
        return True
    return is_surer((current.basis, current.confidence), (told.basis, told.confidence))


def _is_later(current: RegulationNote, told: RegulationNote, name: str) -> bool:
    before, after = getattr(current, name), getattr(told, name)
    return before is None or (after is not None and after > before)


def _supersede(current: RegulationNote, told: RegulationNote) -> str:
    if current.status == "replaced":
        return "left"
    version = next_version(current).version
    told.version, told.supersedes, told.reason = version, current, REASON
    take_place(told)
    told.save(force_insert=True)
    return "updated"


def _update(current: RegulationNote, told: RegulationNote) -> str:
    names = [*KNOWN_BY, "effective_until", "status"]
    # An end that new law has set stays.
    if told.effective_until is None:
        names.remove("effective_until")
    changed = [name for name in names if getattr(current, name) != getattr(told, name)]
    # Editors may have looked again since the file was written.
    changed = [name for name in changed if name not in LOOKED or _is_later(current, told, name)]
    if not changed:
        return "left"
    for name in changed:
        setattr(current, name, getattr(told, name))
    current.save(update_fields=changed)
    return "updated"
