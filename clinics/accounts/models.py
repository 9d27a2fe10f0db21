"""The user model. It stands in the first migration, so that it can grow later."""

from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class UserManager(DjangoUserManager["User"]):
    """The first administrator is made at a terminal, where no mail can be answered."""

    use_in_migrations = False

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any
    ) -> "User":
        """With the address that they sign in with; whoever holds the machine vouches for it."""
        if not email:
            raise ValidationError(_("An administrator signs in by e-mail: give an address."))
        user = super().create_superuser(username, email, password, **extra_fields)
        addresses = apps.get_model("account", "EmailAddress").objects
        addresses.create(user=user, email=user.email.lower(), verified=True, primary=True)
        return user


class User(AbstractUser):
    """Somebody who may sign in: staff, and people who keep the listing of their clinic."""

    objects: ClassVar[UserManager] = UserManager()
