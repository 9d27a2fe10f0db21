"""Evidence of a visit: a file that a moderator sees once, and that is deleted then."""

import secrets
from typing import Any

from clinics.vetting.attachments import format_of


def receipt_name(instance: Any, filename: str) -> str:
    """A name that cannot be guessed and says nothing; its ending is that of the content."""
    ending, _type = format_of(instance.attachment.file) or (".bin", "")
    return f"receipts/{secrets.token_hex(16)}{ending}"
