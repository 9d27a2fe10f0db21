"""The user model. It stands in the first migration, so that it can grow later."""

from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinicfinder import languages


class UserManager(DjangoUserManager["User"]):
    """The first administrator is made at a terminal, where no mail can be answered."""

    use_in_migrations = False

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any
    ) -> "User":
        """With the address that they sign in with; whoever holds the machine vouches for it."""
        if not email:
            raise ValidationError(gettext("An administrator signs in by e-mail: give an address."))
        user = super().create_superuser(username, email, password, **extra_fields)
        addresses = apps.get_model("account", "EmailAddress").objects
        addresses.create(user=user, email=user.email.lower(), verified=True, primary=True)
        return user


class User(AbstractUser):
    """Somebody who may sign in: staff, people who keep the listing of their clinic, and reviewers.

    `pseudonym` is what others see of them. `sign_outs` is part of every session: one more ends them all.
    """

    pseudonym = models.CharField(_("pseudonym"), max_length=40, blank=True)
    language = models.CharField(_("language of our mails"), max_length=5, default=languages.current)
    sign_outs = models.PositiveIntegerField(_("times signed out everywhere"), default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("pseudonym"),
                name="pseudonym_is_ones_own",
                condition=~Q(pseudonym=""),
                violation_error_message=_("Somebody has this name already. Choose another."),
            ),
            models.CheckConstraint(
                name="pseudonym_is_no_address",
                condition=~Q(pseudonym__contains="@"),
                violation_error_message=_("Choose a name that is no e-mail address."),
            ),
        ]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Of the password, as Django has it, and of how often they signed out everywhere."""
        words = f"{self.password}|{self.sign_outs}"
        salt = "clinics.accounts.models.User"
        return salted_hmac(salt, words, secret=secret, algorithm="sha256").hexdigest()
