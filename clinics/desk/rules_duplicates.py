"""Which two listings may be one, as plain functions of plain values."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import combinations
from math import floor
from typing import NamedTuple

from rapidfuzz import fuzz, process

from clinics.places.names import fold
from clinics.places.points import miles_between

NEAR_MILES = 0.3
NEAR_EQUAL = 90
# Boxes somewhat wider than 0.3 miles, up to 71 degrees north: who is near stands in a box or beside it.
BOX = (0.005, 0.015)
BESIDE = [(0, 0), (0, 1), (1, -1), (1, 0), (1, 1)]
LEGAL_FORMS = frozenset({"llc", "pllc", "inc", "pc", "pa", "ltd", "corp", "lp", "llp"})


class Entry(NamedTuple):
    """What is compared of a listing. `name` and `host` are as compared, `place` is its point."""

    pk: int
    kind: str
    is_demo: bool
    name: str
    npi: str = ""
    phone: str = ""
    street: str = ""
    zip_code: str = ""
    place: tuple[float, float] | None = None
    host: str = ""


Pairs = dict[tuple[int, int], list[str]]


def compared_name(name: str) -> str:
    """The words of a name in the order of the alphabet, without the legal form."""
    return " ".join(sorted(word for word in fold(name).split() if word not in LEGAL_FORMS))


def host_of(website: str) -> str:
    """The host of an address as compared: www.example.org is example.org."""
    host = website.partition("://")[2] or website
    return host.partition("/")[0].partition(":")[0].lower().removeprefix("www.")


def names_agree(one: str, other: str) -> bool:
    """Whether two names, as compared, are nearly equal."""
    return bool(one) and fuzz.ratio(one, other, score_cutoff=NEAR_EQUAL) > 0


def pairs(entries: Iterable[Entry]) -> Pairs:
    """Every two that may be one, the lower id first, each with its reasons."""
    found: Pairs = {}
    for one, other in _worth_comparing(list(entries)):
        first, second = sorted((one, other))
        if (first.pk, second.pk) not in found and (why := reasons(first, second)):
            found[first.pk, second.pk] = why
    return found


def reasons(one: Entry, other: Entry) -> list[str]:
    """Why these two may be one: npi, phone, name, website. Empty where they are two.

    One organisation has one NPI, and often one phone, for all its locations: either counts only
    near by. A phone far away counts where the names agree, unless the NPI tells that they are
    locations of one organisation.
    """
    if one.kind != other.kind or one.is_demo != other.is_demo:
        return []
    if one.kind == "telehealth":
        told = {"website": _same(one.host, other.host), "name": _names_agree(one, other)}
    else:
        near = _near(one, other)
        same_zip = _same(one.zip_code, other.zip_code)
        same_door = same_zip and _same(fold(one.street), fold(other.street))
        same_npi = _same(one.npi, other.npi)
        told = {
            "npi": same_npi and (near or same_door),
            "phone": _same(one.phone, other.phone)
            and (near or same_zip or (not same_npi and _names_agree(one, other))),
            "name": near and _names_agree(one, other),
        }
    return [why for why, holds in told.items() if holds]


def _worth_comparing(entries: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Those that share a number, a host or a neighbourhood, and services of a near-equal name."""
    clinics = [entry for entry in entries if entry.kind != "telehealth"]
    services = [entry for entry in entries if entry.kind == "telehealth"]
    yield from _sharing(clinics, "npi")
    yield from _sharing(clinics, "phone")
    yield from _sharing(services, "host")
    yield from _neighbours(clinics)
    names = [service.name for service in services]
    for at, service in enumerate(services):
        later = names[at + 1 :]
        for _name, _score, where in process.extract(
            service.name, later, scorer=fuzz.ratio, score_cutoff=NEAR_EQUAL, limit=None
        ):
            yield service, services[at + 1 + where]


def _sharing(entries: list[Entry], field: str) -> Iterator[tuple[Entry, Entry]]:
    groups: defaultdict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        if value := getattr(entry, field):
            groups[value].append(entry)
    for group in groups.values():
        yield from combinations(group, 2)


def _neighbours(entries: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Each two of near-equal names that stand in one box or in boxes side by side."""
    boxes: defaultdict[tuple[int, int], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.place:
            boxes[floor(entry.place[0] / BOX[0]), floor(entry.place[1] / BOX[1])].append(entry)
    for (row, column), here in boxes.items():
        for down, right in BESIDE:
            there = boxes.get((row + down, column + right), ())
            two = combinations(here, 2) if there is here else ((a, b) for a in here for b in there)
            yield from (pair for pair in two if _names_agree(*pair))


def _near(one: Entry, other: Entry) -> bool:
    if one.place is None or other.place is None:
        return False
    return miles_between(*one.place, *other.place) <= NEAR_MILES


def _names_agree(one: Entry, other: Entry) -> bool:
    return names_agree(one.name, other.name)


def _same(one: str, other: str) -> bool:
    return one != "" and one == other
