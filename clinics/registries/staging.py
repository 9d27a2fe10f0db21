"""Reading the files in batches into the staging table, so that an interruption costs one batch.

Four steps, each over one file: other names that match; the main file; other names of the
chosen; further locations of the chosen. Only chosen rows are kept, and nothing in memory, so
that a file of 10 GB needs no more of it than one of 10 KB.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from clinics.listings.rules import npi_is_well_formed
from clinics.registries import columns
from clinics.registries.columns import Columns
from clinics.registries.files import Advance, Reader, Record, Source, Survey, UnreadableError
from clinics.registries.models import ImportRun, RegistryRecord, StagedRow
from clinics.registries.rules import Selection
from clinics.registries.wording import UNAVAILABLE

# Few enough to stay near the processor: more rows at once take longer each.
BATCH = 500
REJECTED_KEPT = 1_000
Kind = StagedRow.Kind


class InterferenceError(Exception):
    """Another process works on the same run."""


@dataclass(frozen=True)
class Step:
    """One file, what is taken from it, and its layout."""

    kind: str
    source: Source
    survey: Survey
    needed: tuple[str, ...]
    known: frozenset[str]


def stage(run: ImportRun, steps: list[Step], selection: Selection, advance: Advance) -> None:
    """Read what the run has not read yet."""
    for number, step in enumerate(steps[run.step :], start=run.step):
        with step.source.opened() as stream:
            reader = Reader(stream, step.source.name, step.survey.encoding)
            layout = Columns(step.source.name, reader.header, step.needed, step.known)
            reader.skip_to(run.next_line)
            _stage_file(run, step, reader, _chooser(run, step.kind, layout, selection), advance)
        _move_on(run, number, step=number + 1, next_line=2)


def check_headers(steps: list[Step]) -> None:
    """Refuse a wrong file before a row of any is read."""
    for step in steps:
        with step.source.opened() as stream:
            reader = Reader(stream, step.source.name, step.survey.encoding)
            Columns(step.source.name, reader.header, step.needed, step.known)
            if step.kind == Kind.RECORD and next(iter(reader), None) is None:
                raise UnreadableError(f"{step.source.name}: a header and no rows. Is it the header file?")


# What a batch leads to: the rows to keep, and those that cannot be used.
Chosen = tuple[list[StagedRow], list[Record]]
Chooser = Callable[[list[Record]], Chosen]


def _stage_file(run: ImportRun, step: Step, reader: Reader, choose: Chooser, advance: Advance) -> None:
    read, records = 0, iter(reader)
    while batch := list(islice(records, BATCH)):
        sound = [record for record in batch if not record.problem]
        staged, refused = choose(sound)
        refused += [record for record in batch if record.problem]
        with transaction.atomic():
            StagedRow.objects.bulk_create(staged, batch_size=500)
            _count(run, step, len(batch), sorted(refused))
            _move_on(run, run.step, step=run.step, next_line=reader.line)
        advance(reader.bytes - read)
        read = reader.bytes


def _move_on(run: ImportRun, at_step: int, *, step: int, next_line: int) -> None:
    """Write how far the run has come, unless somebody else moved it on meanwhile."""
    mine = ImportRun.objects.filter(pk=run.pk, state=run.state, step=at_step, next_line=run.next_line)
    progress = {"counts": run.counts, "rejected": run.rejected}
    if not mine.update(step=step, next_line=next_line, **progress):
        raise InterferenceError
    run.step, run.next_line = step, next_line


def _count(run: ImportRun, step: Step, read: int, refused: list[Record]) -> None:
    """Rows of the main file are counted; what is refused in the others is told beside them."""
    if step.kind == Kind.RECORD:
        run.counts["read"] = run.counts.get("read", 0) + read
        run.counts["rejected"] = run.counts.get("rejected", 0) + len(refused)
    elif step.kind != Kind.MATCH:
        run.counts["rejected_beside"] = run.counts.get("rejected_beside", 0) + len(refused)
    if step.kind != Kind.MATCH:
        for record in refused:
            note_rejected(run, step.source.name, record.line, record.problem)


def note_rejected(run: ImportRun, file: str, line: int, reason: str) -> None:
    """Keep the row among the rejected, up to a bound."""
    if len(run.rejected) < REJECTED_KEPT:
        run.rejected.append({"file": file, "line": line, "reason": reason})


def _chooser(run: ImportRun, kind: str, layout: Columns, selection: Selection) -> Chooser:
    if kind == Kind.RECORD:
        return _MainChooser(run, layout, selection)
    return _SideChooser(run, kind, layout, selection)


class _MainChooser:
    """Takes relevant records, those that we hold already, and those whose other name matched."""

    def __init__(self, run: ImportRun, layout: Columns, selection: Selection) -> None:
        self.run, self.layout, self.selection = run, layout, selection
        self.npi = layout.at[columns.NPI]
        self.organisation = layout.positions([columns.LEGAL_NAME, columns.OTHER_NAME])
        self.persons = [
            layout.positions([columns.FIRST_NAME, columns.MIDDLE_NAME, columns.LAST_NAME]),
            layout.positions([columns.OTHER_FIRST, columns.OTHER_MIDDLE, columns.OTHER_LAST]),
        ]
        self.codes = layout.positions(columns.TAXONOMIES)
        self.holds_some = RegistryRecord.objects.of_source(run.source).exists()
        self.has_matches = StagedRow.objects.of_run(run).filter(kind=Kind.MATCH).exists()

    def __call__(self, batch: list[Record]) -> Chosen:
        npis = [record.values[self.npi].strip() for record in batch]
        wanted = self._wanted(npis)
        chosen, refused = [], []
        for npi, record in zip(npis, batch, strict=True):
            if not npi_is_well_formed(npi):
                refused.append(record._replace(problem=f"“{npi[:12]}” is not an NPI"))
            elif self._is_chosen(npi, record.values, wanted):
                chosen.append((npi, record))
        staged: list[StagedRow] = []
        seen = StagedRow.objects.of_run(self.run).identified(Kind.RECORD, [npi for npi, _ in chosen])
        for npi, record in chosen:
            if npi in seen:
                refused.append(record._replace(problem=f"the NPI {npi} stands in an earlier line too"))
            else:
                content = self.layout.filled(record.values)
                staged.append(_row(self.run, Kind.RECORD, record.line, npi, content))
                seen.add(npi)
        return staged, refused

    def _wanted(self, npis: list[str]) -> set[str]:
        """Those that we hold already, and those whose other name matched."""
        wanted = set()
        if self.holds_some:
            known = RegistryRecord.objects.of_source(self.run.source).filter(identifier__in=npis)
            wanted |= set(known.values_list("identifier", flat=True))
        if self.has_matches:
            wanted |= StagedRow.objects.of_run(self.run).identified(Kind.MATCH, npis)
        return wanted

    def _is_chosen(self, npi: str, row: list[str], wanted: set[str]) -> bool:
        codes = [row[i] for i in self.codes if row[i]] if self.selection.taxonomies else ()
        return npi in wanted or self.selection.wants(npi, self._names(row), codes)

    def _names(self, row: list[str]) -> Iterator[str]:
        for i in self.organisation:
            if row[i] and row[i] != UNAVAILABLE:
                yield row[i]
        for first, middle, last in self.persons:
            if row[first] or row[middle] or row[last]:
                yield " ".join(filter(None, (row[first], row[middle], row[last])))


class _SideChooser:
    """Takes other names that match, or the other names and locations of chosen organisations."""

    def __init__(self, run: ImportRun, kind: str, layout: Columns, selection: Selection) -> None:
        self.run, self.kind, self.layout, self.selection = run, kind, layout, selection
        self.npi = layout.at[columns.NPI]
        self.name = layout.at.get(columns.OTHER_NAME, 0)

    def __call__(self, batch: list[Record]) -> Chosen:
        rows = [(record.values[self.npi].strip(), record) for record in batch]
        refused = [r._replace(problem="not an NPI") for npi, r in rows if not npi_is_well_formed(npi)]
        rows = [(npi, record) for npi, record in rows if npi_is_well_formed(npi)]
        if self.kind == Kind.MATCH:
            rows = [(npi, r) for npi, r in rows if self.selection.wants_name([r.values[self.name]])]
        else:
            chosen = StagedRow.objects.of_run(self.run).identified(Kind.RECORD, {npi for npi, _ in rows})
            rows = [(npi, record) for npi, record in rows if npi in chosen]
        return [self._staged(npi, record) for npi, record in rows], refused

    def _staged(self, npi: str, record: Record) -> StagedRow:
        content = {} if self.kind == Kind.MATCH else self.layout.filled(record.values)
        return _row(self.run, self.kind, record.line, npi, content)


def _row(run: ImportRun, kind: str, line: int, npi: str, content: dict[str, str]) -> StagedRow:
    return StagedRow(run=run, kind=kind, line=line, identifier=npi, content=content)
