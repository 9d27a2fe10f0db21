"""Load the vocabularies and the facts from `fixtures/`, which own them.

Of a fact the newer reading wins. An editor who changes one has read its source and says on which day
(the admin asks for it); a file that read the source earlier leaves that fact alone and counts it as
left. A file that read it on the same day or later brings its own words.
"""

from collections.abc import Collection

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

# What facts on costs are about; those on care are about the rest.
COST_TOPICS = (
    Fact.Topic.PRICE,
    Fact.Topic.CODE,
    Fact.Topic.INSURANCE,
    Fact.Topic.PRIOR_AUTHORIZATION,
    Fact.Topic.WAY_TO_PAY,
)
TOPICS = tuple(topic for topic in Fact.Topic if topic not in COST_TOPICS)
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


def load_facts(
    progress: Progress | None = None, name: str = "facts", topics: Collection[str] = TOPICS
) -> Count:
    """What a file of facts on these topics brought. Conditions and treatments are loaded before.

    Facts on other topics stand in another file: they are not kept without one.
    """
    return load_file(name, Fact, "key", progress, stays=read_later, owns=lambda fact: fact.topic in topics)


def read_later(stored: SourcedFact, brought: SourcedFact) -> bool:
    """Whether what is stored was read at its source after what a file brings."""
    return stored.retrieved_on > brought.retrieved_on
