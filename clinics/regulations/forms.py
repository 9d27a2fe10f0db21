"""What comes in: a day to look at, a note that a curator edits."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinics.regulations.effects import unreadable


class DayForm(forms.Form):
    """The day on which to read the law."""

    on = forms.DateField(
        label=_("The law on this day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={
            "invalid": _("We don't know this day. Write it as year-month-day, such as 2027-01-02.")
        },
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class RegulationNoteForm(forms.ModelForm):
    """A note whose effect, if it has one, a rule can read."""

    def clean_effect(self) -> Any:
        effect = self.cleaned_data["effect"]
        if effect is None:
            return None
        field = unreadable(effect)
        if field:
            raise ValidationError(_("No rule can read “%(field)s” here."), params={"field": field})
        return effect
