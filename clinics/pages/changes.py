"""The short public history of a listing: what changed and when, and never who did it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinicfinder import clock
from clinics.listings.models import Clinic, Offer, Provider, Status, TelemedicineService
from clinics.listings.prices import amount
from clinics.vetting.wording import day_in

Subject = Clinic | TelemedicineService | Provider
MOST = 8
READ = 60
BECAME = {
    Status.PUBLISHED: gettext_lazy("Published here"),
    Status.SUSPENDED: gettext_lazy("Taken out of the results"),
    Status.CLOSED: gettext_lazy("Marked as closed"),
}


@dataclass(frozen=True)
class Change:
    """One line. `on` is the calendar day at the place."""

    on: date
    words: str


def changes(subject: Subject) -> list[Change]:
    """The newest changes that a patient may want to know of, the newest first."""
    home = getattr(subject, "state_id", None) or ""
    found = [*_status_and_name(subject), *_prices(subject), *_verified(subject)]
    found.sort(key=lambda change: change[0], reverse=True)
    return [Change(day_in(home, at), words) for at, words in found[:MOST]]


def _status_and_name(subject: Subject) -> Iterator[tuple[datetime, str]]:
    rows = list(subject.history.order_by("-history_date", "-history_id")[:READ])
    for newer, older in pairwise([*rows, None]):
        if newer is None:
            continue
        if newer.status in BECAME and (older is None or older.status != newer.status):
            yield newer.history_date, str(BECAME[newer.status])
        if older is not None and hasattr(newer, "name") and older.name != newer.name:
            yield newer.history_date, _("Renamed; before: %(name)s") % {"name": older.name}


def _prices(subject: Subject) -> Iterator[tuple[datetime, str]]:
    if isinstance(subject, Provider):
        return
    rows = Offer.history.filter(listing=subject.pk).select_related("treatment")
    by_offer: dict[int, list] = {}
    for row in rows.order_by("-history_date", "-history_id")[:READ]:
        by_offer.setdefault(row.id, []).append(row)
    for told in by_offer.values():
        for newer, older in pairwise(told):
            if newer.history_type == "~" and _price_of(newer) != _price_of(older):
                words = _("Price of %(treatment)s changed from %(old)s to %(new)s") % {
                    "treatment": str(newer.treatment),
                    "old": _price_of(older),
                    "new": _price_of(newer),
                }
                yield newer.history_date, words


def _price_of(row: Offer) -> str:
    return amount(row) or _("not published")


def _verified(subject: Subject) -> Iterator[tuple[datetime, str]]:
    """Since when it is verified; where judged state by state, since when in the first of them."""
    if isinstance(subject, Clinic):
        since = [subject.verified_from]
    else:
        rows = subject.licenses if isinstance(subject, Provider) else subject.served
        since = [row.verified_from for row in rows.all()]
    begun = [instant for instant in since if instant and instant <= clock.now()]
    if begun:
        yield min(begun), _("Verified by us")
