"""Form fields that refuse a wrong value and keep the good ones."""

from collections.abc import Iterable
from typing import Self

import django_filters
from django import forms
from django.utils.functional import Promise

from clinics.places.fields import PlaceField, StateField


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


class StateFilter(django_filters.ChoiceFilter):
    field_class = StateField


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
