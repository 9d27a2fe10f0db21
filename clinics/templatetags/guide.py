"""What the guide's templates need."""

from datetime import date

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def source_day(written: str) -> str:
    """The day on which a source was read, in the reader's words."""
    return date_format(date.fromisoformat(written), "j M Y")
