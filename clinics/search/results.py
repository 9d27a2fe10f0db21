"""What a result card says: the listing, how far, why it matches, and what is not known."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.listings.models import Affiliation, Listing, Provider, Source
from clinics.listings.rules import license_stands, verification_stands
from clinics.medicine.queries import Vocabulary
from clinics.places.states import STATE_NAMES
from clinics.search.criteria import Criteria, Moment
from clinics.search.dimensions import COLUMN, COLUMNS
from clinics.search.matching import LISTING, PROVIDER, Match

STATE, PRICE, WAIT = COLUMN["state"], COLUMN["price_cents"], COLUMN["wait_days"]
ACCEPTING, RATING, RATINGS = COLUMN["accepting"], COLUMN["rating_mean"], COLUMN["rating_count"]
VERIFIED_FROM, VERIFIED_UNTIL = COLUMN["verified_from"], COLUMN["verified_until"]
MOST_NAMED = 2
TREATING = (Affiliation.Role.PRESCRIBER, Affiliation.Role.MEDICAL_DIRECTOR, Affiliation.Role.ADMINISTERS)


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

    def cards(self, matches: list[Match]) -> list[Result]:
        """The cards of these matches in their order, in three queries whatever their number."""
        people = Provider.objects.with_card().in_bulk(_ids(matches, PROVIDER))
        listings = Listing.objects.all() if people else Listing.objects.with_card()
        places = listings.in_bulk(_ids(matches, LISTING))
        cards = []
        for match in matches:
            person, place = people.get(match.row[PROVIDER]), places.get(match.row[LISTING])
            if person is not None:
                cards.append(self._card(match, person, self._person_lines(match, person, place)))
            elif place is not None:
                cards.append(self._card(match, place, self._place_lines(match, place)))
        return cards

    def _card(self, match: Match, subject: Listing | Provider, lines: dict[str, object]) -> Result:
        row = match.row
        kind = "provider" if isinstance(subject, Provider) else subject.kind
        return Result(
            kind=kind,
            key=f"{kind}:{subject.slug}",
            url=subject.get_absolute_url(),
            name=str(subject),
            miles=match.miles,
            verified=verification_stands(row[VERIFIED_FROM], row[VERIFIED_UNTIL], self.at.second),
            verification_line=self._verification_line(match),
            accepting_line=_accepting_line(row[ACCEPTING]),
            wait_line=_wait_line(row[WAIT]),
            source_line=_source_line(subject.source),
            is_demo=subject.is_demo,
            suggestion=self.suggestion,
            **lines,
        )

    def _place_lines(self, match: Match, place: Listing) -> dict[str, object]:
        lead = self._lead(place, match.row[STATE])
        if place.kind == Listing.Kind.CLINIC:
            label, where = _("Clinic"), f"{place.clinic.city}, {place.clinic.state_id}"
            here = [_("Licensed in %(state)s") % {"state": STATE_NAMES[match.row[STATE]]}] if lead else []
        else:
            label, where = _("Telemedicine service"), self._served_line(match)
            here = [where] if self.criteria.patient_state else []
        return {
            "kind_label": label,
            "place_line": where,
            "reasons": [*self._matched(match), *here, *_near(match)],
            "lead": lead,
            "price_line": _price_line(match, place),
            "rating_line": _rating_line(match),
        }

    def _person_lines(self, match: Match, person: Provider, place: Listing | None) -> dict[str, object]:
        licensed = _("Licensed in %(state)s") % {"state": STATE_NAMES[match.row[STATE]]}
        where = f"{person.city}, {person.state_id}" if place is None and person.state_id else ""
        return {
            "kind_label": person.specialty or _("Practitioner"),
            "place_line": _("Works at %(place)s") % {"place": place.name} if place else where,
            "reasons": [*self._matched(match), licensed, *_near(match)],
            "lead": "",
            "price_line": "",
            "rating_line": "",
        }

    def _matched(self, match: Match) -> list[str]:
        """What of the conditions and treatments searched is offered; or that nobody said."""
        said = []
        for parameter, sentence in (
            ("condition", _("Treats %(names)s")),
            ("treatment", _("Offers %(names)s")),
        ):
            wanted = self.vocabulary.mask(parameter, self.criteria.values(parameter))
            names = self.vocabulary.names(parameter, wanted & match.row[COLUMN[COLUMNS[parameter]]])
            if names:
                more = "…" if len(names) > MOST_NAMED else ""
                said.append(sentence % {"names": ", ".join(names[:MOST_NAMED]) + more})
            elif wanted:
                said.append(_("Has not said what it treats"))
        return list(dict.fromkeys(said))

    def _lead(self, place: Listing, usps: str) -> str:
        """The first practitioner who treats there with a license of the state that stands today."""
        for affiliation in place.treating:
            held = [held for held in affiliation.provider.licenses.all() if held.state_id == usps]
            standing = [
                held
                for held in held
                if license_stands(held.status, held.issued_on, held.expires_on, self.at.date)
            ]
            if affiliation.role in TREATING and standing:
                return str(affiliation.provider)
        return ""

    def _served_line(self, match: Match) -> str:
        if not self.criteria.patient_state:
            return _("Serves several states")
        return _("Serves %(state)s") % {"state": STATE_NAMES[match.row[STATE]]}

    def _verification_line(self, match: Match) -> str:
        since, until = match.row[VERIFIED_FROM], match.row[VERIFIED_UNTIL]
        if not verification_stands(since, until, self.at.second):
            return _("Not yet verified by us")
        days = [date_format(datetime.fromtimestamp(second, UTC), "j M Y") for second in (since, until)]
        return _("Verified on %(since)s, until %(until)s") % {"since": days[0], "until": days[1]}


def _ids(matches: list[Match], column: int) -> set[int]:
    return {match.row[column] for match in matches if match.row[column] is not None}


def _near(match: Match) -> list[str]:
    if match.miles is None:
        return []
    return [_("About %(miles)s miles") % {"miles": f"{match.miles:.1f}"}]


def _price_line(match: Match, place: Listing) -> str:
    """The lowest price of a session, else by the month or course, else that none is published."""
    prices = (
        (match.row[PRICE], _("From $%(dollars)s a session")),
        (place.month_cents, _("From $%(dollars)s a month")),
        (place.course_cents, _("From $%(dollars)s a course")),
    )
    for cents, sentence in prices:
        if cents is not None:
            return sentence % {"dollars": f"{cents / 100:,.0f}"}
    return _("Price not published. Ask before you book.")


def _rating_line(match: Match) -> str:
    mean, count = match.row[RATING], match.row[RATINGS]
    if not count:
        return _("No reviews yet")
    return ngettext("%(mean)s of 5, %(count)s review", "%(mean)s of 5, %(count)s reviews", count) % {
        "mean": f"{mean:.1f}",
        "count": count,
    }


def _accepting_line(accepting: int | None) -> str:
    if accepting is None:
        return _("Ask whether it takes new patients")
    return _("Takes new patients") if accepting else _("Takes no new patients now")


def _wait_line(days: int | None) -> str:
    if days is None:
        return ""
    if days == 0:
        return _("First visit the same day")
    return ngettext("First visit in about %(days)s day", "First visit in about %(days)s days", days) % {
        "days": days
    }


def _source_line(source: str) -> str:
    return _("From the national registry; not yet checked by us") if source == Source.NPPES else ""
