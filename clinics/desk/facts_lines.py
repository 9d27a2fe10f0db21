"""What differs between two texts of a fact that is rows, and how one becomes the other.

Such a text has one line for each row, sorted; a line holds slugs and values with bars between them.
Its first part says what the row is about: a term, an insurer, a treatment, a weekday, a state.
"""

from collections.abc import Iterable
from dataclasses import dataclass

BAR = "|"


@dataclass(frozen=True)
class Change:
    """What becomes of one thing that rows are about: a term, an insurer, a treatment, a weekday."""

    about: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def lines_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def text_of(lines: Iterable[str]) -> str:
    return "\n".join(sorted(lines))


def changes(old: str, new: str) -> list[Change]:
    """What differs between two texts, one for each thing that they are about."""
    before, after = _by_subject(old), _by_subject(new)
    found = [Change(about, before.get(about, ()), after.get(about, ())) for about in before | after]
    return [one for one in found if one.before != one.after]


def merged(text: str, chosen: Iterable[Change]) -> str:
    """The text after these changes. What they do not speak of stays as it is."""
    lines = _by_subject(text)
    lines |= {change.about: change.after for change in chosen}
    return text_of(line for some in lines.values() for line in some)


def moved(old: str, new: str, now: str) -> bool:
    """Whether any row that would change is another one now than when the change was proposed."""
    standing = _by_subject(now)
    return any(standing.get(change.about, ()) != change.before for change in changes(old, new))


def about(text: str, what: str) -> tuple[str, ...]:
    """The lines about one thing."""
    return _by_subject(text).get(what, ())


def _by_subject(text: str) -> dict[str, tuple[str, ...]]:
    lines: dict[str, tuple[str, ...]] = {}
    for line in sorted(lines_of(text)):
        about = line.partition(BAR)[0]
        lines[about] = (*lines.get(about, ()), line)
    return lines
