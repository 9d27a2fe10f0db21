"""The columns of the NPPES files, by name, in the layouts of before 2021 (V1) and of today (V2).

Source: the headers of the files and the CMS readme of 2025-02-01. V1 has 329 columns, V2 330:
"Gender Code" became "Sex Code", and "Certification Date" came at the end.
"""

from collections.abc import Iterable

from clinics.registries.files import UnreadableError

NPI = "NPI"
ENTITY = "Entity Type Code"
LEGAL_NAME = "Provider Organization Name (Legal Business Name)"
LAST_NAME, FIRST_NAME = "Provider Last Name (Legal Name)", "Provider First Name"
MIDDLE_NAME, SUFFIX = "Provider Middle Name", "Provider Name Suffix Text"
CREDENTIALS = "Provider Credential Text"
OTHER_NAME = "Provider Other Organization Name"
OTHER_NAME_TYPE = "Provider Other Organization Name Type Code"
OTHER_FIRST, OTHER_MIDDLE = "Provider Other First Name", "Provider Other Middle Name"
OTHER_LAST = "Provider Other Last Name"
UPDATED = "Last Update Date"
DEACTIVATED, REACTIVATED = "NPI Deactivation Date", "NPI Reactivation Date"
SLOTS = range(1, 16)
IDENTIFIERS = range(1, 51)


def _address(first: str, second: str, rest: str) -> tuple[str, ...]:
    return (
        first,
        second,
        f"{rest} City Name",
        f"{rest} State Name",
        f"{rest} Postal Code",
        f"{rest} Country Code (If outside U.S.)",
        f"{rest} Telephone Number",
    )


def _business(kind: str) -> tuple[str, ...]:
    return _address(
        f"Provider First Line Business {kind} Address",
        f"Provider Second Line Business {kind} Address",
        f"Provider Business {kind} Address",
    )


_FURTHER = "Provider Secondary Practice Location Address"
# Line 1, line 2, city, state, ZIP code, country, phone.
PRACTICE = _business("Practice Location")
FURTHER = _address(f"{_FURTHER} Address Line 1", f"{_FURTHER} Address Line 2", _FURTHER)


def taxonomy_slot(number: int) -> tuple[str, str, str, str]:
    """Code, license number, license state and primary switch of one of the fifteen slots."""
    return (
        f"Healthcare Provider Taxonomy Code_{number}",
        f"Provider License Number_{number}",
        f"Provider License Number State Code_{number}",
        f"Healthcare Provider Primary Taxonomy Switch_{number}",
    )


TAXONOMIES = tuple(taxonomy_slot(number)[0] for number in SLOTS)
# Free text that was seen to hold doctors' names, DEA numbers and tax ids: never kept.
OTHER_IDENTIFIERS = frozenset(
    f"Other Provider Identifier{part}_{number}"
    for part in ("", " Type Code", " State", " Issuer")
    for number in IDENTIFIERS
)
NEEDED = (
    NPI, ENTITY, LEGAL_NAME, LAST_NAME, FIRST_NAME, MIDDLE_NAME, SUFFIX, CREDENTIALS,
    OTHER_NAME, OTHER_NAME_TYPE, OTHER_FIRST, OTHER_MIDDLE, OTHER_LAST,
    *PRACTICE, UPDATED, DEACTIVATED, REACTIVATED,
    *(column for number in SLOTS for column in taxonomy_slot(number)),
)  # fmt: skip
KNOWN = frozenset(
    [
        *NEEDED,
        *OTHER_IDENTIFIERS,
        *_business("Mailing"),
        "Provider Business Mailing Address Fax Number",
        "Provider Business Practice Location Address Fax Number",
        "Replacement NPI",
        "Employer Identification Number (EIN)",
        "Provider Name Prefix Text",
        "Provider Other Name Prefix Text",
        "Provider Other Name Suffix Text",
        "Provider Other Credential Text",
        "Provider Other Last Name Type Code",
        "Provider Enumeration Date",
        "NPI Deactivation Reason Code",
        "Provider Gender Code",
        "Provider Sex Code",
        *(f"Authorized Official {part} Name" for part in ("Last", "First", "Middle")),
        "Authorized Official Title or Position",
        "Authorized Official Telephone Number",
        *(f"Authorized Official {part} Text" for part in ("Name Prefix", "Name Suffix", "Credential")),
        "Is Sole Proprietor",
        "Is Organization Subpart",
        "Parent Organization LBN",
        "Parent Organization TIN",
        *(f"Healthcare Provider Taxonomy Group_{number}" for number in SLOTS),
        "Certification Date",
    ]
)
OTHER_NAMES_NEEDED = (NPI, OTHER_NAME, OTHER_NAME_TYPE)
OTHER_NAMES_KNOWN = frozenset([*OTHER_NAMES_NEEDED, "Created Date"])
LOCATIONS_NEEDED = (NPI, *FURTHER)
LOCATIONS_KNOWN = frozenset(
    [*LOCATIONS_NEEDED, f"{_FURTHER} Telephone Extension", "Provider Practice Location Address Fax Number"]
)


def squeezed(name: str) -> str:
    """The name with single spaces and no hyphens: practice-location headers are spaced at random."""
    return " ".join(name.replace("-", " ").split())


class Columns:
    """Where each column of one file stands."""

    def __init__(self, file: str, header: list[str], needed: Iterable[str], known: frozenset[str]) -> None:
        self.names = [squeezed(name) for name in header]
        self.at = {name: position for position, name in enumerate(self.names)}
        _refuse(file, "lacks", [name for name in needed if name not in self.at])
        _refuse(file, "has unknown", [name for name in self.names if name not in known])
        if len(self.at) < len(self.names):
            raise UnreadableError(f"{file}: a column stands there twice.")
        self._kept = [(i, name) for i, name in enumerate(self.names) if name not in OTHER_IDENTIFIERS]

    def positions(self, names: Iterable[str]) -> list[int]:
        return [self.at[name] for name in names]

    def filled(self, row: list[str]) -> dict[str, str]:
        """What the row says, as it came, without blanks and without the other identifiers."""
        return {name: row[i] for i, name in self._kept if row[i]}


def _refuse(file: str, what: str, names: list[str]) -> None:
    if names:
        first = "; ".join(name[:60] for name in names[:3])
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        raise UnreadableError(
            f"{file}: not the NPPES file that it should be: it {what} columns: {first}{more}."
        )
