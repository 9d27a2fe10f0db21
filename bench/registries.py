"""Measure how fast NPPES is read beside Python's bare csv reader: `python -m bench.registries --help`."""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from clinics.registries.columns import KNOWN, OTHER_IDENTIFIERS

MEGABYTE = 10**6
SETTINGS = {"DJANGO_SETTINGS_MODULE": "clinicfinder.settings", "ENVIRONMENT": "development", "DEBUG": "false"}
# The values of a row that no import chooses; every other column is empty, as most are in the real file.
ROW = {
    "Entity Type Code": "1",
    "Provider Last Name (Legal Name)": "WINTERBOURNE",
    "Provider First Name": "ADA",
    "Provider Credential Text": "DDS",
    "Provider First Line Business Practice Location Address": "100 EXAMPLE STREET",
    "Provider Business Practice Location Address City Name": "AUSTIN",
    "Provider Business Practice Location Address State Name": "TX",
    "Provider Business Practice Location Address Postal Code": "787011234",
    "Provider Business Practice Location Address Country Code (If outside U.S.)": "US",
    "Last Update Date": "05/06/2024",
    "Healthcare Provider Taxonomy Code_1": "122300000X",
    "Healthcare Provider Primary Taxonomy Switch_1": "Y",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.registries", description=__doc__)
    parser.add_argument(
        "--megabytes", type=int, nargs="+", default=[10, 100, 1_000], help="sizes of the file"
    )
    parser.add_argument("--json", type=Path, help="the file to write the figures to")
    parser.add_argument("--import", dest="file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.file:
        _import(options.file)
        return
    figures = [_measure(size) for size in options.megabytes]
    for row in figures:
        print(
            f"{row['megabytes']:>7,} MB  {row['rows']:>11,} rows  csv {row['csv_rows_per_second']:>9,.0f}/s  "
            f"import {row['import_rows_per_second']:>9,.0f}/s  share {row['share']:.2f}  "
            f"peak {row['peak_megabytes']:.0f} MB"
        )
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _measure(megabytes: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file, url = Path(folder) / "npidata_pfile.csv", f"sqlite:///{folder}/scratch.sqlite3"
        rows = _write(file, megabytes * MEGABYTE)
        bare = _seconds(lambda: _read_bare(file))
        env = os.environ | SETTINGS | {"DATABASE_URL": url}
        command = [sys.executable, "-m", "bench.registries", "--import", str(file)]
        told = json.loads(subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE).stdout)  # noqa: S603
    return {
        "megabytes": megabytes,
        "rows": rows,
        "csv_rows_per_second": rows / bare,
        "import_rows_per_second": rows / told["seconds"],
        "share": bare / told["seconds"],
        "peak_megabytes": told["peak_megabytes"],
    }


def _write(file: Path, size: int) -> int:
    """A file of this many bytes, the same row again and again. Returns how many rows."""
    header = ["NPI", *sorted((KNOWN | OTHER_IDENTIFIERS) - {"NPI"})]
    npi = "1234567893"
    values = ({"NPI": npi} | ROW).get
    line = ",".join(f'"{values(name, "")}"' for name in header) + "\n"
    rows = max(1, size // len(line))
    with file.open("w") as out:
        out.write(",".join(f'"{name}"' for name in header) + "\n")
        for _ in range(rows // 1_000):
            out.write(line * 1_000)
        out.write(line * (rows % 1_000))
    return rows


def _read_bare(file: Path) -> None:
    with file.open(newline="", encoding="utf-8") as stream:
        for _row in csv.reader(stream):
            pass


def _import(file: Path) -> None:
    """In a process of its own, so that its peak is its own: import, and tell seconds and memory."""
    import django  # noqa: PLC0415 (on the scratch database)
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_reference", stdout=sys.stderr)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = _seconds(lambda: call_command("import_nppes", str(file), stdout=sys.stderr))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "peak_megabytes": peak / 1024, "before_megabytes": before / 1024}))


def _seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
