"""What comes in: a day to look at, what to compare states by."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinics.regulations.comparison import COMPACT, KNOWN, MEDICAID, NURSES, READS, UNKNOWN, WORDS
from clinics.regulations.verdict import ANSWERS

WRITTEN_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
NOT_KNOWN = (UNKNOWN, _("We do not know"))


def parsed(value: str) -> date | None:
    """The day that is written as year-month-day in plain digits, if it is one."""
    written = WRITTEN_DAY.fullmatch(value.strip())
    try:
        return date(*map(int, written.groups())) if written else None
    except ValueError:
        return None


class DayInput(forms.DateInput):
    """A calendar; for words that are no day a line of text, since a calendar would lose them."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        day = parsed(value) if isinstance(value, str) else None
        context = super().get_context(name, day.isoformat() if day else value, attrs)
        is_words = isinstance(value, str) and value.strip() and day is None
        context["widget"]["type"] = "text" if is_words else "date"
        return context


class DayField(forms.DateField):
    """A day as `parsed` reads it, so that the form takes what its calendar can show and nothing else."""

    widget = DayInput(format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        day = parsed(value)
        if day is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class DayForm(forms.Form):
    """The day on which to read the law."""

    on = DayField(
        label=_("The law on this day"),
        required=False,
        error_messages={
            "invalid": _("We don't know this day. Write it as year-month-day, such as 2027-01-02.")
        },
    )


class CompareForm(DayForm):
    """Which states to show in the table, and on which day."""

    telehealth = forms.ChoiceField(
        label=_("Ketamine by telehealth"),
        required=False,
        choices=[("", _("Any answer")), *((answer.value, label) for answer, label in ANSWERS.items())],
    )
    nurses = forms.ChoiceField(
        label=_("Nurse practitioners"),
        required=False,
        choices=[("", _("Any rule")), *WORDS[NURSES].items(), NOT_KNOWN],
    )
    clinic_rules = forms.ChoiceField(
        label=_("Rules on clinics"),
        required=False,
        choices=[
            ("", _("Some known or none")),
            (KNOWN, _("Some known to us")),
            (UNKNOWN, _("None known to us")),
        ],
    )
    monitoring = forms.ChoiceField(
        label=_("Prescription monitoring"),
        required=False,
        choices=[("", _("Program known or not")), (KNOWN, _("Program known to us")), NOT_KNOWN],
    )
    compact = forms.ChoiceField(
        label=_("Medical licensure compact"),
        required=False,
        choices=[("", _("Member or not")), *WORDS[COMPACT].items(), NOT_KNOWN],
    )
    medicaid = forms.ChoiceField(
        label=_("Medicaid and Spravato"),
        required=False,
        choices=[("", _("Covered or not")), *WORDS[MEDICAID].items(), NOT_KNOWN],
    )
    # As the columns of the table stand.
    field_order = [*READS, "on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in READS:
            self.fields[name].error_messages["invalid_choice"] = _(
                "We don't know “%(value)s”. Choose one from the list."
            )
