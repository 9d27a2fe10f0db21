"""Data for search engines, as it may stand inside a script element."""

import json
from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

ESCAPES = {ord(mark): f"\\u{ord(mark):04X}" for mark in "<>&\u2028\u2029"}


def script_text(data: Mapping[str, object]) -> SafeString:
    """JSON that ends no script element, whatever the texts in it are."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))  # noqa: S308
