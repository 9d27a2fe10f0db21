"""Tell whoever asked what changed in the law of a state."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from clinicfinder import clock
from clinics.management.site import add_site, site_of
from clinics.regulations.alerts import forget_unconfirmed
from clinics.regulations.queries_alerts import alerts
from clinics.regulations.telling import Round, Told

HELP = (
    "For each confirmed alert, mail what changed in the law of its state and in federal law, or in our notes "
    "on them, since it was told last; one mail at most, none where nothing changed. An alert counts as told "
    "when its mail went out, so it may be stopped and run again. Asked alerts that nobody confirmed in three "
    "days are dropped. Exits non-zero if a mail could not be sent. Run it every night."
)


class Command(BaseCommand):
    help = HELP

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count, and send nothing.")
        add_site(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        this = Round(site_of(options["site"]), clock.now())
        numbers = list(alerts().to_tell().values_list("pk", flat=True))
        if options["dry_run"]:
            due = sum(map(this.would_tell, numbers))
            self.stdout.write(f"alerts={len(numbers)} due={due} sent=0 failed=0 (dry run)")
            return
        forgotten = forget_unconfirmed()
        told = Counter(map(this.tell, tqdm(numbers, desc="Alerts", unit="", leave=False, disable=None)))
        self.stdout.write(
            f"alerts={len(numbers)} sent={told[Told.SENT]} unchanged={told[Told.NOTHING]} "
            f"failed={told[Told.FAILED]} dropped={forgotten}"
        )
        if told[Told.FAILED]:
            raise CommandError("Some mails could not be sent. They are tried again the next time.")
