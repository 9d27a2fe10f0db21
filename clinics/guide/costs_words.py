"""The lines of an estimate in words: what, how it was made, and its low, middle and high sum."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.guide.estimating import Course, Range, Savings, Shares
from clinics.listings.prices import dollars


@dataclass(frozen=True)
class Line:
    """One row of the table: what, low, middle and high in words, and how it was made."""

    name: str
    how: str
    cells: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True)
class Prices:
    """What one session and the first visit are reckoned at, and where from."""

    session: Range
    consult: Range
    source: str
    session_how: str
    consult_how: str


def lines_of(course: Course, prices: Prices) -> list[Line]:
    """First visit, first series, upkeep, rides where there are some, and their sum."""
    each = span(course.session)
    first = ngettext("%(count)s session", "%(count)s sessions", course.first_sessions)
    later = ngettext("%(count)s session", "%(count)s sessions", course.upkeep_sessions)
    lines = [
        Line(
            _("First visit"),
            _("One visit at %(price)s: %(how)s.")
            % {"price": span(course.consult), "how": prices.consult_how},
            cells(course.consult),
            "consult",
        ),
        Line(
            _("First series"),
            _("%(sessions)s at %(price)s each: %(how)s.")
            % {
                "sessions": first % {"count": course.first_sessions},
                "price": each,
                "how": prices.session_how,
            },
            cells(course.first_series),
            "first",
        ),
        Line(
            _("Upkeep for a year"),
            _("%(monthly)s a month for 12 months: %(sessions)s at the same price.")
            % {
                "monthly": tenths(course.upkeep_tenths),
                "sessions": later % {"count": course.upkeep_sessions},
            },
            cells(course.upkeep),
            "upkeep",
        ),
    ]
    if course.ride:
        how = _("%(count)s sessions at %(price)s for the way there and back.")
        lines.append(
            Line(
                _("Rides"),
                how % {"count": course.sessions, "price": dollars(course.ride)},
                cells(course.rides),
                "rides",
            )
        )
    return [*lines, Line(_("All of it"), _("The sum of these lines."), cells(course.total), "total")]


def paid_lines(paid: Shares, savings: Savings | None) -> list[Line]:
    """Who pays it."""
    lines = [
        Line(_("Your plan pays"), _("By the numbers of your plan, above."), cells(paid.insurer), "insurer")
    ]
    if savings:
        how = _(
            "All but %(rest)s of your share of the medicine (billed at %(drug)s), up to %(limit)s a year."
        )
        words = {
            "rest": dollars(savings.rest),
            "drug": dollars(savings.drug),
            "limit": dollars(savings.limit),
        }
        lines.append(Line(_("The savings program pays"), how % words, cells(paid.program), "program"))
    return [*lines, Line(_("You pay"), _("What is left, with rides."), cells(paid.you), "you")]


def cells(sums: Range) -> tuple[str, ...]:
    """In whole dollars."""
    return tuple(dollars((cents + 50) // 100 * 100) for cents in sums.each)


def span(sums: Range) -> str:
    if sums.low == sums.high:
        return dollars(sums.low)
    return _("%(low)s to %(high)s") % {"low": dollars(sums.low), "high": dollars(sums.high)}


def tenths(number: int) -> str:
    """A number of tenths as people write it: 1, 0.5."""
    return f"{number / 10:g}"
