"""What is new in a search: listings that came in, and those that now take new patients.

The history of each listing tells on which day that became known. What a listing treats, accepts and
where it is licensed has no such history: one that matches only now comes with the older date.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, F, Q, When, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lag

from clinics.listings.entries import Sql
from clinics.listings.models import Clinic, Status, TelemedicineService
from clinics.medicine.queries import Vocabulary
from clinics.search.criteria import Criteria, Moment
from clinics.search.dimensions import dimensions
from clinics.search.filters import candidates
from clinics.search.sieve import candidacy, meets

MOST = 50
# Changes read of each kind of listing, so that one that changes often leaves room for the others.
MOST_READ = 10 * MOST
YES, NO, UNKNOWN = 1, 0, -1


class Change(NamedTuple):
    """A change of the status or of whether new patients are taken; `None` before the first record."""

    listing: int
    at: datetime
    status: str
    status_before: str | None
    accepts: int
    accepted_before: int | None

    @property
    def opens(self) -> bool:
        """Whether the listing came into the directory."""
        return self.status == Status.PUBLISHED and self.status_before != Status.PUBLISHED

    @property
    def lets_in(self) -> bool:
        """Whether a listing that stood here already takes new patients from now on."""
        stood = self.status == self.status_before == Status.PUBLISHED
        return stood and self.accepts == YES and self.accepted_before != YES


@dataclass(frozen=True)
class News:
    """What is new about a listing, and when that became known.

    `opened` is None where that lies too far back; `accepting` where it is no news. `accepts` is what
    holds now.
    """

    listing: int
    opened: datetime | None
    again: bool
    accepting: datetime | None
    took_none: bool
    accepts: int

    @property
    def when(self) -> datetime:
        """The day of the newest of it."""
        return max(at for at in (self.opened, self.accepting) if at)


def news(criteria: Criteria, vocabulary: Vocabulary, at: Moment) -> list[News]:
    """The newest of the listings that match, in two queries whatever their number."""
    found = _matching(criteria, vocabulary, at)
    return newest([change for model in (Clinic, TelemedicineService) for change in _changes(model, found)])


def newest(changes: Iterable[Change]) -> list[News]:
    """One piece of news for each listing that has any, the newest first."""
    by_listing: dict[int, list[Change]] = defaultdict(list)
    for change in sorted(changes, key=lambda change: change.at, reverse=True):
        by_listing[change.listing].append(change)
    told = [one for one in map(_news_of, by_listing.values()) if one.opened or one.accepting]
    return sorted(told, key=lambda one: (-one.when.timestamp(), one.listing))[:MOST]


def _news_of(changes: list[Change]) -> News:
    """From the changes of one listing, the newest first, which says what holds now."""
    now = changes[0]
    opened = next((change for change in changes if change.opens), None)
    lets_in = next((change for change in changes if change.lets_in), None)
    if lets_in and (now.accepts != YES or (opened and opened.at > lets_in.at)):
        lets_in = None
    return News(
        listing=now.listing,
        opened=opened.at if opened else None,
        again=bool(opened and opened.status_before in (Status.SUSPENDED, Status.CLOSED)),
        accepting=lets_in.at if lets_in else None,
        took_none=bool(lets_in and lets_in.accepted_before == NO),
        accepts=now.accepts,
    )


def _matching(criteria: Criteria, vocabulary: Vocabulary, at: Moment) -> RawSQL:
    """The ids of all that match, judged where they lie, as `wide` does."""
    narrowing = dimensions(criteria, vocabulary, at)
    passing = Sql(f"({meets(narrowing, unknown=criteria.unknown)})")
    found = candidates(criteria).selecting(Sql("listing_id"), *candidacy(criteria, at), passing)
    return RawSQL(found.text, found.values)  # noqa: S611 (our own conditions, with placeholders)


def _changes(model: type[Clinic] | type[TelemedicineService], matching: RawSQL) -> list[Change]:
    """The newest records of their history that differ from the one before."""

    def before(column: str) -> Window:
        order = ["history_date", "history_id"]
        return Window(Lag(column), partition_by=F("id"), order_by=order)

    accepts = Case(
        When(accepting_new_patients=True, then=YES),
        When(accepting_new_patients=False, then=NO),
        default=UNKNOWN,
    )
    rows = model.history.filter(id__in=matching).annotate(accepts=accepts)
    rows = rows.annotate(status_before=before("status"), accepted_before=before("accepts")).filter(
        Q(status_before=None) | ~Q(status_before=F("status")) | ~Q(accepted_before=F("accepts"))
    )
    columns = ("id", "history_date", "status", "status_before", "accepts", "accepted_before")
    newest_first = rows.order_by("-history_date", "-history_id").values_list(*columns)
    return [Change(*row) for row in newest_first[:MOST_READ]]
