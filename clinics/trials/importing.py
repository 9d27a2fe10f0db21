"""Bringing the stored trials into line with files of ClinicalTrials.gov: `import_files`.

Files are read whole before anything is written, and all is written in one transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from os import stat_result
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from clinicfinder import clock
from clinics.medicine.models import Condition
from clinics.places.models import State
from clinics.registries.ctgov import Page, Site, Study, nct_id_of, read_page, study_of
from clinics.registries.files import UnreadableError, clear_errors
from clinics.registries.models import ImportRun
from clinics.registries.nppes import Progress
from clinics.registries.rules import RejectedError
from clinics.registries.staging import note_rejected
from clinics.trials import rules
from clinics.trials.models import Trial, TrialSite

SOURCE = "clinicaltrials.gov"
BATCH = 500
NOT_KETAMINE = "neither its title, its interventions nor its keywords name ketamine or esketamine"
# What a study and a trial call by the same name.
SAME = (
    "title", "official_title", "acronym", "status", "type", "sponsor", "summary", "criteria", "sex",
    "min_age", "max_age", "healthy_volunteers", "enrollment", "has_results", "started", "completes",
    "verified", "updated_on",
)  # fmt: skip
COLUMNS = (*SAME, "phases", "official_conditions", "interventions", "min_age_months", "max_age_months")
SITE_COLUMNS = (
    "facility", "city", "state_id", "region", "zip_code", "country", "status", "latitude", "longitude",
)  # fmt: skip


class Rejected(NamedTuple):
    """A study that was not taken: which of which file, and why."""

    file: str
    number: int
    nct_id: str
    reason: str


@dataclass
class Report:
    """What an import did. `unnamed` says that nobody could tell whether a trial is gone."""

    counts: dict[str, int]
    rejected: list[Rejected]
    gone: int = 0
    back: int = 0
    unnamed: bool = False


@dataclass
class Reading:
    """All the files as one: the studies taken, by number, and those that were not."""

    day: date
    pages: list[tuple[str, Page]] = field(default_factory=list)
    studies: dict[str, Study] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    # What a study says stands in the registry, even where we could not read the rest of it.
    held: set[str] = field(default_factory=set)
    read: int = 0

    def take(self, name: str, page: Page) -> None:
        self.pages.append((name, page._replace(studies=[])))
        for number, raw in enumerate(page.studies, 1):
            self.read += 1
            try:
                self._take(study_of(raw))
            except RejectedError as error:
                nct_id = nct_id_of(raw)
                self.rejected.append(Rejected(name, number, nct_id, str(error)))
                if str(error) != NOT_KETAMINE:
                    self.held.add(nct_id)

    def _take(self, study: Study) -> None:
        if not rules.is_about_ketamine((study.title, *study.interventions, *study.keywords)):
            raise RejectedError(NOT_KETAMINE)
        if study.updated_on > self.day:
            raise RejectedError(f"its last update, {study.updated_on}, is later than the file, {self.day}")
        for age in (study.min_age, study.max_age):
            _months(age)
        if self.studies.setdefault(study.nct_id, study) != study:
            raise RejectedError("it stands earlier in these files, too, with other words")


def import_files(
    paths: Sequence[Path], progress: Progress, *, retrieved: date | None = None, whole: bool = False
) -> Report:
    """Store what the files say of trials of ketamine and esketamine.

    `whole` says that they are the whole search: what is stored and not in them is marked as gone.
    Raises UnreadableError, with nothing changed, where a file is wrong as a whole.
    """
    reading = Reading(_day(paths, retrieved))
    progress.start("Reading", sum(_stat(path).st_size for path in paths))
    for path in paths:
        reading.take(path.name, read_page(path))
        progress.advance(_stat(path).st_size)
    if whole:
        _refuse_part(reading)
    progress.start("Writing", 0)
    with transaction.atomic():
        report = _store(reading)
        if whole:
            report.unnamed = "" in reading.held
            report.gone = 0 if report.unnamed else _mark_gone(reading)
        _note(reading, report, whole)
    return report


def _day(paths: Iterable[Path], retrieved: date | None) -> date:
    """The day of the files: as said, else the day on which the newest of them was written."""
    day = retrieved or max(map(_written_on, paths))
    if day > clock.today():
        raise UnreadableError(f"The day of the files, {day}, has not come yet (--retrieved says it).")
    return day


def _written_on(path: Path) -> date:
    return datetime.fromtimestamp(_stat(path).st_mtime, UTC).date()


def _stat(path: Path) -> stat_result:
    with clear_errors(str(path)):
        return path.stat()


def _refuse_part(reading: Reading) -> None:
    """A search of which a page is missing would mark trials as gone that are there."""
    pages = [page for _name, page in reading.pages]
    total = max((page.total for page in pages if page.total is not None), default=None)
    if all(page.has_more for page in pages):
        raise UnreadableError("--whole: the last page of the search is missing; each of these names a next.")
    if total is not None and reading.read < total:
        raise UnreadableError(f"--whole: {reading.read} studies of the {total} that the search found.")
    if not reading.studies:
        raise UnreadableError("--whole: no study of ketamine in it can be used, so all would be gone.")


def _store(reading: Reading) -> Report:
    stored = Trial.objects.prefetch_related("sites", "conditions").in_bulk(list(reading.studies))
    conditions = dict(Condition.objects.values_list("slug", "pk"))
    states = set(State.objects.values_list("pk", flat=True))
    by_kind: dict[str, list[Change]] = defaultdict(list)
    for study in reading.studies.values():
        change = Change(study, _columns(study), _sites(study.sites, states), _conditions(study, conditions))
        by_kind[change.kind(stored.get(study.nct_id), reading.day)].append(change)
    _write(by_kind["created"], by_kind["updated"], reading.day)
    for some in _batches([one.study.nct_id for one in by_kind["seen"]]):
        Trial.objects.filter(pk__in=some, retrieved_on__lt=reading.day).update(retrieved_on=reading.day)
    back = _bring_back(stored.values(), reading.day)
    only_back = sum(one.study.nct_id in back for one in (*by_kind["seen"], *by_kind["older"]))
    created, updated = len(by_kind["created"]), len(by_kind["updated"]) + only_back
    rejected = len(reading.rejected)
    counts = {"read": reading.read, "created": created, "updated": updated}
    counts |= {"left": reading.read - created - updated - rejected, "rejected": rejected}
    return Report(counts, reading.rejected, back=len(back))


@dataclass(frozen=True)
class Change:
    """What a study makes of its trial."""

    study: Study
    columns: dict[str, Any]
    sites: list[tuple]
    conditions: frozenset[int]

    def kind(self, trial: Trial | None, day: date) -> str:
        """Created, updated, seen (nothing to change), or older than what we hold."""
        if trial is None:
            return "created"
        if (self.study.updated_on, day) < (trial.updated_on, trial.retrieved_on):
            return "older"
        held = {name: getattr(trial, name) for name in COLUMNS}
        sites = sorted((_site_values(site) for site in trial.sites.all()), key=repr)
        same_conditions = {condition.pk for condition in trial.conditions.all()} == self.conditions
        return "seen" if held == self.columns and sites == self.sites and same_conditions else "updated"


def _columns(study: Study) -> dict[str, Any]:
    values = asdict(study)
    return {name: values[name] for name in SAME} | {
        "phases": list(study.phases),
        "official_conditions": list(study.conditions),
        "interventions": list(study.interventions),
        "min_age_months": _months(study.min_age),
        "max_age_months": _months(study.max_age),
    }


def _months(age: str) -> int | None:
    try:
        return rules.months_of(age)
    except ValueError as error:
        raise RejectedError(f"the age limit “{age}” is not understood") from error


def _sites(sites: Iterable[Site], states: set[str]) -> list[tuple]:
    found = []
    for site in sites:
        usps = rules.usps_of(site.country, site.region)
        values = asdict(site) | {"state_id": usps if usps in states else None}
        found.append(tuple(values[name] for name in SITE_COLUMNS))
    return sorted(found, key=repr)


def _site_values(site: TrialSite) -> tuple:
    return tuple(getattr(site, name) for name in SITE_COLUMNS)


def _conditions(study: Study, known: dict[str, int]) -> frozenset[int]:
    slugs = rules.condition_slugs(rules.Words(study.title, study.official_title, study.conditions))
    return frozenset(known[slug] for slug in slugs if slug in known)


def _write(created: Sequence[Change], updated: Sequence[Change], day: date) -> None:
    def trials(changes: Iterable[Change]) -> list[Trial]:
        return [Trial(nct_id=one.study.nct_id, retrieved_on=day, **one.columns) for one in changes]

    Trial.objects.bulk_create(trials(created), batch_size=BATCH)
    Trial.objects.bulk_update(trials(updated), [*COLUMNS, "retrieved_on"], batch_size=BATCH)
    through = Trial.conditions.through
    for some in _batches([one.study.nct_id for one in updated]):
        TrialSite.objects.filter(trial__in=some).delete()
        through.objects.filter(trial__in=some).delete()
    changes = [*created, *updated]
    sites = (
        TrialSite(trial_id=one.study.nct_id, **dict(zip(SITE_COLUMNS, values, strict=True)))
        for one in changes
        for values in one.sites
    )
    TrialSite.objects.bulk_create(sites, batch_size=BATCH)
    links = (through(trial_id=one.study.nct_id, condition_id=pk) for one in changes for pk in one.conditions)
    through.objects.bulk_create(links, batch_size=BATCH)


def _bring_back(stored: Iterable[Trial], day: date) -> set[str]:
    """Trials that had vanished and stand in a file that is no older than that."""
    back = {trial.nct_id for trial in stored if trial.gone_on and trial.gone_on <= day}
    for some in _batches(sorted(back)):
        Trial.objects.filter(pk__in=some).update(gone_on=None)
    return back


def _mark_gone(reading: Reading) -> int:
    """Trials that this file should hold and does not. One from a newer file is left alone."""
    could_be_there = Trial.objects.listed().filter(retrieved_on__lte=reading.day)
    gone = set(could_be_there.values_list("pk", flat=True)) - reading.studies.keys() - reading.held
    for some in _batches(sorted(gone)):
        Trial.objects.filter(pk__in=some).update(gone_on=reading.day)
    return len(gone)


def _batches(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _note(reading: Reading, report: Report, whole: bool) -> None:
    """Keep that the files were read, for curators; the same files again are the same run."""
    choices = {"retrieved": reading.day.isoformat(), "whole": whole}
    told = "\n".join([str(choices), *(page.digest for _name, page in reading.pages)])
    run, _made = ImportRun.objects.get_or_create(
        source=SOURCE,
        digest=sha256(told.encode()).hexdigest(),
        defaults={"state": ImportRun.State.APPLIED, "applied_at": clock.now()},
    )
    run.file_name = ", ".join(name for name, _page in reading.pages)[:255]
    run.choices, run.counts, run.rejected = choices, report.counts, []
    for row in reading.rejected:
        note_rejected(run, row.file, row.number, f"{row.nct_id or 'no NCT number'}: {row.reason}")
    run.save()
