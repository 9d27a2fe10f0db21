"""A file ten times as long needs no more memory: it is read as a stream, and chosen rows wait on disk."""

import tracemalloc
from itertools import count

import pytest

from clinics.registries import applying, npi_checks, staging
from clinics.vetting import recording
from tests import factories as make
from tests.registries.extracts import organisation, text_of


@pytest.fixture
def peak(run, tmp_path, monkeypatch):
    """The most memory, in bytes, that an import of so many rows of 5 KB takes; every tenth is chosen."""
    monkeypatch.setattr(staging, "BATCH", 50)
    monkeypatch.setattr(applying, "CHUNK", 10)
    for module in (npi_checks, recording):
        monkeypatch.setattr(module, "BATCH", 10)
    padding = {f"Other Provider Identifier Issuer_{number}": "X" * 400 for number in range(1, 11)}
    header, row = text_of([organisation("@", "CITY # DENTISTS @") | padding]).splitlines()
    numbers = count()

    def measured(rows):
        file = tmp_path / "npi.csv"
        with file.open("w") as out:
            out.write(f"{header}\n")
            for place in range(rows):
                name = "KETAMINE" if place % 10 == 0 else ""
                npi = make.well_formed_npi(next(numbers), "2")
                out.write(row.replace("@", npi).replace("#", name) + "\n")
        assert file.stat().st_size > rows * 5_000
        last, most = traced(run, file)
        assert last == f"read={rows} created={rows // 10} updated=0 left={rows - rows // 10} rejected=0"
        return most

    return measured


def traced(run, file):
    """The last line of an import, and the most memory that it took, in bytes."""
    tracemalloc.start()
    last = run(file)[-1]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return last, most


def test_memory_stays_flat_from_two_megabytes_to_twenty(peak):
    peak(100)
    assert peak(4_000) < 1.25 * peak(400)


def test_a_single_endless_line_is_never_held_whole(run, tmp_path):
    file = tmp_path / "npi.csv"
    sound = text_of([organisation()])
    with file.open("w") as out:
        out.write(sound)
        for _ in range(20):
            out.write("x" * 1_000_000)
        out.write("\n")
    last, most = traced(run, file)
    assert last == "read=2 created=1 updated=0 left=0 rejected=1"
    assert most < 12_000_000
