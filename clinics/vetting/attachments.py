"""Private attachments of checks: what may be stored, under which name."""

import secrets
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

LARGEST = 10 * 1024**2
# The first bytes of each format, its ending and its content type.
FORMATS = {
    b"%PDF-": (".pdf", "application/pdf"),
    b"\x89PNG\r\n\x1a\n": (".png", "image/png"),
    b"\xff\xd8\xff": (".jpg", "image/jpeg"),
}


def format_of(file: IO[bytes] | File) -> tuple[str, str] | None:
    """The ending and content type by the first bytes, whatever the name says; None if not allowed."""
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    return next((known for start, known in FORMATS.items() if head.startswith(start)), None)


def validate_attachment(file: File) -> None:
    """Raises ValidationError unless it is a PDF or picture of at most 10 MB."""
    if file.size > LARGEST:
        raise ValidationError(_("The file is larger than 10 MB."))
    if format_of(file) is None:
        raise ValidationError(_("Only PDF, PNG and JPEG files can be attached. This is none by its content."))


def attachment_name(instance: Any, filename: str) -> str:
    """A name that cannot be guessed and says nothing; its ending is that of the content."""
    ending, _type = format_of(instance.attachment.file) or (".bin", "")
    return f"checks/{secrets.token_hex(16)}{ending}"
