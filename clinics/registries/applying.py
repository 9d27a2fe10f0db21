"""Applying what was staged, in one transaction: after it all is written, or nothing is.

One clinic stands for each place of an organisation: its main address, and each further
location where a location file names them. They share the NPI. A practitioner stands once.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from django.db import transaction

from clinicfinder import clock
from clinics.listings import index
from clinics.listings.models import Clinic, Provider, Status
from clinics.places.geocoder import zip_points
from clinics.places.names import state_code
from clinics.registries import columns, writing
from clinics.registries.drafts import (
    ORGANISATION,
    PERSON,
    Draft,
    clinic_draft,
    names_carried,
    place_key,
    provider_draft,
)
from clinics.registries.holdings import Holdings, Subject
from clinics.registries.models import ImportRun, RegistryRecord, StagedRow
from clinics.registries.npi_checks import npi_checks
from clinics.registries.rules import RejectedError, day, inactive_since, is_outdated, status_when_inactive
from clinics.registries.staging import InterferenceError, note_rejected
from clinics.vetting import recording

CHUNK = 500
NOTES_KEPT = 200
Kind = StagedRow.Kind


class Disagreement(NamedTuple):
    """A field that a curator wrote and of which the registry now says something else."""

    subject: Subject
    field: str
    here: str
    registry: str


class Proposal(NamedTuple):
    """What one place or person should become."""

    model: type[Subject]
    place: str
    draft: Draft
    content: dict


@dataclass
class Chunk:
    """A few hundred staged records with all that belongs to them."""

    rows: list[StagedRow]
    held: Holdings
    names: dict[str, list[StagedRow]]
    locations: dict[str, list[StagedRow]]
    points: writing.Points = field(default_factory=dict)
    new_records: list[RegistryRecord] = field(default_factory=list)


@transaction.atomic
def apply(run: ImportRun, *, publish: bool) -> tuple[list[str], list[Disagreement]]:
    """Write all staged rows of the run, refresh the search index, clear the staging table.

    Returns notes for the operator, and where curators keep another word. The run's counts then
    add up: every row that was read was created, updated, left or rejected.
    """
    finished = ImportRun.objects.unfinished().filter(pk=run.pk).update(state=ImportRun.State.APPLIED)
    if not finished:
        raise InterferenceError
    application = Application(run, publish)
    for rows in _chunks(run):
        application.write(application.load(rows))
    checked = recording.store(npi_checks(run, clock.now()))
    index.refresh(
        listings=application.listings | checked.listings,
        providers=application.providers | checked.providers,
    )
    run.staged.all().delete()
    run.state, run.applied_at = ImportRun.State.APPLIED, clock.now()
    run.counts |= application.counts
    run.counts["left"] = run.counts["read"] - sum(
        run.counts[outcome] for outcome in ("created", "updated", "rejected")
    )
    run.save()
    return application.told(), application.disagreements


class Application:
    """One run on its way into the listings."""

    def __init__(self, run: ImportRun, publish: bool) -> None:
        self.run, self.publish, self.today = run, publish, clock.today()
        self.counts = {"created": 0, "updated": 0, "rejected": run.counts.get("rejected", 0)}
        self.listings: set[int] = set()
        self.providers: set[int] = set()
        self.kept_fields, self.kept_listings, self.deleted = 0, 0, 0
        self.notes: list[str] = []
        self.disagreements: list[Disagreement] = []

    def load(self, rows: list[StagedRow]) -> Chunk:
        npis = [row.identifier for row in rows]
        staged = StagedRow.objects.of_run(self.run)
        return Chunk(
            rows,
            Holdings(self.run.source, npis),
            staged.by_identifier(Kind.OTHER_NAME, npis),
            staged.by_identifier(Kind.LOCATION, npis),
        )

    def write(self, chunk: Chunk) -> None:
        """Read all rows first, so that their ZIP codes are looked up at once; then write each."""
        proposed = [(row, self._proposals(row, chunk)) for row in chunk.rows]
        codes = [proposal.draft.fields["zip_code"] for _, some in proposed for proposal in some]
        chunk.points = zip_points(codes)
        for row, proposals in proposed:
            outcomes = {self._write_one(row.identifier, proposal, chunk) for proposal in proposals}
            for outcome in ("created", "updated"):
                if outcome in outcomes:
                    self.counts[outcome] += 1
                    break
        RegistryRecord.objects.bulk_create(chunk.new_records)
        seen = [record.pk for record in chunk.held.records.values()]
        RegistryRecord.objects.filter(pk__in=seen).exclude(last_seen_on=self.today).update(
            last_seen_on=self.today
        )

    def told(self) -> list[str]:
        """What the operator should know besides the counts."""
        lines = []
        if self.kept_fields:
            lines.append(
                f"Kept as curators wrote them: {self.kept_fields} fields of {self.kept_listings} listings."
            )
        if self.deleted:
            lines.append(f"Not created again after a curator deleted them: {self.deleted}.")
        return lines + self.notes

    def _proposals(self, row: StagedRow, chunk: Chunk) -> list[Proposal]:
        """What the row asks for; nothing for rows that are outdated, switched off or rejected."""
        try:
            off = inactive_since(
                *(day(row.content.get(c, "")) for c in (columns.DEACTIVATED, columns.REACTIVATED))
            )
            if off:
                self._deactivate(row.identifier, off, chunk.held)
                return []
            if _is_outdated(row.content, chunk.held.records.get((row.identifier, ""))):
                return []
            return self._person_or_places(row, chunk)
        except RejectedError as error:
            self._reject(row, self.run.file_name, str(error))
            return []

    def _person_or_places(self, row: StagedRow, chunk: Chunk) -> list[Proposal]:
        entity = row.content.get(columns.ENTITY, "")
        if entity == PERSON:
            _refuse_another(Provider, row.identifier, chunk.held)
            draft = provider_draft(row.content, state_code)
            writing.refuse_overlong(Provider, draft)
            return [Proposal(Provider, "", draft, {"record": row.content})]
        if entity == ORGANISATION:
            _refuse_another(Clinic, row.identifier, chunk.held)
            return [self._main_place(row, chunk), *self._further_places(row, chunk)]
        raise RejectedError(f"“{entity[:10]}” is neither a person (1) nor an organisation (2)")

    def _main_place(self, row: StagedRow, chunk: Chunk) -> Proposal:
        names = self._other_names(row, chunk)
        draft = clinic_draft(row.content, {}, names, state_code)
        writing.refuse_overlong(Clinic, draft)
        return Proposal(Clinic, "", draft, {"record": row.content, "other_names": names})

    def _further_places(self, row: StagedRow, chunk: Chunk) -> Iterator[Proposal]:
        """Places that the location file names, and places known from before, which take a new name too."""
        names = self._other_names(row, chunk)
        places: dict[str, tuple[dict, StagedRow | None]] = {
            record.place: (record.content["location"], None)
            for record in chunk.held.of(row.identifier)
            if record.place
        }
        for told in chunk.locations.get(row.identifier, []):
            places[place_key(told.content)] = (told.content, told)
        places.pop(place_key(row.content), None)
        for key, (location, row_beside) in places.items():
            try:
                draft = clinic_draft(row.content, location, names, state_code)
                writing.refuse_overlong(Clinic, draft)
                yield Proposal(Clinic, key, draft, {"location": location})
            except RejectedError as error:
                if row_beside:
                    self._reject_beside(row_beside, str(error))

    def _other_names(self, row: StagedRow, chunk: Chunk) -> list[dict]:
        """Its other names; without an other-name file those that earlier files told."""
        if self.run.choices["other_names"]:
            return [name.content for name in chunk.names.get(row.identifier, [])]
        held = chunk.held.records.get((row.identifier, ""))
        return names_carried(row.content, held.content) if held else []

    def _write_one(self, npi: str, proposal: Proposal, chunk: Chunk) -> str:
        """Create or update one place or person and its record: created, updated or left."""
        record = chunk.held.records.get((npi, proposal.place))
        new = record is None
        if record is None:
            record = RegistryRecord(source=self.run.source, identifier=npi, place=proposal.place)
        before = None if new else _state_of(record)
        record.content, record.deactivated_on = proposal.content, None
        subject = (
            chunk.held.unlinked(proposal.model, npi, proposal.draft.fields["zip_code"])
            if new
            else chunk.held.subject(record)
        )
        outcome = self._write_subject(subject, record, proposal, chunk, new)
        record.digest = _digest(record.content)
        if before != _state_of(record):
            record.run, record.last_seen_on = self.run, self.today
            chunk.new_records.append(record) if new else record.save()
        return outcome

    def _write_subject(
        self, subject: Subject | None, record: RegistryRecord, proposal: Proposal, chunk: Chunk, new: bool
    ) -> str:
        if subject is None and not new:
            self.deleted += 1
            return "left"
        if subject is not None and not chunk.held.speaks(record, subject):
            return "left"
        if subject is None:
            subject = writing.create(proposal.model, record, proposal.draft, chunk.points, self.publish)
            outcome = "created"
        else:
            changed, kept = writing.update(subject, record, proposal.draft, chunk.points, self.publish)
            self.kept_fields += len(kept)
            self.kept_listings += bool(kept)
            told = proposal.draft.fields
            self.disagreements += [
                Disagreement(subject, name, writing.stored_text(subject, name), told[name]) for name in kept
            ]
            outcome = "updated" if changed else "left"
        if new:
            chunk.held.link(record, subject)
        if outcome != "left":
            self._touch(subject)
        return outcome

    def _deactivate(self, npi: str, on: date, held: Holdings) -> None:
        """Mark the records; what only they vouched for leaves the results, the rest is for a curator.

        A deactivation from before a reactivation that we know of comes from an older file.
        """
        main = held.records.get((npi, ""))
        if main and not inactive_since(on, day(main.content["record"].get(columns.REACTIVATED, ""))):
            return
        changed = False
        for record in held.of(npi):
            before = _state_of(record)
            record.deactivated_on = on
            subject = held.subject(record)
            if subject is not None and held.speaks(record, subject):
                self._suspend(subject, record)
            if before != _state_of(record):
                record.run, changed = self.run, True
                record.save()
        self.counts["updated"] += changed

    def _suspend(self, subject: Subject, record: RegistryRecord) -> None:
        rests = writing.rests_on_registry(subject, record)
        status = status_when_inactive(subject.status, rests_on_registry=rests)
        if status != subject.status:
            writing.save(subject, {writing.STATUS: status})
            record.applied[writing.STATUS] = status
            self._touch(subject)
        elif status == Status.PUBLISHED:
            self._note(
                f"{record.identifier} is deactivated; {subject} is still shown, for a curator to decide."
            )

    def _touch(self, subject: Subject) -> None:
        (self.providers if isinstance(subject, Provider) else self.listings).add(subject.pk)

    def _reject(self, row: StagedRow, file: str, reason: str) -> None:
        self.counts["rejected"] += 1
        note_rejected(self.run, file, row.line, reason)

    def _reject_beside(self, row: StagedRow, reason: str) -> None:
        self.run.counts["rejected_beside"] = self.run.counts.get("rejected_beside", 0) + 1
        note_rejected(self.run, self.run.choices["locations"], row.line, reason)

    def _note(self, text: str) -> None:
        if len(self.notes) < NOTES_KEPT:
            self.notes.append(text)


def _chunks(run: ImportRun) -> Iterator[list[StagedRow]]:
    last = 0
    while rows := list(
        islice(StagedRow.objects.of_run(run).records().filter(line__gt=last).order_by("line"), CHUNK)
    ):
        last = rows[-1].line
        yield rows


def _refuse_another(model: type[Subject], npi: str, held: Holdings) -> None:
    """An NPI never passes from a person to an organisation, nor to a fictional practitioner."""
    record = held.records.get((npi, ""))
    subject = held.subject(record) if record else held.unlinked(model, npi, "")
    if subject and not isinstance(subject, model):
        raise RejectedError(f"the NPI {npi} belongs to another kind of provider here: {subject}")
    if subject and subject.is_demo:
        raise RejectedError(f"a fictional practitioner has the NPI {npi}; clear the demo listings first")


def _is_outdated(content: dict[str, str], held: RegistryRecord | None) -> bool:
    told = [day(content.get(column, "")) for column in (columns.UPDATED, columns.REACTIVATED)]
    if held is None:
        return False
    known = [day(held.content["record"].get(columns.UPDATED, "")), held.deactivated_on]
    return is_outdated(max(filter(None, told), default=None), max(filter(None, known), default=None))


def _digest(content: dict) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _state_of(record: RegistryRecord) -> str:
    """What would be written of a record, to tell whether it changed."""
    return json.dumps(
        [record.content, record.applied, str(record.deactivated_on), record.listing_id, record.provider_id],
        sort_keys=True,
    )
