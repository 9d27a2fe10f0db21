"""Plain-text mail: one template each, one receiver each."""

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage
from django.template.loader import render_to_string

from clinicfinder import clock

log = logging.getLogger(__name__)


def send(
    template: str, subject: str, to: str, context: dict[str, Any], headers: dict[str, str] | None = None
) -> bool:
    """Send `mail/<template>.txt`; False if it could not be sent. No address and no words reach the log."""
    body = render_to_string(f"mail/{template}.txt", context | {"operator": settings.OPERATOR_NAME})
    message = EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to], headers=headers)
    if settings.CONTACT_EMAIL:
        message.reply_to = [settings.CONTACT_EMAIL]
    try:
        return message.send() == 1
    except (SMTPException, OSError, BadHeaderError, UnicodeError) as error:
        log.warning("a mail was not sent: template=%s error=%s", template, type(error).__name__)
        return False


def send_once(row: Any, template: str, subject: str, context: dict[str, Any]) -> bool:
    """Send it to `row.email` once for ever: `told_at` remembers. True unless it could not be sent."""
    rows = type(row).objects.filter(pk=row.pk)
    # Whoever writes this first sends it: two curators who press at once send one mail.
    if not rows.filter(told_at=None).update(told_at=clock.now()):
        return True
    if send(template, subject, row.email, context):
        return True
    rows.update(told_at=None)
    return False
