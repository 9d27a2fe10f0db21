"""The user model. It stands in the first migration, so that it can grow later."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody who may sign in: for now administrators and curators."""
