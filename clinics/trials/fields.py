"""Form fields that refuse a wrong value and keep the good ones."""

from typing import Any

from django import forms


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
