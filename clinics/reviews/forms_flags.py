"""The form on which anybody tells us what is wrong with a review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinicfinder.plain import plain
from clinics.reviews.models import ReviewFlag

MOST = 1000


class PlainField(forms.CharField):
    """Text as it looks: what is hidden in it is gone before it is measured."""

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "")


class FlagForm(forms.Form):
    """What is wrong, and a few words if they like."""

    kind = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=ReviewFlag.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    text = PlainField(
        label=_("Tell us more, if you like"),
        required=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Please leave out your health details. Up to 1,000 characters."),
        error_messages={"max_length": _("Please shorten it to 1,000 characters.")},
    )
    # People never see it; programs that fill every field do.
    homepage = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_from_a_program(self) -> bool:
        """Whether the field that people never see was filled."""
        return bool(self.data.get(self.add_prefix("homepage")))
