"""How names of places are compared: the same place has one key, however it is written."""

import re
import unicodedata

from clinics.places.states import STATES

SHORT_WORDS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
DIRECTIONS = {"n": "north", "e": "east", "s": "south", "w": "west"}
NICKNAMES = {"nyc": "new york"}
# The letter of Hawaiian and Samoan names, and the marks that are typed for it.
OKINA = str.maketrans("", "", "\u02bb\u02bc\u2018`")
# What people and the Postal Service also write for a state.
OTHER_STATE_NAMES = {
    "d c": "DC",
    "virgin islands": "VI",
    "us virgin islands": "VI",
    "usvi": "VI",
    "cnmi": "MP",
    "commonwealth of the northern mariana islands": "MP",
    "northern marianas": "MP",
    "samoa": "AS",
}


def fold(text: str) -> str:
    """Plain lower-case letters and digits, one space between words: "Cañon  City" is "canon city".

    An apostrophe parts words as other punctuation does ("Coeur d'Alene" is "coeur d alene"),
    because the Postal Service writes a space there. An okina does not: "Hale‘iwa" is "haleiwa".
    """
    parted = "".join(
        letter if letter.isalnum() or unicodedata.combining(letter) else " "
        for letter in unicodedata.normalize("NFKD", text.translate(OKINA))
    )
    return " ".join(parted.encode("ascii", "ignore").decode().lower().split())


def name_key(text: str) -> str:
    """The name of a place as compared: folded, and shortened words written out.

    "St. Louis" is "saint louis", "N. Little Rock" is "north little rock", and "Mc Lean", as the
    Postal Service writes it, is "mclean".
    """
    words = [SHORT_WORDS.get(word, word) for word in fold(text).split()]
    if len(words) > 1:
        words[0] = DIRECTIONS.get(words[0], words[0])
    key = re.sub(r"\bmc (?=\w)", "mc", " ".join(words))
    return NICKNAMES.get(key, key)


def state_code(text: str) -> str | None:
    """The USPS code of a state, the district or a territory, from its code or name in any case."""
    return _CODES.get(fold(text))


_CODES: dict[str, str] = (
    OTHER_STATE_NAMES
    | {row.usps.lower(): row.usps for row in STATES}
    | {fold(row.name): row.usps for row in STATES}
)
