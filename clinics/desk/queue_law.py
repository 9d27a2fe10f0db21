"""What waits for the editors of the law: one question for each queue, and what one click does."""

from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from clinicfinder import clock
from clinics.desk.queue_queries import Parts
from clinics.regulations.models import RegulationNote, SourcePage, SourceReading
from clinics.regulations.versions import still_right
from clinics.regulations.watching import settle

Status = RegulationNote.Status


def review_due(now: datetime) -> Parts:
    """Public notes whose source must be looked at again, the longest due first."""
    return [RegulationNote.objects.review_due(clock.today()).annotate(at=F("review_due_on"))]


def drafts(now: datetime) -> Parts:
    """Versions that a second editor must decide on."""
    return [RegulationNote.objects.waiting().annotate(at=F("created_at"))]


def source_changed(now: datetime) -> Parts:
    """Public notes whose source page says something else than before, since the first such reading."""
    named = Q(page__url=OuterRef("source_url")) | Q(page__url=OuterRef("stored_page_url"))
    unsettled = SourceReading.objects.filter(named, changed=True, settled_at=None).order_by("read_at", "pk")
    notes = RegulationNote.objects.resting_on(SourcePage.objects.changed())
    return [notes.annotate(at=Subquery(unsettled.values("read_at")[:1]))]


def dead_links(now: datetime) -> Parts:
    """Addresses that public notes name and that no longer answer."""
    pages = SourcePage.objects.dead().named_by(RegulationNote.objects.approved())
    return [pages.annotate(at=F("failing_since"))]


def nothing_changed(note: RegulationNote, user: Any) -> str:
    """Its source was looked at today. What was done, in words."""
    still_right(note, clock.today())
    return _("Looked at the source: nothing changed.")


def settle_pages(note: RegulationNote, user: Any) -> str:
    """The changed pages on which it rests are settled, for every note that rests on them."""
    pages = SourcePage.objects.changed().named_by(RegulationNote.objects.filter(pk=note.pk))
    for page in list(pages):
        settle(page, clock.now(), user)
    return _("Settled, for every note that rests on the same page.")


DOES = {"unchanged": nothing_changed, "settle": settle_pages}
