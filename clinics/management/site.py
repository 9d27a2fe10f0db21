"""Where links in the mails of a command lead."""

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from clinics.desk.rules import host_of

DEVELOPMENT_SITE = "http://localhost:8000"


def add_site(parser: CommandParser) -> None:
    """The option `--site`, for `site_of`."""
    parser.add_argument("--site", help="Where this site is reached, such as https://example.org")


def site_of(given: str | None) -> str:
    """What was given, or SITE_URL, or this machine in development. CommandError if it is no address."""
    site = given or settings.SITE_URL
    if not site and settings.PRODUCTION:
        raise CommandError("Say where this site is reached: --site https://example.org, or SITE_URL.")
    site = site or DEVELOPMENT_SITE
    if not host_of(site) or not site.startswith(("https://", "http://")):
        raise CommandError(f"{site} is no address of a site. Write it as https://example.org.")
    return site.rstrip("/")
