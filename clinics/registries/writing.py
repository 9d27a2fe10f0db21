"""Writing what the registry says on clinics and practitioners, as far as it owns it."""

from collections.abc import Iterable

from django.db.models import Field, Model

from clinics.listings.models import Clinic, License, Provider, Source, Status
from clinics.listings.records import free_slug
from clinics.places.geocoder import place_address
from clinics.places.models import PointSource
from clinics.registries.drafts import Draft
from clinics.registries.holdings import Subject
from clinics.registries.models import RegistryRecord
from clinics.registries.rules import ADDRESS, RejectedError, changes, status_when_active

Points = dict[str, tuple[float, float]]
LICENSES, STATUS = "licenses", "status"
# What a new listing gets besides the registry's own fields; any other filled field is somebody's word.
GIVEN = ("slug", "source", "is_demo", "npi", "latitude", "longitude", "point_source")
# Where somebody's own work on a listing shows, besides its fields.
CURATED = {
    Clinic: (
        "conditions", "offers", "payer_links", "hours", "affiliations",
        "languages", "accessibility", "age_groups",
    ),
    Provider: ("conditions", "certifications", "affiliations", "dea_registrations", "languages"),
}  # fmt: skip


def refuse_overlong(model: type[Subject], draft: Draft) -> None:
    """Reject a row with a value that no real row has."""
    values: list[tuple[type[Model], str, str]] = [
        (model, name, value) for name, value in draft.fields.items()
    ]
    values += [(License, "number", number) for _, number in draft.licenses]
    for owner, name, value in values:
        longest = _field(owner, name).max_length
        if longest is not None and len(value) > longest:
            what = "a license number" if owner is License else f"the {name.replace('_', ' ')}"
            raise RejectedError(f"{what} is longer than {longest} characters")


def create(
    model: type[Subject], record: RegistryRecord, draft: Draft, points: Points, publish: bool
) -> Subject:
    """A new draft, or with `publish` a published one; all that it says is the registry's."""
    subject = model(
        source=Source.NPPES,
        npi=record.identifier,
        status=Status.PUBLISHED if publish else Status.DRAFT,
        **draft.fields,
        **_point(draft.fields, points),
    )
    words = f"{subject.name} {subject.city} {subject.state_id}".replace("/", " ").replace("(", " ")
    subject.slug = free_slug("provider" if model is Provider else "clinic", words)
    subject.save()
    record.applied = {**draft.fields, STATUS: str(subject.status)}
    if isinstance(subject, Provider):
        _write_licenses(subject, draft, record, held={})
    return subject


def update(
    subject: Subject, record: RegistryRecord, draft: Draft, points: Points, publish: bool
) -> tuple[bool, list[str]]:
    """Bring a listing up to date: whether it changed, and which fields a curator keeps."""
    current = {name: stored_text(subject, name) for name in draft.fields}
    proposed, kept = changes(current, record.applied, draft.fields)
    changed: dict[str, object] = {**proposed}
    status = status_when_active(subject.status, record.applied.get(STATUS, ""), publish)
    if status != subject.status:
        changed[STATUS] = status
    record.applied = record.applied | changed
    owned = all(
        stored_text(subject, name) == record.applied.get(name) for name in ADDRESS if name not in changed
    )
    if owned:
        changed |= _moved_point(subject, draft, points, moved=not changed.keys().isdisjoint(ADDRESS))
    save(subject, changed)
    relicensed = False
    if isinstance(subject, Provider) and subject.source == Source.NPPES:
        held = {f"{row.state_id} {row.number}": row for row in subject.licenses.all()}
        relicensed = _write_licenses(subject, draft, record, held)
    return bool(changed) or relicensed, kept


def save(subject: Subject, changed: dict[str, object]) -> None:
    """Write these fields, and nothing else."""
    if changed:
        for name, value in changed.items():
            setattr(subject, name, value)
        subject.save(update_fields=[*changed, "updated_at"])


