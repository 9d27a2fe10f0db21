"""The box in which a reader says, in their own words, what they look for."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 200


class WordsForm(forms.Form):
    """Words that may name a condition or a treatment."""

    q = forms.CharField(
        label=_("What is it called?"),
        help_text=_("In your own words, such as nerve pain, RSD or TRD"),
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": _("Use a few words, at most 200 letters.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "names"}),
    )
