"""Load the vocabularies and the facts from `fixtures/`, which own them.

Of a fact the newer reading wins. An editor who changes one has read its source and says on which day
(the admin asks for it); a file that read the source earlier leaves that fact alone and counts it as
left. A file that read it on the same day or later brings its own words.
"""

from clinicfinder.reference import Count, Progress, load_file
from clinics.medicine.models import (
    AccessibilityFeature,
    AgeGroup,
    Condition,
    Fact,
    Language,
    Payer,
    SourcedFact,
    Treatment,
)

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
    counts = {name: load_file(name, model, "slug", progress) for name, model in FILES.items()}
    return counts | {"facts": load_facts(progress)}


def load_facts(progress: Progress | None = None, name: str = "facts") -> Count:
    """What a file of facts brought. Conditions and treatments are loaded before."""
    return load_file(name, Fact, "key", progress, stays=read_later)


def read_later(stored: SourcedFact, brought: SourcedFact) -> bool:
    """Whether what is stored was read at its source after what a file brings."""
    return stored.retrieved_on > brought.retrieved_on
