"""What we hold of a few hundred identifiers, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from django.db.models import prefetch_related_objects

from clinics.listings.models import Clinic, Provider
from clinics.registries.models import RegistryRecord

Subject = Clinic | Provider
Held = TypeVar("Held", Clinic, Provider)


class Holdings:
    """Records by (NPI, place), and the clinics and practitioners that they stand beside."""

    def __init__(self, source: str, npis: Iterable[str]) -> None:
        npis = list(npis)
        held = list(RegistryRecord.objects.of_source(source).identified(npis))
        self.records = {(record.identifier, record.place): record for record in held}
        self._by_npi = defaultdict(list)
        for record in held:
            self._by_npi[record.identifier].append(record)
        self.clinics = _locked(Clinic, [record.listing_id for record in held])
        self.providers = _locked(Provider, [record.provider_id for record in held])
        self._clinics_by_npi = defaultdict(list)
        for clinic in Clinic.objects.filter(npi__in=npis, is_demo=False).order_by("pk"):
            self._clinics_by_npi[clinic.npi].append(clinic)
        self._provider_by_npi = {row.npi: row for row in Provider.objects.filter(npi__in=npis)}
        providers = [*self.providers.values(), *self._provider_by_npi.values()]
        prefetch_related_objects(providers, "licenses")

    def of(self, npi: str) -> list[RegistryRecord]:
        """The records of one NPI: the main one, then its further locations."""
        return self._by_npi[npi]

    def subject(self, record: RegistryRecord) -> Subject | None:
        """The clinic or practitioner of a record; None if a curator deleted it."""
        if record.provider_id is not None:
            return self.providers.get(record.provider_id)
        return self.clinics.get(record.listing_id) if record.listing_id is not None else None

    def speaks(self, record: RegistryRecord, subject: Subject) -> bool:
        """Whether the record may write on the subject: after a merge, several stand beside it.

        The one of the very NPI that stands there does, and of two places of that NPI the first.
        """
        if subject.npi not in ("", record.identifier):
            return False
        beside = [one for one in self.of(record.identifier) if self.subject(one) is subject]
        return not beside or beside[0] is record

    def unlinked(self, model: type[Subject], npi: str, zip_code: str) -> Subject | None:
        """A practitioner, or a clinic in this ZIP code, that a curator entered under this NPI."""
        if model is Provider:
            return self._provider_by_npi.get(npi)
        free = [row for row in self._clinics_by_npi[npi] if row.pk not in self.clinics]
        return next((row for row in free if row.zip_code[:5] == zip_code), None)

    def link(self, record: RegistryRecord, subject: Subject) -> None:
        """Put a record beside its clinic or practitioner."""
        if isinstance(subject, Provider):
            record.provider, self.providers[subject.pk] = subject, subject
        else:
            record.listing_id, self.clinics[subject.pk] = subject.pk, subject
        self.records[record.identifier, record.place] = record


def _locked(model: type[Held], ids: Iterable[int | None]) -> dict[int, Held]:
    """Rows by id, kept from other writers until the import is done."""
    return model.objects.select_for_update().in_bulk([pk for pk in ids if pk is not None])
