"""Possible personal details in a text: marked for its author before it is sent, and for moderators.

A guess, never a verdict: what is marked may be harmless, and what is not marked may be personal.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from clinics.reviews.personal_words import ORGANISATIONS, PARTICLES, STARTERS, THINGS


@dataclass(frozen=True)
class Detail:
    """A place in a text, `text[start:end]`, and what may stand there: phone, email, web, name or number."""

    start: int
    end: int
    kind: str


# Every repetition below has an end, and no two beside each other take the same characters: a hostile
# text costs a fixed number of steps for each of its characters.
_AT = r"(?: ?\( ?at ?\) ?| ?\[ ?at ?\] ?)"
_DOT = r"(?: ?\( ?dot ?\) ?| ?\[ ?dot ?\] ?| dot )"
_LABEL = r"[\w-]{1,63}"
_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}"
    rf"(?: ?@ ?{_LABEL}(?:(?:\.|{_DOT}){_LABEL}){{1,4}}"
    rf"|{_AT}{_LABEL}(?:(?:\.|{_DOT}){_LABEL}){{1,4}}"
    rf"| at {_LABEL}(?:{_DOT}{_LABEL}){{1,4}})",
    re.IGNORECASE,
)
_ENDINGS = "com|org|net|edu|gov|info|biz|io|app|health|clinic"
_WEB = re.compile(
    rf"(?:https?://|\bwww\.)[^\s<>\"]{{1,500}}"
    rf"|(?<![\w.@-]){_LABEL}(?:\.{_LABEL}){{0,3}}(?:\.| ?\( ?dot ?\) ?| dot )(?:{_ENDINGS})(?![\w-])"
    rf"(?:/[^\s<>\"]{{0,300}})?"
    rf"|(?<![\w@.])@[A-Za-z_][\w.]{{2,29}}",
    re.IGNORECASE,
)
_GAP = r"[ .\-‐‑‒–—/]{0,3}"
_SPELLED = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_PHONE = re.compile(
    rf"(?<![\w$])(?:\+?1{_GAP})?(?:\(\d{{3}}\)|\d{{3}}){_GAP}\d{{3}}{_GAP}\d{{4}}(?!\d)"
    rf"(?:[ ,]{{0,2}}(?:ext|x)\.? ?\d{{1,6}})?"
    rf"|(?<![\w$.,/-])\d{{3}}[.\-‐‑–—]\d{{4}}(?![\w-])"
    r"|(?<!\w)\+\d(?:[ .\-]?\(?\d\)?){7,14}(?!\d)"
    rf"|\b{_SPELLED}(?:[ ,-]{{1,2}}{_SPELLED}){{6,14}}\b",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec"
    r"|january|february|march|april|august|september|october|november|december)"
)
_DATE = (
    rf"(?:\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}} {_MONTH}\.?,? \d{{4}})"
)
_KEYED = (
    r"(?:record|chart|case|member|membership|policy|group|account|patient|subscriber|insurance|claim|license)"
)
_NUMBER = re.compile(
    rf"(?<![\w$-])\d{{3}}[ -]\d{{2}}[ -]\d{{4}}(?![\w-])"
    rf"|\b(?:mrn|ssn|social security(?: number)?|{_KEYED} ?(?:number|no\.?|num\.?|id|#))"
    rf"[ :#]{{0,3}}(?:is |was )?[ :#]{{0,2}}(?=[A-Z-]{{0,8}}\d)[A-Z\d-]{{4,30}}"
    rf"|\b(?:date of birth|birth ?date|birthday|d\.?o\.?b\.?|born)[ :,]{{0,3}}(?:is |was )?(?:on )?{_DATE}"
    rf"|(?<![\w$.,])[A-Z]{{0,4}}-?\d{{7,30}}[A-Z]{{0,3}}(?![\w])"
    rf"|\b[A-Z]{{2,4}}-?\d{{5,30}}\b",
    re.IGNORECASE,
)
_SHAPES = (("email", _EMAIL), ("web", _WEB), ("phone", _PHONE), ("number", _NUMBER))

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_SHORT_TITLES = frozenset(["dr", "mr", "mrs", "ms", "mx", "prof"])
_TITLES = _SHORT_TITLES | frozenset(
    ["doctor", "professor", "nurse", "therapist", "miss", "sister", "brother", "pastor"]
)
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "md", "do", "np", "pa", "rn", "phd", "crna", "dnp"])
_BEFORE_A_SENTENCE = '.!?:;…\n"“”«»()[]•*'
_MOST_PARTS = 4
_NOBODY = STARTERS | THINGS


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    key: str
    capital: bool
    first: bool
    gap: str


def find(text: str, names: Iterable[str] = (), known: Iterable[str] = ()) -> list[Detail]:
    """Possible personal details in the text, in order, none inside another.

    `names` are names of people that are looked for in any case, also in parts; `known` are phrases that
    are no person's name although they look like one, such as the name of the place.
    """
    found = [Detail(*match.span(), kind) for kind, shape in _SHAPES for match in shape.finditer(text)]
    found = [_trimmed(text, detail) for detail in found]
    words = list(_words(text))
    taken = {place for at, length in _phrases(words, known) for place in range(at, at + length)}
    found += _given(words, names)
    found += _titled(words, taken)
    found += _capitalised(words, taken)
    return _apart(found)


def pieces(text: str, found: Iterable[Detail]) -> list[tuple[str, str]]:
    """The text in pieces, each with the kind of detail that it is, or with nothing."""
    cut: list[tuple[str, str]] = []
    at = 0
    for detail in found:
        if at < detail.start:
            cut.append((text[at : detail.start], ""))
        cut.append((text[detail.start : detail.end], detail.kind))
        at = detail.end
    if at < len(text):
        cut.append((text[at:], ""))
    return cut


def _trimmed(text: str, detail: Detail) -> Detail:
    """Without the punctuation of the sentence around it."""
    end = detail.end
    while end > detail.start + 1 and text[end - 1] in ".,;:!?)]'\"’”- ":
        end -= 1
    return Detail(detail.start, end, detail.kind)


def _apart(found: list[Detail]) -> list[Detail]:
    """None inside another: what begins first stays, and what is surely no name gives an overlap its kind."""
    kept: list[Detail] = []
    for detail in sorted(found, key=lambda d: (d.start, -d.end)):
        if not kept or detail.start >= kept[-1].end:
            kept.append(detail)
        elif kept[-1].kind == "name" != detail.kind:
            kept[-1] = Detail(kept[-1].start, max(kept[-1].end, detail.end), detail.kind)
    return kept


def _key(word: str) -> str:
    """How words are compared: without case and accents."""
    bare = unicodedata.normalize("NFKD", word.replace("’", "'"))
    return "".join(c for c in bare if not unicodedata.combining(c)).casefold()


def _words(text: str) -> Iterator[_Word]:
    before = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        if text[end - 2 : end] in ("'s", "’s") and end - start > 2:
            end -= 2
        word, gap = text[start:end], text[before:start]
        begins = before == 0 or any(character in _BEFORE_A_SENTENCE for character in gap)
        shouted = len(word) > 3 and word.isupper()
        yield _Word(start, end, _key(word), word[0].isupper() and not shouted, begins, gap)
        before = match.end()


def _phrases(words: list[_Word], phrases: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where these phrases stand, by word: the place of the first, and how many words."""
    by_first: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for phrase in phrases:
        keys = tuple(word.key for word in _words(phrase))
        if keys:
            by_first[keys[0]].add(keys)
    for at, word in enumerate(words):
        for keys in by_first.get(word.key, ()):
            if tuple(w.key for w in words[at : at + len(keys)]) == keys:
                yield at, len(keys)


