"""The 50 states, the District of Columbia and five territories.

Codes: USPS Publication 28, appendix B. Numbers: FIPS 5-2, which never change. Time zone: the
IANA zone in which most of its people live; a few states have two.
"""

from typing import NamedTuple
from zoneinfo import ZoneInfo


class StateRow(NamedTuple):
    """One state as it stands in the table."""

    usps: str
    number: int
    name: str
    kind: str
    timezone: str


def _(name: str) -> str:
    """Marks a name for translators; `state_names` tells it in the reader's language."""
    return name


EASTERN, CENTRAL = "America/New_York", "America/Chicago"
MOUNTAIN, PACIFIC = "America/Denver", "America/Los_Angeles"

STATES: tuple[StateRow, ...] = (
    StateRow("AL", 1, _("Alabama"), "state", CENTRAL),
    StateRow("AK", 2, _("Alaska"), "state", "America/Anchorage"),
    StateRow("AZ", 4, _("Arizona"), "state", "America/Phoenix"),
    StateRow("AR", 5, _("Arkansas"), "state", CENTRAL),
    StateRow("CA", 6, _("California"), "state", PACIFIC),
    StateRow("CO", 8, _("Colorado"), "state", MOUNTAIN),
    StateRow("CT", 9, _("Connecticut"), "state", EASTERN),
    StateRow("DE", 10, _("Delaware"), "state", EASTERN),
    StateRow("DC", 11, _("District of Columbia"), "district", EASTERN),
    StateRow("FL", 12, _("Florida"), "state", EASTERN),
    StateRow("GA", 13, _("Georgia"), "state", EASTERN),
    StateRow("HI", 15, _("Hawaii"), "state", "Pacific/Honolulu"),
    StateRow("ID", 16, _("Idaho"), "state", "America/Boise"),
    StateRow("IL", 17, _("Illinois"), "state", CENTRAL),
    StateRow("IN", 18, _("Indiana"), "state", "America/Indiana/Indianapolis"),
    StateRow("IA", 19, _("Iowa"), "state", CENTRAL),
    StateRow("KS", 20, _("Kansas"), "state", CENTRAL),
    StateRow("KY", 21, _("Kentucky"), "state", EASTERN),
    StateRow("LA", 22, _("Louisiana"), "state", CENTRAL),
    StateRow("ME", 23, _("Maine"), "state", EASTERN),
    StateRow("MD", 24, _("Maryland"), "state", EASTERN),
    StateRow("MA", 25, _("Massachusetts"), "state", EASTERN),
    StateRow("MI", 26, _("Michigan"), "state", "America/Detroit"),
    StateRow("MN", 27, _("Minnesota"), "state", CENTRAL),
    StateRow("MS", 28, _("Mississippi"), "state", CENTRAL),
    StateRow("MO", 29, _("Missouri"), "state", CENTRAL),
    StateRow("MT", 30, _("Montana"), "state", MOUNTAIN),
    StateRow("NE", 31, _("Nebraska"), "state", CENTRAL),
    StateRow("NV", 32, _("Nevada"), "state", PACIFIC),
    StateRow("NH", 33, _("New Hampshire"), "state", EASTERN),
    StateRow("NJ", 34, _("New Jersey"), "state", EASTERN),
    StateRow("NM", 35, _("New Mexico"), "state", MOUNTAIN),
    StateRow("NY", 36, _("New York"), "state", EASTERN),
    StateRow("NC", 37, _("North Carolina"), "state", EASTERN),
    StateRow("ND", 38, _("North Dakota"), "state", CENTRAL),
    StateRow("OH", 39, _("Ohio"), "state", EASTERN),
    StateRow("OK", 40, _("Oklahoma"), "state", CENTRAL),
    StateRow("OR", 41, _("Oregon"), "state", PACIFIC),
    StateRow("PA", 42, _("Pennsylvania"), "state", EASTERN),
    StateRow("RI", 44, _("Rhode Island"), "state", EASTERN),
    StateRow("SC", 45, _("South Carolina"), "state", EASTERN),
    StateRow("SD", 46, _("South Dakota"), "state", CENTRAL),
    StateRow("TN", 47, _("Tennessee"), "state", CENTRAL),
    StateRow("TX", 48, _("Texas"), "state", CENTRAL),
    StateRow("UT", 49, _("Utah"), "state", MOUNTAIN),
    StateRow("VT", 50, _("Vermont"), "state", EASTERN),
    StateRow("VA", 51, _("Virginia"), "state", EASTERN),
    StateRow("WA", 53, _("Washington"), "state", PACIFIC),
    StateRow("WV", 54, _("West Virginia"), "state", EASTERN),
    StateRow("WI", 55, _("Wisconsin"), "state", CENTRAL),
    StateRow("WY", 56, _("Wyoming"), "state", MOUNTAIN),
    StateRow("AS", 60, _("American Samoa"), "territory", "Pacific/Pago_Pago"),
    StateRow("GU", 66, _("Guam"), "territory", "Pacific/Guam"),
    StateRow("MP", 69, _("Northern Mariana Islands"), "territory", "Pacific/Guam"),
    StateRow("PR", 72, _("Puerto Rico"), "territory", "America/Puerto_Rico"),
    StateRow("VI", 78, _("U.S. Virgin Islands"), "territory", "America/Puerto_Rico"),
)

STATE_NAMES: dict[str, str] = {row.usps: row.name for row in STATES}
STATE_ZONES: dict[str, ZoneInfo] = {row.usps: ZoneInfo(row.timezone) for row in STATES}
