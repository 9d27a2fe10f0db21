"""Running every check again that can be: what no longer stands, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from clinics.listings import index
from clinics.listings.models import Listing, Provider
from clinics.places.states import STATE_NAMES
from clinics.vetting.standing import Gathered, gather_listings, gather_providers
from clinics.vetting.wording import day_in, needs

# By (listing or provider, id), what the policy reads of each.
Everything = dict[tuple[str, int], Gathered]


@dataclass(frozen=True)
class Withdrawn:
    """A verification that stood and stands no longer: whose, where, and what is missing."""

    name: str
    state: str
    missing: list[str]

    def __str__(self) -> str:
        return f"{self.name}, {STATE_NAMES[self.state]}: {'; '.join(self.missing)}"


def as_known(since: datetime) -> Everything:
    """Everybody published, by the checks of then.

    Ask before anything is looked at again: what is concluded anew from an old file is dated as the
    file is, and would count as known then.
    """
    return _everything(since)


@transaction.atomic
def verify_all(before: Everything, since: datetime, now: datetime) -> list[Withdrawn]:
    """Bring every verification into line with its checks; tell which stood at `since` and stand no more.

    What stood then is read from the checks of then, so nothing hides a lapse: no page seen, no
    listing saved meanwhile.
    """
    index.rebuild()
    after = _everything(None)
    return [
        withdrawn
        for key, then in before.items()
        for state in then.zones
        if then.stands(state, since)
        for withdrawn in _withdrawn(key, state, after.get(key), now)
    ]


def _everything(before: datetime | None) -> Everything:
    """All published listings and practitioners, as they were known then; as now where there is no then."""
    found: Everything = {}
    for batch in index.batches(Listing.objects.filter(status="published").values_list("pk", flat=True)):
        found |= {("listing", pk): one for pk, one in gather_listings(batch, before).items()}
    for batch in index.batches(Provider.objects.filter(status="published").values_list("pk", flat=True)):
        found |= {("provider", pk): one for pk, one in gather_providers(batch, before).items()}
    return found


def _withdrawn(
    key: tuple[str, int], state: str, found: Gathered | None, now: datetime
) -> Iterator[Withdrawn]:
    if found is None or state not in found.zones or found.stands(state, now):
        return
    kind, pk = key
    name = str(Provider.objects.get(pk=pk) if kind == "provider" else Listing.objects.get(pk=pk))
    missing = [str(need.words) for need in needs(found.subject, state, day_in(state, now)) if not need.met]
    yield Withdrawn(name, state, missing)
