"""What people ask of the costs and assistance pages. All of it stands in the address, nothing is kept."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinics.guide.models import NationalPrice
from clinics.medicine.queries import Vocabulary
from clinics.places.fields import PlaceField, StateField
from clinics.places.state_names import state_choices
from clinics.search.criteria import DEFAULT_RADIUS_MILES, MOST_RADIUS_MILES
from clinics.search.forms import SearchForm

MONEY = re.compile(r"\$?\s?([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(\.[0-9]{1,2})?", re.ASCII)
NUMBER = re.compile(r"[0-9]{1,3}([.,][0-9])?", re.ASCII)
MOST_DOLLARS_A_VISIT = 50_000
MOST_DOLLARS_A_YEAR = 1_000_000
MOST_FIRST_SESSIONS = 60
MOST_MONTHLY_SESSIONS = 31
SPRAVATO = "esketamine-spravato"

INSURED = [
    ("commercial", _("Commercial or private insurance")),
    ("medicare", _("Medicare")),
    ("medicaid", _("Medicaid")),
    ("tricare", _("TRICARE")),
    ("va", _("VA health care")),
    ("none", _("No insurance")),
]


class DollarsField(forms.CharField):
    """An amount as people write it, in cents."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, most: int = MOST_DOLLARS_A_VISIT, **options: Any) -> None:
        self.most = most
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        found = MONEY.fullmatch(text)
        cents = int(Decimal(found[1].replace(",", "") + (found[2] or "")) * 100) if found else None
        if cents is None or cents > self.most * 100:
            raise ValidationError(
                gettext("Type an amount in dollars from 0 to %(most)s, such as 450 or 450.50.")
                % {"most": f"{self.most:,}"}
            )
        return cents


