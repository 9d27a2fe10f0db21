"""Running every check again that can be: what no longer stands, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from clinics.listings import index
from clinics.listings.models import License, Listing, ServedState
from clinics.places.states import STATE_NAMES
from clinics.vetting.standing import Gathered, gather_listings, gather_providers
from clinics.vetting.wording import day_in, needs

Key = tuple[str, int, str]


@dataclass(frozen=True)
class Withdrawn:
    """A verification that was shown and stands no longer: whose, where, and what is missing."""

    name: str
    state: str
    missing: list[str]

    def __str__(self) -> str:
        return f"{self.name}, {STATE_NAMES[self.state]}: {'; '.join(self.missing)}"


@transaction.atomic
def verify_all(now: datetime) -> list[Withdrawn]:
    """Bring every verification into line with its checks; tell which were withdrawn.

    One that ran out since the last run counts as withdrawn now, though no page has shown it since.
    """
    before = dict(_shown())
    index.rebuild()
    standing = {key for key, (_name, until) in _shown() if until and until > now}
    lost = {key: name for key, (name, _until) in before.items() if key not in standing}
    return list(_explained(lost, now))


def _shown() -> Iterator[tuple[Key, tuple[str, datetime | None]]]:
    """Every verification on record by kind, id and state, with its name and end."""
    for listing in Listing.objects.exclude(verified_from=None).filter(kind="clinic").select_related("clinic"):
        yield ("listing", listing.pk, listing.clinic.state_id), (listing.name, listing.verified_until)
    for served in ServedState.objects.exclude(verified_from=None).select_related("service"):
        yield ("listing", served.service_id, served.state_id), (served.service.name, served.verified_until)
    for held in License.objects.exclude(verified_from=None).select_related("provider"):
        yield ("provider", held.provider_id, held.state_id), (str(held.provider), held.verified_until)


def _explained(lost: dict[Key, str], now: datetime) -> Iterator[Withdrawn]:
    found: dict[str, dict[int, Gathered]] = {
        "listing": gather_listings({pk for kind, pk, _ in lost if kind == "listing"}),
        "provider": gather_providers({pk for kind, pk, _ in lost if kind == "provider"}),
    }
    for (kind, pk, state), name in lost.items():
        subject = found[kind][pk].subject
        missing = [str(need.words) for need in needs(subject, state, day_in(state, now)) if not need.met]
        yield Withdrawn(name, state, missing)
