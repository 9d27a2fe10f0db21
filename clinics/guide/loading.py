"""Load what files in `fixtures/` know of costs: programs, national prices, and sourced statements.

As of facts, the newer reading wins: what an editor has read at its source since stays theirs.
"""

from clinicfinder.reference import Count, Progress, load_file
from clinics.guide.models import NationalPrice, Program
from clinics.medicine.loading import load_facts, read_later
from clinics.medicine.models import Fact

COST_TOPICS = (
    Fact.Topic.PRICE,
    Fact.Topic.CODE,
    Fact.Topic.INSURANCE,
    Fact.Topic.PRIOR_AUTHORIZATION,
    Fact.Topic.WAY_TO_PAY,
)


def load_costs(progress: Progress | None = None) -> dict[str, Count]:
    """What each file brought, by its name. Each file is loaded whole or not at all."""
    return {
        "programs": load_file("programs", Program, "slug", progress, stays=read_later),
        "national_prices": load_file("national_prices", NationalPrice, "key", progress, stays=read_later),
        "cost_facts": _cost_facts(progress),
    }


def _cost_facts(progress: Progress | None) -> Count:
    """Facts of other topics stand in another file: they are not kept without one."""
    count = load_facts(progress, "cost_facts")
    brought = count.created + count.updated + count.left
    return count._replace(kept=Fact.objects.filter(topic__in=COST_TOPICS).count() - brought)
