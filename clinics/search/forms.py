"""The search form: every wrong value gets a message, everything else still counts."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clinics.places.fields import place_error, wrong_choices
from clinics.places.geocoder import locate
from clinics.places.names import fold
from clinics.places.outcomes import NeedsState, Place, SeveralPlaces, UnknownPlace, WholeState
from clinics.places.state_names import state_name
from clinics.search.criteria import DEFAULT_RADIUS_MILES, Criteria, Scope, Sort
from clinics.search.fields import SlugsField

SLUG_PARAMETERS = (
    "condition", "treatment", "insurance", "language", "accessibility", "age_group", "care", "hours",
)  # fmt: skip


def _two_states(place: str, state: str) -> str:
    """A place that is a whole state, and another state to live in: which is meant?"""
    return _(
        "You chose %(state)s as the state where you live. To look in %(place)s, "
        "type a ZIP code or city there."
    ) % {"state": state_name(state), "place": state_name(place)}


class SearchForm(forms.Form):
    """The parameters of a search, cleaned one by one."""

    suggestions: list[str] = []
    places: list[Place] = []
    whole_state = ""

    def clean(self) -> dict[str, object]:
        """Settle the place, and keep the good values of fields that also had wrong ones."""
        for name, field in self.fields.items():
            if isinstance(field, SlugsField):
                good, wrong = field.split(self.cleaned_data.get(name) or [])
                if wrong:
                    self.add_error(name, wrong_choices(wrong))
                self.cleaned_data[name] = good
        words = self.cleaned_data.get("q") or ""
        if words.strip() and not fold(words):
            self.add_error("q", _("Use plain letters or digits. These words were left out of the search."))
        self._settle_place()
        return self.cleaned_data

    def _settle_place(self) -> None:
        outcome = self.cleaned_data.get("near")
        state = self.cleaned_data.get("state") or ""
        if isinstance(outcome, SeveralPlaces) and state:
            outcome = locate(f"{outcome.name}, {state}")
        if isinstance(outcome, WholeState) and outcome.usps != (state or outcome.usps):
            self.add_error("near", _two_states(outcome.usps, state))
            outcome = None
        elif isinstance(outcome, WholeState):
            self.cleaned_data["state"] = outcome.usps
            outcome = None
        elif outcome is not None and not isinstance(outcome, Place):
            self.add_error("near", self._place_error(outcome))
            outcome = None
        self.cleaned_data["near"] = outcome

    def _place_error(self, outcome: SeveralPlaces | NeedsState | UnknownPlace) -> ValidationError:
        if isinstance(outcome, SeveralPlaces):
            self.places, self.whole_state = outcome.choices, outcome.state
        elif not isinstance(outcome, NeedsState):
            self.suggestions = outcome.suggestions
        return place_error(outcome)

    def criteria(self, scope: Scope) -> Criteria:
        """The search in the field's words, from whatever was valid."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        words = tuple(dict.fromkeys(fold(data.get("q") or "").split()))
        return Criteria(
            scope=scope,
            state=data.get("state") or "",
            place=data.get("near"),
            radius_miles=data.get("radius") or DEFAULT_RADIUS_MILES,
            chosen={name: frozenset(data.get(name) or ()) for name in SLUG_PARAMETERS},
            max_price_dollars=data.get("max_price"),
            min_rating=data.get("min_rating"),
            verified=bool(data.get("verified")),
            accepting=bool(data.get("accepting")),
            unknown=bool(data.get("unknown")),
            words=words,
            sort=Sort(data.get("sort") or Sort.BEST),
            page=data.get("page") or 1,
        )
