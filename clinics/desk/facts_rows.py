"""The facts of a listing that are rows: terms, insurers, prices, hours, states. As text and back."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.dateformat import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.desk.facts_lines import BAR, Change, lines_of, text_of
from clinics.listings.forms import DEAREST
from clinics.listings.models import Listing, ListingPayer, Offer, OpeningHours, ServedState
from clinics.listings.prices import amount
from clinics.medicine.models import Payer, Treatment
from clinics.medicine.queries import Vocabulary, vocabulary
from clinics.places.models import State
from clinics.places.state_names import state_name
from clinics.places.states import STATE_NAMES

LONGEST_INCLUDES = 200


class RowFact:
    """One such fact. `parts` are in a line, the first `own` of them tell which row it is."""

    label: str | Promise
    parts, own = 1, 1
    between = "\n"

    def rows(self, subject: Any) -> Iterable[Any]:
        raise NotImplementedError

    def line(self, row: Any) -> str:
        raise NotImplementedError

    def clean(self, parts: list[str], words: Vocabulary) -> list[str]:
        """The parts of a line as they are kept; ValidationError where they stand for no row."""
        raise NotImplementedError

    def said(self, parts: list[str], words: Vocabulary) -> str:
        raise NotImplementedError

    def new_row(self, subject: Listing, parts: list[str]) -> Model:
        """Of these parts, unsaved and not filled yet beyond what tells it apart."""
        raise NotImplementedError

    def fill(self, row: Any, parts: list[str]) -> None:
        """Set what may change while it stays the same row."""

    def current(self, subject: Any) -> str:
        return text_of(self.line(row) for row in self.rows(subject))

    def parsed(self, text: str, words: Vocabulary) -> str:
        """The text as it is kept; ValidationError where it stands for no rows."""
        lines = set()
        for line in lines_of(text):
            parts = line.split(BAR, self.parts - 1)
            if len(parts) < self.parts:
                raise ValidationError(_("A part is missing."))
            lines.add(BAR.join(self.clean(parts, words)))
        if len({self._key(line) for line in lines}) < len(lines):
            raise ValidationError(_("Two of these say the same thing in two ways. Keep one of them."))
        return text_of(lines)

    def shown(self, text: str, words: Vocabulary) -> str:
        """As people read it."""
        return self.between.join(self.told(line, words) for line in self.ordered(text, words))

    def told(self, line: str, words: Vocabulary) -> str:
        """One line as people read it; what we do not know any more stands as it was kept."""
        try:
            return self.said(self.clean(line.split(BAR, self.parts - 1), words), words)
        except (ValidationError, ValueError):
            return line

    def ordered(self, text: str, words: Vocabulary) -> list[str]:
        return sorted(lines_of(text))

    def write(self, subject: Listing, text: str, reason: str) -> None:
        """Bring the rows into line. A row of which nothing changes stays the very same row."""
        wanted = {self._key(line): line for line in lines_of(text)}
        for row in self.rows(subject):
            stands = self.line(row)
            line = wanted.pop(self._key(stands), None)
            row._change_reason = reason
            if line is None:
                row.delete()
            elif line != stands:
                self.fill(row, line.split(BAR, self.parts - 1))
                row.save()
        for line in wanted.values():
            parts = line.split(BAR, self.parts - 1)
            new: Any = self.new_row(subject, parts)
            self.fill(new, parts)
            new._change_reason = reason
            new.save()

    def _key(self, line: str) -> str:
        return BAR.join(line.split(BAR, self.parts - 1)[: self.own])


class Terms(RowFact):
    """Words of a vocabulary, by their slugs."""

    between = ", "

    def __init__(self, name: str, parameter: str, label: str | Promise) -> None:
        self.name, self.parameter, self.label = name, parameter, label

    def rows(self, subject: Any) -> Iterable[Any]:
        return getattr(subject, self.name).all()

    def line(self, row: Any) -> str:
        return row.slug

    def clean(self, parts: list[str], words: Vocabulary) -> list[str]:
        return [_known(parts[0], words, self.parameter)]

    def said(self, parts: list[str], words: Vocabulary) -> str:
        return words.by_slug[self.parameter][parts[0]].name

    def ordered(self, text: str, words: Vocabulary) -> list[str]:
        return _in_their_order(text, words, self.parameter)

    def write(self, subject: Any, text: str, reason: str) -> None:
        held, wanted = getattr(subject, self.name), set(lines_of(text))
        standing = {term.slug: term for term in held.all()}
        held.remove(*(term for slug, term in standing.items() if slug not in wanted))
        held.add(*(_row(held.model, slug=slug) for slug in sorted(wanted - standing.keys())))


class States(RowFact):
    """Where a service treats people. Without any, no patient can find it."""

    label = gettext_lazy("States served")
    between = ", "

    def rows(self, subject: Any) -> Iterable[Any]:
        return subject.served.all()

    def line(self, row: Any) -> str:
        return row.state_id

    def clean(self, parts: list[str], words: Vocabulary) -> list[str]:
        if parts[0] not in STATE_NAMES:
            raise ValidationError(_("We do not know “%(word)s”."), params={"word": parts[0]})
        return parts

    def said(self, parts: list[str], words: Vocabulary) -> str:
        return state_name(parts[0])

    def ordered(self, text: str, words: Vocabulary) -> list[str]:
        return sorted(lines_of(text), key=lambda usps: STATE_NAMES.get(usps, usps))

    def new_row(self, subject: Listing, parts: list[str]) -> Model:
        return ServedState(service_id=subject.pk, state=_row(State, usps=parts[0]))

    def write(self, subject: Listing, text: str, reason: str) -> None:
        if not lines_of(text):
            raise ValidationError(_("Without any state no patient can find the service."))
        super().write(subject, text, reason)


class Payers(RowFact):
    """Insurers, and how the listing deals with each."""

    label = gettext_lazy("Insurers")
    parts = 2

    def rows(self, subject: Any) -> Iterable[Any]:
        return subject.payer_links.select_related("payer")

    def line(self, row: Any) -> str:
        return BAR.join([row.payer.slug, row.basis])

    def clean(self, parts: list[str], words: Vocabulary) -> list[str]:
        slug, basis = parts
        if basis not in ListingPayer.Basis.values:
            raise ValidationError(_("We do not know “%(word)s”."), params={"word": basis})
        return [_known(slug, words, "insurance"), basis]

    def said(self, parts: list[str], words: Vocabulary) -> str:
        return f"{words.by_slug['insurance'][parts[0]].name}: {ListingPayer.Basis(parts[1]).label}"

    def ordered(self, text: str, words: Vocabulary) -> list[str]:
        return _in_their_order(text, words, "insurance")

    def new_row(self, subject: Listing, parts: list[str]) -> Model:
        return ListingPayer(listing_id=subject.pk, payer=_row(Payer, slug=parts[0]))

    def fill(self, row: Any, parts: list[str]) -> None:
        row.basis = parts[1]


class Prices(RowFact):
    """Treatments, and what each costs: low and high in US cents, empty where it is not published."""

    label = gettext_lazy("Treatments and prices")
    parts, own = 5, 2

    def rows(self, subject: Any) -> Iterable[Any]:
        return subject.offers.select_related("treatment")

    def line(self, row: Any) -> str:
        cents = ["" if price is None else str(price) for price in (row.price_low_cents, row.price_high_cents)]
        return BAR.join([row.treatment.slug, row.per, *cents, _squeezed(row.includes)])

    def clean(self, parts: list[str], words: Vocabulary) -> list[str]:
        slug, per, low, high, includes = parts
        if per not in Offer.Per.values:
            raise ValidationError(_("We do not know “%(word)s”."), params={"word": per})
        cents = [_cents(low), _cents(high)]
        if high and (cents[0] is None or cents[0] > (cents[1] or 0)):
            raise ValidationError(_("The higher price goes here, the lower one before it."))
        includes = _squeezed(includes)
        if len(includes) > LONGEST_INCLUDES:
            raise ValidationError(_("Please shorten what the price includes to 200 characters."))
        told = ["" if price is None else str(price) for price in cents]
        return [_known(slug, words, "treatment"), per, *told, includes]

    def said(self, parts: list[str], words: Vocabulary) -> str:
        offer = Offer(per=parts[1], includes=parts[4])
        self.fill(offer, parts)
        price = f"{amount(offer)} {offer.get_per_display()}" if amount(offer) else _("price not published")
        said = f"{words.by_slug['treatment'][parts[0]].name}: {price}"
        if offer.includes:
            said = _("%(price)s (includes: %(what)s)") % {"price": said, "what": offer.includes}
        return said

    def ordered(self, text: str, words: Vocabulary) -> list[str]:
        return _in_their_order(text, words, "treatment")

    def new_row(self, subject: Listing, parts: list[str]) -> Model:
        return Offer(listing_id=subject.pk, treatment=_row(Treatment, slug=parts[0]), per=parts[1])

    def fill(self, row: Any, parts: list[str]) -> None:
        row.price_low_cents, row.price_high_cents = _cents(parts[2]), _cents(parts[3])
        row.includes = parts[4]


class Hours(RowFact):
    """When a clinic is open, in its own time. A weekday may have several spans, which do not overlap."""

    label = gettext_lazy("Opening hours")
    parts, own = 3, 2

    def rows(self, subject: Any) -> Iterable[Any]:
        return subject.hours.all()

    def line(self, row: Any) -> str:
        return BAR.join([str(row.weekday), f"{row.opens:%H:%M}", f"{row.closes:%H:%M}"])

    def clean(self, parts: list[str], words: Vocabulary) -> list[str]:
        if parts[0] not in {str(day) for day in OpeningHours.Weekday.values}:
            raise ValidationError(_("We do not know “%(word)s”."), params={"word": parts[0]})
        opens, closes = _clock(parts[1]), _clock(parts[2])
        if closes <= opens:
            raise ValidationError(_("It closes before it opens."))
        return [parts[0], f"{opens:%H:%M}", f"{closes:%H:%M}"]

    def parsed(self, text: str, words: Vocabulary) -> str:
        kept = super().parsed(text, words)
        closed = ("", "")
        for line in lines_of(kept):
            day, opens, closes = line.split(BAR)
            if day == closed[0] and opens < closed[1]:
                raise ValidationError(_("Two times of one day overlap."))
            closed = (day, closes)
        return kept

    def said(self, parts: list[str], words: Vocabulary) -> str:
        day = OpeningHours.Weekday(int(parts[0])).label
        opens, closes = (time_format(_clock(text), "P") for text in parts[1:])
        return _("%(day)s %(opens)s to %(closes)s") % {"day": day, "opens": opens, "closes": closes}

    def new_row(self, subject: Listing, parts: list[str]) -> Model:
        return OpeningHours(clinic_id=subject.pk, weekday=int(parts[0]), opens=_clock(parts[1]))

    def fill(self, row: Any, parts: list[str]) -> None:
        row.closes = _clock(parts[2])


BY_NAME: dict[str, RowFact] = {
    "conditions": Terms("conditions", "condition", gettext_lazy("Conditions treated")),
    "age_groups": Terms("age_groups", "age_group", gettext_lazy("Ages treated")),
    "languages": Terms("languages", "language", gettext_lazy("Languages")),
    "accessibility": Terms("accessibility", "accessibility", gettext_lazy("Accessibility")),
    "offers": Prices(),
    "payers": Payers(),
    "hours": Hours(),
    "states_served": States(),
}


def heading(name: str) -> str:
    return str(BY_NAME[name].label)


def told(name: str, change: Change, words: Vocabulary | None = None) -> tuple[str, str]:
    """What was and what shall be of one change, as people read it; empty for nothing."""
    fact, words = BY_NAME[name], words or vocabulary()
    before, after = (fact.shown(text_of(lines), words) for lines in (change.before, change.after))
    return before, after


def _known(slug: str, words: Vocabulary, parameter: str) -> str:
    if slug not in words.by_slug[parameter]:
        raise ValidationError(_("We do not know “%(word)s”."), params={"word": slug})
    return slug


def _in_their_order(text: str, words: Vocabulary, parameter: str) -> list[str]:
    """As the vocabulary is ordered; what it does not hold any more comes last."""
    bits = {slug: word.bit for slug, word in words.by_slug[parameter].items()}
    return sorted(lines_of(text), key=lambda line: (bits.get(line.partition(BAR)[0], 999), line))


def _row(model: Any, **by: str) -> Any:
    found = model.objects.filter(**by).first()
    if found is None:
        raise ValidationError(_("We do not know “%(word)s”."), params={"word": next(iter(by.values()))})
    return found


def _cents(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(DEAREST)) + 2:
        raise ValidationError(_("This is not a price."))
    if int(text) > DEAREST * 100:
        raise ValidationError(_("This is not a price."))
    return int(text)


def _clock(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(_("This is not a time of day.")) from error


def _squeezed(text: str) -> str:
    return " ".join(text.split())
