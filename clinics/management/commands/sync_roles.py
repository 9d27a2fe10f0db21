"""Give the groups what the table of roles says."""

from typing import Any

from django.core.management.base import BaseCommand

from clinics.accounts import roles


class Command(BaseCommand):
    help = "Set the rights of each role's group to what clinics/accounts/roles.py says. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        roles.apply()
        self.stdout.write(f"Roles: {', '.join(roles.ROLES)}.")
