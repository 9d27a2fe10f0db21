"""The name under which others see somebody: never an address, never a number, nobody else's."""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clinicfinder.plain import plain_line
from clinics.accounts.models import User

SHORTEST, LONGEST = 2, 40
DIGITS_OF_A_PHONE = 7
LOOK_ALIKE = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"}
# Names by which somebody could pass for those who run the site,
# or for the authors of reviews whose account is gone.
OURS = re.compile(
    r"clinic\s*finder|moderator|administrator|\badmin\b|\bstaff\b|\bcurator\b|^somebody who has left$",
    re.IGNORECASE,
)


def clean_pseudonym(words: str, user: Any) -> str:
    """The name as it is stored. Raises ValidationError with the reason where it cannot be this user's."""
    name = plain_line(unicodedata.normalize("NFKC", words))
    if not SHORTEST <= len(name) <= LONGEST:
        raise ValidationError(
            _("Choose a name of %(least)s to %(most)s characters.") % {"least": SHORTEST, "most": LONGEST}
        )
    if "@" in name or "://" in name or "www." in name.lower():
        raise ValidationError(_("Choose a name that is no e-mail or web address."))
    if sum(character.isdigit() for character in name) >= DIGITS_OF_A_PHONE:
        raise ValidationError(_("Choose a name without a long number in it."))
    if not any(map(str.isalpha, name)):
        raise ValidationError(_("Choose a name with a letter in it."))
    if len(_alphabets(name)) > 1:
        raise ValidationError(_("Choose a name in letters of one alphabet."))
    if OURS.search(_bare(name)):
        raise ValidationError(_("Choose a name that nobody takes for one of ours."))
    if User.objects.filter(pseudonym__iexact=name).exclude(pk=user.pk).exists():
        raise ValidationError(taken())
    return name


def taken() -> str:
    return _("Somebody has this name already. Choose another.")


def take_pseudonym(user: Any, name: str) -> bool:
    """Store a clean name; False if somebody else took it since it was cleaned."""
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(pseudonym=name)
    except IntegrityError:
        return False
    return True


def _bare(name: str) -> str:
    """Without accents: they do not make it another name."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def _alphabets(name: str) -> set[str]:
    """Of the letters: some alphabets hold letters that look like those of others."""
    return {unicodedata.name(letter, "?").split()[0] for letter in name if letter.isalpha()} & LOOK_ALIKE
