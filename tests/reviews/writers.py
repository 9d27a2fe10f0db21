"""What the tests of writing share."""

from allauth.account.models import EmailAddress

from clinics.models import Claim
from tests import factories as make

WORDS = "They explained each step, watched me all the time and told me the price before."


def told(**fields):
    """What a browser sends of a filled form; None leaves a field out."""
    sent = {
        "overall": "4",
        "role": "patient",
        "text": WORDS,
        "no_reward": "on",
        "version": "",
        "pseudonym": "Quiet reader",
    } | fields
    return {name: value for name, value in sent.items() if value is not None}


def writer(client=None, *, confirmed=True, **columns):
    """Somebody with an account and a confirmed mailbox, signed in if there is a client."""
    user = make.UserFactory(**columns)
    EmailAddress.objects.create(
        user=user, email=f"{user.username}@example.org", verified=confirmed, primary=True
    )
    if client:
        client.force_login(user)
    return user


def keeper(listing, user):
    return Claim.objects.create(
        listing=listing, user=user, email="a@example.org", role="Office", state="granted"
    )
