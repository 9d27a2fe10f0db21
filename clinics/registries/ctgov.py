"""Reading studies as API v2 of ClinicalTrials.gov writes them: JSON into plain records, and no database.

Contacts, officials and investigators are never read, so they can neither be stored nor printed.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from clinicfinder.plain import plain, plain_line
from clinics.registries.files import UnreadableError, clear_errors
from clinics.registries.rules import RejectedError

LARGEST_FILE = 100 * 1024**2
LONGEST_TEXT = 50_000
LONGEST_ITEM = 500
MOST_IN_A_LIST = 5_000
MOST_PEOPLE = 2_147_483_647
NCT = re.compile(r"NCT[0-9]{8}")
DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
PHASES = ("EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4", "NA")
TYPES = ("INTERVENTIONAL", "OBSERVATIONAL", "EXPANDED_ACCESS")
SEXES = ("ALL", "FEMALE", "MALE")
STATUSES = (
    "RECRUITING", "NOT_YET_RECRUITING", "ENROLLING_BY_INVITATION", "ACTIVE_NOT_RECRUITING", "SUSPENDED",
    "COMPLETED", "TERMINATED", "WITHDRAWN", "AVAILABLE", "NO_LONGER_AVAILABLE",
    "TEMPORARILY_NOT_AVAILABLE", "APPROVED_FOR_MARKETING", "WITHHELD", "UNKNOWN",
)  # fmt: skip
# The API writes texts in Markdown, where "\>" is a plain ">".
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()<>#+.!|~^-])")
# People's addresses stand in some official texts, too.
REACHABLE = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|(?<![\w.-])(?:\+?1[ .-]?)?(?:\([0-9]{3}\) ?|[0-9]{3}[ .-])[0-9]{3}[ .-][0-9]{4}(?![\w-])"
)
LEFT_OUT = "[see the official record]"


@dataclass(frozen=True)
class Site:
    """A place of a study. Its point is the middle of the city. A blank status is that of the study."""

    facility: str = ""
    city: str = ""
    region: str = ""
    zip_code: str = ""
    country: str = ""
    status: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Study:
    """One record, in plain values. Dates but the last are as precise as the registry knows them."""

    nct_id: str
    title: str
    status: str
    updated_on: date
    official_title: str = ""
    acronym: str = ""
    type: str = ""
    phases: tuple[str, ...] = ()
    sponsor: str = ""
    summary: str = ""
    criteria: str = ""
    conditions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    sex: str = "ALL"
    min_age: str = ""
    max_age: str = ""
    healthy_volunteers: bool | None = None
    enrollment: int | None = None
    has_results: bool = False
    started: str = ""
    completes: str = ""
    verified: str = ""
    sites: tuple[Site, ...] = ()


class Page(NamedTuple):
    """What one file holds: studies as they came; whether more pages follow; how many there are in all."""

    studies: list[Any]
    has_more: bool = False
    total: int | None = None
    digest: str = ""


def read_page(path: Path) -> Page:
    """The studies of one file: a page of a search, one study, or a list of studies.

    Raises UnreadableError with a plain reason where the file cannot be read as a whole.
    """
    name = path.name
    if not path.is_file():
        raise UnreadableError(f"{path}: there is no such file.")
    with clear_errors(name):
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableError(f"{name}: larger than 100 MB; refused.")
        content = path.read_bytes()
    page = _page(name, _parsed(name, content))._replace(digest=sha256(content).hexdigest())
    if page.studies and not any(map(nct_id_of, page.studies)):
        raise UnreadableError(f"{name}: nothing in it is a study with an NCT number.")
    return page


def nct_id_of(raw: object) -> str:
    """The NCT number of a study as it came; "" where none can be read."""
    for key in ("protocolSection", "identificationModule", "nctId"):
        raw = raw.get(key) if isinstance(raw, dict) else None
    return raw if isinstance(raw, str) and NCT.fullmatch(raw) else ""


def study_of(raw: object) -> Study:
    """One study. Raises RejectedError with the reason where any part of it is not what it should be.

    Nothing is read halfway: a record that we misread might call a closed study open.
    """
    whole = Part(raw, "the study")
    study = whole.part("protocolSection")
    names, about = study.part("identificationModule"), study.part("descriptionModule")
    times, design = study.part("statusModule"), study.part("designModule")
    who = study.part("eligibilityModule")
    nct_id = names.line("nctId", 20)
    if not NCT.fullmatch(nct_id):
        raise RejectedError("it has no NCT number")
    title, status = names.line("briefTitle", 400), times.choice("overallStatus", STATUSES)
    updated = times.part("lastUpdatePostDateStruct").day("date")
    if not title or not status:
        raise RejectedError("it has no title" if not title else "it has no status")
    if len(updated) < 10:
        raise RejectedError("the day of its last update is not known")
    return Study(
        nct_id=nct_id,
        title=title,
        official_title=names.line("officialTitle", 2_000),
        acronym=names.line("acronym", 60),
        status=status,
        updated_on=date.fromisoformat(updated),
        started=times.part("startDateStruct").day("date"),
        completes=times.part("completionDateStruct").day("date"),
        verified=times.day("statusVerifiedDate"),
        sponsor=_sponsor(study.part("sponsorCollaboratorsModule")),
        summary=about.text("briefSummary"),
        criteria=who.text("eligibilityCriteria"),
        conditions=study.part("conditionsModule").lines("conditions"),
        keywords=study.part("conditionsModule").lines("keywords"),
        type=design.choice("studyType", TYPES),
        phases=design.choices("phases", PHASES),
        enrollment=design.part("enrollmentInfo").whole_number("count", MOST_PEOPLE),
        interventions=tuple(_interventions(study.part("armsInterventionsModule"))),
        sex=who.choice("sex", SEXES) or "ALL",
        min_age=who.line("minimumAge", 20),
        max_age=who.line("maximumAge", 20),
        healthy_volunteers=who.yes_or_no("healthyVolunteers"),
        has_results=bool(whole.yes_or_no("hasResults")),
        sites=tuple(map(_site, study.part("contactsLocationsModule").parts("locations"))),
    )


class Part:
    """An object of the JSON, asked for what it should hold; whatever else it holds is refused by name."""

    def __init__(self, value: object, name: str) -> None:
        if not isinstance(value, dict | None):
            raise RejectedError(f"{name} is not an object")
        self.values: dict[str, Any] = value or {}
        self.name = name

    def part(self, key: str) -> "Part":
        return Part(self.values.get(key), key)

    def parts(self, key: str) -> list["Part"]:
        return [Part(value, f"an item of {key}") for value in self._list(key)]

    def line(self, key: str, longest: int) -> str:
        return _cleaned(plain_line, key, self._string(key), longest)

    def text(self, key: str) -> str:
        return _cleaned(plain, key, self._string(key), LONGEST_TEXT)

    def lines(self, key: str) -> tuple[str, ...]:
        found = self._list(key)
        if not all(isinstance(value, str) for value in found):
            raise RejectedError(f"an item of {key} is not text")
        kept = (_cleaned(plain_line, key, value, LONGEST_ITEM) for value in found)
        return tuple(dict.fromkeys(filter(None, kept)))

    def choice(self, key: str, known: tuple[str, ...]) -> str:
        return self._known(key, self._string(key), known)

    def choices(self, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._known(key, value, known) for value in self.lines(key)))

    def day(self, key: str) -> str:
        """yyyy, yyyy-MM or yyyy-MM-dd, of a day that there is; blank where it is not known."""
        text = self._string(key).strip()
        if text and not _is_day(text):
            raise RejectedError(f"{key}: “{plain_line(text)[:20]}” is not a date")
        return text

    def whole_number(self, key: str, most: int) -> int | None:
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise RejectedError(f"{key} is not a number that can be")
        return value

    def degrees(self, key: str, most: int) -> float:
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
            raise RejectedError(f"{key} is not a number of degrees")
        return float(value)

    def yes_or_no(self, key: str) -> bool | None:
        value = self.values.get(key)
        if not isinstance(value, bool | None):
            raise RejectedError(f"{key} is neither true nor false")
        return value

    def _string(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str | None):
            raise RejectedError(f"{key} is not text")
        return value or ""

    def _list(self, key: str) -> list[Any]:
        value = self.values.get(key)
        if not isinstance(value, list | None):
            raise RejectedError(f"{key} is not a list")
        if value and len(value) > MOST_IN_A_LIST:
            raise RejectedError(f"{key} has {len(value)} items; more than {MOST_IN_A_LIST} is absurd")
        return value or []

    def _known(self, key: str, value: str, known: tuple[str, ...]) -> str:
        if value and value not in known:
            raise RejectedError(f"{key} “{plain_line(value)[:40]}” is none that we know")
        return value


def _sponsor(part: Part) -> str:
    """The organisation that leads; where a person does, where they work, never who they are."""
    lead, responsible = part.part("leadSponsor"), part.part("responsibleParty")
    name = lead.line("name", 300)
    investigator = responsible.line("investigatorFullName", 300)
    is_person = lead.line("class", 40) == "INDIV" or (bool(name) and name.lower() in investigator.lower())
    return responsible.line("investigatorAffiliation", 300) if is_person else name


def _interventions(part: Part) -> Iterator[str]:
    for one in part.parts("interventions"):
        if name := one.line("name", LONGEST_ITEM):
            others = [other for other in one.lines("otherNames") if other.lower() != name.lower()]
            yield f"{name} ({', '.join(others)})" if others else name


def _site(part: Part) -> Site:
    point = part.part("geoPoint")
    return Site(
        facility=part.line("facility", 300),
        city=part.line("city", 120),
        region=part.line("state", 120),
        zip_code=part.line("zip", 20),
        country=part.line("country", 80),
        status=part.choice("status", STATUSES),
        latitude=point.degrees("lat", 90) if point.values else None,
        longitude=point.degrees("lon", 180) if point.values else None,
    )


def _page(name: str, found: object) -> Page:
    if isinstance(found, list):
        return Page(found)
    if isinstance(found, dict) and isinstance(found.get("studies"), list):
        total = found.get("totalCount")
        known = isinstance(total, int) and not isinstance(total, bool)
        return Page(found["studies"], bool(found.get("nextPageToken")), total if known else None)
    if isinstance(found, dict) and "protocolSection" in found:
        return Page([found])
    raise UnreadableError(f"{name}: neither a page of a search, nor a study, nor a list of studies.")


def _parsed(name: str, content: bytes) -> object:
    try:
        text = content.decode("utf-8-sig")
        found = json.loads(
            text, object_pairs_hook=_no_key_twice, parse_constant=_no_number, parse_float=_finite
        )
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{name}: not text in UTF-8.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UnreadableError(f"{name}: not JSON, or cut short ({where}).") from error
    except RecursionError as error:
        raise UnreadableError(f"{name}: nested too deeply.") from error
    except ValueError as error:
        raise UnreadableError(f"{name}: {_reason(error)}.") from error
    # Only an escape can make half a character, so that most files need not be walked through.
    if "\\ud" in text or "\\uD" in text:
        _refuse_half_characters(name, found)
    return found


def _reason(error: ValueError) -> str:
    """Python's own words for a number of thousands of digits are for programmers."""
    return str(error) if isinstance(error, _StrangeError) else "holds a number that is too large"


class _StrangeError(ValueError):
    """JSON that Python would take, and that no registry writes."""


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _StrangeError("an object holds the same key twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise _StrangeError(f"{text} is not a number")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise _StrangeError("holds a number that is too large")
    return number


def _refuse_half_characters(name: str, found: object) -> None:
    waiting = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
            raise UnreadableError(f"{name}: holds half a character (a lone surrogate).")


def _is_day(text: str) -> bool:
    read = DAY.fullmatch(text)
    if read is None or read[1] == "0000":
        return False
    try:
        date(int(read[1]), int(read[2] or 1), int(read[3] or 1))
    except ValueError:
        return False
    return True


def _cleaned(clean: Callable[[str], str], key: str, text: str, longest: int) -> str:
    """The text as it looks, without ways to reach a person, if it is no longer than any real one."""
    told = clean(REACHABLE.sub(LEFT_OUT, ESCAPED.sub(r"\1", text))) if len(text) <= longest else text
    if len(told) > longest:
        raise RejectedError(f"{key} has {len(told)} characters; more than {longest} is absurd")
    return told
