"""What a typed place may mean, before anything is looked up."""

import re
import unicodedata
from dataclasses import dataclass, replace

from clinics.places.names import fold, name_key, state_code

LONGEST = 100
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
ZIP_AT_END = re.compile(r"(?:^|(.*)[\s,])([0-9]{5})(?:[-\s]?[0-9]{4})?")
ZIP_AT_START = re.compile(r"([0-9]{5})(?:-[0-9]{4})?[\s,]+(.*)")
ZIP_WITHOUT_ITS_ZEROS = re.compile(r"[0-9]{3,4}")
COUNTRY_AT_END = re.compile(r"[\s,]+(?:usa|u\.s\.a\.?|united states(?: of america)?)$", re.IGNORECASE)
MOST_WORDS_OF_A_STATE = 6


@dataclass(frozen=True)
class Name:
    """A city name, and the state that it must stand in ("" for any)."""

    text: str
    state: str = ""

    @property
    def keys(self) -> list[str]:
        """The keys under which it may stand, likeliest first: "Kane'ohe", "New York City"."""
        key = name_key(self.text)
        return list(dict.fromkeys([key, key.replace(" ", ""), key.removesuffix(" city")]))


@dataclass(frozen=True)
class Reading:
    """One of: a ZIP code, one that lost its zeros, a state (or a city of that name), city names.

    The likeliest name comes first. `guess` is the name to compare with others if none is known.
    """

    zip: str = ""
    short_zip: str = ""
    state: str = ""
    names: tuple[Name, ...] = ()
    guess: Name | None = None


def read_place(text: str) -> Reading:
    """What `text` may mean. A ZIP code wins, then the state after the comma."""
    text = tidy(text)
    if found := ZIP_AT_END.fullmatch(text):
        return Reading(zip=found[2], guess=read_place(found[1]).guess if found[1] else None)
    if (found := ZIP_AT_START.fullmatch(text)) and state_code(found[2]):
        return Reading(zip=found[1])
    if ZIP_WITHOUT_ITS_ZEROS.fullmatch(text):
        return Reading(short_zip=text)
    if usps := state_code(text):
        return Reading(state=usps, names=(Name(text),))
    head, _, tail = text.rpartition(",")
    return _with_comma(head, tail) if fold(head) else _without_comma(fold(text).split())


def tidy(text: str) -> str:
    """The text without odd forms of letters and dashes, the country, and stray marks around it."""
    plain = unicodedata.normalize("NFKC", text).translate(DASHES)
    plain = " ".join(plain.split()).strip(" ,;.#")
    return COUNTRY_AT_END.sub("", plain)


def _with_comma(head: str, tail: str) -> Reading:
    """A city and its state, or the state first; else the comma says nothing."""
    if usps := state_code(tail):
        # A street may stand before the city.
        parts = dict.fromkeys([head.rpartition(",")[2], head])
        return _among([Name(part, usps) for part in parts if fold(part)])
    if (usps := state_code(head)) and fold(tail):
        return _among([Name(tail, usps)])
    return replace(_without_comma(fold(f"{head} {tail}").split()), guess=Name(head))


def _without_comma(words: list[str]) -> Reading:
    """The last words as a state, the longest first ("west virginia"), then all as a city."""
    names = []
    for count in range(min(MOST_WORDS_OF_A_STATE, len(words) - 1), 0, -1):
        if usps := state_code(" ".join(words[-count:])):
            names.append(Name(" ".join(words[:-count]), usps))
    return _among([*names, Name(" ".join(words))]) if words else Reading()


def _among(names: list[Name]) -> Reading:
    return Reading(names=tuple(names), guess=names[0])
