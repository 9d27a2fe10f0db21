"""Whether a password is easy to guess. Nothing of it leaves this machine."""

import re
from collections.abc import Iterator
from threading import Lock
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

SHORTEST = 12
# So many guesses keep whoever has stolen the database busy for years: one try costs Argon2 some 50 ms.
# Over the network five tries in five minutes are all that anybody gets.
LEAST_GUESSES = 10**10
# What zxcvbn costs grows with the square of the length: 32 characters take a third of a second at worst.
# A password that is good so far is not made worse by what follows.
JUDGED = 32
# What anybody would try first here.
OURS = ("clinicfinder", "clinic", "finder", "ketamine", "esketamine", "spravato")
SHORTEST_KNOWN = 3
PERSONAL = ("email", "username", "pseudonym", "first_name", "last_name")
# zxcvbn keeps the words of the account in a dictionary that all threads share.
ONE_AT_A_TIME = Lock()


class HardToGuess:
    """Refuses what is in the leaked lists that Django and zxcvbn bring, and what is built from them."""

    def __init__(self) -> None:
        self.leaked = CommonPasswordValidator()

    def validate(self, password: str, user: Any = None) -> None:
        """Shorter ones are told so by another rule; nobody needs two complaints."""
        if len(password) < SHORTEST:
            return
        if password.lower().strip() in self.leaked.passwords or guesses(password, user) < LEAST_GUESSES:
            raise ValidationError(
                _(
                    "This password is easy to guess, for all its length. "
                    "Take four or five plain words that do not belong together."
                ),
                code="password_easy_to_guess",
            )

    def get_help_text(self) -> str:
        return _("Four or five plain words that do not belong together are hard to guess.")


def guesses(password: str, user: Any = None) -> float:
    """How many tries somebody would need who knows the lists and the person."""
    known = sorted({*OURS, *_words_about(user)}, key=len, reverse=True)
    told = "|".join(re.escape(word) for word in known if len(word) >= SHORTEST_KNOWN)
    # As typed, and as if what is known of the person added nothing.
    rest = re.sub(told, "", password, flags=re.IGNORECASE)
    return min(_guesses(typed, known) for typed in {password, rest})


def _guesses(password: str, known: list[str]) -> float:
    if not password:
        return 1.0
    with ONE_AT_A_TIME:
        return float(zxcvbn(password[:JUDGED], user_inputs=known)["guesses"])


def _words_about(user: Any) -> Iterator[str]:
    for column in PERSONAL:
        words = str(getattr(user, column, "") or "").lower()
        parts = [part for part in re.split(r"[\W_]+", words) if part]
        yield from {words, "".join(parts), *parts} - {""}
