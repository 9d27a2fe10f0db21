"""What a result card says: the listing, how far, why it matches, and what is not known."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache, wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from clinics.listings.cards import (
    ListingCard,
    ProviderCard,
    active_licenses,
    leads,
    listing_cards,
    provider_cards,
)
from clinics.listings.models import Listing, Source
from clinics.listings.prices import dollars
from clinics.listings.rules import verification_stands
from clinics.medicine.queries import Vocabulary
from clinics.places.state_names import state_name
from clinics.places.states import STATE_ZONES
from clinics.regulations.rules import Answer
from clinics.search.criteria import Criteria, Moment
from clinics.search.dimensions import COLUMN, COLUMNS
from clinics.search.matching import LISTING, PROVIDER, Match

STATE, PRICE, WAIT = COLUMN["state"], COLUMN["price_cents"], COLUMN["wait_days"]
ACCEPTING, RATING, RATINGS = COLUMN["accepting"], COLUMN["rating_mean"], COLUMN["rating_count"]
VERIFIED_FROM, VERIFIED_UNTIL = COLUMN["verified_from"], COLUMN["verified_until"]
MOST_NAMED = 2


@dataclass(frozen=True)
class Result:
    """One card. Every line is ready to print; an empty one is left out."""

    kind: str
    key: str
    url: str
    name: str
    kind_label: str
    place_line: str
    miles: float | None
    reasons: list[str]
    lead: str
    price_line: str
    rating_line: str
    verified: bool
    verification_line: str
    accepting_line: str
    wait_line: str
    source_line: str
    law_answer: str
    law_line: str
    is_demo: bool
    suggestion: bool

    @property
    def miles_text(self) -> str:
        """Miles with one decimal and a dot, whatever the language."""
        return "" if self.miles is None else f"{self.miles:.1f}"


@dataclass(frozen=True)
class Writer:
    """Writes the cards of one page: what was searched, the words for it, and the day."""

    criteria: Criteria
    vocabulary: Vocabulary
    at: Moment
    suggestion: bool = False
    # Whether the cards say who treats there.
    with_leads: bool = True

    def cards(self, matches: list[Match]) -> list[Result]:
        """The cards of these matches in their order, in three queries whatever their number."""
        people = provider_cards(_ids(matches, PROVIDER))
        places = listing_cards(_ids(matches, LISTING))
        treating = leads(places, self.at.date) if self.with_leads and not people else {}
        active = active_licenses(people, self.at.date)
        cards = []
        for match in matches:
            person, place = people.get(match.row[PROVIDER]), places.get(match.row[LISTING])
            if person is not None:
                cards.append(self._card(match, person, self._person_lines(match, person, place, active)))
            elif place is not None:
                cards.append(self._card(match, place, self._place_lines(match, place, treating)))
        return cards

    def _card(self, match: Match, subject: ListingCard | ProviderCard, lines: dict[str, Any]) -> Result:
        row = match.row
        verified = verification_stands(row[VERIFIED_FROM], row[VERIFIED_UNTIL], self.at.second)
        return Result(
            kind=subject.kind,
            key=f"{subject.kind}:{subject.slug}",
            url=subject.url,
            name=subject.name,
            miles=match.miles,
            verified=verified,
            verification_line=self._verification_line(match),
            source_line="" if verified else _source_line(subject.source),
            is_demo=subject.is_demo,
            **self._law_lines(match),
            suggestion=self.suggestion,
            **lines,
        )

    def _law_lines(self, match: Match) -> dict[str, Any]:
        """On what condition it may treat the patient from afar; or that the notes do not settle it."""
        law = self.at.legal.law_for(match.row) if self.at.legal else None
        if law is None:
            return {"law_answer": "", "law_line": ""}
        plain = law.answer == Answer.ALLOWED
        return {"law_answer": str(law.answer), "law_line": "" if plain else law.sentence}

    def _place_lines(
        self, match: Match, place: ListingCard, treating: dict[tuple[int, str], tuple[str, bool]]
    ) -> dict[str, Any]:
        state = state_name(match.row[STATE])
        lead, looked_up = treating.get((place.pk, match.row[STATE]), ("", False))
        if place.kind == Listing.Kind.CLINIC:
            label, where = _("Clinic"), f"{place.city}, {place.state}"
            here = [_license_line(state, looked_up=looked_up)] if lead else []
        else:
            label, where = _("Telemedicine service"), self._served_line(match)
            here = [where] if self.criteria.patient_state else []
        return {
            "kind_label": label,
            "place_line": where,
            "reasons": [*self._matched(match), *here, *_near(match)],
            "lead": lead,
            "price_line": price_line(match.row[PRICE], place.month_cents, place.course_cents),
            "rating_line": rating_line(match.row[RATING], match.row[RATINGS]),
            "accepting_line": accepting_line(match.row[ACCEPTING]),
            "wait_line": wait_line(match.row[WAIT]),
        }

    def _person_lines(
        self, match: Match, person: ProviderCard, place: ListingCard | None, active: set[tuple[int, str]]
    ) -> dict[str, Any]:
        state = match.row[STATE]
        licensed = _license_line(state_name(state), looked_up=(person.pk, state) in active)
        where = f"{person.city}, {person.state}" if place is None and person.state else ""
        return {
            "kind_label": person.specialty or _("Practitioner"),
            "place_line": _("Works at %(place)s") % {"place": place.name} if place else where,
            "reasons": [*self._matched(match), licensed, *_near(match)],
            "lead": "",
            "price_line": "",
            "rating_line": "",
            "accepting_line": _place_accepts_line(match.row[ACCEPTING]) if place else "",
            "wait_line": "",
        }

    def _matched(self, match: Match) -> list[str]:
        """What of the conditions and treatments searched is offered; or that nobody said."""
        said = []
        for parameter, wanted, sentence in self._sought:
            names = self.vocabulary.names(parameter, wanted & match.row[COLUMN[COLUMNS[parameter]]])
            if names:
                more = "…" if len(names) > MOST_NAMED else ""
                said.append(sentence % {"names": ", ".join(names[:MOST_NAMED]) + more})
            else:
                said.append(_("Has not said what it treats"))
        return list(dict.fromkeys(said))

    @cached_property
    def _sought(self) -> list[tuple[str, int, str]]:
        """The parameters of what is sought, the bits wanted of each, and the sentence that says so."""
        sentences = {"condition": _("Treats %(names)s"), "treatment": _("Offers %(names)s")}
        wanted = {name: self.vocabulary.mask(name, self.criteria.values(name)) for name in sentences}
        return [(name, wanted[name], sentence) for name, sentence in sentences.items() if wanted[name]]

    def _served_line(self, match: Match) -> str:
        if not self.criteria.patient_state:
            return _("Serves the states on its page")
        return _("Serves %(state)s") % {"state": state_name(match.row[STATE])}

    def _verification_line(self, match: Match) -> str:
        since, until = match.row[VERIFIED_FROM], match.row[VERIFIED_UNTIL]
        if not verification_stands(since, until, self.at.second):
            return _("Not yet verified by us")
        zone = STATE_ZONES[match.row[STATE]]
        days = {"since": _day(since, zone), "until": _day(until - 1, zone)}
        return _("Verified on %(since)s, until %(until)s") % days


def _kept(write: Callable[..., str]) -> Callable[..., str]:
    """Keep what is written, for each language: many cards share few lines."""

    @lru_cache(maxsize=4096)
    def in_language(language: str | None, *args: Hashable, **kwargs: Hashable) -> str:
        return write(*args, **kwargs)

    @wraps(write)
    def kept(*args: Hashable, **kwargs: Hashable) -> str:
        return in_language(get_language(), *args, **kwargs)

    return kept


def _day(second: int, zone: ZoneInfo) -> str:
    return _date(datetime.fromtimestamp(second, zone).date())


@_kept
def _date(day: date) -> str:
    return date_format(day, "j M Y")


@_kept
def _license_line(state: str, *, looked_up: bool) -> str:
    """A license that nobody has looked up is no license yet."""
    if looked_up:
        return _("Licensed in %(state)s") % {"state": state}
    return _("License in %(state)s not looked up") % {"state": state}


def _ids(matches: list[Match], column: int) -> set[int]:
    return {match.row[column] for match in matches if match.row[column] is not None}


def _near(match: Match) -> list[str]:
    if match.miles is None:
        return []
    return [_("About %(miles)s miles") % {"miles": f"{match.miles:.1f}"}]


@_kept
def price_line(session: int | None, month: int | None, course: int | None) -> str:
    """The lowest price of a session, else by the month or course, else that none is published."""
    if session is not None:
        return _("From %(price)s a session") % {"price": dollars(session)}
    if month is not None:
        return _("From %(price)s a month") % {"price": dollars(month)}
    if course is not None:
        return _("From %(price)s a course") % {"price": dollars(course)}
    return _("Price not published. Ask before you book.")


@_kept
def rating_line(mean: float | None, count: int) -> str:
    if not count:
        return _("No reviews yet")
    if mean is None:
        return ngettext("%(count)s review so far", "%(count)s reviews so far", count) % {"count": count}
    return ngettext("%(mean)s of 5, %(count)s review", "%(mean)s of 5, %(count)s reviews", count) % {
        "mean": f"{mean:.1f}",
        "count": count,
    }


@_kept
def accepting_line(accepting: int | None) -> str:
    if accepting is None:
        return _("Ask whether it takes new patients")
    return _("Takes new patients") if accepting else _("Takes no new patients now")


@_kept
def _place_accepts_line(accepting: int | None) -> str:
    """Said of the place where somebody works, never of the person."""
    if accepting is None:
        return _("Ask whether this place takes new patients")
    return _("This place takes new patients") if accepting else _("This place takes no new patients now")


@_kept
def wait_line(days: int | None) -> str:
    if days is None:
        return ""
    if days == 0:
        return _("First visit the same day")
    return ngettext("First visit in about %(days)s day", "First visit in about %(days)s days", days) % {
        "days": days
    }


@_kept
def _source_line(source: str) -> str:
    return _("From the national registry; not yet checked by us") if source == Source.NPPES else ""
