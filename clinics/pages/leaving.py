"""Deleting an account: every room forgets, in one transaction, or none does."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clinicfinder import mail
from clinics.accounts.addresses import main_address, proven_addresses
from clinics.accounts.leaving import forget_account, has_a_role
from clinics.accounts.models import User
from clinics.desk.leaving import leave_desk
from clinics.reviews.leaving import leave_reviews


class HasARole(Exception):  # noqa: N818 (it says what keeps it)
    """Who decides for others cannot delete the account before an administrator has taken the role away."""


def leave(user: Any, *, keep_reviews: bool) -> bool:
    """Delete this account and all that tells of it, then say so by mail. False if it is gone already.

    Raises HasARole, and changes nothing, for those who decide for others.
    """
    to = main_address(user)
    with transaction.atomic():
        # The listings first, as with whoever writes a review; then nothing new can name the account.
        leave_reviews(user, keep=keep_reviews)
        held = User.objects.select_for_update().filter(pk=user.pk).first()
        if held is None:
            return False
        if has_a_role(held):
            raise HasARole
        # What came in between.
        leave_reviews(held, keep=keep_reviews)
        leave_desk(held, proven_addresses(held))
        forget_account(held)
    if to:
        mail.send("account_gone", _("Your account is gone"), to, {})
    return True
