"""The walk through insurance: the statements of each part, in their order."""

from collections import defaultdict
from typing import Any

from clinics.medicine.models import Fact

TOPICS = (Fact.Topic.CODE, Fact.Topic.INSURANCE, Fact.Topic.PRIOR_AUTHORIZATION, Fact.Topic.WAY_TO_PAY)
# What a fact is about, where it tells of the bills of Spravato and not of a payer.
BILLS = "Spravato bills"


def walk_through() -> dict[str, Any]:
    """One query."""
    by_topic: dict[str, list[Fact]] = defaultdict(list)
    for fact in Fact.objects.filter(topic__in=TOPICS):
        by_topic[fact.topic].append(fact)
    insurance = by_topic[Fact.Topic.INSURANCE]
    return {
        "bills": [fact for fact in insurance if fact.about == BILLS],
        "payers": [fact for fact in insurance if fact.about != BILLS],
        "steps": by_topic[Fact.Topic.PRIOR_AUTHORIZATION],
        "codes": by_topic[Fact.Topic.CODE],
        "ways": by_topic[Fact.Topic.WAY_TO_PAY],
    }
