"""When what was verified lapsed, told from its checks: the stored end of a verification goes with it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    DateTimeField,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least
from django.db.models.lookups import GreaterThan

from clinics.listings.models import Affiliation, Clinic, License, Provider, ServedState
from clinics.vetting.models import Check
from clinics.vetting.rules import GOOD_FOR_DAYS, POLICY, Kind

FAR = Value(datetime(2999, 1, 1, tzinfo=UTC), output_field=DateTimeField())
DAY = timedelta(days=1)
LONG_AGO = Value(datetime(1900, 1, 1, tzinfo=UTC), output_field=DateTimeField())
LICENSE, EXCLUSION = Kind.LICENSE, Kind.EXCLUSION


def by_lapse(rows: QuerySet, now: datetime) -> QuerySet:
    """The rows with `at`, when each lapsed: where a verification ended, else where its first check did.

    Where no check has run out, a fact that was checked has changed since: then when it was last saved.
    """
    model = rows.model
    rows = rows.annotate(
        stood_until=_stood_until(model, now),
        ran_out=Least(*(Coalesce(Subquery(end), FAR) for end in _ends(model))),
    )
    ran_out = Case(When(ran_out__lte=now, then=F("ran_out")), default=F("updated_at"))
    return rows.annotate(at=Coalesce("stood_until", ran_out, output_field=DateTimeField()))


def _stood_until(model: Any, now: datetime) -> Any:
    """The end that is still stored; the nightly run takes it away."""
    if model is Clinic:
        return Case(When(verified_until__lte=now, then=F("verified_until")), default=None)
    owner, rows = ("provider", License) if model is Provider else ("service", ServedState)
    ended = rows._base_manager.filter(**{owner: OuterRef("pk")}, verified_until__lte=now)
    return Subquery(ended.order_by("-verified_until").values("verified_until")[:1])


def _ends(model: Any) -> list[QuerySet]:
    """The end of its own first check, of a colleague's first, and of the last license of a prescriber.

    Only whose checks they are is asked in the WHERE: a kind or an outcome there, and the database reads
    all checks of that kind again for each row.
    """
    if model is Provider:
        own = Check.objects.filter(provider=OuterRef("pk")).order_by().values("provider")
        needed = {line.kind for line in POLICY["provider"]} - {LICENSE}
        return [_earliest(own, needed), _ending(own, LICENSE)]
    needed = {line.kind for line in POLICY["clinic" if model is Clinic else "telehealth"]} - {LICENSE}
    listed = Check.objects.filter(listing=OuterRef("pk")).order_by().values("listing")
    staff = Check.objects.filter(provider__affiliations__listing=OuterRef("pk")).order_by().values("provider")
    prescribing = staff.filter(provider__affiliations__role=Affiliation.Role.PRESCRIBER)
    here = {"state": OuterRef("state_id")} if model is Clinic else {}
    return [
        _earliest(listed, needed),
        _ending(staff, EXCLUSION).exclude(end=None).order_by("end")[:1],
        _ending(prescribing, LICENSE, **here).exclude(end=None).order_by("-end")[:1],
    ]


def _earliest(checks: QuerySet, kinds: Iterable[Kind]) -> QuerySet:
    """The first end among these kinds, of one subject."""
    ends = {f"{kind.name.lower()}_end": kind for kind in kinds}
    for name, kind in ends.items():
        checks = checks.annotate(**{name: _end(kind)})
    return checks.annotate(end=Least(*(Coalesce(F(name), FAR) for name in ends))).values("end")


def _ending(checks: QuerySet, kind: Kind, **where: Any) -> QuerySet:
    return checks.annotate(end=_end(kind, **where)).values("end")


def _end(kind: Kind, **where: Any) -> Any:
    """From when the checks of one kind are good no longer; at once where one failed after the last passed."""
    passed = Q(kind=kind, outcome=Check.Outcome.PASSED, **where)
    failed = Q(kind=kind, outcome=Check.Outcome.FAILED, **where)
    run_out = _moment(F("looked_at") + timedelta(days=GOOD_FOR_DAYS[kind]))
    last_day = _moment(Cast("valid_until", DateTimeField()) + DAY)
    good_until = Max(Least(run_out, Coalesce(last_day, FAR)), filter=passed)
    last_failed = Max("looked_at", filter=failed)
    overruled = GreaterThan(last_failed, Coalesce(Max("looked_at", filter=passed), LONG_AGO))
    return Case(When(overruled, then=last_failed), default=good_until, output_field=DateTimeField())


def _moment(expression: Any) -> ExpressionWrapper:
    return ExpressionWrapper(expression, output_field=DateTimeField())
