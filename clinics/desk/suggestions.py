"""What the national registry says otherwise than a curator: an item in the queue, never a change."""

from collections.abc import Iterable

from clinics.desk.models import Proposal
from clinics.listings.models import Provider
from clinics.registries.applying import Disagreement

# What a curator looks at when the registry changes it.
SUGGESTED = frozenset(
    {"name", "organisation", "first_name", "last_name", "taxonomy", "phone"}
    | {"street", "unit", "city", "state_id", "zip_code"}
)


def from_registry(disagreements: Iterable[Disagreement]) -> int:
    """Put each into the queue, unless a curator has it there already or has refused it. Returns how many."""
    wanted = [one for one in disagreements if one.field in SUGGESTED]
    known = _known(wanted)
    new = {_key(one): one for one in wanted if _key(one) not in known}
    Proposal.objects.bulk_create(
        Proposal(
            origin=Proposal.Origin.REGISTRY,
            field=one.field.removesuffix("_id"),
            old=one.here,
            new=one.registry,
            **{_column(one): one.subject.pk},
        )
        for one in new.values()
    )
    return len(new)


def _known(disagreements: list[Disagreement]) -> set[tuple[str, int | None, str, str]]:
    """Those that have stood in the queue before, whatever became of them."""
    found: set[tuple[str, int | None, str, str]] = set()
    for column in ("listing_id", "provider_id"):
        ids = {one.subject.pk for one in disagreements if _column(one) == column}
        before = Proposal.objects.filter(origin=Proposal.Origin.REGISTRY, **{f"{column}__in": ids})
        rows = before.values_list(column, "field", "new")
        found |= {(column, pk, field, new) for pk, field, new in rows}
    return found


def _key(one: Disagreement) -> tuple[str, int | None, str, str]:
    return _column(one), one.subject.pk, one.field.removesuffix("_id"), one.registry


def _column(one: Disagreement) -> str:
    return "provider_id" if isinstance(one.subject, Provider) else "listing_id"