class TenthsField(forms.CharField):
    """A number with at most one decimal, in tenths."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        if NUMBER.fullmatch(text):
            tenths = int((Decimal(text.replace(",", ".")) * 10).quantize(Decimal(1), ROUND_HALF_UP))
            if tenths <= MOST_MONTHLY_SESSIONS * 10:
                return tenths
        raise ValidationError(
            gettext("Type a number from 0 to %(most)s, such as 1 or 0.5.") % {"most": MOST_MONTHLY_SESSIONS}
        )


def whole(low: int, high: int, message: Any, **options: Any) -> forms.IntegerField:
    """A whole number that may stay empty, with one message for all that is wrong with it."""
    codes = ("invalid", "min_value", "max_value")
    return forms.IntegerField(
        required=False,
        min_value=low,
        max_value=high,
        error_messages=dict.fromkeys(codes, message),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        **options,
    )


class CostsForm(SearchForm):
    """The estimator's questions. What is wrong gets a message; the rest still counts."""

    treatment = forms.ChoiceField(
        label=_("Treatment"),
        required=False,
        error_messages={"invalid_choice": _("We don’t know this treatment. Choose one from the list.")},
    )
    use = forms.ChoiceField(
        label=_("What is it for?"),
        required=False,
        choices=[("mood", _("Mental health, such as depression")), ("pain", _("Pain"))],
        error_messages={"invalid_choice": _("Choose mental health or pain.")},
    )
    near = PlaceField(
        label=_("ZIP code or city"),
        required=False,
        max_length=100,
        help_text=_("Or choose a state. We then look at the prices there."),
    )
    state = StateField(
        label=_("State where you live"),
        required=False,
        choices=state_choices(("", _("The state of that place"))),
    )
    radius = forms.FloatField(
        label=_("Within miles"),
        required=False,
        min_value=1,
        max_value=MOST_RADIUS_MILES,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Type a number of miles from 1 to 500.")
        ),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "placeholder": f"{DEFAULT_RADIUS_MILES:g}"}),
    )
    first = whole(
        0,
        MOST_FIRST_SESSIONS,
        _("Type a whole number from 0 to 60."),
        label=_("Sessions in the first series"),
    )
    upkeep = TenthsField(
        label=_("Sessions a month after that, for 12 months"),
        required=False,
        help_text=_("0.5 means one every two months."),
    )
    price = DollarsField(label=_("Price of a session, if you know it, in dollars"))
    consult = DollarsField(label=_("Price of the first visit, if you know it, in dollars"))
    ride = DollarsField(
        label=_("Rides for one session, there and back, in dollars"),
        help_text=_("Leave it empty if somebody takes you."),
    )
    insured = forms.ChoiceField(
        label=_("Your insurance"),
        required=False,
        choices=[("", _("I pay myself")), INSURED[0]],
        error_messages={"invalid_choice": _("Choose one from the list.")},
    )
    confirmed = forms.BooleanField(
        label=_("My plan has told me in writing that it pays for this treatment"), required=False
    )
    deductible = DollarsField(
        label=_("What is left of your deductible, in dollars"),
        most=MOST_DOLLARS_A_YEAR,
        help_text=_("What you pay first in a year before the plan pays. It may be 0."),
    )
    percent = whole(
        0,
        100,
        _("Type a whole number of percent from 0 to 100."),
        label=_("Your coinsurance, in percent"),
        help_text=_("The part of a bill that is yours after the deductible. Fill in this or the copay."),
    )
    copay = DollarsField(label=_("Or your copay for a session, in dollars"))
    most = DollarsField(
        label=_("What is left of your out-of-pocket maximum, in dollars"),
        most=MOST_DOLLARS_A_YEAR,
        help_text=_("The most that you pay in a plan year. Leave it empty if you do not know it."),
    )
    savings = forms.BooleanField(label=_("I use the maker’s savings program for Spravato"), required=False)
    drug = DollarsField(
        label=_("What the medicine alone is billed at for a session, in dollars"),
        help_text=_("Ask the clinic or your plan."),
    )
    limit = DollarsField(
        label=_("The most that the program pays in a year, in dollars"), most=MOST_DOLLARS_A_YEAR
    )
    of = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | dict[str, str], words: Vocabulary) -> None:
        super().__init__(data)
        treatment: Any = self.fields["treatment"]
        treatment.choices = [("", _("Choose one")), *words.choices("treatment")]

    def clean(self) -> dict[str, object]:
        """Settle the place, then what only makes sense together."""
        super().clean()
        data = self.cleaned_data
        if data.get("insured"):
            self._check_plan(data)
        if data.get("savings") and data.get("treatment") != SPRAVATO:
            self.add_error("savings", _("This program helps with Spravato alone. We left it out."))
        elif data.get("savings") and not data.get("insured"):
            self.add_error(
                "savings", _("This program is for people with commercial insurance. We left it out.")
            )
        return data

    def use_of(self, known: set[tuple[str, str]]) -> str:
        """The use that is priced; what we have no figure for gets a message."""
        use = self.cleaned_data.get("use") or NationalPrice.Use.MOOD.value
        treatment = self.cleaned_data.get("treatment")
        if treatment and (treatment, use) not in known and use != NationalPrice.Use.MOOD:
            self.add_error(
                "use", _("For pain we know prices of IV infusions alone. These are for mental health.")
            )
            return NationalPrice.Use.MOOD.value
        return use

    def _check_plan(self, data: dict[str, Any]) -> None:
        """Without these two answers a plan says nothing; we then leave it out."""
        if data.get("deductible") is None and "deductible" not in self.errors:
            self.add_error("deductible", _("Type what is left of it. If nothing is left, type 0."))
        if data.get("percent") is None and data.get("copay") is None:
            if not {"percent", "copay"} & set(self.errors):
                self.add_error("percent", _("Type your coinsurance, or your copay below."))
        elif data.get("percent") is not None and data.get("copay") is not None:
            self.add_error("copay", _("Fill in one of the two. We used the coinsurance."))


class AssistanceForm(forms.Form):
    """Who asks for help. Every wrong answer gets a message and counts as none."""

    insured = forms.ChoiceField(label=_("How you are insured"), required=False)
    veteran = forms.ChoiceField(
        label=_("Are you a veteran?"),
        required=False,
        choices=[("", _("I would rather not say")), ("yes", _("Yes")), ("no", _("No"))],
    )
    income = forms.ChoiceField(
        label=_("Income limit"),
        required=False,
        help_text=_("Few programs publish a sum. So we can only tell whether there is a limit."),
        choices=[
            ("", _("All programs")),
            ("no", _("Only those without a limit")),
            ("yes", _("Only those with a limit")),
            ("unknown", _("Only those that do not say")),
        ],
    )
    treatment = forms.ChoiceField(label=_("Treatment"), required=False)
    state = StateField(
        label=_("State where you live"),
        required=False,
        choices=state_choices(("", _("Any"))),
    )

    def __init__(self, data: QueryDict | dict[str, str], words: Vocabulary) -> None:
        super().__init__(data)
        choices: dict[str, Any] = {
            "insured": [("", _("Any")), *INSURED],
            "treatment": [("", _("Any")), *words.choices("treatment")],
        }
        for name, field in self.fields.items():
            if name in choices:
                field.choices = choices[name]  # type: ignore[attr-defined]
            if name != "state":
                field.error_messages["invalid_choice"] = _(
                    "We don’t know this answer. Choose one from the list."
                )
