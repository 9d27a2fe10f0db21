"""What a reader asks of the reviews of one listing: which ones, in which order, which page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinics.reviews.choices import Aspect
from clinics.reviews.models import BEST
from clinics.reviews.queries import visit_day
from clinics.reviews.queries_reading import Told

NEWEST, OLDEST, HIGHEST, LOWEST = "newest", "oldest", "highest", "lowest"
# By nothing else: an order by helpful marks would reward those who collect them.
SORTS = [
    (NEWEST, gettext_lazy("Newest visit first")),
    (OLDEST, gettext_lazy("Oldest visit first")),
    (HIGHEST, gettext_lazy("Most stars first")),
    (LOWEST, gettext_lazy("Fewest stars first")),
]
NARROWING = ("condition", "treatment", "aspect", "least", "year")
Choice = tuple[str, str]


@dataclass(frozen=True)
class Wanted:
    """What is asked. `least` stars are of the aspect if one is chosen, else of the whole."""

    condition: str = ""
    treatment: str = ""
    aspect: str = ""
    least: str = ""
    year: str = ""
    sort: str = NEWEST

    @property
    def narrows(self) -> bool:
        return any(getattr(self, name) for name in NARROWING)

    def matches(self, row: Told) -> bool:
        stars = getattr(row, self.aspect or "overall")
        return (
            self.condition in ("", row.condition)
            and self.treatment in ("", row.treatment)
            and self.year in ("", str(visit_day(row).year))
            and stars is not None
            and stars >= int(self.least or 1)
        )

    def pick(self, rows: Iterable[Told]) -> list[Told]:
        """Those that match, in the order asked for; equal ones by the newest visit."""
        found = sorted(
            filter(self.matches, rows),
            key=lambda row: (visit_day(row), row.first_sent_at, row.pk),
            reverse=self.sort != OLDEST,
        )
        if self.sort in (HIGHEST, LOWEST):
            found.sort(key=lambda row: row.overall, reverse=self.sort == HIGHEST)
        return found


class ReadingForm(forms.Form):
    """Only what the reviews at hand can answer is offered, each with how many it would leave."""

    condition = forms.ChoiceField(
        label=gettext_lazy("Condition"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("No review here tells of that. Choose from the list.")
        },
    )
    treatment = forms.ChoiceField(
        label=gettext_lazy("Treatment"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("No review here tells of that. Choose from the list.")
        },
    )
    aspect = forms.ChoiceField(
        label=gettext_lazy("What is rated"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("No review here rates that. Choose from the list.")},
    )
    least = forms.ChoiceField(
        label=gettext_lazy("Stars for that"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a number of stars from the list.")},
    )
    year = forms.ChoiceField(
        label=gettext_lazy("Year of the visit"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("No review here is of that year. Choose from the list.")
        },
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=SORTS,
        error_messages={"invalid_choice": gettext_lazy("Choose an order from the list.")},
    )
    page = forms.IntegerField(
        required=False,
        min_value=1,
        widget=forms.HiddenInput,
        error_messages={
            "invalid": gettext_lazy("We do not know that page. This is the first."),
            "min_value": gettext_lazy("We do not know that page. This is the first."),
        },
    )

    def __init__(self, query: QueryDict, rows: Sequence[Told]) -> None:
        super().__init__(query)
        self.rows = rows
        self.offered = {
            "condition": _named((row.condition, row.condition_name) for row in rows),
            "treatment": _named((row.treatment, row.treatment_name) for row in rows),
            "aspect": [
                (aspect.value, str(aspect.label))
                for aspect in Aspect
                if any(getattr(row, aspect.value) is not None for row in rows)
            ],
            "least": [(str(stars), _least(stars)) for stars in range(BEST, 1, -1)],
            "year": [(year, year) for year in sorted({str(visit_day(r).year) for r in rows}, reverse=True)],
        }
        for name, choices in self.offered.items():
            self._field(name).choices = [("", ""), *choices]
        self.wanted = self._wanted()
        for name, choices in self.offered.items():
            self._field(name).choices = [("", self._any(name)), *self._counted(name, choices)]

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """A question that has no answers here is not asked, unless somebody asked it."""
        return [
            self[name]
            for name in (*NARROWING, "sort")
            if self.offered.get(name, True) or self.errors.get(name)
        ]

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def _wanted(self) -> Wanted:
        """Whatever was understood applies."""
        self.full_clean()
        data = self.cleaned_data
        chosen = {name: data.get(name) or "" for name in NARROWING}
        return Wanted(**chosen, sort=data.get("sort") or NEWEST)

    def _counted(self, name: str, choices: list[Choice]) -> Iterable[Choice]:
        """How many reviews each would leave beside all else that is chosen; one that leaves none is gone."""
        for value, label in choices:
            left = sum(map(replace(self.wanted, **{name: value}).matches, self.rows))
            if left or getattr(self.wanted, name) == value:
                yield value, f"{label} ({left})"

    def _any(self, name: str) -> str:
        return {"aspect": _("The whole"), "least": _("Any number")}.get(name) or _("Any")


def _named(pairs: Iterable[tuple[str | None, str | None]]) -> list[Choice]:
    found = {value: name for value, name in pairs if value and name}
    return sorted(found.items(), key=lambda pair: pair[1].lower())


def _least(stars: int) -> str:
    if stars == BEST:
        return ngettext("%(stars)s star", "%(stars)s stars", stars) % {"stars": stars}
    return ngettext("%(stars)s star or more", "%(stars)s stars or more", stars) % {"stars": stars}
