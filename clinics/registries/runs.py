"""When something that runs by itself ran last."""

from datetime import datetime

from clinics.registries.models import ImportRun


def last_run_of(name: str) -> datetime | None:
    run = ImportRun.objects.of_source(name).order_by("-applied_at").first()
    return run.applied_at if run else None


def note_run(name: str, now: datetime) -> None:
    """Remember it; one row for each name is enough."""
    ImportRun.objects.update_or_create(
        source=name, defaults={"file_name": name, "state": ImportRun.State.APPLIED, "applied_at": now}
    )
