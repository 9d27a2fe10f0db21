"""The names of states in the reader's language."""

from collections.abc import Sequence
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext

from clinicfinder import languages
from clinics.places.names import fold
from clinics.places.states import STATE_NAMES, STATES


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


def state_choices(*first: tuple[str, str | Promise]) -> "StateChoices":
    """What a form field offers, after these: made anew for each reader's language."""
    return StateChoices(first)


class StateChoices:
    """Callable, as Django wants choices that are only known when a page is made."""

    def __init__(self, first: Sequence[tuple[str, str | Promise]]) -> None:
        self.first = first

    def __call__(self) -> list[tuple[str, str | Promise]]:
        return [*self.first, *states_by_name()]
