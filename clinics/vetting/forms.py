"""What a curator types after a look."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinicfinder import clock
from clinics.vetting.models import Check
from clinics.vetting.plan import Planned

LONGEST_LICENSE = 40
FARTHEST = timedelta(days=12 * 366)
NOTHING = ("", gettext_lazy("not looked"))
OUTCOMES = [NOTHING, *((value, label) for value, label in Check.Outcome.choices if value != "possible")]


class LookForm(forms.Form):
    """One planned look. Left at "not looked", nothing is stored."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), choices=OUTCOMES, required=False, widget=forms.RadioSelect
    )
    source_name = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Shown to the public: no names of ours"),
    )
    reference = forms.CharField(label=gettext_lazy("Number or reference"), max_length=160, required=False)
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Expiry, if the source names one"),
    )
    said = forms.CharField(
        label=gettext_lazy("In the source’s own words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Shown to the public, such as: Not renewed"),
    )
    note = forms.CharField(label=gettext_lazy("Note for curators"), max_length=2000, required=False)

    def __init__(self, data: Any, *, planned: Planned) -> None:
        initial = {"source_name": planned.source_name, "reference": planned.reference}
        super().__init__(data, prefix=planned.key, initial=initial)
        self.planned = planned

    def clean(self) -> dict[str, Any]:
        """A look names its source; a license that passed names its number and, if known, its end."""
        data = super().clean() or {}
        if not data.get("outcome"):
            return data
        if not data.get("source_name"):
            self.add_error("source_name", _("Say where you looked."))
        passed_license = self.planned.kind == Check.Kind.LICENSE and data["outcome"] == Check.Outcome.PASSED
        if passed_license and not data.get("reference"):
            self.add_error("reference", _("Type the license number."))
        end, today = data.get("valid_until"), clock.today()
        if end and data["outcome"] == Check.Outcome.PASSED and not today <= end <= today + FARTHEST:
            self.add_error("valid_until", _("This day is past, or too far ahead to be right."))
        if self.planned.kind == Check.Kind.LICENSE and len(data.get("reference") or "") > LONGEST_LICENSE:
            self.add_error("reference", _("This is longer than any license number."))
        return data

    def check(self, user: Any, now: datetime) -> Check | None:
        """The check to store; None if nobody looked. Raises ValidationError if it cannot be."""
        data = self.cleaned_data
        if not data.get("outcome"):
            return None
        check = Check(
            kind=self.planned.kind,
            outcome=data["outcome"],
            listing_id=self.planned.listing_id,
            provider_id=self.planned.provider_id,
            state_id=self.planned.state or None,
            source_name=data["source_name"],
            source_url=self.planned.source_url,
            reference=data["reference"],
            said=data["said"],
            valid_until=data["valid_until"],
            note=data["note"],
            looked_by=user,
            looked_at=now,
        )
        try:
            check.full_clean()
        except ValidationError as error:
            self.add_error(None, "; ".join(error.messages))
            return None
        return check


class CheckForm(forms.ModelForm):
    """A single check with everything that it can hold, an attachment among it."""

    class Meta:
        model = Check
        fields = [
            "kind", "outcome", "state", "source_name", "source_url", "reference", "said",
            "valid_from", "valid_until", "note", "attachment",
        ]  # fmt: skip
