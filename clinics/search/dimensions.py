"""The ways in which results can be narrowed: each reads a row of the index as a mask of choices."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinics.listings.entries import READ_COLUMNS, Flag
from clinics.listings.rules import verification_stands
from clinics.medicine.models import ONE_WORD
from clinics.medicine.queries import Vocabulary
from clinics.search.criteria import Criteria, Moment, Scope

COLUMN = {name: place for place, name in enumerate(READ_COLUMNS)}
PRICE_STEPS_DOLLARS = (300, 500, 800, 1200)
RATING_STEPS = (3, 4)

Row = tuple
Label = str | Promise


@dataclass(frozen=True)
class Choice:
    """One value that can be chosen, and its bit in the dimension's masks."""

    value: str
    label: Label
    bit: int


@dataclass(frozen=True)
class Dimension:
    """One parameter: `mask` reads a row, `wanted` is what was chosen (0: anything goes).

    `untold` tells whether the listing has said nothing here; None where silence is a no.
    """

    parameter: str
    label: Label
    choices: tuple[Choice, ...]
    mask: Callable[[Row], int]
    wanted: int
    untold: Callable[[Row], bool] | None = None
    single: bool = False


def dimensions(criteria: Criteria, vocabulary: Vocabulary, at: Moment) -> list[Dimension]:
    """Every dimension of this search, in the order in which the filters stand on the page."""
    narrow = [
        _care(criteria),
        *(_terms(parameter, label, criteria, vocabulary) for parameter, label in TERMS),
        _price(criteria),
        _flag("accepting", _("New patients"), _("Accepts new patients"), criteria.accepting, _accepts),
        _hours(criteria),
        _rating(criteria),
        _verified(criteria, at),
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


def _terms(parameter: str, label: Label, criteria: Criteria, vocabulary: Vocabulary) -> Dimension:
    column = COLUMN[COLUMNS[parameter]]
    mask: Callable[[Row], int] = itemgetter(column)
    if parameter in ("insurance", "language"):
        mask = _two_words(column)
    untold: Callable[[Row], bool] | None = None
    if parameter == "insurance":
        untold = _lacks_flag(Flag.INSURANCE_TOLD)
    elif parameter in MAY_BE_UNTOLD:
        untold = _is_empty(column)
    words = vocabulary.words[parameter]
    return Dimension(
        parameter,
        label,
        tuple(Choice(word.slug, word.name, word.bit) for word in words),
        mask,
        vocabulary.mask(parameter, criteria.values(parameter)),
        untold,
    )


def _care(criteria: Criteria) -> Dimension:
    flags = COLUMN["flags"]
    choices = (Choice("in_person", _("In person"), 0), Choice("telehealth", _("By telehealth"), 1))
    return Dimension(
        "care", _("Way to care"), choices, lambda row: row[flags] & 3, _wanted(choices, criteria, "care")
    )


def _hours(criteria: Criteria) -> Dimension:
    flags = COLUMN["flags"]
    choices = (Choice("evening", _("Evenings"), 0), Choice("weekend", _("Weekends"), 1))
    return Dimension(
        "hours", _("Hours"), choices, lambda row: row[flags] >> 2 & 3, _wanted(choices, criteria, "hours")
    )


def _wanted(choices: tuple[Choice, ...], criteria: Criteria, parameter: str) -> int:
    return sum(1 << choice.bit for choice in choices if choice.value in criteria.values(parameter))


def _price(criteria: Criteria) -> Dimension:
    column = COLUMN["price_cents"]
    limits = [*PRICE_STEPS_DOLLARS]
    if criteria.max_price_dollars is not None and criteria.max_price_dollars not in limits:
        limits.append(criteria.max_price_dollars)
    choices = tuple(
        Choice(str(limit), _("Up to $%(limit)s a session") % {"limit": limit}, bit)
        for bit, limit in enumerate(limits)
    )
    cents = [limit * 100 for limit in limits]

    def mask(row: Row) -> int:
        price = row[column]
        return 0 if price is None else sum(1 << bit for bit, limit in enumerate(cents) if price <= limit)

    wanted = 0 if criteria.max_price_dollars is None else 1 << limits.index(criteria.max_price_dollars)
    return Dimension(
        "max_price", _("Price"), choices, mask, wanted, _lacks_flag(Flag.PRICE_TOLD), single=True
    )


def _rating(criteria: Criteria) -> Dimension:
    column = COLUMN["rating_mean"]
    steps: list[float] = [*RATING_STEPS]
    if criteria.min_rating is not None and criteria.min_rating not in steps:
        steps.append(criteria.min_rating)
    choices = tuple(
        Choice(f"{step:g}", _("%(stars)s stars or more") % {"stars": f"{step:g}"}, bit)
        for bit, step in enumerate(steps)
    )

    def mask(row: Row) -> int:
        mean = row[column]
        return 0 if mean is None else sum(1 << bit for bit, step in enumerate(steps) if mean >= step)

    wanted = 0 if criteria.min_rating is None else 1 << steps.index(criteria.min_rating)
    return Dimension("min_rating", _("Rating"), choices, mask, wanted, single=True)


def _verified(criteria: Criteria, at: Moment) -> Dimension:
    since, until = COLUMN["verified_from"], COLUMN["verified_until"]

    def mask(row: Row) -> int:
        return int(verification_stands(row[since], row[until], at.second))

    return _flag("verified", _("Verified"), _("Verified by us today"), criteria.verified, mask)


def _flag(parameter: str, label: Label, choice: Label, wanted: bool, mask: Callable[[Row], int]) -> Dimension:
    return Dimension(parameter, label, (Choice("1", choice, 0),), mask, int(wanted))


def _accepts(row: Row) -> int:
    return row[COLUMN["accepting"]] or 0


def _two_words(column: int) -> Callable[[Row], int]:
    return lambda row: row[column] | row[column + 1] << ONE_WORD


def _lacks_flag(flag: int) -> Callable[[Row], bool]:
    flags = COLUMN["flags"]
    return lambda row: not row[flags] & flag


def _is_empty(column: int) -> Callable[[Row], bool]:
    return lambda row: not row[column]
