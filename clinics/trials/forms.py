"""What a patient asks of the trials: every wrong value gets a message, everything else still counts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.places.fields import PlaceField, StateField, place_error, wrong_choices
from clinics.places.geocoder import locate
from clinics.places.names import fold
from clinics.places.outcomes import NeedsState, Place, SeveralPlaces, WholeState
from clinics.places.state_names import state_choices, state_name
from clinics.trials.fields import (
    AnyOfField,
    Checkbox,
    StatusesField,
    UpperCaseField,
)
from clinics.trials.finding import DEFAULT_RADIUS_MILES, MOST_RADIUS_MILES, Wanted
from clinics.trials.models import TrialStatus
from clinics.trials.rules import OPEN

OLDEST = 120


def refused(message: Any) -> dict[str, Any]:
    """One message, whatever is wrong with a number."""
    return dict.fromkeys(("invalid", "min_value", "max_value"), message)


class TrialForm(forms.Form):
    """The parameters of `/trials/`, cleaned one by one."""

    near = PlaceField(label=gettext_lazy("ZIP code or city"), max_length=100, required=False)
    radius = forms.FloatField(
        label=gettext_lazy("Within miles"),
        required=False,
        min_value=1,
        max_value=MOST_RADIUS_MILES,
        error_messages=refused(gettext_lazy("Type a number of miles from 1 to 500.")),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "placeholder": f"{DEFAULT_RADIUS_MILES:g}"}),
    )
    state = StateField(
        label=gettext_lazy("Or a whole state"),
        required=False,
        choices=state_choices(("", gettext_lazy("Any state"))),
    )
    condition = AnyOfField(label=gettext_lazy("What you seek help for"), required=False)
    status = StatusesField(
        label=gettext_lazy("Does it take people?"), required=False, choices=TrialStatus.choices
    )
    age = forms.IntegerField(
        label=gettext_lazy("Age of who would take part, in whole years"),
        required=False,
        min_value=0,
        max_value=OLDEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=refused(gettext_lazy("Type a whole number of years from 0 to 120.")),
    )
    sex = UpperCaseField(
        label=gettext_lazy("Sex of who would take part"),
        required=False,
        choices=[
            ("", gettext_lazy("Any")),
            ("FEMALE", gettext_lazy("Female")),
            ("MALE", gettext_lazy("Male")),
        ],
        error_messages={"invalid_choice": gettext_lazy("Choose one from the list.")},
    )
    healthy = forms.ChoiceField(
        label=gettext_lazy("Only trials that take healthy volunteers"),
        required=False,
        choices=[("1", "1")],
        widget=Checkbox,
        error_messages={"invalid_choice": gettext_lazy("Tick the box, or leave it out.")},
    )
    q = forms.CharField(label=gettext_lazy("Words in the trial’s text"), max_length=200, required=False)
    page = forms.IntegerField(
        required=False,
        min_value=1,
        error_messages=refused(gettext_lazy("We don’t know this page number. This is the first page.")),
    )

    suggestions: list[str] = []
    places: list[Place] = []

    def __init__(self, query: QueryDict, conditions: list[tuple[str, str]]) -> None:
        data = query.copy()
        asked = {value.strip().upper() for value in data.getlist("status")}
        if asked.isdisjoint(TrialStatus.values):
            # Beside what is refused, so that the boxes show what counts.
            data.setlist("status", [*data.getlist("status"), *OPEN])
        super().__init__(data)
        self.fields["condition"].choices = conditions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        for name in ("condition", "status"):
            field, values = self.fields[name], self.cleaned_data.get(name) or []
            if isinstance(field, AnyOfField) and (wrong := field.wrong(values)):
                self.add_error(name, wrong_choices(wrong))
                self.cleaned_data[name] = [value for value in values if value not in wrong]
        words = self.cleaned_data.get("q") or ""
        if words.strip() and not fold(words):
            self.add_error("q", _("Use plain letters or digits. These words were left out of the search."))
        self._settle_place()
        return self.cleaned_data

    def _settle_place(self) -> None:
        """One place, or a whole state, or a message that says what to do."""
        outcome, state = self.cleaned_data.get("near"), self.cleaned_data.get("state") or ""
        if isinstance(outcome, SeveralPlaces) and state:
            outcome = locate(f"{outcome.name}, {state}")
        if isinstance(outcome, WholeState):
            if state and state != outcome.usps:
                names = {"place": state_name(outcome.usps), "state": state_name(state)}
                self.add_error(
                    "near", _("You named %(place)s here and chose %(state)s. Leave one of them out.") % names
                )
            else:
                self.cleaned_data["state"] = outcome.usps
            outcome = None
        elif outcome is not None and not isinstance(outcome, Place):
            self.add_error("near", self._place_error(outcome))
            outcome = None
        self.cleaned_data["near"] = outcome

    def _place_error(self, outcome: Any) -> ValidationError:
        if isinstance(outcome, SeveralPlaces):
            self.places = outcome.choices
        elif not isinstance(outcome, NeedsState):
            self.suggestions = outcome.suggestions
        return place_error(outcome)

    def wanted(self) -> Wanted:
        """The search in plain values, from whatever was valid."""
        self.is_valid()
        data = self.cleaned_data
        age = data.get("age")
        return Wanted(
            conditions=frozenset(data.get("condition") or ()),
            place=data.get("near"),
            radius_miles=data.get("radius") or DEFAULT_RADIUS_MILES,
            state=data.get("state") or "",
            statuses=tuple(data.get("status") or OPEN),
            age=age,
            sex=data.get("sex") or "",
            healthy=data.get("healthy") == "1",
            words=tuple(dict.fromkeys(fold(data.get("q") or "").split())),
            page=data.get("page") or 1,
        )
