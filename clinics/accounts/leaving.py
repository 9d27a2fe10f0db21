"""What an account has left in this room and in the libraries behind it, found and taken away for good."""

import json
from collections.abc import Collection
from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from clinicfinder import limits
from clinics.accounts.models import User

# Where allauth keeps a sign-in that waits for its second step.
HALF_SIGNED_IN = "account_login"


def has_a_role(user: Any) -> bool:
    """Whether this account decides for others, so that it must stay clear who did."""
    return user.is_staff or user.is_superuser or user.groups.exists()


def forget_account(user: Any) -> None:
    """Delete the account itself, its sessions, and what the admin's log says of it in words.

    Other rooms forget first: what points here and stays is nameless afterwards.
    """
    addresses = EmailAddress.objects.filter(user=user.pk)
    emails = {user.email.lower(), *(row.email.lower() for row in addresses)} - {""}
    _end_sessions(user, emails)
    for rows in ([user], addresses, Authenticator.objects.filter(user=user.pk)):
        forget_in_log(list(rows))
    for email in emails:
        _unname(Q(object_repr__icontains=email) | Q(change_message__icontains=email))
    # How often they tried what: allauth counts by the number of the account, or a digest of the address.
    digests = [sha256(word.encode()).hexdigest() for word in (*emails, f"mfa-auth-user-{user.pk}")]
    limits.forget(f"%:user:{user.pk}", f"%?user={user.pk}&%", *(f"%:{digest}" for digest in digests))
    User.objects.get(pk=user.pk).delete()


def forget_in_log(rows: Collection[Model]) -> None:
    """The admin's log keeps that somebody changed these rows, and no longer which rows those were."""
    for row in rows:
        kind = ContentType.objects.get_for_model(row)
        _unname(Q(content_type=kind, object_id=str(row.pk)))


def _unname(which: Q) -> None:
    words = _("Of an account that was deleted")
    LogEntry.objects.filter(which).update(object_id=None, object_repr=words, change_message="")


def _end_sessions(user: Any, emails: Collection[str]) -> None:
    """On every device, and those in which somebody only began to sign in to this account."""
    theirs = [
        row.session_key
        for row in Session.objects.iterator(chunk_size=1000)
        if _tells_of(row.get_decoded(), user, emails)
    ]
    Session.objects.filter(session_key__in=theirs).delete()


def _tells_of(session: dict[str, Any], user: Any, emails: Collection[str]) -> bool:
    half = session.get(HALF_SIGNED_IN) or {}
    if session.get(SESSION_KEY) == str(user.pk) or half.get("user_pk") == user_pk_to_url_str(user):
        return True
    words = json.dumps(session, default=str).lower()
    return any(email in words for email in emails)
