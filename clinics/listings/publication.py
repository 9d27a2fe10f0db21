"""Showing listings and practitioners to the public, and taking them back."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clinics.listings import index
from clinics.listings.models import Affiliation, Clinic, Provider, Status, TelemedicineService
from clinics.listings.rules import license_stands

Subject = Clinic | TelemedicineService | Provider


@dataclass(frozen=True)
class Because:
    """Who changes a status, and why: it stands in the history of each."""

    user: Any = None
    reason: str = ""


def publish(
    subjects: QuerySet, now: datetime, because: Because = Because()
) -> tuple[list[Subject], dict[str, list[Subject]]]:
    """Publish these, and tell which; those that no search could find stay as they are, by the obstacle."""
    ready: list[Subject] = []
    left: dict[str, list[Subject]] = defaultdict(list)
    for subject in with_what_search_needs(subjects.exclude(status=Status.PUBLISHED)):
        reason = obstacle(subject, now.date())
        (left[reason] if reason else ready).append(subject)
    _write(subjects.model, ready, Status.PUBLISHED, now, because)
    return ready, left


def withdraw(subjects: QuerySet, status: str, now: datetime, because: Because = Because()) -> list[Subject]:
    """Suspend or close these, and tell which were not so already."""
    changing = list(subjects.exclude(status=status))
    _write(subjects.model, changing, status, now, because)
    return changing


@transaction.atomic
def confirm(subjects: QuerySet, now: datetime, because: Because) -> None:
    """Note that all of it is still right today. Nothing else moves."""
    chosen = list(subjects)
    ids = [subject.pk for subject in chosen]
    subjects.model.objects.filter(pk__in=ids).update(confirmed_on=now.date())
    for subject in chosen:
        subject.confirmed_on = now.date()
    subjects.model.history.bulk_history_create(
        chosen, update=True, default_user=because.user, default_change_reason=because.reason
    )
    index.refresh(**reach(subjects.model, ids))


def with_what_search_needs(subjects: QuerySet) -> QuerySet:
    """So that `obstacle` asks the database nothing more."""
    if subjects.model is Clinic:
        return subjects
    needed = ["licenses", "affiliations"] if subjects.model is Provider else ["served"]
    return subjects.prefetch_related(*needed)


def obstacle(subject: Subject, today: date) -> str:
    """Why no search could find it once it is published; "" if one could."""
    if isinstance(subject, Clinic):
        return "" if subject.latitude is not None else _("the address is not on the map")
    if isinstance(subject, TelemedicineService):
        return "" if subject.served.all() else _("no state is named that it serves")
    licenses = [(row.status, row.issued_on, row.expires_on) for row in subject.licenses.all()]
    if not any(license_stands(*license, today) for license in licenses):
        return _("no license is listed that stands today")
    placed = subject.state_id or subject.affiliations.all()
    return "" if placed else _("neither a place of work nor a practice state is named")


def reach(model: type[Subject], ids: Iterable[int]) -> dict[str, set[int]]:
    """Whose index rows these touch, in the words of `index.refresh`. To be asked before a deletion."""
    own, other = ("provider", "listing") if model is Provider else ("listing", "provider")
    own_ids = set(ids)
    affiliated = Affiliation.objects.filter(**{f"{own}__in": own_ids})
    return {f"{own}s": own_ids, f"{other}s": set(affiliated.values_list(f"{other}_id", flat=True))}


@transaction.atomic
def _write(
    model: type[Subject], subjects: list[Subject], status: str, now: datetime, because: Because
) -> None:
    ids = [subject.pk for subject in subjects]
    model.objects.filter(pk__in=ids).update(status=status, updated_at=now)
    for subject in subjects:
        subject.status = status
    model.history.bulk_history_create(
        subjects, update=True, default_user=because.user, default_change_reason=because.reason[:100]
    )
    index.refresh(**reach(model, ids))
