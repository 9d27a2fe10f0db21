"""What an address says somebody has chosen: listings and practitioners by kind and slug, found or missing."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

from clinics.listings.models import Clinic, Listing, Provider, Status, TelemedicineService
from clinics.listings.records import kind_of
from clinics.vetting.models import Check

PARAMETER = "listing"
KINDS = ("clinic", "telehealth", "provider")
KEY = re.compile(rf"({'|'.join(KINDS)}):([-a-zA-Z0-9_]{{1,120}})")
# A longer address holds nothing that a page could show.
MOST_READ = 200
MOST_ECHOED = 80
Subject = Clinic | TelemedicineService | Provider
By = dict[tuple[str, str], Subject]


class Key(NamedTuple):
    """How an address names a listing or practitioner: clinic:quiet-harbor."""

    kind: str
    slug: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"


@dataclass(frozen=True)
class Asked:
    """What an address asks for: each once, as many as fit; what was too many; what is no listing's name."""

    keys: tuple[Key, ...] = ()
    beyond: tuple[Key, ...] = ()
    garbled: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """One that was asked for. `key` is where it stands now; without a subject we know of none."""

    asked: Key
    key: Key
    subject: Subject | None = None

    @property
    def is_open(self) -> bool:
        return self.subject is not None and self.subject.status == Status.PUBLISHED

    @property
    def is_closed(self) -> bool:
        return self.subject is not None and not self.is_open


def asked(values: Iterable[str], most: int) -> Asked:
    """Read the values of the parameter, in their order; blank ones say nothing."""
    keys: dict[Key, None] = {}
    garbled: dict[str, None] = {}
    for value in [text.strip() for text in values if text.strip()][:MOST_READ]:
        key = key_of(value)
        if key is None:
            garbled[value[:MOST_ECHOED]] = None
        else:
            keys[key] = None
    every = tuple(keys)
    return Asked(every[:most], every[most:], tuple(garbled))


def key_of(text: str) -> Key | None:
    """From "clinic:quiet-harbor", or from the address of its page as a browser shows it."""
    if match := KEY.fullmatch(text):
        return Key(*match.groups())
    try:
        path = urlsplit(text).path
    except ValueError:
        return None
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            try:
                found = resolve(path)
            except Resolver404:
                continue
        if found.url_name in KINDS:
            return Key(found.url_name, found.kwargs["slug"])
    return None


def find(keys: Collection[Key]) -> list[Found]:
    """Each in the order asked; two addresses of one listing give it once.

    A query for each kind, and another for each kind of which one has moved or is unknown.
    """
    subjects = _subjects(keys)
    found: dict[Any, Found] = {}
    for key in keys:
        subject = subjects.get(key)
        now = key if subject is None else Key(kind_of(subject), subject.slug)
        found.setdefault(now, Found(key, now, subject))
    return list(found.values())


def address(name: str, keys: Iterable[Key], **more: object) -> str:
    """The address of a page with these on it."""
    pairs = [(PARAMETER, str(key)) for key in keys] + [(name, str(value)) for name, value in more.items()]
    return reverse(name) + (f"?{urlencode(pairs, safe=':')}" if pairs else "")


def listings_of(subjects: Iterable[Subject]) -> list[Clinic | TelemedicineService]:
    return [one for one in subjects if isinstance(one, Listing)]


def providers_of(subjects: Iterable[Subject]) -> list[Provider]:
    return [one for one in subjects if isinstance(one, Provider)]


def checks_by_subject(subjects: Iterable[Subject], providers: Iterable[Provider]) -> dict[Any, list[Check]]:
    """The looks that count, by `subject_key`: of these, and of further practitioners. One query."""
    subjects = list(subjects)
    people = {one.pk for one in [*providers_of(subjects), *providers]}
    places = {one.pk for one in listings_of(subjects)}
    found: dict[Any, list[Check]] = {}
    for check in Check.objects.of_any(places, people).newest_of_each():
        found.setdefault((check.listing_id, check.provider_id), []).append(check)
    return found


def subject_key(subject: Subject) -> tuple[int | None, int | None]:
    """By which `checks_by_subject` knows it."""
    return (None, subject.pk) if isinstance(subject, Provider) else (subject.pk, None)


def _subjects(keys: Iterable[Key]) -> By:
    """Those that still have a page, by the kind and slug that was asked for."""
    found: By = {}
    models: dict[str, Any] = {
        "clinic": Clinic.objects.select_related("state"),
        "telehealth": TelemedicineService.objects.all(),
        "provider": Provider.objects.select_related("state"),
    }
    for kind, rows in models.items():
        slugs = {key.slug for key in keys if key.kind == kind}
        if not slugs:
            continue
        found |= {(kind, one.slug): one for one in rows.reachable().at_addresses(kind, slugs)}
        if moved := {slug for slug in slugs if (kind, slug) not in found}:
            former = rows.reachable().formerly_at(kind, moved)
            found |= {(kind, one.former_slug): one for one in former}
    return found
