"""Change watch: the text of a source page as editors found it, and what differs from the time before."""

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser

from django.db import transaction

from clinics.accounts.models import User
from clinics.regulations.models import SourcePage, SourceReading

LONGEST_TEXT = 400_000
CONTEXT_LINES = 1
# What a reader does not see.
HIDDEN = {"script", "style", "template", "noscript", "svg", "head", "title"}
# What does not go on in the line before it.
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
MARKUP = re.compile(r"\s*(?:<!doctype html|<html|<head|<body)\b", re.IGNORECASE)
# Marks of a piece of text: it stands in both, only in the new one, only in the old one.
SAME, ADDED, GONE = "same", "ins", "del"
Piece = tuple[str, str]


@dataclass
class Difference:
    """One place at which two texts differ: its lines, each in pieces."""

    lines: list[list[Piece]] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What came of storing a reading."""

    reading: SourceReading
    first: bool
    changed: bool


class _Visible(HTMLParser):
    """Gathers what a reader sees of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HIDDEN:
            self._hidden.append(tag)
        elif tag == "body":
            # A head that nobody closed ends here.
            self._hidden.clear()
        if tag in BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]
        if tag in BLOCKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(re.sub(r"\s+", " ", data))


def visible_text(html: str) -> str:
    """The words of an HTML page as a reader sees them, a line for each block."""
    parser = _Visible()
    parser.feed(html)
    parser.close()
    return normalised("".join(parser.said))


def normalised(text: str) -> str:
    """Single spaces, no empty lines, one way to write each letter."""
    composed = unicodedata.normalize("NFC", text)
    return "\n".join(" ".join(line.split()) for line in composed.splitlines() if line.strip())


def readable(text: str, *, html: bool = False) -> str:
    """What is kept of what came in: markup is reduced to its words."""
    return visible_text(text) if html or MARKUP.match(text) else normalised(text)


def digest_of(text: str) -> str:
    """The same for the same words, wherever their lines break."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


@transaction.atomic
def store_reading(page: SourcePage, text: str, at: datetime, by: User) -> Outcome:
    """Keep what a page says now. Of a text that is the same as before only the day is kept."""
    SourcePage.objects.select_for_update().get(pk=page.pk)
    before = page.readings.order_by("-read_at", "-pk").first()
    digest = digest_of(text)
    same = before is not None and before.digest == digest
    reading = page.readings.create(
        text="" if same else text,
        digest=digest,
        changed=before is not None and not same,
        read_at=at,
        read_by=by,
    )
    return Outcome(reading, first=before is None, changed=reading.changed)


def settle(page: SourcePage, at: datetime, by: User) -> int:
    """Somebody has looked at the notes that rest on the page: how many changes that settles."""
    return page.readings.filter(changed=True, settled_at=None).update(settled_at=at, settled_by=by)


def open_change(page: SourcePage) -> tuple[str, str] | None:
    """The text before the first change that nobody has settled, and the text now."""
    told = list(page.readings.exclude(text="").order_by("read_at", "pk"))
    unsettled = [number for number, one in enumerate(told) if one.changed and one.settled_at is None]
    if not unsettled or unsettled[0] == 0:
        return None
    return told[unsettled[0] - 1].text, told[-1].text


def differences(old: str, new: str) -> list[Difference]:
    """Where two texts differ, by lines and within them by words, with a line of what stands around."""
    before, after = old.splitlines(), new.splitlines()
    found = []
    for group in difflib.SequenceMatcher(None, before, after).get_grouped_opcodes(CONTEXT_LINES):
        place = Difference()
        for operation, a, b, c, d in group:
            if operation == "equal":
                place.lines += [[(SAME, line)] for line in before[a:b]]
            else:
                place.lines += _changed_lines("\n".join(before[a:b]), "\n".join(after[c:d]))
        found.append(place)
    return found


def _changed_lines(old: str, new: str) -> list[list[Piece]]:
    lines: list[list[Piece]] = [[]]
    for mark, text in word_differences(old, new):
        first, *others = text.split("\n")
        lines[-1].append((mark, first))
        lines += [[(mark, other)] for other in others]
    return lines


def word_differences(old: str, new: str) -> list[Piece]:
    """Two texts as one, in pieces that stand in both, only in the new, or only in the old."""
    before, after = _words(old), _words(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=len(before) > 2_000)
    return list(_pieces(matcher, before, after))


def _pieces(matcher: difflib.SequenceMatcher, before: list[str], after: list[str]) -> Iterator[Piece]:
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation == "equal":
            yield SAME, "".join(before[a:b])
            continue
        if b > a:
            yield GONE, "".join(before[a:b])
        if d > c:
            yield ADDED, "".join(after[c:d])


def _words(text: str) -> list[str]:
    """Words, each with the spaces after it."""
    return re.findall(r"\S+\s*|\s+", text)
