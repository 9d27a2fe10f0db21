"""Ask listings whether they are still right, before their confirmation ends and after it has."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinics.desk import confirming
from clinics.management.site import add_site, site_of

HELP = (
    "Mail one signed link to each published listing with an e-mail whose last confirmation is 150 days old "
    "or older, so that it can say whether its facts are still right; the longest ago first. Nobody is asked "
    "twice within 180 days, or again after two mails in a row without an answer. Run it every night."
)


class Command(BaseCommand):
    help = HELP

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count, and send nothing.")
        add_site(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        site = site_of(options["site"])
        due = list(confirming.due())
        if options["dry_run"]:
            self.stdout.write(f"due={len(due)} sent=0 failed=0 (dry run)")
            return
        sent = sum(confirming.ask(listing, site) for listing in due)
        self.stdout.write(f"due={len(due)} sent={sent} failed={len(due) - sent}")
        if sent < len(due):
            raise CommandError("Some mails could not be sent. They are tried again the next time.")
