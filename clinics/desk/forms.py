"""The form on which anybody reports a problem."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clinics.desk.models import Report


class ReportForm(forms.ModelForm):
    """What is wrong, in their words, and where to answer if they want one."""

    kind = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Report.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    # People never see it; programs that fill every field do.
    homepage = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = Report
        fields = ["kind", "text", "email"]
        labels = {
            "text": _("Tell us more, if you like"),
            "email": _("Your e-mail, if you want an answer"),
        }
        help_texts = {
            "text": _("Please leave out your health details. Up to 2,000 characters."),
            "email": _("Not required. We use it only to answer you about this."),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        error_messages = {
            "email": {"invalid": _("Check the e-mail address, or leave it empty.")},
            "text": {"max_length": _("Please shorten it to 2,000 characters.")},
        }

    @property
    def is_from_a_program(self) -> bool:
        """Whether the field that people never see was filled."""
        return bool(self.data.get(self.add_prefix("homepage")))
