"""Small exclusion lists as OIG writes them. All that is in them is fictional."""

import csv
import io

from clinics.registries.leie import COLUMNS

NOBODY = "0000000000"


def excluded(last="MARROWBY", first="EDITH", npi=NOBODY, state="TX", **more):
    return {
        "LASTNAME": last,
        "FIRSTNAME": first,
        "MIDNAME": "Q",
        "GENERAL": "IND- LIC HC SERV PRO",
        "SPECIALTY": "PSYCHIATRY",
        "NPI": npi,
        "DOB": "19610704",
        "ADDRESS": "689 SAMPLE ST",
        "CITY": "AUSTIN",
        "STATE": state,
        "ZIP": "78749",
        "EXCLTYPE": "1128b4",
        "EXCLDATE": "20230720",
        "REINDATE": "00000000",
        "WAIVERDATE": "00000000",
        **more,
    }


def business(name="DIM LANTERN CARE, INC", npi=NOBODY, state="TX", **more):
    return excluded("", "", npi, state, MIDNAME="", DOB="", BUSNAME=name, **more)


def stranger(number=0, **more):
    """Somebody who is nobody here."""
    return excluded("FARAWAY", f"PERSON{chr(65 + number)}", state="WY", **more)


def list_of(rows, columns=COLUMNS):
    out = io.StringIO()
    out.write(",".join(columns) + "\r\n")
    csv.DictWriter(out, columns, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def write_list(path, rows):
    """The list without these rows never is empty: a stranger closes it."""
    path.write_bytes(list_of([*rows, stranger()]))
    return path
