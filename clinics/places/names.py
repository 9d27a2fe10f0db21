"""How names of places are compared: the same place has one key, however it is written."""

import re
import unicodedata

from clinics.places.states import STATES

SHORT_WORDS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
DIRECTIONS = {"n": "north", "e": "east", "s": "south", "w": "west"}
NICKNAMES = {"nyc": "new york", "l a": "los angeles"}
# The letter of Hawaiian and Samoan names, and the marks that are typed for it.
OKINA = str.maketrans("", "", "\u02bb\u02bc\u2018`")
# What people and the Postal Service also write for a state.
OTHER_STATE_NAMES = {
    "virgin islands": "VI",
    "us virgin islands": "VI",
    "usvi": "VI",
    "cnmi": "MP",
    "commonwealth of the northern mariana islands": "MP",
    "northern marianas": "MP",
    "samoa": "AS",
}
# What speakers of Spanish write.
SPANISH_STATE_NAMES = {
    "carolina del norte": "NC", "carolina del sur": "SC", "dakota del norte": "ND", "dakota del sur": "SD",
    "distrito de columbia": "DC", "hawai": "HI", "islas marianas del norte": "MP",
    "islas virgenes": "VI", "islas virgenes de los estados unidos": "VI",
    "islas virgenes estadounidenses": "VI", "luisiana": "LA", "misisipi": "MS",
    "misuri": "MO", "nueva hampshire": "NH", "nuevo hampshire": "NH", "nueva jersey": "NJ",
    "nueva york": "NY", "nuevo mexico": "NM", "oregon": "OR", "pensilvania": "PA",
    "samoa americana": "AS", "tejas": "TX", "virginia occidental": "WV",
}  # fmt: skip
# Abbreviations from before the two-letter codes (GPO Style Manual, chapter 9) that people still write.
OLD_ABBREVIATIONS = {
    "ala": "AL", "ariz": "AZ", "ark": "AR", "calif": "CA", "colo": "CO", "conn": "CT", "del": "DE",
    "fla": "FL", "ill": "IL", "ind": "IN", "kans": "KS", "mass": "MA", "md": "MD", "mich": "MI",
    "minn": "MN", "miss": "MS", "mont": "MT", "nebr": "NE", "nev": "NV", "n mex": "NM", "n dak": "ND",
    "okla": "OK", "oreg": "OR", "ore": "OR", "s dak": "SD", "tenn": "TN", "tex": "TX", "w va": "WV",
    "wash": "WA", "wis": "WI", "wyo": "WY",
}  # fmt: skip
# "N.Y."; but "L.A." is a city.
SPACED_CODES = {" ".join(row.usps.lower()): row.usps for row in STATES if row.usps != "LA"}


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
    """The USPS code of a state, the district or a territory, from its code or name in any case.

    Also of "N.Y.", "Tex.", "Washington State" and "State of Washington".
    """
    name = fold(text)
    return _CODES.get(name) or _CODES.get(name.removeprefix("state of ").removesuffix(" state"))


_CODES: dict[str, str] = (
    OTHER_STATE_NAMES
    | SPANISH_STATE_NAMES
    | OLD_ABBREVIATIONS
    | SPACED_CODES
    | {row.usps.lower(): row.usps for row in STATES}
    | {fold(row.name): row.usps for row in STATES}
)
