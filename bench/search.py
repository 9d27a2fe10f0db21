"""Measure what a search costs at so many listings: `python -m bench.search --help`."""

import argparse
import json
import os
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.databases import scratch_url

NAIVE_SECONDS = 120.0
LIKE_PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "clinicfinder.settings",
    "ENVIRONMENT": "development",
    "DEBUG": "false",
    "ALLOWED_HOSTS": "localhost",
    "SHOW_DEMO": "false",
}


def main() -> None:
    options = _options()
    with scratch_url(options.database, options.listings) as url:
        os.environ.update(LIKE_PRODUCTION, DATABASE_URL=url)
        figures = _run(options)
    print(_table(figures))
    options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--listings", type=int, required=True, help="how many listings to search among")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--json", type=Path, required=True, help="the file to write the figures to")
    parser.add_argument("--rounds", type=int, default=7, help="how often each search is timed (%(default)s)")
    parser.add_argument(
        "--naive-seconds", type=float, default=NAIVE_SECONDS, help="most time for the naive way (%(default)s)"
    )
    return parser.parse_args()


def _run(options: argparse.Namespace) -> dict[str, Any]:
    """Fill the database where needed, then measure. Django starts only now: on the scratch database."""
    warnings.filterwarnings("ignore", "No directory at")  # nothing is collected for a benchmark
    import_module("django").setup()
    filling, timing = import_module("bench.filling"), import_module("bench.timing")
    queries = import_module("bench.queries").QUERIES
    filling.ensure(options.listings)
    times = timing.measure(queries, rounds=options.rounds, naive_seconds=options.naive_seconds)
    most = timing.most_queries(queries)
    return report(options.listings, options.database, times, most_queries=most, searches=len(queries))


def report(listings: int, database: str, times: Any, *, most_queries: int, searches: int) -> dict[str, Any]:
    """What the JSON file says: the names of docs and contract, and how many searches were timed."""
    return {
        "listings": listings,
        "database": database,
        "floor_ms": times.percentiles("floor"),
        "search_ms": times.percentiles("search"),
        "naive_ms": times.percentiles("naive"),
        "queries": most_queries,
        "searches": searches,
        "naive_searches": len(times.of("naive")),
    }


def _table(figures: dict[str, Any]) -> str:
    lines = [
        f"{figures['listings']:,} listings, {figures['database']}; milliseconds",
        f"{'':8}{'p50':>10}{'p95':>10}",
    ]
    for way in ("floor", "search", "naive"):
        times = figures[f"{way}_ms"]
        lines.append(f"{way:8}{times['p50']:10.1f}{times['p95']:10.1f}")
    floor, search, naive = (figures[f"{way}_ms"]["p50"] for way in ("floor", "search", "naive"))
    lines.append(f"search / floor {search / floor:.2f}; (naive - floor) / (search - floor) "
                 f"{(naive - floor) / max(search - floor, 0.001):.1f}")  # fmt: skip
    lines.append(f"At most {figures['queries']} queries a search. The naive way was timed on "
                 f"{figures['naive_searches']} of {figures['searches']} searches.")  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    main()
