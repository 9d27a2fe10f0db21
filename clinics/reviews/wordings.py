"""Earlier wordings of a review, each with what differs in the one that stands now."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from clinics.regulations.watching import SAME, Piece, word_differences
from clinics.reviews.models import Review
from clinics.reviews.queries_signals import wordings_of
from clinics.reviews.reading_words import shown

# To compare long texts takes time: of so many wordings the differences are shown, of older ones the words.
MOST_COMPARED = 10
Told = list[tuple[str, str]]


@dataclass(frozen=True)
class Change:
    """One fact that was told otherwise before."""

    label: str
    before: str
    now: str


@dataclass(frozen=True)
class Wording:
    """What somebody sent before: its text in pieces against that of now, and the facts that differ."""

    sent_at: datetime
    pieces: list[Piece]
    changes: list[Change]
    compared: bool

    @property
    def same_text(self) -> bool:
        return all(mark == SAME for mark, _text in self.pieces)


def earlier_wordings(review: Review, today: date) -> list[Wording]:
    """Each wording that was sent before this one, the newest first. In one query."""
    told: dict[datetime, Any] = {}
    for row in wordings_of(review):
        # Of one sending the history holds every decision, too; the wording is the same.
        told.setdefault(row.sent_at, row)
    told.pop(review.sent_at, None)
    now = _facts(review, today)
    return [
        _wording(row, review.text, now, today, compared=number < MOST_COMPARED)
        for number, row in enumerate(told.values())
    ]


def _wording(row: Any, text: str, now: Told, today: date, *, compared: bool) -> Wording:
    before = _facts(row, today)
    labels = dict.fromkeys(label for label, _words in (*before, *now))
    then, since = dict(before), dict(now)
    none = _("not told")
    changes = [
        Change(label, then.get(label, none), since.get(label, none))
        for label in labels
        if then.get(label) != since.get(label)
    ]
    pieces = word_differences(row.text, text) if compared else [(SAME, row.text)]
    return Wording(row.sent_at, pieces, changes, compared)


def _facts(row: Any, today: date) -> Told:
    """Everything besides the text, in words."""
    said = shown(row, today)
    visit = row.visited_on.strftime("%Y-%m") if row.visited_on else _("not told")
    return [
        (_("Who"), said.role),
        (_("Overall"), said.stars.words),
        *((label, stars.words) for label, stars in said.aspects),
        (_("Month of the visit"), visit),
        *said.facts,
        (_("Conflict of interest"), row.conflict or _("none told")),
    ]
