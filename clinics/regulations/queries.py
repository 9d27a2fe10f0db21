"""Questions about regulation notes and the pages that they rest on."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connections, models
from django.db.models import F, Q

from clinicfinder import clock

NEWEST_LAW = F("effective_from").desc(nulls_last=True)
# As `ground_of` has it.
GROUND = """
    SELECT {columns} FROM clinics_regulationnote
    WHERE effect IS NOT NULL AND status = 'approved' AND (state_id IS NULL OR state_id = %s)
    ORDER BY effective_from DESC NULLS LAST, key
"""


class RegulationNoteQuerySet(models.QuerySet):
    """Regulation notes. No start means since before we looked; no end means until replaced."""

    def public(self) -> "RegulationNoteQuerySet":
        """What readers may see: what is approved, and the wordings that it replaced."""
        return self.filter(status__in=["approved", "replaced"])

    def to_translate(self) -> "RegulationNoteQuerySet":
        """What holds or will hold; what has ended is history."""
        return self.public().filter(Q(effective_until__isnull=True) | Q(effective_until__gt=clock.today()))

    def approved(self) -> "RegulationNoteQuerySet":
        return self.filter(status="approved")

    def in_force(self, on: date) -> "RegulationNoteQuerySet":
        """Notes that hold on the day `on`."""
        return self.approved().filter(
            Q(effective_from__isnull=True) | Q(effective_from__lte=on),
            Q(effective_until__isnull=True) | Q(effective_until__gt=on),
        )

    def of_key(self, key: str) -> "RegulationNoteQuerySet":
        """Every version of one rule, the newest first."""
        return self.filter(key=key).order_by("-version")

    def for_state(self, usps: str) -> "RegulationNoteQuerySet":
        """The state's own notes and the federal ones."""
        return self.for_states([usps])

    def for_states(self, states: list[str]) -> "RegulationNoteQuerySet":
        """The notes of these states and the federal ones."""
        return self.filter(Q(state__isnull=True) | Q(state__in=states))

    def readable(self) -> "RegulationNoteQuerySet":
        """Those with an effect, which rules read, the newest law first."""
        effects = self.approved().filter(effect__isnull=False)
        return effects.order_by(NEWEST_LAW, "key")

    def told_in(self, usps: str) -> "RegulationNoteQuerySet":
        """All that readers may see for a state: its own notes and the federal ones, of any day, with the
        wordings that were replaced. The newest law first, as `readable` has it."""
        return self.public().for_state(usps).order_by(NEWEST_LAW, "key", "-version")

    def compared(self, topics: Iterable[str]) -> "RegulationNoteQuerySet":
        """What all states are compared by: effects, and the notes on some topics; the newest law first."""
        notes = self.approved().filter(Q(effect__isnull=False) | Q(topic__in=list(topics)))
        return notes.order_by(NEWEST_LAW, "key", "-version")

    def telling(self, on: date) -> "RegulationNoteQuerySet":
        """Notes in force on `on` that say one of the things by which states are compared."""
        return self.in_force(on).filter(state__isnull=False, effect__rule="tells")

    def for_feed(self, usps: str | None = None) -> "RegulationNoteQuerySet":
        """What a feed tells of: one state with federal law, or everything; with each note's state."""
        notes = self.public() if usps is None else self.public().for_state(usps)
        return notes.select_related("state")

    def ground_of(self, usps: str) -> "RegulationNoteQuerySet":
        """What is `readable` for one state, on any day."""
        return self.readable().for_state(usps)

    def ground_rows(self, usps: str) -> tuple[tuple, ...]:
        """`ground_of` as the database has it, in plain SQL: every search with a state asks it."""
        columns = ", ".join(field.column for field in self.model._meta.concrete_fields if field.column)
        with connections[self.db].cursor() as cursor:
            cursor.execute(GROUND.format(columns=columns), [usps])
            return tuple(cursor.fetchall())

    def from_rows(self, rows: Iterable[tuple]) -> list[Any]:
        """The notes of `ground_rows`."""
        fields = self.model._meta.concrete_fields
        compiler = self.query.get_compiler(self.db)
        columns = [field.get_col(self.model._meta.db_table) for field in fields]
        values = compiler.apply_converters(rows, compiler.get_converters(columns))
        names = [field.attname for field in fields]
        return [self.model.from_db(self.db, names, row) for row in values]

    def overlapping(self, note: Any) -> "RegulationNoteQuerySet":
        """Other approved notes of this jurisdiction, topic and key with a day in common."""
        same = self.approved().filter(topic=note.topic, key=note.key)
        same = same.filter(state=note.state_id) if note.state_id else same.filter(state__isnull=True)
        if note.effective_from:
            same = same.filter(Q(effective_until__isnull=True) | Q(effective_until__gt=note.effective_from))
        if note.effective_until:
            same = same.filter(Q(effective_from__isnull=True) | Q(effective_from__lt=note.effective_until))
        return same.exclude(pk=note.pk)

    def review_due(self, on: date) -> "RegulationNoteQuerySet":
        """Approved notes whose day of review has come, the longest due first."""
        return self.approved().filter(review_due_on__lte=on).order_by("review_due_on", "key")

    def waiting(self) -> "RegulationNoteQuerySet":
        """Drafts that a second editor must decide on, oldest first."""
        return self.filter(status="draft").order_by("created_at", "pk")

    def waiting_for(self, user: Any) -> "RegulationNoteQuerySet":
        """Those that this editor may decide on: nobody decides on what they wrote."""
        return self.waiting().filter(Q(written_by__isnull=True) | ~Q(written_by=user.pk))

    def resting_on(self, pages: models.QuerySet) -> "RegulationNoteQuerySet":
        """Approved notes that name one of these source pages."""
        addresses = pages.values("url")
        return self.approved().filter(Q(source_url__in=addresses) | Q(stored_page_url__in=addresses))


class SourcePageQuerySet(models.QuerySet):
    """Pages that notes rest on."""

    def changed(self) -> "SourcePageQuerySet":
        """Whose text differs from the reading before, until somebody has looked at the notes."""
        return self.filter(readings__changed=True, readings__settled_at=None).distinct()

    def dead(self) -> "SourcePageQuerySet":
        return self.filter(failing_since__isnull=False).order_by("failing_since", "pk")

    def named_by(self, notes: models.QuerySet) -> "SourcePageQuerySet":
        return self.filter(Q(url__in=notes.values("source_url")) | Q(url__in=notes.values("stored_page_url")))
