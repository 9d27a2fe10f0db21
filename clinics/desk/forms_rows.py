"""The fields for facts that are rows. Each part knows its fields, what stands in them, and their text."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinics.desk.facts_lines import BAR, lines_of, text_of
from clinics.desk.facts_rows import LONGEST_INCLUDES
from clinics.listings.forms import DEAREST
from clinics.listings.models import ListingPayer, Offer, OpeningHours
from clinics.listings.prices import dollars
from clinics.medicine.queries import Vocabulary
from clinics.places.state_names import states_by_name

DOLLARS = re.compile(r"\$?\s*((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]{0,2})?)", re.ASCII)
TIMES = ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p"]
NO_PRICE = _("Type a price in US dollars, such as 450 or 1,200.50.")
MANY = 16
# Whatever else is spoken, most people look for these first.
ALWAYS_SHOWN = {"english", "spanish"}


class DollarsField(forms.CharField):
    """US dollars as people type them; US cents in Python."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        messages = {"max_length": NO_PRICE}
        super().__init__(required=False, max_length=20, widget=widget, error_messages=messages, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return dollars(value).removeprefix("$") if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        found = DOLLARS.fullmatch(typed)
        if not found:
            raise ValidationError(NO_PRICE)
        whole, _point, rest = found.group(1).replace(",", "").partition(".")
        if len(whole) > len(str(DEAREST)) or int(whole) > DEAREST:
            raise ValidationError(_("Check this price. We take prices up to $100,000."))
        return int(whole) * 100 + int(rest.ljust(2, "0") or 0)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(data) != initial
        except ValidationError:
            return True


class Part:
    """The fields of one fact. `text` is what stands there now, or what waits for a curator."""

    template = ""

    def __init__(self, name: str, text: str, words: Vocabulary) -> None:
        self.name, self.lines, self.words = name, lines_of(text), words
        self.fields: dict[str, forms.Field] = {}
        self.initial: dict[str, Any] = {}

    def text(self, form: Any) -> str:
        """What was typed, as the text of the fact. Mistakes are told to the form."""
        raise NotImplementedError

    def groups(self, form: Any) -> list[Any]:
        """The fields as the template shows them."""
        raise NotImplementedError


class Ticked(Part):
    """Terms or states: a box for each."""

    template = "desk/parts/ticked.html"

    def __init__(self, name: str, text: str, words: Vocabulary, label: Any, hint: Any, choices: Any) -> None:
        super().__init__(name, text, words)
        self.fields[name] = forms.MultipleChoiceField(
            label=label,
            help_text=hint,
            required=False,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
        )
        self.initial[name] = self.lines

    def text(self, form: Any) -> str:
        return text_of(form.cleaned_data.get(self.name, []))

    def groups(self, form: Any) -> list[Any]:
        """The boxes that show at once, and those behind one more tap where there are many."""
        field = form[self.name]
        boxes = list(field)
        if len(boxes) < MANY:
            return [(boxes, [])]
        near = [box for box in boxes if box.data["selected"] or box.data["value"] in ALWAYS_SHOWN]
        return [(near, [box for box in boxes if box not in near])]


class ServedStates(Ticked):
    """Nobody finds a service without states: taking all away would hide it by mistake."""

    def text(self, form: Any) -> str:
        told = super().text(form)
        if self.lines and not told and self.name not in form.errors:
            form.add_error(
                self.name, _("Tick at least one state. Without any, no patient can find the service.")
            )
        return told


class PayerSelects(Part):
    """An answer for each insurer; those that were told come first."""

    template = "desk/parts/payers.html"

    def __init__(self, name: str, text: str, words: Vocabulary) -> None:
        super().__init__(name, text, words)
        choices: list[Any] = [
            ("", _("Not told")),
            (ListingPayer.Basis.IN_NETWORK, _("In network")),
            (ListingPayer.Basis.SUPERBILL, _("Out of network, superbill")),
        ]
        told = dict(line.split(BAR, 1) for line in self.lines)
        for slug, payer in words.choices("insurance"):
            self.fields[f"payer-{slug}"] = forms.ChoiceField(label=payer, required=False, choices=choices)
            self.initial[f"payer-{slug}"] = told.get(slug, "")

    def text(self, form: Any) -> str:
        told = {key.removeprefix("payer-"): form.cleaned_data.get(key) for key in self.fields}
        return text_of(BAR.join([slug, basis]) for slug, basis in told.items() if basis)

    def groups(self, form: Any) -> list[Any]:
        fields = [form[key] for key in self.fields]
        near = [field for field in fields if field.value() or field.errors]
        return [(near, [field for field in fields if field not in near])]


@dataclass
class OfferGroup:
    """A treatment as the form shows it: offered or not, its prices, and room for further ones."""

    offered: forms.BoundField
    prices: list[list[forms.BoundField]]
    more: list[list[forms.BoundField]]


class OfferRows(Part):
    """For each treatment whether it is offered, and up to one price for each unit."""

    template = "desk/parts/offers.html"
    COLUMNS = ("low", "high", "per", "includes")

    def __init__(self, name: str, text: str, words: Vocabulary) -> None:
        super().__init__(name, text, words)
        told: dict[str, list[list[str]]] = {}
        for line in self.lines:
            slug, *rest = line.split(BAR, 4)
            told.setdefault(slug, []).append(rest)
        self.told = {slug: len(rows) for slug, rows in told.items()}
        for slug, treatment in words.choices("treatment"):
            self._add(slug, treatment, told.get(slug, []))

    def _add(self, slug: str, treatment: str, rows: list[list[str]]) -> None:
        self.fields[f"offer-{slug}"] = forms.BooleanField(label=treatment, required=False)
        self.initial[f"offer-{slug}"] = bool(rows)
        for number, unit in enumerate(Offer.Per.values):
            per, low, high, includes = rows[number] if number < len(rows) else [unit, "", "", ""]
            if number >= len(rows):
                taken = {row[0] for row in rows}
                free = [one for one in Offer.Per.values if one not in taken]
                per = free[number - len(rows)]
            keys = self.keys(slug, number)
            self.fields |= zip(keys, self._columns(), strict=True)
            values = [int(low) if low else None, int(high) if high else None, per, includes]
            self.initial |= zip(keys, values, strict=True)

    def keys(self, slug: str, number: int) -> list[str]:
        return [f"offer-{slug}-{number}-{column}" for column in self.COLUMNS]

    def _columns(self) -> list[forms.Field]:
        return [
            DollarsField(label=_("Price from ($)")),
            DollarsField(label=_("Price to ($)")),
            forms.ChoiceField(label=_("Price for"), choices=Offer.Per.choices, required=False),
            forms.CharField(label=_("What the price includes"), max_length=LONGEST_INCLUDES, required=False),
        ]

    def text(self, form: Any) -> str:
        lines = []
        for slug, _name in self.words.choices("treatment"):
            if form.cleaned_data.get(f"offer-{slug}"):
                lines += self._offered(form, slug)
            else:
                self._not_offered(form, slug)
        return text_of(lines)

    def _offered(self, form: Any, slug: str) -> list[str]:
        lines: dict[str, str] = {}
        wrong = False
        for number in range(len(Offer.Per.values)):
            keys = self.keys(slug, number)
            low, high, per, includes = (form.cleaned_data.get(key) for key in keys)
            per = per or Offer.Per.SESSION
            empty = (low, high) == (None, None) and not includes
            if any(key in form.errors for key in keys) or self._is_no_range(form, keys, low, high):
                wrong = True
            elif empty and not self._stood_empty(slug, number):
                continue
            elif per in lines:
                form.add_error(keys[2], _("This treatment has a price of this kind above. Choose another."))
            else:
                told = ["" if price is None else str(price) for price in (low, high)]
                lines[per] = BAR.join([slug, per, *told, " ".join((includes or "").split())])
        if lines or wrong:
            return list(lines.values())
        # Offered, at no published price.
        per = form.cleaned_data.get(self.keys(slug, 0)[2]) or Offer.Per.SESSION
        return [BAR.join([slug, per, "", "", ""])]

    def _stood_empty(self, slug: str, number: int) -> bool:
        low, high, _per, includes = (self.initial[key] for key in self.keys(slug, number))
        return number < self.told.get(slug, 0) and (low, high) == (None, None) and not includes

    def _is_no_range(self, form: Any, keys: list[str], low: int | None, high: int | None) -> bool:
        if high is None or (low is not None and low <= high):
            return False
        if low is None:
            form.add_error(keys[0], _("Type the lower price, too. If there is one price, type it twice."))
        else:
            form.add_error(keys[1], _("The higher price goes here, the lower one before it."))
        return True

    def _not_offered(self, form: Any, slug: str) -> None:
        """Prices that stood there go with the treatment; new ones mean that a tick was forgotten."""
        for number in range(len(Offer.Per.values)):
            for key in self.keys(slug, number):
                form.errors.pop(key, None)
        if self._typed(form, slug):
            form.add_error(f"offer-{slug}", _("Tick this treatment if you offer it, or empty its price."))

    def _typed(self, form: Any, slug: str) -> bool:
        keys = [key for number in range(len(Offer.Per.values)) for key in self.keys(slug, number)]
        keys = [key for key in keys if not key.endswith("-per")]
        changed = [key for key in keys if self.fields[key].has_changed(form[key].initial, form[key].data)]
        return any(str(form[key].data or "").strip() for key in changed)

    def groups(self, form: Any) -> list[Any]:
        return [self._group(form, slug) for slug, _name in self.words.choices("treatment")]

    def _group(self, form: Any, slug: str) -> OfferGroup:
        rows = [[form[key] for key in self.keys(slug, number)] for number in range(len(Offer.Per.values))]
        last = 0
        for number, row in enumerate(rows):
            if any(field.errors or (field.value() and not field.name.endswith("-per")) for field in row):
                last = number
        shown = max(1, last + 1, self.told.get(slug, 0))
        return OfferGroup(form[f"offer-{slug}"], rows[:shown], rows[shown:])


@dataclass
class Day:
    """A weekday as the form shows it: its first span, and further ones behind one more tap."""

    label: str
    first: list[forms.BoundField]
    more: list[list[forms.BoundField]]
    open: bool


class HourRows(Part):
    """For each weekday when it opens and closes, twice or as often as it has been told."""

    template = "desk/parts/hours.html"

    def __init__(self, name: str, text: str, words: Vocabulary) -> None:
        super().__init__(name, text, words)
        told: dict[str, list[list[str]]] = {}
        for line in self.lines:
            which, *span = line.split(BAR)
            told.setdefault(which, []).append(span)
        self.spans = max([2, *(len(spans) for spans in told.values())])
        for day in OpeningHours.Weekday.values:
            spans = told.get(str(day), [])
            for number in range(self.spans):
                keys = self.keys(day, number)
                self.fields |= zip(keys, self._columns(), strict=True)
                values = spans[number] if number < len(spans) else ["", ""]
                self.initial |= zip(keys, values, strict=True)

    def keys(self, day: int, number: int) -> list[str]:
        return [f"hours-{day}-{number}-opens", f"hours-{day}-{number}-closes"]

    def _columns(self) -> list[forms.Field]:
        return [
            forms.TimeField(
                label=label,
                required=False,
                input_formats=TIMES,
                widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
                error_messages={"invalid": _("Type a time such as 9:00 AM or 17:00.")},
            )
            for label in (_("Opens"), _("Closes"))
        ]

    def text(self, form: Any) -> str:
        lines = []
        for day in OpeningHours.Weekday.values:
            spans = []
            for number in range(self.spans):
                span = self._span(form, self.keys(day, number))
                spans += [(*span, number)] if span else []
            self._check_overlap(form, day, sorted(spans))
            lines += [BAR.join([str(day), opens, closes]) for opens, closes, _number in spans]
        return text_of(set(lines))

    def _span(self, form: Any, keys: list[str]) -> tuple[str, str] | None:
        opens, closes = (form.cleaned_data.get(key) for key in keys)
        if any(key in form.errors for key in keys):
            return None
        if opens is None and closes is None:
            return None
        if opens is None or closes is None:
            form.add_error(
                keys[0 if opens is None else 1], _("Type both times, or neither if it is closed then.")
            )
        elif closes <= opens:
            form.add_error(keys[1], _("The closing time must come after the opening time."))
        else:
            return f"{opens:%H:%M}", f"{closes:%H:%M}"
        return None

    def _check_overlap(self, form: Any, day: int, spans: list[tuple[str, str, int]]) -> None:
        for (_opens, closed, first), (opens, _closes, second) in pairwise(spans):
            if opens < closed:
                form.add_error(
                    self.keys(day, max(first, second))[0], _("This time overlaps with the other one.")
                )

    def groups(self, form: Any) -> list[Any]:
        return [self._day(form, day) for day in OpeningHours.Weekday]

    def _day(self, form: Any, day: OpeningHours.Weekday) -> Day:
        first, *more = [[form[key] for key in self.keys(day, number)] for number in range(self.spans)]
        used = any(field.value() or field.errors for row in more for field in row)
        return Day(str(day.label), first, more, used)


def part(name: str, text: str, words: Vocabulary) -> Part:
    """The fields for this fact, with what stands in `text`."""
    others: dict[str, type[Part]] = {"offers": OfferRows, "payers": PayerSelects, "hours": HourRows}
    if name in others:
        return others[name](name, text, words)
    if name == "states_served":
        hint = _("Tick each state in which you treat people. Only people in these states find you.")
        return ServedStates(
            name, text, words, _("In which states do you treat people?"), hint, states_by_name()
        )
    parameter, label = TICKED[name]
    return Ticked(
        name, text, words, label, _("Tick none if you do not want to say."), words.choices(parameter)
    )


TICKED: dict[str, tuple[str, str | Promise]] = {
    "conditions": ("condition", _("Which conditions do you treat?")),
    "age_groups": ("age_group", _("Which ages do you treat?")),
    "languages": ("language", _("Which languages do staff speak with patients?")),
    "accessibility": ("accessibility", _("What makes it easier to come or to call?")),
}
