"""An import that is interrupted goes on where it stopped, and ends as if it had not been."""

from datetime import timedelta
from itertools import count

import pytest
from django.core.management import CommandError

from clinics.listings import index
from clinics.models import Clinic, ImportRun, License, Listing, Provider, RegistryRecord, StagedRow
from clinics.registries import applying, staging, writing
from tests import factories as make
from tests.registries.extracts import (
    CLINIC,
    LOCATIONS,
    OTHER,
    OTHER_NAMES,
    PERSON,
    address,
    deactivated,
    location,
    organisation,
    other_name,
    person,
    text_of,
    write,
    write_zip,
)

NUMBERS = [make.well_formed_npi(number, lead="2") for number in range(100, 107)]


@pytest.fixture
def bundle(tmp_path):
    """Seven organisations and a person, with other names and further locations: four steps, many batches."""
    names = [other_name(npi, f"QUIET KETAMINE {place}") for place, npi in enumerate(NUMBERS[:4])]
    places = [location(npi, "5 ELM ST", "OKLAHOMA CITY", "OK", "73102") for npi in NUMBERS[2:]]
    clinics = [organisation(npi, f"HOLLOW {place} LLC") for place, npi in enumerate(NUMBERS)]
    return write_zip(
        tmp_path / "nppes.zip",
        {
            "npidata_pfile_1.csv": text_of([*clinics, organisation("123"), person()]),
            "othername_pfile_1.csv": text_of(names, OTHER_NAMES),
            "pl_pfile_1.csv": text_of(places, LOCATIONS),
        },
    )


def rows():
    """All that an import writes, without what names the occasion: keys and instants."""
    occasion = {"id", "listing_ptr_id", "created_at", "updated_at", "listing_id", "provider_id", "run_id"}
    told = []
    for model in (Clinic, Provider, License, RegistryRecord, index.SearchEntry, index.SearchText):
        found = [
            str(sorted((k, v) for k, v in row.items() if k not in occasion)) for row in model.objects.values()
        ]
        told.append((model.__name__, sorted(found)))
    return told


def forget():
    for model in (RegistryRecord, ImportRun, Listing, Provider):
        model.objects.all().delete()
    index.rebuild()


def interrupt_after(patch, module, name, calls):
    """Let `calls` calls of this function through; the next one is interrupted after it has done its work."""
    whole, made = getattr(module, name), []

    def interrupted(*args, **kwargs):
        outcome = whole(*args, **kwargs)
        made.append(1)
        if len(made) > calls:
            raise KeyboardInterrupt
        return outcome

    patch.setattr(module, name, interrupted)


def test_wherever_it_is_interrupted_it_ends_like_one_that_was_not(run, bundle, monkeypatch):
    monkeypatch.setattr(staging, "BATCH", 2)
    options = {"match": "hollow|quill", "publish": True}
    last = run(bundle, **options)[-1]
    assert last == "read=9 created=8 updated=0 left=0 rejected=1"
    undisturbed = rows()
    for calls in count(step=2):
        forget()
        if not interrupted(run, bundle, monkeypatch, calls, **options):
            break
        assert not Listing.objects.exists()
        assert not Provider.objects.exists()
        assert run(bundle, **options)[-1] == last
        assert rows() == undisturbed
    assert calls > 10


def interrupted(run, file, monkeypatch, calls, **options):
    """Whether reading the file got so far as to be interrupted there."""
    with monkeypatch.context() as patch:
        interrupt_after(patch, staging, "_move_on", calls)
        try:
            run(file, **options)
        except CommandError:
            return True
    return False


def test_it_reads_no_batch_twice(run, bundle, monkeypatch):
    monkeypatch.setattr(staging, "BATCH", 2)
    with monkeypatch.context() as patch:
        interrupt_after(patch, staging, "_move_on", 4)
        with pytest.raises(CommandError, match="Interrupted"):
            run(bundle)
    stopped = ImportRun.objects.get()
    assert (stopped.step, stopped.next_line) == (1, 4)
    read = []
    whole = staging._count
    monkeypatch.setattr(
        staging,
        "_count",
        lambda run, step, n, refused: (read.append((step.kind, n)), whole(run, step, n, refused)),
    )
    assert "An interrupted import was taken up again at line 4." in run(bundle)
    assert [n for kind, n in read if kind == "record"] == [2, 2, 2, 1]


