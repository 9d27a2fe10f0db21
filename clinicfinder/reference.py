"""Bring the database into line with a file of reference facts in `fixtures/`."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction

Entry = dict[str, Any]
# Wraps what is about to be read under a name, and may show how far it has come.
Progress = Callable[[Sequence[Entry], str], Iterable[Entry]]
# Whether a stored row is left as it is, whatever the row says that a file brings.
Stays = Callable[[Any, Any], bool]


class ReferenceFileError(ValueError):
    """A reference file cannot be loaded: names the file, the entry and the reason."""


class Count(NamedTuple):
    """What a load did. `kept` rows stand only in the database: a load deletes nothing."""

    created: int
    updated: int
    left: int
    kept: int

    @classmethod
    def of(cls, outcomes: Sequence[str], kept: int = 0) -> "Count":
        """From one word for each entry: created, updated or left."""
        created, updated, left = (outcomes.count(word) for word in ("created", "updated", "left"))
        return cls(created, updated, left, kept)


def load_file(
    name: str,
    model: type[models.Model],
    key: str,
    progress: Progress | None = None,
    stays: Stays | None = None,
    owns: Callable[[Any], bool] = lambda row: True,
) -> Count:
    """One row per entry of `fixtures/<name>.json`, found by its `key`: all of the file or nothing.

    Of the rows that stand only in the database those are counted as kept that the file `owns`.
    """
    path = Path(settings.FIXTURE_DIRS[0]) / f"{name}.json"
    entries = read_entries(path, key)
    stored = model._default_manager.in_bulk(field_name=key)
    outcomes = []
    with transaction.atomic():
        for entry in progress(entries, name) if progress else entries:
            with naming(path, entry[key]):
                outcomes.append(save_entry(model, stored.pop(entry[key], None), entry, stays))
    return Count.of(outcomes, kept=sum(map(owns, stored.values())))


def read_entries(path: Path, key: str) -> list[Entry]:
    """The file's objects, each with a `key` of its own."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReferenceFileError(f"{path.name}: {error}") from error
    if not isinstance(entries, list):
        raise ReferenceFileError(f"{path.name}: not a list of entries")
    seen = set()
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict) or not isinstance(entry.get(key), str):
            raise ReferenceFileError(f"{path.name}, entry {number}: no {key}")
        if entry[key] in seen:
            raise ReferenceFileError(f"{path.name}, entry {entry[key]}: stands there twice")
        seen.add(entry[key])
    return entries


def save_entry(
    model: type[models.Model], stored: models.Model | None, entry: Entry, stays: Stays | None = None
) -> str:
    """Create or update the entry's row; "left" where the row says the same already, or stays."""
    row = model()
    fields = [stored_field(model, name) for name in entry]
    for field in fields:
        setattr(row, field.attname, entry[field.name])
    row.clean_fields()
    if stored and stays and stays(stored, row):
        return "left"
    if stored is None:
        row.save(force_insert=True)
        return "created"
    if all(getattr(stored, field.attname) == getattr(row, field.attname) for field in fields):
        return "left"
    row.pk = stored.pk
    row.save(force_update=True, update_fields=[field.name for field in fields])
    return "updated"


def stored_field(model: type[models.Model], name: str) -> models.Field:
    """The model's own column of that name."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise FieldDoesNotExist(f"{model._meta.model_name} stores no {name}")
    return field


@contextmanager
def naming(path: Path, entry: str) -> Iterator[None]:
    """Say in which file and entry it went wrong."""
    try:
        yield
    except ValidationError as error:
        reason = "; ".join(f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
        raise ReferenceFileError(f"{path.name}, entry {entry}: {reason}") from error
    except (IntegrityError, FieldDoesNotExist) as error:
        raise ReferenceFileError(f"{path.name}, entry {entry}: {error}") from error
