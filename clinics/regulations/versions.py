"""How law gets into the notes: one editor writes a version, another lets it become public."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from clinicfinder import clock
from clinics.accounts.models import User
from clinics.regulations.models import Basis, Confidence, RegulationNote
from clinics.regulations.rules import is_new_law

Status = RegulationNote.Status
# How long a look at the source is good for; where we are less sure, for less.
REVIEW_DAYS, DOUBTFUL_REVIEW_DAYS = 180, 60
# A new version begins as a copy of these.
COPIED = (
    "key", "state_id", "topic", "summary", "for_patients", "citation", "source_url", "stored_page_url",
    "adopted_on", "effective_from", "effective_until", "last_verified_on", "review_due_on", "basis",
    "confidence", "effect",
)  # fmt: skip


def next_version(note: RegulationNote) -> RegulationNote:
    """An unsaved draft of the version after all there are, with the words of `note`."""
    copied = {name: getattr(note, name) for name in COPIED}
    newest = RegulationNote.objects.filter(key=note.key).aggregate(Max("version"))["version__max"]
    return RegulationNote(**copied, version=(newest or 0) + 1, supersedes=note)


@transaction.atomic
def approve(draft: RegulationNote, by: User) -> None:
    """Make a draft public, and bring the version that it supersedes to its end.

    Raises ValidationError where the same person wrote it, where it was decided before, or where
    another approved note of its key holds on one of its days; then nothing has changed.
    """
    _must_be_open(draft, by)
    take_place(draft)
    draft.status, draft.decided_by, draft.approved_at = Status.APPROVED, by, clock.now()
    if RegulationNote.objects.overlapping(draft).exists():
        raise ValidationError(_("Another public note of this key holds on one of these days."))
    try:
        with transaction.atomic():
            draft.save(update_fields=["status", "decided_by", "approved_at"])
    except IntegrityError as error:
        raise ValidationError(_("The database refuses this note.")) from error


@transaction.atomic
def refuse(draft: RegulationNote, by: User, reason: str) -> None:
    """Set a draft aside. Raises ValidationError as `approve` does."""
    _must_be_open(draft, by)
    draft.status, draft.decided_by = Status.REFUSED, by
    draft.reason = f"{draft.reason} / {reason}"[:300] if draft.reason else reason[:300]
    draft.save(update_fields=["status", "decided_by", "reason"])


def next_review(note: RegulationNote, looked_on: date) -> date:
    """When the source of a note must be looked at again."""
    doubtful = note.basis == Basis.RECALLED or note.confidence == Confidence.LOW
    return looked_on + timedelta(days=DOUBTFUL_REVIEW_DAYS if doubtful else REVIEW_DAYS)


def still_right(note: RegulationNote, looked_on: date) -> None:
    """Somebody looked at the source again and found nothing changed."""
    note.last_verified_on, note.review_due_on = looked_on, next_review(note, looked_on)
    note.save(update_fields=["last_verified_on", "review_due_on"])


def take_place(note: RegulationNote) -> None:
    """New law ends the old on its first day; a better wording of the same law replaces it."""
    old = note.supersedes
    if old is None or old.status != Status.APPROVED:
        return
    if is_new_law(old.effective_from, note.effective_from):
        old.effective_until = min(filter(None, (old.effective_until, note.effective_from)))
        old.save(update_fields=["effective_until"])
    else:
        old.status = Status.REPLACED
        old.save(update_fields=["status"])


def _must_be_open(draft: RegulationNote, by: User) -> None:
    stored = RegulationNote.objects.select_for_update().filter(pk=draft.pk, status=Status.DRAFT)
    if not stored.exists():
        raise ValidationError(_("Somebody has decided this already."))
    if draft.written_by_id == by.pk:
        raise ValidationError(_("Another editor must decide on what you wrote."))
