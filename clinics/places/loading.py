"""Load states, ZIP codes and cities from `fixtures/places/`, which owns them."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models, transaction

from clinics.places.models import City, State, ZipCode
from clinics.places.names import name_key
from clinics.places.points import coordinates_of, earth_point
from clinics.places.reach import reaches
from clinics.places.states import STATE_NAMES, STATES

Columns = dict[str, Any]
# Wraps what is about to be stored under a name, and may show how far it has come.
Progress = Callable[[Sequence[Columns], str], Iterable[Columns]]
BATCH = 2_000


class PlaceFileError(ValueError):
    """A place file cannot be loaded: names the file, the line and the reason."""


class Count(NamedTuple):
    """What a load did to one table. It deletes nothing."""

    created: int
    updated: int
    left: int


def load_places(progress: Progress | None = None) -> dict[str, Count]:
    """Bring the three tables into line with the files: all of it or nothing; a second run changes nothing."""
    zips = _with_reach(_read("zip_us.csv", _zip_columns))
    cities = _union(_read("cities_us.csv", _city_columns), zips)
    with transaction.atomic():
        return {
            "states": _store(State, ["usps"], [row._asdict() for row in STATES], "states", progress),
            "zip_codes": _store(ZipCode, ["code"], zips, "zip_codes", progress),
            "cities": _store(City, ["name_key", "state_id"], cities, "cities", progress),
        }


def _read(name: str, columns: Callable[[dict[str, str]], Columns]) -> list[Columns]:
    rows: list[Columns] = []
    try:
        with (Path(settings.FIXTURE_DIRS[0]) / "places" / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, strict=True):
                if None in row or None in row.values():
                    raise ValueError("too many or too few columns")
                rows.append(columns(row))
    except KeyError as error:
        raise PlaceFileError(f"{name}: no column {error}") from error
    except (OSError, TypeError, ValueError, csv.Error) as error:
        raise PlaceFileError(f"{name}, line {len(rows) + 2}: {error}") from error
    return rows


def _with_reach(zips: list[Columns]) -> list[Columns]:
    """Each ZIP code with how far it reaches; those without a center reach nowhere."""
    centers = {(row["latitude"], row["longitude"]) for row in zips if row["latitude"] is not None}
    found = reaches(centers)
    for row in zips:
        reach = found.get((row["latitude"], row["longitude"]))
        row["reach_miles"] = None if reach is None else round(reach, 1)
    return zips


def _zip_columns(row: dict[str, str]) -> Columns:
    return {
        "code": row["zip"],
        "city": row["city"],
        "region": row["region"],
        "latitude": float(row["lat"]) if row["lat"] else None,
        "longitude": float(row["lon"]) if row["lon"] else None,
    }


def _city_columns(row: dict[str, str]) -> Columns:
    return {
        "name": row["name"],
        "name_key": name_key(row["name"]),
        "state_id": row["state"],
        "latitude": float(row["lat"]),
        "longitude": float(row["lon"]),
        "population": int(row["population"]),
        "timezone": row["timezone"],
    }


def _union(cities: Iterable[Columns], zips: Iterable[Columns]) -> list[Columns]:
    """The place table, the larger of two namesakes in a state; then post offices that it lacks."""
    union: dict[tuple[str, str], Columns] = {}
    for city in cities:
        known = union.setdefault((city["name_key"], city["state_id"]), city)
        if known["population"] < city["population"]:
            union[city["name_key"], city["state_id"]] = city
    for office in _post_offices(zips):
        union.setdefault((office["name_key"], office["state_id"]), office)
    return list(union.values())


def _post_offices(zips: Iterable[Columns]) -> Iterator[Columns]:
    """The cities that ZIP codes name, each in the middle of its ZIP codes' points."""
    points = defaultdict(list)
    names: dict[tuple[str, str], str] = {}
    for row in zips:
        if row["region"] in STATE_NAMES and row["latitude"] is not None:
            office = (name_key(row["city"]), row["region"])
            names.setdefault(office, row["city"])
            points[office].append(earth_point(row["latitude"], row["longitude"]))
    for (key, state), name in names.items():
        # The sum of the points lies in the same direction as their mean.
        latitude, longitude = coordinates_of(*(map(sum, zip(*points[key, state], strict=True))))
        yield {
            "name": name,
            "name_key": key,
            "state_id": state,
            "latitude": round(latitude, 4),
            "longitude": round(longitude, 4),
            "population": 0,
            "timezone": "",
        }


def _store(
    model: type[models.Model], key: list[str], rows: list[Columns], name: str, progress: Progress | None
) -> Count:
    """Insert the rows that are new, update those that differ, leave the others."""
    columns = list(rows[0])
    stored = {row[: len(key)]: row for row in model._default_manager.values_list(*key, *columns)}
    new, changed = [], []
    for row in progress(rows, name) if progress else rows:
        before = stored.get(tuple(row[column] for column in key))
        if before is None:
            new.append(model(**row))
        elif before[len(key) :] != tuple(row.values()):
            changed.append(model(**row))
    model._default_manager.bulk_create(
        new + changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=[column.removesuffix("_id") for column in key],
        update_fields=[column.removesuffix("_id") for column in columns if column not in key],
    )
    return Count(len(new), len(changed), len(rows) - len(new) - len(changed))
