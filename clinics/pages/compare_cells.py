"""What stands in one field of a comparison, in the words of the listing's own page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from clinics.listings.models import Listing, Provider
from clinics.listings.questions import Question
from clinics.pages.choosing import Key, Subject
from clinics.pages.verification import Verification
from clinics.pages.wording import Seen


@dataclass(frozen=True)
class Cell:
    """What it says, a line for each thing. An unknown is neither yes nor no; some things do not apply."""

    lines: tuple[str, ...] = ()
    unknown: bool = False
    applies: bool = True


@dataclass(frozen=True)
class Side:
    """One of those compared, with all that its fields are made of."""

    key: Key
    subject: Subject
    questions: dict[str, Question]
    seen: Seen
    verification: Verification
    caution: str
    at: datetime
    today: date

    @property
    def kind(self) -> str:
        return self.key.kind


Make = Callable[[Side], Cell]


def said(*lines: object) -> Cell:
    """These lines, without empty ones."""
    return Cell(tuple(str(line) for line in lines if line))


def unknown(words: str | Promise) -> Cell:
    return Cell((str(words),), unknown=True)


def open_question(side: Side, topic: str) -> Cell | None:
    """That this is not known, where it is so."""
    question = side.questions.get(topic)
    return None if question is None else unknown(question.said)


def fact(name: str, topic: str) -> Make:
    """A text as somebody wrote it."""
    return lambda side: open_question(side, topic) or said(_value(side, name))


def yes_no(name: str, topic: str) -> Make:
    """Three answers, never two."""
    return lambda side: open_question(side, topic) or said(_("Yes") if _value(side, name) else _("No"))


def terms(name: str, topic: str) -> Make:
    """Words of a vocabulary."""
    return lambda side: open_question(side, topic) or said(*_all(side, name))


def listing(side: Side) -> Listing:
    """The clinic or service of a row that is made for those alone."""
    if isinstance(side.subject, Listing):
        return side.subject
    raise TypeError(side.kind)


def provider(side: Side) -> Provider:
    """The practitioner of a row that is made for those alone."""
    if isinstance(side.subject, Provider):
        return side.subject
    raise TypeError(side.kind)


def capped(lines: Iterable[str], most: int, more: Callable[[int], str]) -> list[str]:
    """The first lines, and how many more there are."""
    every = list(lines)
    return every if len(every) <= most else [*every[:most], more(len(every) - most)]


def _value(side: Side, name: str) -> object:
    value = getattr(side.subject, name)
    return value() if callable(value) else value


def _all(side: Side, name: str) -> Iterable[object]:
    return getattr(side.subject, name).all()
