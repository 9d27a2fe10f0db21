"""Measure what a search costs at so many listings: `python -m bench.search --help`."""

import argparse
import json
import os
from importlib import import_module
from pathlib import Path

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
        report = _run(options)
    print(_table(report))
    options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


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


def _run(options: argparse.Namespace) -> dict[str, object]:
    """Fill the database where needed, then measure. Django starts only now: on the scratch database."""
    import_module("django").setup()
    filling, timing = import_module("bench.filling"), import_module("bench.timing")
    queries = import_module("bench.queries").QUERIES
    filling.ensure(options.listings)
    times = timing.measure(queries, rounds=options.rounds, naive_seconds=options.naive_seconds)
    return {
        "listings": options.listings,
        "database": options.database,
        "floor_ms": times.percentiles("floor"),
        "search_ms": times.percentiles("search"),
        "naive_ms": times.percentiles("naive"),
        "queries": timing.most_queries(queries),
        "searches": len(queries),
        "naive_searches": len(times.of("naive")),
    }


def _table(report: dict) -> str:
    lines = [
        f"{report['listings']:,} listings, {report['database']}; milliseconds",
        f"{'':8}{'p50':>10}{'p95':>10}",
    ]
    for way in ("floor", "search", "naive"):
        times = report[f"{way}_ms"]
        lines.append(f"{way:8}{times['p50']:10.1f}{times['p95']:10.1f}")
    floor, search, naive = (report[f"{way}_ms"]["p50"] for way in ("floor", "search", "naive"))
    lines.append(f"search / floor {search / floor:.2f}; (naive - floor) / (search - floor) "
                 f"{(naive - floor) / max(search - floor, 0.001):.1f}")  # fmt: skip
    lines.append(f"At most {report['queries']} queries a search. The naive way was timed on "
                 f"{report['naive_searches']} of {report['searches']} searches.")  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    main()
