"""What somebody proves by that it is them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator


@dataclass(frozen=True)
class WaysIn:
    """What an account can be opened with."""

    password: bool
    passkeys: int
    app: bool
    recovery_codes: bool

    @property
    def second_step(self) -> bool:
        return self.app or self.passkeys > 0

    @property
    def one_loss_from_locked(self) -> bool:
        """Where a second step is asked for, a password alone opens nothing: recovery codes must exist."""
        return self.second_step and not self.recovery_codes


def ways_in(user: Any) -> WaysIn:
    """The ways of this account, in one query."""
    types = Authenticator.Type
    have = Counter(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return WaysIn(
        password=user.has_usable_password(),
        passkeys=have[types.WEBAUTHN],
        app=bool(have[types.TOTP]),
        recovery_codes=bool(have[types.RECOVERY_CODES]),
    )
