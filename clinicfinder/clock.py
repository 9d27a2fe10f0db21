"""The one place where the app reads the time.

Rules and queries take the day or the instant as an argument; only views, commands and
admin actions ask this module. So the whole app can be run on another day by setting the
system's clock.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    """This instant, in UTC."""
    return timezone.now()


def today(zone: str = "UTC") -> date:
    """The calendar day that it is now in the IANA time zone `zone`."""
    return now().astimezone(ZoneInfo(zone)).date()
