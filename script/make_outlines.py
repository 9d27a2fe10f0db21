#!/usr/bin/env python3
"""Make the outlines and place names of the map: clinics/static/clinics/geo/*.json.

The app needs neither this script nor a network; run it when the source is renewed:

    npm pack us-atlas@3.0.1 && tar xzf us-atlas-3.0.1.tgz
    python3 script/make_outlines.py package/counties-10m.json

Outlines: U.S. Census Bureau, cartographic boundary files of 2017, in the public domain, as the npm
package us-atlas ships them (TopoJSON). Place names: fixtures/places/cities_us.csv (c) GeoNames, CC BY 4.0.

`states.json` holds all 56 states and territories, coarsely; `<usps>.json` one of them, in full, with its
county lines and its larger places. A line is a flat list of whole numbers: longitude and latitude of its
first point in thousandths of a degree, then the steps from each point to the next. East of Greenwich, at
the far end of the Aleutians and in the western Pacific, 360 degrees are taken off, so that nothing is torn.
"""

import argparse
import csv
import json
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
CITIES = HOUSE / "fixtures" / "places" / "cities_us.csv"
MADE = HOUSE / "clinics" / "static" / "clinics" / "geo"
UNITS = 1000
# FIPS 5-2, as the source numbers the states.
USPS = dict(
    re.findall(
        r"(\d\d)(\w\w)",
        "01AL 02AK 04AZ 05AR 06CA 08CO 09CT 10DE 11DC 12FL 13GA 15HI 16ID 17IL 18IN 19IA 20KS 21KY 22LA 23ME "
        "24MD 25MA 26MI 27MN 28MS 29MO 30MT 31NE 32NV 33NH 34NJ 35NM 36NY 37NC 38ND 39OH 40OK 41OR 42PA 44RI "
        "45SC 46SD 47TN 48TX 49UT 50VT 51VA 53WA 54WV 55WI 56WY 60AS 66GU 69MP 72PR 78VI",
    )
)
# For the whole country: how far a line may stray, and the smallest island, in units.
COARSE_UNITS = 30
SMALLEST_ISLAND = 60
MOST_PLACES = 200

Point = tuple[int, int]


class Atlas:
    """The counties and states of a TopoJSON file."""

    def __init__(self, path: Path) -> None:
        topology = json.loads(path.read_text())
        (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
        self.arcs = [list(_points(arc, sx, sy, tx, ty)) for arc in topology["arcs"]]
        objects = topology["objects"]
        self.states = {USPS[g["id"]]: g for g in objects["states"]["geometries"]}
        self.counties = [g for g in objects["counties"]["geometries"] if g.get("arcs")]

    def rings(self, usps: str, arcs: list[list[Point]]) -> list[list[Point]]:
        """Every ring of a state."""
        return [_joined(ring, arcs) for polygon in _polygons(self.states[usps]) for ring in polygon]

    def county_lines(self) -> dict[str, list[list[Point]]]:
        """The lines between two counties of one state."""
        owners: dict[int, list[str]] = defaultdict(list)
        for county in self.counties:
            for polygon in _polygons(county):
                for ring in polygon:
                    for number in ring:
                        owners[number if number >= 0 else ~number].append(county["id"])
        lines = defaultdict(list)
        for number, counties in owners.items():
            if len(set(counties)) == 2 and len({county[:2] for county in counties}) == 1:
                lines[USPS[counties[0][:2]]].append(_without_repeats(self.arcs[number]))
        return lines


def _points(arc, sx, sy, tx, ty):
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        longitude, latitude = x * sx + tx, y * sy + ty
        yield round((longitude - 360 if longitude > 0 else longitude) * UNITS), round(latitude * UNITS)


def _polygons(geometry):
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]


def _joined(ring, arcs) -> list[Point]:
    whole: list[Point] = []
    for number in ring:
        whole += arcs[number] if number >= 0 else arcs[~number][::-1]
    return _without_repeats(whole)


