"""Adding checks: the one way in which evidence enters."""

from collections.abc import Iterable

from django.db import transaction

from clinics.listings import index
from clinics.vetting.models import Check

BATCH = 1_000


@transaction.atomic
def record(checks: Iterable[Check]) -> int:
    """Store new checks, and bring what is shown as verified into line. Returns how many."""
    made = Check.objects.bulk_create(checks, batch_size=BATCH)
    index.refresh(
        listings={check.listing_id for check in made if check.listing_id},
        providers={check.provider_id for check in made if check.provider_id},
    )
    return len(made)
