"""Text that people send us, made into what it looks like: nothing hidden, nothing that turns around."""

import re
import unicodedata

# A letter may carry so many marks; more are there to run over other lines.
MOST_MARKS = 3
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
BLANK_LINES = re.compile(r"\n{3,}")


def plain(text: str) -> str:
    """The text without characters that are not seen or that change direction; accents composed (NFC).

    Line ends become single newlines, of which at most two follow each other. Joiners go, too: an emoji
    of several parts falls into its parts.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category in HIDDEN and character != "\n":
            continue
        if category in ("Zl", "Zp"):
            character = "\n"
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(" " if category == "Zs" else character)
    return BLANK_LINES.sub("\n\n", "".join(kept)).strip()


def plain_line(text: str) -> str:
    """The same on one line, with single spaces."""
    return " ".join(plain(text).split())
