"""Load what files in `fixtures/` know of costs: programs, national prices, and sourced statements.

As of facts, the newer reading wins: what an editor has read at its source since stays theirs.
"""

from clinicfinder.reference import Count, Progress, load_file
from clinics.guide.models import NationalPrice, Program
from clinics.medicine.loading import COST_TOPICS, load_facts, read_later


def load_costs(progress: Progress | None = None) -> dict[str, Count]:
    """What each file brought, by its name. Each file is loaded whole or not at all."""
    return {
        "programs": load_file("programs", Program, "slug", progress, stays=read_later),
        "national_prices": load_file("national_prices", NationalPrice, "key", progress, stays=read_later),
        "cost_facts": load_facts(progress, "cost_facts", COST_TOPICS),
    }
