"""Form fields that refuse a wrong value and keep the good ones."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.places.geocoder import locate
from clinics.places.names import state_code
from clinics.places.outcomes import Outcome


class AnyOfField(forms.MultipleChoiceField):
    """Several choices, any of. The form names those that are none, and keeps the others."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: object) -> list[str]:
        return [str(item).strip() for item in value] if isinstance(value, list | tuple) else []

    def validate(self, value: list[str]) -> None:
        """Wrong values are reported by the form."""

    def wrong(self, values: list[str]) -> list[str]:
        return [value for value in values if value and not self.valid_value(value)]


class Checkbox(forms.CheckboxInput):
    """A box whose only value is 1. Anything else is passed on, to be refused."""

    def __init__(self) -> None:
        super().__init__(attrs={"value": "1"}, check_test=lambda value: value == "1")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name)

    def format_value(self, value: object) -> None:
        """The attribute says it already."""


class StatusesField(AnyOfField):
    """Statuses as the registry names them, in any case."""

    def to_python(self, value: object) -> list[str]:
        return [item.upper() for item in super().to_python(value)]


class UpperCaseField(forms.ChoiceField):
    """One choice, written in any case."""

    def to_python(self, value: object) -> str:
        return str(value or "").strip().upper()


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


def short(value: str) -> str:
    """A typed value as a message can repeat it: at most 40 characters."""
    return value if len(value) <= 40 else value[:40] + "…"


def wrong_choices(values: list[str]) -> ValidationError:
    listed = ", ".join(short(value) for value in values[:3])
    return ValidationError(
        _("We don’t know “%(values)s”. The rest of your search still counts.") % {"values": listed}
    )