def _without_repeats(points: list[Point]) -> list[Point]:
    return [points[0], *(b for a, b in pairwise(points) if a != b)]


def simplified(points: list[Point], most: float) -> list[Point]:
    """Fewer points, none of the old ones farther than `most` from the new line (Douglas and Peucker)."""
    kept, spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        far, where = most, None
        for number in range(first + 1, last):
            distance = _distance(points[number], points[first], points[last])
            if distance > far:
                far, where = distance, number
        if where is not None:
            kept.add(where)
            spans += [(first, where), (where, last)]
    return [points[number] for number in sorted(kept)]


def _distance(point: Point, a: Point, b: Point) -> float:
    (x, y), (ax, ay), (bx, by) = point, a, b
    along, length = (x - ax) * (bx - ax) + (y - ay) * (by - ay), (bx - ax) ** 2 + (by - ay) ** 2
    share = min(max(along / length, 0), 1) if length else 0
    return ((x - ax - share * (bx - ax)) ** 2 + (y - ay - share * (by - ay)) ** 2) ** 0.5


def flat(points: list[Point]) -> list[int]:
    steps = [n for (ax, ay), (bx, by) in pairwise(points) for n in (bx - ax, by - ay)]
    return [*points[0], *steps]


def box(rings: list[list[Point]]) -> list[int]:
    """West, south, east and north."""
    xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    return [min(xs), min(ys), max(xs), max(ys)]


def _span(ring: list[Point]) -> int:
    west, south, east, north = box([ring])
    return east - west + north - south


def middle(rings: list[list[Point]]) -> Point:
    """The centre of gravity of the largest ring, where the state's name stands."""
    ring = max(rings, key=_span)
    doubled = cx = cy = 0
    for (ax, ay), (bx, by) in pairwise(ring):
        cross = ax * by - bx * ay
        doubled, cx, cy = doubled + cross, cx + (ax + bx) * cross, cy + (ay + by) * cross
    return (round(cx / (3 * doubled)), round(cy / (3 * doubled))) if doubled else ring[0]


def places() -> dict[str, list[list]]:
    """By state, the larger places: name, longitude, latitude; the largest first."""
    found = defaultdict(list)
    with CITIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            longitude = float(row["lon"])
            longitude -= 360 if longitude > 0 else 0
            at = [row["name"], round(longitude * UNITS), round(float(row["lat"]) * UNITS)]
            found[row["state"]].append((int(row["population"] or 0), at))
    return {
        usps: [at for _, at in sorted(rows, key=lambda row: -row[0])[:MOST_PLACES]]
        for usps, rows in found.items()
    }


def write(name: str, content: object) -> int:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return (MADE / name).write_text(text + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("atlas", type=Path, help="counties-10m.json of us-atlas 3.0.1")
    atlas = Atlas(parser.parse_args().atlas)
    MADE.mkdir(parents=True, exist_ok=True)
    lines, named = atlas.county_lines(), places()
    coarse = [simplified(arc, COARSE_UNITS) for arc in atlas.arcs]
    overview, total = {}, 0
    for usps in sorted(atlas.states):
        rings = atlas.rings(usps, atlas.arcs)
        large = max(map(_span, rings))
        shown = [
            ring
            for ring in atlas.rings(usps, coarse)
            if len(ring) > 3 and _span(ring) > min(SMALLEST_ISLAND * 5, large / 2)
        ]
        overview[usps] = {
            "box": box(rings),
            "name": middle(rings),
            "rings": [flat(ring) for ring in shown or rings],
        }
        content = {
            "rings": [flat(ring) for ring in rings],
            "lines": [flat(line) for line in lines.get(usps, [])],
            "places": named.get(usps, []),
        }
        total += write(f"{usps.lower()}.json", content)
    total += write("states.json", overview)
    parser.exit(message=f"{len(overview)} states, {total:,} characters\n")


if __name__ == "__main__":
    main()
