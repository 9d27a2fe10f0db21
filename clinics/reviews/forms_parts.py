"""Parts of the form on which a review is written: choices in words, fields, and what is told of each."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinicfinder.plain import plain_line
from clinics.reviews.choices import OUTCOMES, Aspect
from clinics.reviews.forms_flags import PlainField
from clinics.reviews.models import MOST_CENTS

STARS = {
    5: gettext_lazy("5, very good"),
    4: gettext_lazy("4, good"),
    3: gettext_lazy("3, fair"),
    2: gettext_lazy("2, poor"),
    1: gettext_lazy("1, very poor"),
}
NO_ANSWER = ("", gettext_lazy("I can’t say"))
RATHER_NOT = gettext_lazy("I’d rather not say")
YEARS_BACK = 12
MOST_DOLLARS = MOST_CENTS // 100


class PlainLine(PlainField):
    """One line, as it looks."""

    def to_python(self, value: Any) -> str:
        return plain_line(super().to_python(value))


class WholeNumber(forms.IntegerField):
    """Typed, not spun: what is no number stays where it was typed, and is told."""

    widget = forms.TextInput

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        wrong = gettext_lazy("Type a whole number from %(least)s to %(most)s, or leave it empty.")
        told = wrong % {"least": least, "most": f"{most:,}"}
        messages = {"invalid": told, "min_value": told, "max_value": told}
        super().__init__(
            min_value=least, max_value=most, required=False, error_messages=messages, localize=False, **kwargs
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off"}


class Dollars(forms.CharField):
    """An amount of money as people write it: 450, $1,250, 89.50. In cents."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> int | None:
        words = plain_line(value or "").removeprefix("$").replace(",", "").strip()
        if not words:
            return None
        wrong = _("Type an amount in dollars, such as 450 or 89.50, at most %(most)s.") % {
            "most": f"{MOST_DOLLARS:,}"
        }
        try:
            cents = Decimal(words) * 100
        except InvalidOperation:
            raise ValidationError(wrong) from None
        # An infinite or endless number is compared before it is made whole.
        if not cents.is_finite() or not 0 <= cents <= MOST_CENTS or cents != cents.to_integral_value():
            raise ValidationError(wrong)
        return int(cents)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(initial) != self.clean(data)
        except ValidationError:
            return True


def stars(label: Any, **kwargs: Any) -> forms.TypedChoiceField:
    """1 to 5 in words; with `required=False` it may be left open."""
    required = kwargs.get("required", True)
    choices = [*STARS.items()] if required else [*STARS.items(), NO_ANSWER]
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, empty_value=None, widget=forms.RadioSelect, **kwargs
    )


def aspect(of: Aspect) -> forms.TypedChoiceField:
    return stars(of.label, required=False)


def outcome() -> forms.TypedChoiceField:
    """Patient Global Impression of Change, in its seven steps."""
    return forms.TypedChoiceField(
        label=gettext_lazy("Compared with before the treatment, how are you?"),
        choices=[*OUTCOMES.items(), ("", RATHER_NOT)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


def months() -> list[tuple[str, Any]]:
    return [("", gettext_lazy("Month")), *((str(number), name) for number, name in MONTHS.items())]


def years(today: date) -> list[tuple[str, Any]]:
    """This year and those before it."""
    back = range(today.year, today.year - YEARS_BACK - 1, -1)
    return [("", gettext_lazy("Year")), *((str(year), str(year)) for year in back)]