def rests_on_registry(subject: Subject, record: RegistryRecord) -> bool:
    """Whether nobody but the registry vouches for it: no curator wrote, placed or verified anything."""
    fields = {name: value for name, value in record.applied.items() if name != LICENSES}
    return (
        subject.source == Source.NPPES
        and not subject.checks.filter(looked_by__isnull=False).exists()
        and subject.point_source != PointSource.HAND
        and all(stored_text(subject, name) == value for name, value in fields.items())
        and not _says_more(subject, fields)
        and not any(getattr(subject, name).exists() for name in CURATED[type(subject)])
        and not (isinstance(subject, Provider) and _licenses_were_touched(subject, record))
    )


def _says_more(subject: Subject, written: Iterable[str]) -> bool:
    """Whether somebody filled a field that no import fills."""
    imported = {*written, *GIVEN}
    return any(
        getattr(subject, field.attname) not in (None, "")
        for field in subject._meta.concrete_fields
        if field.editable and not field.primary_key and field.attname not in imported
    )


def _licenses_were_touched(provider: Provider, record: RegistryRecord) -> bool:
    written = record.applied.get(LICENSES, {})
    return any(
        not _is_untouched(row, written.get(f"{row.state_id} {row.number}")) for row in provider.licenses.all()
    )


def _field(model: type[Model], name: str) -> Field:
    field = model._meta.get_field(name)
    assert isinstance(field, Field)  # noqa: S101 (for the type checker: names of columns only)
    return field


def stored_text(subject: Subject, name: str) -> str:
    """What stands in a field, as text."""
    field = _field(type(subject), name)
    return str(field.get_prep_value(getattr(subject, field.attname)) or "")


def _point(address: dict[str, str], points: Points) -> dict[str, object]:
    """The centre of the ZIP code, else of the city, else no point."""
    point = points.get(address["zip_code"])
    if point:
        return {"latitude": point[0], "longitude": point[1], "point_source": str(PointSource.ZIP)}
    found = place_address("", address["city"], address["state_id"], address["zip_code"])
    latitude, longitude, source = found or (None, None, "")
    return {"latitude": latitude, "longitude": longitude, "point_source": str(source)}


def _moved_point(subject: Subject, draft: Draft, points: Points, *, moved: bool) -> dict[str, object]:
    """The new point of a listing that moved, or whose ZIP code's centre did. One placed by hand stays."""
    by_machine = subject.point_source in ("", PointSource.ZIP, PointSource.CITY)
    if subject.point_source == PointSource.HAND or not (moved or by_machine):
        return {}
    return {
        name: value for name, value in _point(draft.fields, points).items() if getattr(subject, name) != value
    }


def _write_licenses(
    provider: Provider, draft: Draft, record: RegistryRecord, held: dict[str, License]
) -> bool:
    """Bring the licenses into line; one that was looked up, dated or deleted by a curator stays so."""
    written = dict(record.applied.get(LICENSES, {}))
    stated = {f"{state} {number}": kind for (state, number), kind in draft.licenses.items()}
    new = [key for key in stated if key not in written and key not in held]
    if new:
        License.objects.bulk_create(_license(provider, key, stated[key]) for key in new)
    changed = bool(new)
    for key, kind in list(written.items()):
        mine = key in held and _is_untouched(held[key], kind)
        if mine and stated.get(key) != kind:
            _retype(held[key], stated.get(key))
            changed = True
    record.applied[LICENSES] = {key: kind for key, kind in stated.items() if key in written or key in new}
    return changed


def _license(provider: Provider, key: str, kind: str) -> License:
    state, _, number = key.partition(" ")
    return License(provider=provider, state_id=state, number=number, type=kind)


def _is_untouched(row: License, kind: str | None) -> bool:
    dated = row.issued_on is not None or row.expires_on is not None
    return row.type == kind and row.status == License.Status.UNKNOWN and not dated


def _retype(row: License, kind: str | None) -> None:
    """Give the license another type, or delete one that the registry no longer states."""
    if kind is None:
        row.delete()
    else:
        row.type = kind
        row.save(update_fields=["type"])
