"""What a registry's words mean for a patient: plain functions of plain values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from clinics.places.names import state_code

# Statuses in which somebody may still be taken, now or later.
OPEN = ("RECRUITING", "NOT_YET_RECRUITING")
STILL_GOING = (*OPEN, "ENROLLING_BY_INVITATION")
MONTHS_A_YEAR = 12
DAYS_A_MONTH = 365.25 / MONTHS_A_YEAR
# Territories that the registry names as countries. Georgia, the country, is none of them.
US_COUNTRIES = {
    "united states": "",
    "puerto rico": "PR",
    "guam": "GU",
    "american samoa": "AS",
    "northern mariana islands": "MP",
    "virgin islands (u.s.)": "VI",
}

# Norketamine and the like are other substances, so the word must stand by itself.
_KETAMINE = re.compile(r"\b(?:es|ar|[rs])?ketamine?\b|\bspravato\b|\bketalar\b", re.IGNORECASE)
_AGE = re.compile(r"(\d{1,3}) (year|month|week|day|hour|minute)s?", re.IGNORECASE)
_PARTS_OF_A_DAY = {"hour", "minute"}

# Words that say "depression" and mean something else.
_OTHER_DEPRESSION = (
    r"(?:respiratory|ventilatory|cardiac|cardiovascular|myocardial|circulatory|cns|immune|marrow|"
    r"consciousness|cortical|spreading)\W+depress\w*|depression of consciousness|"
    r"depressed\W+(?:skull|fracture|consciousness|level)"
)
_BIRTH = r"(?:post\W?part(?:um|al)|peri\W?natal|post\W?natal|pre\W?natal|ante\W?natal|puerperal)"
_RESISTANT = r"(?:resistant|refractory)"
_TREATMENT = r"(?:treatment|therapy|medication|antidepressant)"
_SUBSTANCE = (
    r"(?:alcohol|opioid|opiate|heroin|cocaine|methamphetamine|amphetamine|stimulant|cannabis|marijuana|"
    r"nicotine|tobacco|drug|substance|polysubstance)"
)

# In this order: what a line takes is not seen by those after it, so that "postpartum depression" is not
# read as major depression too. A slug of None takes what looks like a condition and is none.
_CONDITIONS: tuple[tuple[str | None, re.Pattern[str]], ...] = tuple(
    (slug, re.compile(pattern, re.IGNORECASE))
    for slug, pattern in (
        (None, _OTHER_DEPRESSION),
        (
            "postpartum-depression",
            rf"\b{_BIRTH}(?:\W+\w+)?\W+depress\w*|\bdepress\w*(?:\W+\w+)?\W+{_BIRTH}\b|\bppd\b",
        ),
        (
            "treatment-resistant-depression",
            rf"\b{_TREATMENT}\W+{_RESISTANT}(?:\W+(?!ptsd)[\w]+){{0,2}}?\W+depress\w*(?:\W+disorders?)?"
            rf"|\bdepress\w*(?:\W+\w+){{0,2}}?\W+{_TREATMENT}\W+{_RESISTANT}"
            rf"|\b{_RESISTANT}(?:\W+major)?\W+depress\w*|\bdifficult\W+to\W+treat\W+depress\w*|\btrd\b",
        ),
        ("bipolar-depression", r"\bbipolar(?:\W+depress\w*)?|\bmanic\W+depress\w*"),
        (
            "major-depressive-disorder",
            r"\bdepressi(?:on|ve)\b|\bdepressed\b|\bmdd\b|\bmelancholia\b|\bdysthymi\w+",
        ),
        ("suicidal-ideation", r"suicid"),
        ("ptsd", r"\bpost\W?traumatic\W+stress|\bstress disorders?\W+post\W?traumatic|\bc?ptsd\b"),
        ("ocd", r"\bobsessive\W+compulsive|\bocd\b"),
        ("anxiety", r"\banxiety\b|\bpanic\W+(?:disorder|attack)|\bagoraphobia\b|\b\w*phobia\b"),
        (None, r"\babuse\W+(?:potential|liability)|\boptic\W+neuropath\w+"),
        (
            "substance-use-disorder",
            rf"\b{_SUBSTANCE}\W+(?:use\W+disorder|abuse|dependen\w+|addict\w+|misuse|withdrawal|related\W+disorder)"
            r"|\balcoholi(?:sm|c)\b|\baddiction\b|\baud\b|\boud\b",
        ),
        (
            "crps",
            r"\bcomplex\W+regional\W+pain|\bcrps\b|\breflex\W+sympathetic\W+dystrophy|\bcausalgia",
        ),
        ("fibromyalgia", r"\bfibromyalgia"),
        (
            "neuropathic-pain",
            r"\bneuropathic\b|\bneuropath(?:y|ies)\b|\bneuralgia|\bnerve\W+pain|\bsciatica|\bradicular\W+pain"
            r"|\bphantom\W+(?:limb|pain)",
        ),
        (
            "migraine",
            r"\bmigrain\w+|\bcluster\W+headache|\bprimary\W+headache|\bchronic\W+(?:daily\W+)?headache",
        ),
        (
            "chronic-pain",
            r"\bchronic(?:\W+[\w]+){0,3}?\W+pain|\bpain\W+chronic|\b(?:intractable|persistent|cancer)\W+pain"
            r"|\bpain\W+intractable|\bback\W+pain",
        ),
    )
)

# Studies of people who are operated on, put to sleep or give birth: nobody joins one for an illness.
_SURGERY = re.compile(
    r"\bsurg(?:ery|eries|ical)\b|\b(?:peri|post|pre|intra)\W?(?:operati\w+|surg\w+|an(?:a)?esth\w*)"
    r"|\boperation\b|\ban(?:a)?esth\w*|\bsedat\w+|\bintubat\w*|\bemergence\b|\bc(?:a)?esarean\b|\blabou?r\b|\bparturients?\b"
    r"|\bdelivery room\b|\b\w{3,}ectom(?:y|ies)\b|\b\w{3,}otomy\b|\b\w{3,}plasty\b|\btransplant\w*"
    r"|\bamputation\b"
    r"|\b(?:colono|gastro|broncho|endo|arthro|laparo|hystero|cysto|thoraco)scop\w+|\bnerve\W+block"
    r"|\btourniquet\b|\bpremedicat\w+|\bmechanical(?:ly)?\W+ventilat\w+|\bcritical(?:ly)?\W+ill\w*"
    r"|\bdelirium\b|\b(?:dental|tooth|teeth)\b|\bprocedural\b|\bpainful\W+procedure",
    re.IGNORECASE,
)
# Where people with depression are put to sleep for the treatment of it.
_SHOCK_THERAPY = re.compile(r"\belectroconvulsive\b|\bect\b", re.IGNORECASE)
_ACUTE = re.compile(
    r"\bacute(?:\W+\w+){0,3}?\W+pain|\bpain\W+acute|\bemergency\b|\bprehospital\b|\bsickle\b|\bvaso\W?occlusive"
    r"|\bfractures?\b|\bburns?\b|\blaceration\b|\brenal\W+colic",
    re.IGNORECASE,
)
_AFTER_BIRTH = frozenset({"postpartum-depression"})
_LASTING_PAIN = frozenset({"chronic-pain", "neuropathic-pain", "crps", "fibromyalgia"})


@dataclass(frozen=True)
class Words:
    """What the registry says that a study is about."""

    title: str
    official_title: str = ""
    conditions: tuple[str, ...] = ()


def is_about_ketamine(texts: Iterable[str]) -> bool:
    """Whether ketamine or esketamine is named."""
    return any(_KETAMINE.search(text) for text in texts)


def condition_slugs(words: Words) -> frozenset[str]:
    """Which of our conditions a study is about, by its title and the registry's conditions.

    None where people are operated on or sedated, save depression around a birth; no lasting pain
    where acute pain is treated.
    """
    said = (words.title, *words.conditions)
    found = frozenset(slug for text in said for slug in _named(text))
    context = " | ".join((*said, words.official_title))
    if _SURGERY.search(context) and not _SHOCK_THERAPY.search(context):
        return found & _AFTER_BIRTH
    return found - _LASTING_PAIN if _ACUTE.search(context) else found


def _named(text: str) -> set[str]:
    found = set()
    for slug, pattern in _CONDITIONS:
        text, times = pattern.subn(" | ", text)
        if times and slug:
            found.add(slug)
    return found


def months_of(age: str) -> int | None:
    """An age limit ("18 Years", "6 Months") in completed months; None where there is no limit.

    Raises ValueError for other words.
    """
    if not age or age.upper() == "N/A":
        return None
    read = _AGE.fullmatch(age)
    if read is None:
        raise ValueError(age)
    number, unit = int(read[1]), read[2].lower()
    if unit in _PARTS_OF_A_DAY:
        return 0
    if unit in ("year", "month"):
        return number * (MONTHS_A_YEAR if unit == "year" else 1)
    return int(number * (7 if unit == "week" else 1) / DAYS_A_MONTH)


def status_there(trial: str, site: str) -> str:
    """The status of one place: its own where it has one, and never open in a trial that is not."""
    return site if site and trial in STILL_GOING else trial


def is_in_the_us(country: str) -> bool:
    return country.strip().lower() in US_COUNTRIES


def usps_of(country: str, region: str) -> str:
    """The USPS code of a place in the United States or a territory; "" abroad or where it is not known."""
    country = country.strip().lower()
    if country not in US_COUNTRIES:
        return ""
    return US_COUNTRIES[country] or (state_code(region) or "" if region else "")
