"""The registry's capitals as people read them, and its numbers as we store them."""

import re

UNAVAILABLE = "<UNAVAIL>"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CAPITALS = _words(
    "LLC PLLC PC PA LLP LLLP LP LC PSC SC APC PS MD DO DDS DMD DPM OD DC NP PMHNP APRN FNP CRNP CRNA RN LCSW "
    "II III IV VI VII VIII IX MRI PET EMS ER ICU TMS KAP PTSD VA USA US UCLA NY N S E W NE NW SE SW PO RR"
)
SMALL = _words("an and at by de del dba for in la of on or the to with")
# Abbreviations without a vowel that are words all the same.
SHORT_WORDS = _words(
    "ST DR MR MRS MS MT FT JR SR RD LN PL PLZ CTR SQ HWY PKWY BLVD BLDG BLD FL FLR LTD DPT DEPT RT RTE CT "
    "TPKE HTS PK PT RM TRL XING MTN VLY HBR"
)
OWN_SPELLING = {
    "PHD": "PhD",
    "PSYD": "PsyD",
    "PHARMD": "PharmD",
    "EDD": "EdD",
    "AUD": "AuD",
    "RPH": "RPh",
    "LAC": "LAc",
}
NEVER_A_LICENSE = _words("NA NONE PENDING UNKNOWN UNAVAIL NOTAPPLICABLE APPLIEDFOR")


def squeezed(text: str) -> str:
    """One space between words, no control characters; what the registry hides is blank."""
    text = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", text).split())
    return "" if text.upper() == UNAVAILABLE else text


def readable(text: str) -> str:
    """A name or street in capitals, written as people write it; mixed case is left as it is."""
    text = squeezed(text)
    if text != text.upper():
        return text
    parts = re.split(r"([\s/,()&-]+)", re.sub(r",(?=[A-Z])", ", ", text))
    return "".join(_word(part, first=i == 0) for i, part in enumerate(parts))


def readable_person(text: str) -> str:
    """A person's name in capitals, written as people write it. Ng and Do are names, no abbreviations."""
    text = squeezed(text)
    if text != text.upper():
        return text
    return "".join(_name(part) for part in re.split(r"([\s-]+)", text))


def readable_credentials(text: str) -> str:
    """Credentials without dots: "M. D." is MD, "P.A.-C" is PA-C, "PH.D." is PhD."""
    letters = re.sub(r"(?<=\b[A-Z])\.\s+(?=[A-Z]\b)", "", squeezed(text).upper()).replace(".", "")
    parts = [part for part in re.split(r"[,;/]\s*|\s*&\s*", letters) if part]
    return ", ".join(" ".join(OWN_SPELLING.get(word, word) for word in part.split()) for part in parts)


def phone_number(text: str) -> str:
    """Ten digits of the North American plan as E.164; blank for anything else."""
    digits = re.sub(r"\D", "", text)
    if not re.fullmatch(r"[2-9]\d{2}[2-9]\d{6}", digits, re.ASCII) or len(set(digits)) == 1:
        return ""
    return f"+1{digits}"


def zip_code(text: str) -> str:
    """The five digits of a ZIP code or ZIP+4; blank for anything else."""
    digits = re.sub(r"[\s-]", "", text)
    return digits[:5] if re.fullmatch(r"\d{5}(\d{4})?", digits, re.ASCII) else ""


def license_number(text: str) -> str:
    """The number of a license; blank where it is masked ($$$$, ****, ====) or not one at all."""
    number = squeezed(text)
    letters = re.sub(r"[^0-9A-Z]", "", number.upper())
    masked = not letters or re.search(r"([^0-9A-Za-z\s])\1\1", number)
    is_taxonomy = re.fullmatch(r"\d{3}[0-9A-Z]{2}\d{4}X", letters)
    return "" if masked or is_taxonomy or letters in NEVER_A_LICENSE else number


def _word(word: str, *, first: bool) -> str:
    letters = word.strip(".'\"#:;")
    if (
        letters in CAPITALS
        or re.fullmatch(r"[A-Z]{1,2}(\.[A-Z]{1,2})+\.?|[A-Z]\.", word)
        or _is_acronym(letters)
    ):
        return word
    if letters in OWN_SPELLING:
        return word.replace(letters, OWN_SPELLING[letters])
    if re.fullmatch(r"\d+(ST|ND|RD|TH)\.?", word):
        return word.lower()
    if any(letter.isdigit() for letter in word):
        return word
    if word.lower() in SMALL and not first:
        return word.lower()
    return _name(word)


def _is_acronym(letters: str) -> bool:
    """Whether it cannot be spoken as a word: no vowel in it."""
    return letters.isalpha() and not set(letters) & set("AEIOUY") and letters not in SHORT_WORDS


def _name(word: str) -> str:
    """O'X, McX, and a capital after an apostrophe only where a name goes on: King's."""
    plain = word.capitalize()
    plain = re.sub(r"^(O'|D'|L')([a-z])(?=[a-z])", lambda found: found[1] + found[2].upper(), plain)
    return re.sub(r"^Mc([a-z])(?=[a-z]{2})", lambda found: "Mc" + found[1].upper(), plain)
