"""Small NPPES files as the registry writes them: quoted, in capitals. All that is in them is fictional."""

import csv
import io
import zipfile

from clinics.registries.columns import IDENTIFIERS, SLOTS, taxonomy_slot

MAILING = [f"Provider {line} Business Mailing Address" for line in ("First Line", "Second Line")] + [
    f"Provider Business Mailing Address {part}"
    for part in (
        "City Name",
        "State Name",
        "Postal Code",
        "Country Code (If outside U.S.)",
        "Telephone Number",
        "Fax Number",
    )
]
PRACTICE = [name.replace("Mailing", "Practice Location") for name in MAILING]
V1 = [
    "NPI",
    "Entity Type Code",
    "Replacement NPI",
    "Employer Identification Number (EIN)",
    "Provider Organization Name (Legal Business Name)",
    "Provider Last Name (Legal Name)",
    "Provider First Name",
    "Provider Middle Name",
    "Provider Name Prefix Text",
    "Provider Name Suffix Text",
    "Provider Credential Text",
    "Provider Other Organization Name",
    "Provider Other Organization Name Type Code",
    "Provider Other Last Name",
    "Provider Other First Name",
    "Provider Other Middle Name",
    "Provider Other Name Prefix Text",
    "Provider Other Name Suffix Text",
    "Provider Other Credential Text",
    "Provider Other Last Name Type Code",
    *MAILING,
    *PRACTICE,
    "Provider Enumeration Date",
    "Last Update Date",
    "NPI Deactivation Reason Code",
    "NPI Deactivation Date",
    "NPI Reactivation Date",
    "Provider Gender Code",
    "Authorized Official Last Name",
    "Authorized Official First Name",
    "Authorized Official Middle Name",
    "Authorized Official Title or Position",
    "Authorized Official Telephone Number",
    *(name for number in SLOTS for name in taxonomy_slot(number)),
    *(
        f"Other Provider Identifier{part}_{number}"
        for number in IDENTIFIERS
        for part in ("", " Type Code", " State", " Issuer")
    ),
    "Is Sole Proprietor",
    "Is Organization Subpart",
    "Parent Organization LBN",
    "Parent Organization TIN",
    "Authorized Official Name Prefix Text",
    "Authorized Official Name Suffix Text",
    "Authorized Official Credential Text",
    *(f"Healthcare Provider Taxonomy Group_{number}" for number in SLOTS),
]
V2 = [name.replace("Gender", "Sex") for name in V1] + ["Certification Date"]
OTHER_NAMES = [
    "NPI",
    "Provider Other Organization Name",
    "Provider Other Organization Name Type Code",
    "Created Date",
]
_FURTHER = "Provider Secondary Practice Location Address"
LOCATIONS = [
    "NPI",
    f"{_FURTHER}- Address Line 1",
    f"{_FURTHER}-  Address Line 2",
    f"{_FURTHER} - City Name",
    f"{_FURTHER} - State Name",
    f"{_FURTHER} - Postal Code",
    f"{_FURTHER} - Country Code (If outside U.S.)",
    f"{_FURTHER} - Telephone Number",
    f"{_FURTHER} - Telephone Extension",
    "Provider Practice Location Address - Fax Number",
]
# Well-formed numbers that nobody has: the registry gives out none that start with 2.
CLINIC, PERSON, OTHER = "2000000002", "2000000010", "2000000028"


def address(
    street="12 BIRCH ST", unit="STE 4", city="AUSTIN", state="TX", code="787011234", phone="5125550123"
):
    values = [street, unit, city, state, code, "US", phone, ""]
    return dict(zip(PRACTICE, values, strict=True))


def organisation(npi=CLINIC, name="BIRCH KETAMINE CLINIC LLC", **more):
    return {
        "NPI": npi,
        "Entity Type Code": "2",
        "Employer Identification Number (EIN)": "<UNAVAIL>",
        "Provider Organization Name (Legal Business Name)": name,
        **address(),
        "Last Update Date": "03/04/2020",
        **more,
    }


def person(npi=PERSON, **more):
    return {
        "NPI": npi,
        "Entity Type Code": "1",
        "Provider Last Name (Legal Name)": "O'QUILL",
        "Provider First Name": "MARA",
        "Provider Credential Text": "M. D.",
        **address(),
        "Last Update Date": "03/04/2020",
        "Healthcare Provider Taxonomy Code_1": "207L00000X",
        "Provider License Number_1": "Q1234",
        "Provider License Number State Code_1": "TX",
        "Healthcare Provider Primary Taxonomy Switch_1": "N",
        "Healthcare Provider Taxonomy Code_2": "2084P0800X",
        "Provider License Number_2": "$$$$$$$$$",
        "Provider License Number State Code_2": "OK",
        "Healthcare Provider Primary Taxonomy Switch_2": "Y",
        **more,
    }


def deactivated(npi, on="05/06/2021"):
    return {"NPI": npi, "NPI Deactivation Date": on}


def location(npi, street, city, state, code, phone="5125550124"):
    return dict(zip(LOCATIONS, [npi, street, "", city, state, code, "US", phone, "", ""], strict=True))


def other_name(npi, name, kind="3"):
    return dict(zip(OTHER_NAMES, [npi, name, kind, "01/02/2020"], strict=True))


def text_of(rows, header=V2):
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write(path, rows, header=V2, encoding="utf-8"):
    path.write_bytes(text_of(rows, header).encode(encoding))
    return path


def write_zip(path, members):
    """A ZIP of these texts by their names."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path
