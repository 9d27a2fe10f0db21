"""What the tests of the desk share."""

from django.contrib.auth.models import Permission

from clinics.models import Claim, Proposal
from tests import factories as make


def curator(*codenames):
    """Somebody who may sign in to the admin, with these permissions and no others."""
    user = make.UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def granted(listing, user=None):
    """A claim that a curator has granted."""
    return Claim.objects.create(
        listing=listing,
        user=user or make.UserFactory(),
        email="front@harbor.example",
        role="Office manager",
        state="granted",
    )


def proposal(listing, field="phone_note", old="", new="Press 2", **columns):
    return Proposal.objects.create(
        **{"listing_id": listing.pk, "origin": "claim", "field": field, "old": old, "new": new} | columns
    )
