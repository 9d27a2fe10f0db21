"""What an account is told about itself when it asks for its data. Never a secret."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator


def exported(user: Any) -> dict[str, Any]:
    """Addresses, names, dates, roles, and second steps by kind and name."""
    factors = Authenticator.objects.filter(user=user.pk).order_by("created_at", "pk")
    addresses = EmailAddress.objects.filter(user=user.pk).order_by("-primary", "email")
    return {
        "pseudonym": user.pseudonym,
        "user_name": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "joined": user.date_joined,
        "last_login": user.last_login,
        "times_signed_out_everywhere": user.sign_outs,
        "roles": list(user.groups.order_by("name").values_list("name", flat=True)),
        "email_addresses": [
            {"email": row.email, "confirmed": row.verified, "main": row.primary} for row in addresses
        ],
        "second_steps_and_passkeys": [
            {
                "kind": row.get_type_display(),
                "name": str(row),
                "added": row.created_at,
                "last_used": row.last_used_at,
            }
            for row in factors
        ],
    }
