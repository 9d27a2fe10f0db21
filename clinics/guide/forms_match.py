"""The pages of the self-check as forms. What is wrong gets a message beside it; nothing typed is lost."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinics.guide.match import ALONE, BY_KEY, MOST_CONDITIONS, SKIP, Answers, Question
from clinics.guide.match_words import ASKED, NOT_SAID
from clinics.medicine.queries import Vocabulary
from clinics.places.fields import PlaceField, StateField
from clinics.places.outcomes import Place
from clinics.places.state_names import state_choices
from clinics.search.filters import MOST_DOLLARS
from clinics.search.forms import SearchForm

Kept = dict[str, tuple[str, ...]]
CHOOSE_ONE = _("Choose one answer. If you would rather not say, choose that.")
CHOOSE_SOME = _("Choose one or more answers. If you would rather not say, choose that.")
NOT_AN_ANSWER = _("We don’t know this answer. Choose from the list.")


class OneForm(forms.Form):
    """A question with one answer."""

    def __init__(self, data: QueryDict | None, question: Question, answers: Answers) -> None:
        super().__init__(data, initial={name: values[0] for name, values in answers.items() if values})
        self.key = question.key
        asked = ASKED[self.key]
        self.fields[self.key] = forms.ChoiceField(
            label=str(asked.legend),
            choices=[(value, asked.labels[value]) for value in question.values],
            widget=forms.RadioSelect,
            error_messages={"required": CHOOSE_ONE, "invalid_choice": NOT_AN_ANSWER},
        )

    def kept(self) -> Kept:
        """What a valid form adds to the answers."""
        return {self.key: (self.cleaned_data[self.key],)}


class ManyForm(forms.Form):
    """A question with several answers; “no” and “rather not say” stand alone."""

    def __init__(
        self, data: QueryDict | None, question: Question, answers: Answers, choices: list[tuple[str, Any]]
    ) -> None:
        super().__init__(data, initial={question.key: list(answers.get(question.key, ()))})
        self.key = question.key
        self.fields[self.key] = forms.MultipleChoiceField(
            label=str(ASKED[self.key].legend),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=str(ASKED[self.key].hint),
            error_messages={"required": CHOOSE_SOME, "invalid_choice": NOT_AN_ANSWER},
        )

    def clean(self) -> dict[str, Any]:
        """Answers that contradict each other, or too many of them."""
        chosen = list(dict.fromkeys(self.cleaned_data.get(self.key) or ()))
        alone = next((value for value in chosen if value in ALONE), None)
        if alone and len(chosen) > 1:
            label = dict(self.fields[self.key].choices)[alone]  # type: ignore[attr-defined]
            message = gettext("You chose “%(alone)s” and something else. Keep only what is right.")
            self.add_error(self.key, message % {"alone": label})
        elif self.key == "condition" and len(chosen) > MOST_CONDITIONS:
            self.add_error(self.key, gettext("Choose three at the most: those that matter most to you."))
        return self.cleaned_data | {self.key: chosen}

    def kept(self) -> Kept:
        return {self.key: tuple(self.cleaned_data[self.key])}


class WhereForm(SearchForm):
    """The state, and how near. Both may stay empty."""

    key = "state"
    state = StateField(label=_("State"), required=False, choices=state_choices(("", NOT_SAID)))
    near = PlaceField(
        label=_("ZIP code or city, if you like"),
        required=False,
        max_length=100,
        help_text=_("Such as 78701, or Austin, TX. It then stands in the address of your search."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None, answers: Answers) -> None:
        first = {name: next(iter(answers.get(name, ())), "") for name in ("state", "near")}
        super().__init__(
            data, initial={name: "" if value == SKIP else value for name, value in first.items()}
        )

    def kept(self) -> Kept:
        """`home` is the state that counts for the law: the chosen one, or that of the place."""
        state, place = self.cleaned_data.get("state") or "", self.cleaned_data.get("near")
        known: Kept = {"state": (state or SKIP,)}
        if isinstance(place, Place):
            known["near"] = (" ".join(self["near"].value().split()),)
            state = state or place.state
        return known | ({"home": (state,)} if state else {})


class MoneyForm(OneForm):
    """How somebody pays, with which plan, and how much at the most."""

    def __init__(
        self, data: QueryDict | None, question: Question, answers: Answers, words: Vocabulary
    ) -> None:
        super().__init__(data, question, answers)
        public = {"medicare", "medicaid", "tricare", "va"}
        plans = [choice for choice in words.choices("insurance") if choice[0] not in public]
        self.fields["payer"] = forms.ChoiceField(
            label=_("Which plan, if it is from work or you buy it?"),
            required=False,
            choices=[("", _("Another one, or I’d rather not say")), *plans],
            error_messages={"invalid_choice": NOT_AN_ANSWER},
        )
        self.fields["max_price"] = forms.IntegerField(
            label=_("If you pay yourself: the most you can pay for a session, in dollars"),
            required=False,
            min_value=0,
            max_value=MOST_DOLLARS,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_value"),
                _("Type a whole number of dollars, without cents, such as 500."),
            ),
        )

    def kept(self) -> Kept:
        known, most = super().kept(), self.cleaned_data.get("max_price")
        if payer := self.cleaned_data.get("payer"):
            known["payer"] = (payer,)
        if most is not None:
            known["max_price"] = (str(most),)
        return known


Step = OneForm | ManyForm | WhereForm


def form_of(key: str, data: QueryDict | None, answers: Answers, words: Vocabulary) -> Step:
    """The form of a question, filled with what was answered before."""
    question = BY_KEY[key]
    if key == "state":
        return WhereForm(data, answers)
    if key == "money":
        return MoneyForm(data, question, answers, words)
    if not question.many:
        return OneForm(data, question, answers)
    labels = ASKED[key].labels
    choices: list[tuple[str, Any]] = [(value, labels[value]) for value in question.values]
    if key == "condition":
        choices = [*words.choices("condition"), (SKIP, labels[SKIP])]
    return ManyForm(data, question, answers, choices)
