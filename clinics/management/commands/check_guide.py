"""Whether every page of the guide may stand as it is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clinicfinder import clock
from clinics.guide.content import problems
from clinics.guide.models import GuidePage


class Command(BaseCommand):
    help = (
        "Look for guide pages with links that lead nowhere, sources that are missing or never named, and "
        "sentences that are too hard to read, and name those whose review is due. Exits non-zero for "
        "whatever is wrong; a review that is due is only told."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for page in GuidePage.objects.published():
            for problem in problems(page):
                wrong += 1
                self.stdout.write(f"{page.slug}: {problem}")
        for page in GuidePage.objects.review_due(clock.today()):
            self.stdout.write(f"{page.slug}: its review was due on {page.review_due_on}.")
        if wrong:
            raise CommandError(f"{wrong} things are wrong in the guide.")
        self.stdout.write("Every page of the guide may stand as it is.")
