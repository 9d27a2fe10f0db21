"""Where the bars of the estimate's picture lie. Its table says the same."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from clinics.guide.estimating import Course, Shares
from clinics.listings.prices import dollars

WIDTH, BAR, ROW, LABEL = 360, 18, 52, 18
OWN_BAR = 8


@dataclass(frozen=True)
class Bar:
    """A piece of a row: its place in the picture and which part of the cost it is."""

    kind: str
    x: float
    y: int
    width: float
    height: int


@dataclass(frozen=True)
class Row:
    label: str
    y: int
    bars: list[Bar]


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    rows: list[Row]
    legend: list[tuple[str, str]] = field(default_factory=list)


def chart_of(course: Course, paid: Shares | None) -> Chart:
    """Three bars, low, middle and high, each cut into its parts; below it what the patient pays."""
    parts = [
        ("consult", _("First visit"), course.consult),
        ("first", _("First series"), course.first_series),
        ("upkeep", _("Upkeep for a year"), course.upkeep),
        ("rides", _("Rides"), course.rides),
    ]
    shown = [part for part in parts if part[2].high]
    most = max(course.total.high, 1)
    height = ROW + (OWN_BAR if paid else 0)
    rows = []
    for number, name in enumerate((_("Low"), _("Middle"), _("High"))):
        top, total = number * height + LABEL, course.total.each[number]
        bars, x = [], 0.0
        for kind, _name, sums in shown:
            width = round(sums.each[number] / most * WIDTH, 1)
            bars.append(Bar(kind, round(x, 1), top + 4, width, BAR))
            x += width
        label = f"{name}: {dollars((total + 50) // 100 * 100)}"
        if paid:
            own = paid.you.each[number]
            bars.append(Bar("you", 0, top + 4 + BAR + 2, round(own / most * WIDTH, 1), OWN_BAR))
            label += " · " + _("you pay %(sum)s") % {"sum": dollars((own + 50) // 100 * 100)}
        rows.append(Row(label, top - 2, bars))
    legend = [(kind, name) for kind, name, _sums in shown]
    if paid:
        legend.append(("you", _("You pay")))
    return Chart(WIDTH, 3 * height, rows, legend)
