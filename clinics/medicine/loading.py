"""Load the vocabularies from `fixtures/`, which own them."""

from clinics.medicine.models import AccessibilityFeature, AgeGroup, Condition, Language, Payer, Treatment
from clinics.medicine.reference import Count, Progress, load_file

FILES = {
    "conditions": Condition,
    "treatments": Treatment,
    "payers": Payer,
    "languages": Language,
    "accessibility": AccessibilityFeature,
    "age_groups": AgeGroup,
}


def load_vocabularies(progress: Progress | None = None) -> dict[str, Count]:
    """What each file brought, by its name. Each file is loaded whole or not at all."""
    return {name: load_file(name, model, "slug", progress) for name, model in FILES.items()}
