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


EASTERN, CENTRAL = "America/New_York", "America/Chicago"
MOUNTAIN, PACIFIC = "America/Denver", "America/Los_Angeles"

STATES: tuple[StateRow, ...] = (
    StateRow("AL", 1, "Alabama", "state", CENTRAL),
    StateRow("AK", 2, "Alaska", "state", "America/Anchorage"),
    StateRow("AZ", 4, "Arizona", "state", "America/Phoenix"),
    StateRow("AR", 5, "Arkansas", "state", CENTRAL),
    StateRow("CA", 6, "California", "state", PACIFIC),
    StateRow("CO", 8, "Colorado", "state", MOUNTAIN),
    StateRow("CT", 9, "Connecticut", "state", EASTERN),
    StateRow("DE", 10, "Delaware", "state", EASTERN),
    StateRow("DC", 11, "District of Columbia", "district", EASTERN),
    StateRow("FL", 12, "Florida", "state", EASTERN),
    StateRow("GA", 13, "Georgia", "state", EASTERN),
    StateRow("HI", 15, "Hawaii", "state", "Pacific/Honolulu"),
    StateRow("ID", 16, "Idaho", "state", "America/Boise"),
    StateRow("IL", 17, "Illinois", "state", CENTRAL),
    StateRow("IN", 18, "Indiana", "state", "America/Indiana/Indianapolis"),
    StateRow("IA", 19, "Iowa", "state", CENTRAL),
    StateRow("KS", 20, "Kansas", "state", CENTRAL),
    StateRow("KY", 21, "Kentucky", "state", EASTERN),
    StateRow("LA", 22, "Louisiana", "state", CENTRAL),
    StateRow("ME", 23, "Maine", "state", EASTERN),
    StateRow("MD", 24, "Maryland", "state", EASTERN),
    StateRow("MA", 25, "Massachusetts", "state", EASTERN),
    StateRow("MI", 26, "Michigan", "state", "America/Detroit"),
    StateRow("MN", 27, "Minnesota", "state", CENTRAL),
    StateRow("MS", 28, "Mississippi", "state", CENTRAL),
    StateRow("MO", 29, "Missouri", "state", CENTRAL),
    StateRow("MT", 30, "Montana", "state", MOUNTAIN),
    StateRow("NE", 31, "Nebraska", "state", CENTRAL),
    StateRow("NV", 32, "Nevada", "state", PACIFIC),
    StateRow("NH", 33, "New Hampshire", "state", EASTERN),
    StateRow("NJ", 34, "New Jersey", "state", EASTERN),
    StateRow("NM", 35, "New Mexico", "state", MOUNTAIN),
    StateRow("NY", 36, "New York", "state", EASTERN),
    StateRow("NC", 37, "North Carolina", "state", EASTERN),
    StateRow("ND", 38, "North Dakota", "state", CENTRAL),
    StateRow("OH", 39, "Ohio", "state", EASTERN),
    StateRow("OK", 40, "Oklahoma", "state", CENTRAL),
    StateRow("OR", 41, "Oregon", "state", PACIFIC),
    StateRow("PA", 42, "Pennsylvania", "state", EASTERN),
    StateRow("RI", 44, "Rhode Island", "state", EASTERN),
    StateRow("SC", 45, "South Carolina", "state", EASTERN),
    StateRow("SD", 46, "South Dakota", "state", CENTRAL),
    StateRow("TN", 47, "Tennessee", "state", CENTRAL),
    StateRow("TX", 48, "Texas", "state", CENTRAL),
    StateRow("UT", 49, "Utah", "state", MOUNTAIN),
    StateRow("VT", 50, "Vermont", "state", EASTERN),
    StateRow("VA", 51, "Virginia", "state", EASTERN),
    StateRow("WA", 53, "Washington", "state", PACIFIC),
    StateRow("WV", 54, "West Virginia", "state", EASTERN),
    StateRow("WI", 55, "Wisconsin", "state", CENTRAL),
    StateRow("WY", 56, "Wyoming", "state", MOUNTAIN),
    StateRow("AS", 60, "American Samoa", "territory", "Pacific/Pago_Pago"),
    StateRow("GU", 66, "Guam", "territory", "Pacific/Guam"),
    StateRow("MP", 69, "Northern Mariana Islands", "territory", "Pacific/Guam"),
    StateRow("PR", 72, "Puerto Rico", "territory", "America/Puerto_Rico"),
    StateRow("VI", 78, "U.S. Virgin Islands", "territory", "America/Puerto_Rico"),
)

STATE_NAMES: dict[str, str] = {row.usps: row.name for row in STATES}
STATE_ZONES: dict[str, ZoneInfo] = {row.usps: ZoneInfo(row.timezone) for row in STATES}
