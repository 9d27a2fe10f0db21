"""Lists that editors write one a line: plain texts, and statements with the source that says so."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinics.medicine.models import Basis

# What stands in a line, under which names it is kept, and how an editor is told of it.
SAID = ("text", "name", "url", "basis", "retrieved")
SAID_SHAPE = _("text | source | address | how we know it | day")
SOURCE = ("name", "url", "basis", "retrieved")
SOURCE_SHAPE = _("name | address | how we know it | day")


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 5, "cols": 100})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), (data or "").replace("\r\n", "\n"))


class SourcedLinesField(LinesField):
    """A list of objects whose parts stand between bars, each with its address, basis and day."""

    def __init__(self, *, parts: Sequence[str], shape: str | Promise, **told: Any) -> None:
        self.parts, self.shape = parts, shape
        super().__init__(**told)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(" | ".join(str(said.get(part, "")) for part in self.parts) for said in value)

    def clean(self, value: Any) -> list[dict[str, str]]:
        return [self._said(number, line) for number, line in enumerate(super().clean(value), start=1)]

    def _said(self, number: int, line: str) -> dict[str, str]:
        values = [value.strip() for value in line.split("|")]
        if len(values) != len(self.parts) or not all(values):
            raise ValidationError(
                gettext("Line %(number)s: write %(shape)s.") % {"number": number, "shape": self.shape}
            )
        said = dict(zip(self.parts, values, strict=True))
        if said["basis"] not in Basis.values:
            raise ValidationError(
                gettext("Line %(number)s: how we know it is one of: %(ways)s.")
                % {"number": number, "ways": ", ".join(Basis.values)}
            )
        try:
            URLValidator(schemes=["http", "https"])(said["url"])
        except ValidationError as error:
            raise ValidationError(
                gettext("Line %(number)s: write the address as https://…") % {"number": number}
            ) from error
        try:
            date.fromisoformat(said["retrieved"])
        except ValueError as error:
            raise ValidationError(
                gettext("Line %(number)s: write the day as 2026-11-24.") % {"number": number}
            ) from error
        return said
