"""Atom feeds of the law: what began, ended, was adopted, added or reworded; of one state or of all."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinicfinder import clock
from clinicfinder.atom import AtomFeed
from clinics.places.models import State
from clinics.places.states import EASTERN
from clinics.regulations.changes import Change, Event, changes_of, midnight
from clinics.regulations.models import RegulationNote
from clinics.regulations.reading import for_patients
from clinics.regulations.topics import topic_name
from clinics.regulations.verdict import DAY
from clinics.translations.catalog import said

MOST = 50
# Letters of a summary in a title: enough to tell which rule it is.
MOST_OF_A_SUMMARY = 90
# Entries keep their ids for good, on whatever host the directory stands.
FAMILY = uuid.uuid5(uuid.NAMESPACE_URL, "clinicfinder:law")


@dataclass(frozen=True)
class Entry:
    """One entry: a change, told on its day or, where it is known before, as soon as it is."""

    change: Change
    when: datetime
    ahead: bool
    place: State | None

    @property
    def identifier(self) -> str:
        note = self.change.note
        told = f"{note.key}/{note.version}/{self.change.event}{'/ahead' if self.ahead else ''}"
        return uuid.uuid5(FAMILY, told).urn

    @property
    def title(self) -> str:
        """What happened to which rule: two of one topic may change on one day."""
        note = self.change.note
        return _("%(where)s: %(topic)s: %(event)s: %(rule)s") % {
            "where": str(note.state) if note.state else _("Federal law"),
            "topic": topic_name(note.topic),
            "event": self.event,
            "rule": shorten(said(note.summary), MOST_OF_A_SUMMARY, placeholder="…"),
        }

    @property
    def event(self) -> str:
        """What happened, in words that stay true."""
        words = {
            Event.BEGINS: _("in force from %(day)s"),
            Event.ENDS: _("no longer in force from %(day)s"),
            Event.ADDED: _("added to our notes"),
            Event.REWORDED: _("reworded, the law is the same"),
        }
        return words[self.change.event] % {"day": date_format(self.change.day, DAY)}

    @property
    def summary(self) -> str:
        note = self.change.note
        reason = note.reason if not self.change.of_law else ""
        parts = [
            said(note.summary),
            said(note.for_patients),
            reason,
            "" if note.confirmed else note.certainty,
        ]
        return " ".join(part for part in parts if part)

    @property
    def url(self) -> str:
        """The page that shows it: of its state, of the feed's state, or of all states; on that day."""
        place = self.change.note.state or self.place
        page = place.get_absolute_url() if place else reverse("state-list")
        if self.change.of_law:
            return f"{page}?on={self.change.day.isoformat()}"
        return f"{page}#{self.change.note.key}" if place else page


def entries(notes: Iterable[RegulationNote], now: datetime, place: State | None = None) -> list[Entry]:
    """The newest entries. A day begins where the law holds: in the feed's state, or in the note's."""
    zones: dict[str, list[RegulationNote]] = {}
    for note in notes:
        zone = place.timezone if place else note.state.timezone if note.state else EASTERN
        zones.setdefault(zone, []).append(note)
    told = [
        entry
        for zone, theirs in zones.items()
        for change in changes_of(theirs, zone)
        for entry in _entries(change, zone, place)
        if entry.when <= now
    ]
    return sorted(told, key=lambda entry: (-entry.when.timestamp(), entry.identifier))[:MOST]


def _entries(change: Change, zone: str, place: State | None) -> list[Entry]:
    """On its day; and before it, if it was known before."""
    known = _known_at(change, zone)
    found = [Entry(change, change.instant, False, place)]
    if known and known < change.instant:
        found.append(Entry(change, known, True, place))
    return found


def _known_at(change: Change, zone: str) -> datetime | None:
    """When a change of law could be told ahead: on its adoption, else when its note became public."""
    if not change.of_law:
        return None
    adopted: date | None = change.note.adopted_on if change.event == Event.BEGINS else None
    if adopted and adopted < change.day:
        return midnight(adopted, zone)
    return change.note.approved_at


class LawFeed(AtomFeed):
    """Of all states and of federal law."""

    def title(self, place: State | None) -> str:
        if place:
            return _("Ketamine law in %(state)s: what changes") % {"state": place.name}
        return _("Ketamine law in all states: what changes")

    def subtitle(self, place: State | None) -> str:
        return _("Rules that begin and end, and notes that our editors add or reword. Not legal advice.")

    def link(self, place: State | None) -> str:
        return place.get_absolute_url() if place else reverse("state-list")

    def items(self, place: State | None) -> list[Entry]:
        notes = RegulationNote.objects.for_feed(place.usps if place else None)
        return entries(
            for_patients(notes) if place else notes, clock.now().astimezone(ZoneInfo("UTC")), place
        )


class StateLawFeed(LawFeed):
    """Of one state, with the federal law that patients there live under."""

    def get_object(self, request: HttpRequest, usps: str) -> State:
        return get_object_or_404(State, pk=usps.upper())
