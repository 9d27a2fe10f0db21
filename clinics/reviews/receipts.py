"""Evidence of a visit: a file that a moderator sees once, and that is deleted then.

Models name their files by this module, so it reaches them by the app's registry.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from clinicfinder import clock
from clinics.vetting.attachments import format_of

FORGET_DAYS = 30


def receipt_name(instance: Any, filename: str) -> str:
    """A name that cannot be guessed and says nothing; its ending is that of the content."""
    ending, _type = format_of(instance.attachment.file) or (".bin", "")
    return f"receipts/{secrets.token_hex(16)}{ending}"


def takes_receipt(review: Any) -> bool:
    """Whether evidence of this visit would still change anything."""
    return review.state != "removed" and review.visit_seen_on is None


def attach(review: Any, file: File) -> Any:
    """Keep the file until a moderator has seen it; an earlier one is deleted.

    Raises ValidationError where it is no longer asked for.
    """
    receipts = apps.get_model("clinics", "VisitReceipt").objects
    made: Any = receipts.model(attachment=file, sent_at=clock.now())
    try:
        with transaction.atomic():
            stored = _held(review)
            if not takes_receipt(stored):
                raise ValidationError(
                    _("There is no need: a moderator has seen a visit, or removed the review.")
                )
            _delete(receipts.filter(review=stored.pk).first())
            made.review = stored
            made.save()
    except BaseException:
        # What was written beside a row that does not exist would lie there for ever.
        if made.attachment._committed:
            made.attachment.storage.delete(made.attachment.name)
        raise
    return made


def withdraw(review: Any) -> bool:
    """Its author wants the file back from us: whether there was one."""
    receipts = apps.get_model("clinics", "VisitReceipt").objects
    with transaction.atomic():
        _held(review)
        return _delete(receipts.filter(review=review.pk).first())


def forget_receipts(now: datetime) -> int:
    """Delete evidence that nobody has looked at in thirty days, file and row; how many there were."""
    receipts = apps.get_model("clinics", "VisitReceipt").objects
    old = receipts.filter(sent_at__lt=now - timedelta(days=FORGET_DAYS)).order_by("pk")
    forgotten = 0
    for receipt in old.select_related("review"):
        with transaction.atomic():
            _held(receipt.review)
            # Its author may have sent another file since.
            forgotten += _delete(old.filter(pk=receipt.pk).first())
    return forgotten


def _held(review: Any) -> Any:
    """The stored review, held: whoever sends, withdraws or looks at evidence waits for the other."""
    return type(review).objects.select_for_update().get(pk=review.pk)


def _delete(receipt: Any) -> bool:
    """The row now, and the file once that is sure."""
    if receipt is None:
        return False
    file = receipt.attachment
    receipt.delete()
    transaction.on_commit(lambda: file.storage.delete(file.name))
    return True
