"""Form fields for a state and a place, and what they say of what they do not know."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.places.geocoder import locate
from clinics.places.names import state_code
from clinics.places.outcomes import NeedsState, Outcome, SeveralPlaces, UnknownPlace

LONGEST_REPEATED = 40


class StateField(forms.ChoiceField):
    """A USPS code or a state's name, in any case."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("We don’t know this state. Choose one from the list.")
    }

    def to_python(self, value: object) -> str:
        text = str(value or "").strip()
        return state_code(text) or text.upper()


class PlaceField(forms.CharField):
    """A ZIP code, or a city and state, as people type them. Its value is the outcome of `locate`."""

    def clean(self, value: object) -> Outcome | None:
        text = super().clean(value)
        return locate(text) if text else None


def place_error(outcome: SeveralPlaces | NeedsState | UnknownPlace) -> ValidationError:
    """Why a text is no one place, and what to do."""
    if isinstance(outcome, SeveralPlaces):
        return ValidationError(
            _("There is more than one %(name)s. Choose yours, or add the state.")
            % {"name": short(outcome.name)}
        )
    if isinstance(outcome, NeedsState):
        return ValidationError(
            _("%(zip)s is a military or overseas ZIP code. Choose the state where you seek care.")
            % {"zip": outcome.zip}
        )
    return ValidationError(
        _("We don’t know “%(text)s”. Check the ZIP code, or type a city and state such as Austin, TX.")
        % {"text": short(outcome.text)}
    )


def short(value: str) -> str:
    """A typed value as a message can repeat it: at most 40 characters."""
    return value if len(value) <= LONGEST_REPEATED else value[:LONGEST_REPEATED] + "…"


def wrong_choices(values: list[str]) -> ValidationError:
    """The message that repeats what is no choice; at most three of them."""
    listed = ", ".join(short(value) for value in values[:3])
    return ValidationError(
        _("We don’t know “%(values)s”. The rest of your search still counts.") % {"values": listed}
    )
