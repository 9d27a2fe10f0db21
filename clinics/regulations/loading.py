"""Load the regulation notes from `fixtures/regulations.json`, which owns them."""

from clinics.medicine.reference import Count, Progress, load_file
from clinics.regulations.models import RegulationNote


def load_notes(progress: Progress | None = None) -> dict[str, Count]:
    """What the file brought, under its name. States must have been loaded before."""
    return {"regulations": load_file("regulations", RegulationNote, "key", progress)}
