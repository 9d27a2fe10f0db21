"""Ask every address that approved notes name whether it still answers."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clinicfinder import clock
from clinics.regulations.links import Knock, Pace, asking, check, knocker

HELP = (
    "Ask the addresses that public regulation notes name whether they still answer, and print each. "
    "Those not asked lately come first, so a run that was stopped is taken up by the next one. An address "
    "is dead when it failed on two different days; the exit code is not zero when one newly is. "
    "Needs LINK_CHECKS=1 and SITE_URL."
)
OFF = "Link checks are switched off here. Set LINK_CHECKS=1 in the environment to let them ask other hosts."
UNNAMED = "Set SITE_URL, such as https://clinicfinder.example.org: whoever is asked can see who asks."


class Command(BaseCommand):
    help = HELP
    # Who makes the requests: tests bring their own.
    stealth_options = ("knock",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=_whole, help="ask so many addresses at most")
        parser.add_argument(
            "--pause", type=_seconds, default=5.0, help="seconds between requests to one host"
        )

    def handle(self, *args: Any, knock: Knock | None = None, **options: Any) -> None:
        if not settings.LINK_CHECKS:
            raise CommandError(OFF)
        if not settings.SITE_URL:
            raise CommandError(UNNAMED)
        counts = {"answered": 0, "failed": 0, "newly dead": 0}
        pages = asking(options["limit"])
        stopped = False
        try:
            self._ask(pages, knock or knocker(settings.SITE_URL), options["pause"], counts)
        except KeyboardInterrupt:
            stopped = True
        told = ", ".join(f"{number} {name}" for name, number in counts.items())
        left = len(pages) - counts["answered"] - counts["failed"]
        self.stdout.write(f"{told}, {left} left.")
        if stopped:
            raise CommandError("Stopped. What was asked is stored; the next run goes on.", returncode=130)
        if counts["newly dead"]:
            raise CommandError(f"{counts['newly dead']} links are newly dead.")

    def _ask(self, pages: list, knock: Knock, pause: float, counts: dict[str, int]) -> None:
        for asked in check(pages, knock, Pace(pause), clock.now):
            counts["answered" if asked.answers else "failed"] += 1
            counts["newly dead"] += asked.newly_dead
            word = "dead" if asked.newly_dead else "ok" if asked.answers else "failed"
            self.stdout.write(f"{word} {asked.page.answered or 'no answer'} {asked.page.url}")


def _at_least(least: float, read: Callable[[str], float]) -> Callable[[str], Any]:
    def number(text: str) -> float:
        value = read(text)
        if not least <= value < 1e9:
            raise ValueError(text)
        return value

    return number


_whole = _at_least(1, int)
_seconds = _at_least(0, float)
