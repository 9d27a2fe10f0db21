"""Which e-mail addresses of an account are proven to be theirs."""

from typing import Any

from allauth.account.models import EmailAddress


def proven_addresses(user: Any) -> list[str]:
    """All that were confirmed, in lower case, as they are compared."""
    rows = EmailAddress.objects.filter(user=user.pk, verified=True).order_by("-primary", "pk")
    return [email.lower() for email in rows.values_list("email", flat=True)]


def main_address(user: Any) -> str:
    """Where we write to: the confirmed main address. Empty if there is none."""
    rows = EmailAddress.objects.filter(user=user.pk, verified=True, primary=True)
    return rows.values_list("email", flat=True).first() or ""
