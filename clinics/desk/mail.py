"""Plain-text mail: one template each, one receiver each."""

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage
from django.template.loader import render_to_string

log = logging.getLogger(__name__)


def send(template: str, subject: str, to: str, context: dict[str, Any]) -> bool:
    """Send `mail/<template>.txt`; False if it could not be sent. No address and no words reach the log."""
    body = render_to_string(f"mail/{template}.txt", context | {"operator": settings.OPERATOR_NAME})
    message = EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to])
    if settings.CONTACT_EMAIL:
        message.reply_to = [settings.CONTACT_EMAIL]
    try:
        return message.send() == 1
    except (SMTPException, OSError, BadHeaderError, UnicodeError) as error:
        log.warning("a mail was not sent: template=%s error=%s", template, type(error).__name__)
        return False
