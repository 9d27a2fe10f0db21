"""What editors say of programs and national prices, checked so that a page can always show it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinicfinder import clock
from clinics.guide.fields import SAID, SAID_SHAPE, LinesField, SourcedLinesField
from clinics.guide.forms import INSURED
from clinics.guide.models import NationalPrice, Program
from clinics.medicine.models import Treatment
from clinics.places.state_names import state_choices

ONE_A_LINE = _("One a line.")


def said_field() -> SourcedLinesField:
    return SourcedLinesField(
        parts=SAID,
        shape=SAID_SHAPE,
        label=_("further facts with their sources"),
        required=False,
        help_text=_(
            "One a line: text | source | address | stored page or recalled | 2026-11-24. No “|” in the text."
        ),
    )


class SourcedForm(forms.ModelForm):
    """Whoever changes what a row says has read its source, and tells on which day."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        read_on, before, today = data.get("retrieved_on"), self.initial.get("retrieved_on"), clock.today()
        if read_on and read_on > today:
            self.add_error("retrieved_on", _("This day has not come yet."))
        elif read_on and before and self.changed_data and read_on <= before < today:
            self.add_error(
                "retrieved_on",
                _(
                    "You changed something. Look at the source again and say on which day you did. "
                    "Otherwise the next release sets your change back."
                ),
            )
        return data


class ProgramForm(SourcedForm):
    """A program that helps with paying."""

    eligibility = LinesField(label=_("who may have it"), help_text=ONE_A_LINE)
    steps = LinesField(label=_("how to ask"), help_text=ONE_A_LINE)
    insurance = forms.MultipleChoiceField(
        label=_("for people with"),
        required=False,
        choices=INSURED,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: any."),
    )
    treatments = forms.MultipleChoiceField(
        label=_("treatments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: any."),
    )
    not_in = forms.MultipleChoiceField(
        label=_("not in these states"), required=False, choices=state_choices()
    )
    facts = said_field()

    class Meta:
        model = Program
        fields = [
            "name", "slug", "kind", "position", "published", "helps_with", "eligibility", "steps", "url",
            "phone", "insurance", "veterans_only", "income_limited", "treatments", "not_in", "caution",
            "source_name", "source_url", "retrieved_on", "basis", "facts",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        treatments: Any = self.fields["treatments"]
        treatments.choices = [(row.slug, row.name) for row in Treatment.objects.all()]


class NationalPriceForm(SourcedForm):
    """What a treatment costs in the country, and what an estimate starts from."""

    facts = said_field()

    class Meta:
        model = NationalPrice
        fields = [
            "key", "treatment", "use", "session_low_cents", "session_high_cents", "consult_low_cents",
            "consult_high_cents", "first_sessions", "upkeep_sessions", "assumption", "quality", "note",
            "source_name", "source_url", "retrieved_on", "basis", "facts",
        ]  # fmt: skip
        help_texts = {
            "session_low_cents": _("In US cents: 45000 is $450."),
            "upkeep_sessions": _("In the six months after the first series."),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for what in ("session", "consult"):
            low, high = data.get(f"{what}_low_cents"), data.get(f"{what}_high_cents")
            if (low is None) != (high is None) or (low is not None and high is not None and low > high):
                self.add_error(f"{what}_high_cents", _("Give both prices, the lower one first, or none."))
        return data
