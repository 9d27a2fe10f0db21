"""Which rows count, and what an import may change: plain functions of plain values."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

# What the registry says about ketamine care: no taxonomy code exists for it, only names tell.
RELEVANT = r"ketamine|esketamine|spravato"
ADDRESS = ("street", "unit", "city", "state_id", "zip_code")
DRAFT, PUBLISHED, SUSPENDED = "draft", "published", "suspended"


class RejectedError(ValueError):
    """A row that cannot be used; the message says why."""


@dataclass(frozen=True)
class Selection:
    """Which records are relevant here: any of the three is enough."""

    pattern: re.Pattern[str]
    npis: frozenset[str] = frozenset()
    taxonomies: frozenset[str] = frozenset()

    def wants_name(self, names: Iterable[str]) -> bool:
        return any(self.pattern.search(name) for name in names)

    def wants(self, npi: str, names: Iterable[str], codes: Iterable[str]) -> bool:
        return (
            npi in self.npis
            or self.wants_name(names)
            or (bool(self.taxonomies) and not self.taxonomies.isdisjoint(codes))
        )


def day(text: str) -> date | None:
    """The day written MM/DD/YYYY; None for blank."""
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.strip(), "%m/%d/%Y").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        raise RejectedError(f"“{text[:20]}” is not a date (MM/DD/YYYY)") from None


def inactive_since(deactivated: date | None, reactivated: date | None) -> date | None:
    """Since when the NPI is switched off: deactivated, and not reactivated on that day or later."""
    if deactivated is None or (reactivated is not None and reactivated >= deactivated):
        return None
    return deactivated


def is_outdated(updated: date | None, known: date | None) -> bool:
    """Whether an active row is older than what we hold: files may come in any order."""
    return updated is not None and known is not None and updated < known


def changes(
    current: Mapping[str, str], written: Mapping[str, str], proposed: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """What an import may change, and which fields it must leave to the curator who edited them.

    A field is the registry's while it still has the value that the registry wrote. An address
    is one thing: where any part of it was edited, all of it stays.
    """
    changed: dict[str, str] = {}
    kept: list[str] = []
    address = tuple(name for name in ADDRESS if name in proposed)
    for group in (address, *((name,) for name in proposed if name not in ADDRESS)):
        differing = [name for name in group if current[name] != proposed[name]]
        if all(current[name] == written.get(name) for name in group):
            changed.update({name: proposed[name] for name in differing})
        else:
            kept.extend(differing)
    return changed, kept


def status_when_active(current: str, written: str, publish: bool) -> str:
    """The status after an active row. One that a curator chose stays; published never goes back.

    A listing that the import had suspended becomes a draft again, for somebody to look at.
    """
    if current != written or current == PUBLISHED:
        return current
    return PUBLISHED if publish else DRAFT


def status_when_inactive(current: str, *, rests_on_registry: bool) -> str:
    """The status after a deactivation: what only the registry vouched for leaves the results."""
    return SUSPENDED if rests_on_registry and current in (DRAFT, PUBLISHED) else current
