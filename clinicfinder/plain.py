"""Text that people send us, made into what it looks like: nothing hidden, nothing that turns around."""

import re
import unicodedata

# A letter may carry so many marks; more are there to run over other lines.
MOST_MARKS = 3
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
# Counted as letters, marks or signs, and yet nothing is seen: fillers of Hangul, a blank Braille cell, a
# joiner of marks, vowels of Khmer that are not written, choices between forms of one character.
BLANK = frozenset(
    map(chr, [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x2800, 0x3164, 0xFFA0])
) | frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
SPACES = {"Zs": " ", "Zl": "\n", "Zp": "\n"}
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
        if (category in HIDDEN and character != "\n") or character in BLANK:
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(SPACES.get(category, character))
    return BLANK_LINES.sub("\n\n", "".join(kept)).strip()


def plain_line(text: str) -> str:
    """The same on one line, with single spaces."""
    return " ".join(plain(text).split())
