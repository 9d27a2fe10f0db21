"""Which texts a row brings that readers see, and how a long one is parted. Plain functions."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
LETTER = re.compile(r"[^\W\d_]")


def digest(text: str) -> str:
    """By which a text is found, however long it is (SHA-256)."""
    return hashlib.sha256(text.encode()).hexdigest()


def blocks(text: str) -> list[str]:
    """The paragraphs of a text, each of which is translated for itself."""
    return [block for block in BLANK_LINES.split(text.strip()) if block]


def texts_of(row: Any) -> Iterator[tuple[str, str]]:
    """The name of each field that `row.SAID` lists, with each text in it that has a letter.

    A field may hold a text, a list of texts, or a list of objects with a `text`.
    """
    for name in row.SAID:
        value = getattr(row, name)
        for one in value if isinstance(value, list) else [value]:
            text = one.get("text", "") if isinstance(one, dict) else one
            yield from ((name, block) for block in blocks(text or "") if LETTER.search(block))
