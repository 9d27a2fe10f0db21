"""The names of states in the reader's language."""

from collections.abc import Callable
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext

from clinicfinder import languages
from clinics.places.names import fold
from clinics.places.states import STATE_NAMES, STATES

Choice = tuple[str, str | Promise]


def state_name(usps: str) -> str:
    """The state's name in the reader's language; raises KeyError for what is no state."""
    return gettext(STATE_NAMES[usps])


def states_by_name() -> list[tuple[str, str]]:
    """Code and name of each state in the reader's language, in the order of their names."""
    return list(_by_name(languages.current()))


@cache
def _by_name(_language: str) -> tuple[tuple[str, str], ...]:
    names = ((row.usps, gettext(row.name)) for row in STATES)
    return tuple(sorted(names, key=lambda pair: fold(pair[1])))


def state_choices(*first: Choice) -> Callable[[], list[Choice]]:
    """What a form field offers, after these: made anew for each reader's language."""

    def choices() -> list[Choice]:
        return [*first, *states_by_name()]

    return choices
