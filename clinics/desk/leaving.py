"""What becomes of claims, proposals and letters when whoever sent them deletes the account."""

from collections.abc import Collection
from typing import Any

from clinics.accounts.leaving import forget_in_log
from clinics.desk.export import letters_from
from clinics.desk.models import Claim, Proposal, Report, Request
from clinics.desk.queries import claims, proposals
from clinics.listings.models import Listing


def kept_alone(user: Any) -> list[Listing]:
    """The listings that nobody else takes care of."""
    others = claims().granted().exclude(user=user.pk).values("listing")
    mine = claims().granted().filter(user=user.pk).exclude(listing__in=others)
    return list(Listing.objects.filter(pk__in=mine.values("listing")).order_by("name", "pk"))


def leave_desk(user: Any, addresses: Collection[str]) -> None:
    """Delete the claims, and what was proposed and is not shown. Letters lose the address they came from.

    What a curator accepted stays a fact of the listing; it no longer says whose proposal it was.
    """
    # Claims before proposals, as whoever decides on a claim holds them.
    mine = list(Claim.objects.select_for_update().filter(user=user.pk).order_by("pk"))
    proposals().filter(claim__in=mine).exclude(state=Proposal.State.ACCEPTED).delete()
    forget_in_log(mine)
    claims().filter(user=user.pk).delete()
    for model in (Report, Request):
        letters_from(model, addresses).update(email="")
