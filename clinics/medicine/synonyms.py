"""Which condition or treatment do somebody's words name? Rules of plain values.

Words match whole ("nerve pain" in "help with nerve pain"). A slip of the pen is forgiven in all that
was typed ("treatment resistent depression"), or in a word where no other word names anything; the less
so the shorter it is, because short words are soon some other word.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from clinics.places.names import fold

# What people also say, where the term itself has no place for it.
ALSO_SAID: Mapping[str, tuple[str, ...]] = {
    "treatment-resistant-depression": ("treatment resistant", "resistant depression"),
    "chronic-pain": ("pain",),
    "bipolar-depression": ("bipolar depression",),
    "anxiety": ("anxious", "panic"),
    "substance-use-disorder": ("alcohol", "alcoholic", "opioids", "addicted"),
    "iv-infusion": (
        "iv", "infusion intravenosa", "suero", "infusion", "iv ketamine", "ketamine infusion",
        "ketamine drip", "intravenous",
    ),
    "im-injection": ("im injection", "im ketamine", "intramuscular", "ketamine shot", "ketamine injection"),
    "subcutaneous": (
        "subcutaneous", "under the skin", "subcutaneous injection", "bajo la piel", "subcutanea",
    ),
    "esketamine-spravato": (
        "spravato", "esketamine", "s ketamine", "esketamine nasal spray", "esketamina", "aerosol nasal",
    ),
    "intranasal-compounded": ("ketamine nasal spray", "compounded nasal spray", "intranasal ketamine"),
    "oral-sublingual": (
        "lozenge", "lozenges", "troche", "troches", "sublingual", "ketamine tablets", "ketamine pills",
        "oral ketamine", "rdt", "pastillas", "tabletas", "pastillas de ketamina",
    ),
    "ketamine-assisted-psychotherapy": (
        "kap", "ketamine therapy", "ketamine assisted therapy", "terapia con ketamina",
    ),
}  # fmt: skip
MOST_WORDS = 12
MOST_MEANINGS = 3
MOST_WORDS_WITH_SLIPS = 5
# From so many letters on, so many slips are forgiven. Of four letters only an exchange of two: "ptds".
SLIPS = ((12, 2), (5, 1))
ONLY_EXCHANGED = 4


@dataclass(frozen=True)
class Meaning:
    """A term that words may name: the parameter of a search, its value, and its name."""

    parameter: str
    slug: str
    name: str


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Every phrase, folded, with what it names."""

    phrases: Mapping[str, Meaning]

    @cached_property
    def single(self) -> Sequence[str]:
        return [phrase for phrase in self.phrases if " " not in phrase and len(phrase) >= ONLY_EXCHANGED]

    @cached_property
    def several(self) -> Sequence[str]:
        return [phrase for phrase in self.phrases if " " in phrase]

    @cached_property
    def longest(self) -> int:
        return max((phrase.count(" ") + 1 for phrase in self.phrases), default=0)


def lexicon(terms: Iterable[tuple[Meaning, Sequence[str]]]) -> Lexicon:
    """From each term and its other words. A phrase that names two terms means the first."""
    phrases: dict[str, Meaning] = {}
    for meaning, others in terms:
        bare = re.sub(r"\(.*?\)", " ", meaning.name)
        short = re.findall(r"\((.*?)\)", meaning.name)
        said = (meaning.name, bare, *short, meaning.slug, *others, *ALSO_SAID.get(meaning.slug, ()))
        for phrase in filter(None, map(fold, said)):
            phrases.setdefault(phrase, meaning)
    return Lexicon(phrases)


def meant(words: Sequence[str], known: Lexicon) -> list[Meaning]:
    """What the folded words name, in their order; else what they were meant to name."""
    words = words[:MOST_WORDS]
    whole, few = " ".join(words), len(words) <= MOST_WORDS_WITH_SLIPS
    if few and len(words) > 1 and whole not in known.phrases and (near := _nearest(whole, known.several)):
        return [known.phrases[near]]
    found = _named(words, known)
    if not found and few:
        found = [known.phrases[near] for word in words if (near := _nearest(word, known.single))]
    return list(dict.fromkeys(found))[:MOST_MEANINGS]


def _named(words: Sequence[str], known: Lexicon) -> list[Meaning]:
    """The longest phrase at each place: in "back pain" it is not "pain"."""
    found, start = [], 0
    while start < len(words):
        for end in range(min(len(words), start + known.longest), start, -1):
            if meaning := known.phrases.get(" ".join(words[start:end])):
                found.append(meaning)
                start = end
                break
        else:
            start += 1
    return found


def _nearest(text: str, phrases: Sequence[str]) -> str | None:
    """The phrase that this is a slip of: few slips for its length, and never in the first letter."""
    if len(text) < ONLY_EXCHANGED:
        return None
    slips = next((slips for letters, slips in SLIPS if len(text) >= letters), 1)
    hits = process.extract(text, phrases, scorer=OSA.distance, score_cutoff=slips, limit=3)
    for phrase, _distance, _place in hits:
        exchanged = sorted(phrase) == sorted(text)
        if phrase[0] == text[0] and (exchanged or min(len(text), len(phrase)) > ONLY_EXCHANGED):
            return phrase
    return None