def _given(words: list[_Word], names: Iterable[str]) -> Iterator[Detail]:
    """Whole names in any case; a part of one where it is written as a name is."""
    parted = [[word.key for word in _words(name) if word.key not in _SUFFIXES] for name in names]
    whole = [" ".join(parts) for parts in parted]
    without_middle = [f"{parts[0]} {parts[-1]}" for parts in parted if len(parts) > 2]
    for at, length in _phrases(words, {*whole, *without_middle}):
        yield Detail(words[at].start, words[at + length - 1].end, "name")
    telling = {part for parts in parted for part in parts if len(part) > 2}
    for word in words:
        if word.capital and word.key in telling and not (word.first and word.key in STARTERS):
            yield Detail(word.start, word.end, "name")


def _is_name(word: _Word) -> bool:
    """Whether the word may be part of somebody's name."""
    return word.capital and word.end - word.start > 1 and word.key not in _NOBODY


def _titled(words: list[_Word], taken: set[int]) -> Iterator[Detail]:
    """A title and the name after it: "Dr. Jane Smith", "nurse Kelly"."""
    for at, title in enumerate(words[:-1]):
        if title.key not in _TITLES or at in taken:
            continue
        last = at
        for place in range(at + 1, min(at + 1 + _MOST_PARTS, len(words))):
            word = words[place]
            gap = word.gap.removeprefix(".") if last == at and title.key in _SHORT_TITLES else word.gap
            if gap not in ("", " ") or not _is_name(word) or place in taken:
                break
            last = place
        if last > at:
            yield Detail(title.start, words[last].end, "name")


def _capitalised(words: list[_Word], taken: set[int]) -> Iterator[Detail]:
    """Two or more words in a row that are written as names are, and are no common ones."""

    def part(place: int) -> bool:
        return place not in taken and _is_name(words[place])

    for run in _runs(words, part):
        around = words[max(run[0] - 1, 0) : run[-1] + 2]
        if len(run) > 1 and not any(word.capital and word.key in ORGANISATIONS for word in around):
            yield Detail(words[run[0]].start, words[run[-1]].end, "name")


def _runs(words: list[_Word], part: Callable[[int], bool]) -> Iterator[list[int]]:
    """Places of parts of names that follow each other with nothing but an initial or particle between."""
    run: list[int] = []
    between = 0
    for place, word in enumerate(words):
        initial = word.end - word.start == 1 and word.capital
        if run and word.gap in (" ", ". ") and between < 3:
            after_initial = between and words[place - 1].end - words[place - 1].start == 1
            if part(place) and (word.gap == " " or after_initial):
                run.append(place)
                between = 0
                continue
            if word.gap == " " and (initial or word.key in PARTICLES):
                between += 1
                continue
        if run:
            yield run
        run, between = ([place], 0) if part(place) else ([], 0)
    if run:
        yield run
