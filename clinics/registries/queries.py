"""Questions about import runs, staged rows and registry records."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models


class ImportRunQuerySet(models.QuerySet):
    """Readings of files."""

    def of_source(self, source: str) -> "ImportRunQuerySet":
        return self.filter(source=source)

    def unfinished(self) -> "ImportRunQuerySet":
        """Runs that were interrupted, or are being read now."""
        return self.filter(state="staging")

    def started_before(self, instant: datetime) -> "ImportRunQuerySet":
        return self.filter(started_at__lt=instant)


class StagedRowQuerySet(models.QuerySet):
    """Chosen rows that wait to be applied."""

    def of_run(self, run: models.Model) -> "StagedRowQuerySet":
        return self.filter(run=run)

    def records(self) -> "StagedRowQuerySet":
        """Rows of the main file."""
        return self.filter(kind="record")

    def identified(self, kind: str, identifiers: Iterable[str]) -> set[str]:
        """Those of the identifiers that have a staged row of this kind."""
        rows = self.filter(kind=kind, identifier__in=list(identifiers))
        return set(rows.values_list("identifier", flat=True))

    def by_identifier(self, kind: str, identifiers: Iterable[str]) -> dict[str, list[Any]]:
        """The staged rows of this kind, in the order of the file, by identifier."""
        found: dict[str, list[Any]] = {}
        rows: Iterable[Any] = self.filter(kind=kind, identifier__in=list(identifiers)).order_by("line")
        for row in rows:
            found.setdefault(row.identifier, []).append(row)
        return found


class RegistryRecordQuerySet(models.QuerySet):
    """What registries said."""

    def of_source(self, source: str) -> "RegistryRecordQuerySet":
        return self.filter(source=source)

    def identified(self, identifiers: Iterable[str]) -> "RegistryRecordQuerySet":
        """Records of these identifiers, further locations among them."""
        return self.filter(identifier__in=list(identifiers)).order_by("identifier", "place")
