"""Form fields that refuse a wrong value and keep the good ones."""

from collections.abc import Iterable
from typing import Self

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from clinics.places.geocoder import locate
from clinics.places.names import state_code
from clinics.places.outcomes import Outcome


class SharedFields(dict[str, forms.Field]):
    """Fields that no form changes: each form gets the same ones, where Django would copy them."""

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return type(self)(self)


class SlugsField(forms.MultipleChoiceField):
    """Several choices, any of. What is not a choice is named in the message, the rest is kept."""

    widget = forms.CheckboxSelectMultiple

    def split(self, values: Iterable[str]) -> tuple[list[str], list[str]]:
        """The values that are choices, and those that are not; blanks are neither."""
        known: list[str] = []
        wrong: list[str] = []
        for value in values:
            (known if self.valid_value(value) else wrong).append(value)
        return known, [value for value in wrong if value.strip()]

    def validate(self, value: list[str]) -> None:
        """Wrong values are reported by the form, which keeps the others."""

    def to_python(self, value: object) -> list[str]:
        return [str(item) for item in value] if isinstance(value, list | tuple) else []


class SlugsFilter(django_filters.MultipleChoiceFilter):
    field_class = SlugsField


class StateField(forms.ChoiceField):
    """A USPS code or a state's name, in any case."""

    default_error_messages = {"invalid_choice": _lazy("We don’t know this state. Choose one from the list.")}

    def to_python(self, value: object) -> str:
        text = str(value or "").strip()
        return state_code(text) or text.upper()


class StateFilter(django_filters.ChoiceFilter):
    field_class = StateField


class PlaceField(forms.CharField):
    """A ZIP code, or a city and state, as people type them. Its value is the outcome of `locate`."""

    def clean(self, value: object) -> Outcome | None:
        text = super().clean(value)
        return locate(text) if text else None


class PlaceFilter(django_filters.CharFilter):
    field_class = PlaceField


def _numbers(low: float, high: float | None, message: str | Promise) -> dict[str, object]:
    """What a number field needs to refuse everything else with this one message."""
    codes = ("invalid", "min_value", "max_value", "max_digits")
    return {"min_value": low, "max_value": high, "error_messages": dict.fromkeys(codes, message)}


class WholeNumberFilter(django_filters.Filter):
    field_class = forms.IntegerField

    def __init__(
        self, *, low: int, high: int | None = None, message: str | Promise, **options: object
    ) -> None:
        super().__init__(**_numbers(low, high, message), **options)


class RealNumberFilter(django_filters.Filter):
    """A number that may have decimals; not-a-number and infinities are refused."""

    field_class = forms.FloatField

    def __init__(self, *, low: float, high: float, message: str | Promise, **options: object) -> None:
        super().__init__(**_numbers(low, high, message), **options)


def short(value: str) -> str:
    """A typed value as a message can repeat it: at most 40 characters."""
    return value if len(value) <= 40 else value[:40] + "…"


def wrong_choices(values: list[str]) -> ValidationError:
    listed = ", ".join(short(value) for value in values[:3])
    return ValidationError(
        _("We don’t know “%(values)s”. The rest of your search still counts.") % {"values": listed}
    )
