"""Telling whoever asked what changed in the law of a state since they were told last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinicfinder import languages, mail
from clinics.accounts.addresses import main_address
from clinics.places.models import State
from clinics.regulations.alerts import stop_token
from clinics.regulations.changes import Change, Event, changes_of
from clinics.regulations.feeds import Entry
from clinics.regulations.models import LawAlert, RegulationNote
from clinics.regulations.queries_alerts import alerts
from clinics.regulations.reading import for_patients
from clinics.regulations.verdict import DAY

MOST_IN_A_MAIL = 20


class Told(StrEnum):
    """What came of one alert."""

    SENT = "sent"
    NOTHING = "nothing"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True)
class Line:
    """One change as a mail tells it."""

    change: Change
    place: State
    site: str

    @property
    def what(self) -> str:
        """What happened on which day, in words that stay true."""
        day = date_format(self.change.day, DAY)
        words = {
            Event.BEGINS: _("In force from %(day)s"),
            Event.ENDS: _("No longer in force from %(day)s"),
            Event.ADDED: _("Added to our notes on %(day)s"),
            Event.REWORDED: _("Reworded in our notes on %(day)s; the law is the same"),
        }
        return words[self.change.event] % {"day": day}

    @property
    def where(self) -> str:
        return self.place.name if self.change.note.state_id else _("Federal law")

    @property
    def when(self) -> str:
        """Of a note that is new here: since and until when it holds, where that is known."""
        note = self.change.note
        if self.change.event != Event.ADDED:
            return ""
        begins = note.effective_from and date_format(note.effective_from, DAY)
        ends = note.effective_until and date_format(note.effective_until, DAY)
        told = [
            _("In force from %(day)s.") % {"day": begins} if begins else "",
            _("No longer in force from %(day)s.") % {"day": ends} if ends else "",
        ]
        return " ".join(filter(None, told))

    @property
    def certainty(self) -> str:
        return "" if self.change.note.confirmed else self.change.note.certainty

    @property
    def url(self) -> str:
        return self.site + Entry(self.change, self.change.instant, False, self.place).url


def news(changes: Iterable[Change], since: datetime, until: datetime) -> list[Change]:
    """What happened after `since` and up to `until`, changes of law first, then the newest first.

    Of a rule whose note became public and that began or ended meanwhile, only the latter is told; of
    a wording that was replaced, nothing.
    """
    fresh = [
        change
        for change in changes
        if since < change.instant <= until and change.note.status != RegulationNote.Status.REPLACED
    ]
    of_law = {change.note.pk for change in fresh if change.of_law}
    told = [change for change in fresh if change.of_law or change.note.pk not in of_law]
    return sorted(told, key=lambda one: (not one.of_law, -one.instant.timestamp(), one.note.key))


class Round:
    """One run over all alerts: what changed in a state is read once."""

    def __init__(self, site: str, now: datetime) -> None:
        self.site, self.now = site.rstrip("/"), now
        self._changes: dict[str, list[Change]] = {}

    def tell(self, number: int) -> Told:
        """Mail what is new to one alert. It is held meanwhile, so that two runs at once tell it once."""
        with transaction.atomic():
            held = alerts().to_tell().filter(pk=number).select_for_update(of=("self",), skip_locked=True)
            alert = held.with_all().first()
            if alert is None:
                return Told.GONE
            if alert.told_until >= self.now:
                return Told.NOTHING
            changes = news(self._of(alert.state), alert.told_until, self.now)
            if changes and not self._mail_in_their_language(alert, changes):
                return Told.FAILED
            alerts().filter(pk=number).update(told_until=self.now)
        return Told.SENT if changes else Told.NOTHING

    def would_tell(self, number: int) -> bool:
        """Whether there is something new for it."""
        alert = alerts().with_all().get(pk=number)
        return bool(news(self._of(alert.state), alert.told_until, self.now))

    def _of(self, state: State) -> list[Change]:
        if state.pk not in self._changes:
            notes = for_patients(RegulationNote.objects.told_in(state.pk))
            self._changes[state.pk] = changes_of(notes, state.timezone)
        return self._changes[state.pk]

    def _mail_in_their_language(self, alert: LawAlert, changes: list[Change]) -> bool:
        with languages.reading(alert.user.language):
            return self._mail(alert, changes)

    def _mail(self, alert: LawAlert, changes: list[Change]) -> bool:
        state = alert.state
        stop = self.site + reverse("law-alert-stop", args=[stop_token(alert)])
        context = {
            "state": state,
            "lines": [Line(change, state, self.site) for change in changes[:MOST_IN_A_MAIL]],
            "more": max(len(changes) - MOST_IN_A_MAIL, 0),
            "page": self.site + state.get_absolute_url(),
            "feed": self.site + reverse("state-feed", args=[state.pk.lower()]),
            "stop": stop,
        }
        # RFC 8058: mail programs show a button that sends a POST to this address.
        headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        subject = _("Ketamine law in %(state)s: what changed") % {"state": state.spoken}
        return mail.send("law_changes", subject, main_address(alert.user), context, headers)
