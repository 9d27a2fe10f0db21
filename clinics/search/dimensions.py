"""The ways in which results can be narrowed: each reads a row of the index as a mask of choices."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinics.listings.entries import Flag
from clinics.medicine.queries import Vocabulary
from clinics.search.criteria import Criteria, Moment, Scope
from clinics.search.readings import (
    COLUMN,
    Reading,
    Row,
    Silence,
    at_least,
    flags,
    is_empty,
    is_one,
    lacks_flag,
    stands,
    two_words,
    up_to,
    word,
)

__all__ = ["COLUMN", "COLUMNS", "Choice", "Dimension", "Row", "dimensions"]

PRICE_STEPS_DOLLARS = (300, 500, 800, 1200)
RATING_STEPS = (3, 4)

Label = str | Promise


@dataclass(frozen=True)
class Choice:
    """One value that can be chosen, and its bit in the dimension's masks."""

    value: str
    label: Label
    bit: int


@dataclass(frozen=True)
class Dimension:
    """One parameter: `reading` reads a row, `wanted` is what was chosen (0: anything goes).

    `untold` tells whether the listing has said nothing here; None where silence is a no.
    """

    parameter: str
    label: Label
    choices: tuple[Choice, ...]
    reading: Reading
    wanted: int
    untold: Silence | None = None
    single: bool = False
    # Whether the page shows it as a filter.
    shown: bool = True


def dimensions(criteria: Criteria, vocabulary: Vocabulary, at: Moment) -> list[Dimension]:
    """Every dimension of this search, in the order in which the filters stand on the page."""
    narrow = [
        _care(criteria),
        *(_terms(parameter, label, criteria, vocabulary, at) for parameter, label in TERMS),
        _price(criteria),
        _flag(
            "accepting", _("New patients"), _("Accepts new patients"), criteria.accepting, is_one("accepting")
        ),
        _hours(criteria),
        _rating(criteria),
        _flag("verified", _("Verified"), _("Verified by us today"), criteria.verified, stands(at.second)),
        _licensed(criteria),
    ]
    if criteria.scope == Scope.TELEHEALTH:
        narrow = [d for d in narrow if d.parameter not in ("care", "hours")]
    if criteria.scope == Scope.PROVIDERS:
        narrow = [d for d in narrow if d.parameter != "min_rating" or d.wanted]
    return narrow


TERMS = (
    ("condition", _("Condition")),
    ("treatment", _("Treatment")),
    ("insurance", _("Insurance")),
    ("age_group", _("Age")),
    ("language", _("Language")),
    ("accessibility", _("Accessibility")),
)
COLUMNS = {
    "condition": "conditions",
    "treatment": "treatments",
    "insurance": "payers",
    "age_group": "age_groups",
    "language": "languages",
    "accessibility": "accessibility",
}
# Where saying nothing means "unknown", `unknown=1` lets the listing in.
MAY_BE_UNTOLD = {"condition", "treatment", "age_group"}


def _terms(parameter: str, label: Label, criteria: Criteria, vocabulary: Vocabulary, at: Moment) -> Dimension:
    column = COLUMNS[parameter]
    choices = tuple(Choice(word.slug, word.name, word.bit) for word in vocabulary.words[parameter])
    highest = max((choice.bit for choice in choices), default=0)
    untold = lacks_flag(Flag.INSURANCE_TOLD) if parameter == "insurance" else None
    wanted = vocabulary.mask(parameter, criteria.values(parameter))
    if parameter == "condition" and at.legal is not None and not at.legal.silent:
        silence = at.legal.untold(wanted)
        return Dimension(parameter, label, choices, at.legal.conditions(), wanted, silence)
    return Dimension(
        parameter,
        label,
        choices,
        two_words(column, highest) if parameter in ("insurance", "language") else word(column),
        wanted,
        is_empty(column) if parameter in MAY_BE_UNTOLD else untold,
    )


def _licensed(criteria: Criteria) -> Dimension:
    """A service that names nobody who may prescribe has not said that it may treat anybody there."""
    silence = lacks_flag(Flag.PRESCRIBER_NAMED)
    reading = flags(Flag.PRESCRIBER_NAMED.bit_length() - 1, 1)
    wanted = int(bool(criteria.patient_state))
    return Dimension("licensed", "", (), reading, wanted, silence, shown=False)


def _care(criteria: Criteria) -> Dimension:
    choices = (Choice("in_person", _("In person"), 0), Choice("telehealth", _("By telehealth"), 1))
    return Dimension("care", _("Way to care"), choices, flags(0, 2), _wanted(choices, criteria, "care"))


def _hours(criteria: Criteria) -> Dimension:
    choices = (Choice("evening", _("Evenings"), 0), Choice("weekend", _("Weekends"), 1))
    return Dimension("hours", _("Hours"), choices, flags(2, 2), _wanted(choices, criteria, "hours"))


def _wanted(choices: tuple[Choice, ...], criteria: Criteria, parameter: str) -> int:
    return sum(1 << choice.bit for choice in choices if choice.value in criteria.values(parameter))


def _price(criteria: Criteria) -> Dimension:
    own = () if criteria.max_price_dollars is None else (criteria.max_price_dollars,)
    limits = sorted({*PRICE_STEPS_DOLLARS, *own})
    choices = tuple(
        Choice(str(limit), _("Up to $%(limit)s a session") % {"limit": f"{limit:,}"}, bit)
        for bit, limit in enumerate(limits)
    )
    wanted = 0 if criteria.max_price_dollars is None else 1 << limits.index(criteria.max_price_dollars)
    reading = up_to("price_cents", [limit * 100 for limit in limits])
    return Dimension(
        "max_price", _("Price"), choices, reading, wanted, lacks_flag(Flag.PRICE_TOLD), single=True
    )


def _rating(criteria: Criteria) -> Dimension:
    own = () if criteria.min_rating is None else (criteria.min_rating,)
    steps = sorted({*RATING_STEPS, *own})
    choices = tuple(
        Choice(f"{step:g}", _("%(stars)s stars or more") % {"stars": f"{step:g}"}, bit)
        for bit, step in enumerate(steps)
    )
    wanted = 0 if criteria.min_rating is None else 1 << steps.index(criteria.min_rating)
    reading = at_least("rating_mean", steps)
    return Dimension("min_rating", _("Rating"), choices, reading, wanted, single=True)


def _flag(parameter: str, label: Label, choice: Label, wanted: bool, reading: Reading) -> Dimension:
    return Dimension(parameter, label, (Choice("1", choice, 0),), reading, int(wanted))