@pytest.mark.parametrize("calls", [0, 2])
def test_interrupted_while_writing_it_leaves_all_as_it_was(run, tmp_path, monkeypatch, calls):
    run(
        write(tmp_path / "old.csv", [organisation(), organisation(OTHER, "ELM KETAMINE"), person()]),
        npi=[PERSON],
    )
    before = rows()
    later = [
        organisation(name="BIRCH KETAMINE CENTER", **address(city="OKLAHOMA CITY", state="OK", code="73102")),
        deactivated(OTHER),
        person() | {"Provider Middle Name": "RAE"},
        organisation(NUMBERS[0], "OAK KETAMINE"),
    ]
    new = write(tmp_path / "new.csv", later)
    with monkeypatch.context() as patch:
        interrupt_after(patch, writing, "save", calls)
        with pytest.raises(CommandError, match="Interrupted"):
            run(new)
    assert rows() == before
    assert run(new)[-1] == "read=4 created=1 updated=3 left=0 rejected=0"
    assert Clinic.objects.get(npi=CLINIC).state_id == "OK"
    assert list(index.disagreements()) == []


def test_the_search_index_and_the_listings_change_together_or_not_at_all(run, tmp_path, monkeypatch):
    file = write(tmp_path / "npi.csv", [organisation()])
    with monkeypatch.context() as patch:
        interrupt_after(patch, index, "refresh", 0)
        with pytest.raises(CommandError, match="Interrupted"):
            run(file, publish=True)
    assert not Clinic.objects.exists()
    assert not index.SearchEntry.objects.exists()


def test_another_file_or_another_choice_starts_anew(run, tmp_path, monkeypatch):
    monkeypatch.setattr(staging, "BATCH", 1)
    file = write(tmp_path / "npi.csv", [organisation(), organisation(OTHER, "ELM KETAMINE")])
    with monkeypatch.context() as patch:
        interrupt_after(patch, staging, "_move_on", 1)
        with pytest.raises(CommandError, match="Interrupted"):
            run(file)
    other = write(tmp_path / "other.csv", [organisation(), organisation(OTHER, "OAK KETAMINE")])
    for lines in (run(other), run(file, publish=True), run(file, npi=[PERSON])):
        assert not any("taken up again" in line for line in lines)
    assert any("taken up again" in line for line in run(file))


def test_the_same_bytes_under_another_name_go_on(run, tmp_path, monkeypatch):
    monkeypatch.setattr(staging, "BATCH", 1)
    rows_of_it = [organisation(), organisation(OTHER, "ELM KETAMINE")]
    with monkeypatch.context() as patch:
        interrupt_after(patch, staging, "_move_on", 1)
        with pytest.raises(CommandError, match="Interrupted"):
            run(write(tmp_path / "npi.csv", rows_of_it))
    assert any("taken up again" in line for line in run(write(tmp_path / "moved.csv", rows_of_it)))


def test_a_run_that_nobody_took_up_for_a_week_is_given_up_with_what_it_staged(run, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(applying, "apply", _interrupted)
        with pytest.raises(CommandError, match="Interrupted"):
            run(write(tmp_path / "npi.csv", [organisation()]))
    assert StagedRow.objects.count() == 1
    started = ImportRun.objects.get().started_at
    ImportRun.objects.update(started_at=started - timedelta(days=8))
    run(write(tmp_path / "other.csv", [organisation(OTHER, "OAK KETAMINE")]))
    assert not StagedRow.objects.exists()
    assert ImportRun.objects.count() == 1


def test_two_at_once_do_not_mix(run, tmp_path, monkeypatch):
    monkeypatch.setattr(staging, "BATCH", 1)
    whole = staging._move_on

    def overtaken(moved, *args, **kwargs):
        ImportRun.objects.filter(pk=moved.pk).update(next_line=99)
        whole(moved, *args, **kwargs)

    monkeypatch.setattr(staging, "_move_on", overtaken)
    with pytest.raises(CommandError, match="Another import of the same file is running"):
        run(write(tmp_path / "npi.csv", [organisation()]))
    assert not StagedRow.objects.exists()
    assert not Listing.objects.exists()


def _interrupted(*args, **kwargs):
    raise KeyboardInterrupt
