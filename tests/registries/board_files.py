"""Files as three licensing boards write them. All that is in them is fictional."""

import csv
import io

WA = [
    *("CredentialNumber", "LastName", "FirstName", "MiddleName", "CredentialType"),
    *("Status", "BirthYear", "CEDueDate", "FirstIssueDate", "LastIssueDate"),
    *("ExpirationDate", "ActionTaken"),
]
IL = [
    *("License Type", "Description", "License Number", "License Status", "Business", "Title"),
    *("First Name", "Middle", "Last Name", "Prefix", "Suffix", "Business Name", "BusinessDBA"),
    *("Original Issue Date", "Effective Date", "Expiration Date", "City", "State", "Zip", "County"),
    *("Specialty/Qualifier", "Controlled Substance Schedule", "Delegated Controlled Substance Schedule"),
    *("Ever Disciplined", "LastModifiedDate", "Case Number", "Action", "Discipline Start Date"),
    *("Discipline End Date", "Discipline Reason"),
]
CT = [
    *("CredentialId", "Name", "Type", "BusinessName", "DBA"),
    *("FullCredentialCode", "CredentialType", "CredentialNumber", "CredentialSubCategory", "Credential"),
    *("Status", "StatusReason", "Active", "IssueDate", "EffectiveDate"),
    *("ExpirationDate", "Address", "City", "State", "Zip"),
    *("RecordRefreshedOn",),
]
# A mapping that is sound.
SOUND = {
    "state": "TX",
    "name": "A board",
    "look_up_url": "https://example.org/look-up",
    "format_url": "https://example.org/format",
    "retrieved_on": "2026-11-25",
    "basis": "made up",
    "columns": {"number": "No", "last_name": "Last", "status": "Status"},
    "date_formats": ["%m/%d/%Y"],
    "statuses": {"In force": "active"},
}


def washington(number="MD.MD.X00001", last="WINTERBOURNE", **more):
    return {
        "CredentialNumber": number,
        "LastName": last,
        "FirstName": "ADA",
        "CredentialType": "Physician And Surgeon License",
        "Status": "Active",
        "FirstIssueDate": "03/04/2015",
        "ExpirationDate": "10/31/2030",
        "ActionTaken": "No",
        **more,
    }


def illinois(number="000900001", last="WINTERBOURNE", **more):
    return {
        "License Type": "MEDICAL BOARD",
        "Description": "LICENSED PHYSICIAN AND SURGEON",
        "License Number": number,
        "License Status": "ACTIVE",
        "Business": "N",
        "First Name": "ADA",
        "Last Name": last,
        "Original Issue Date": "03/04/2015",
        "Expiration Date": "07/31/2030",
        "Ever Disciplined": "N",
        **more,
    }


def connecticut(number="1.000001", name="ADA B WINTERBOURNE JR", **more):
    return {
        "Name": name,
        "Type": "INDIVIDUAL",
        "FullCredentialCode": number,
        "Credential": "Physician/Surgeon",
        "Status": "ACTIVE",
        "StatusReason": "CURRENT",
        "Active": "1",
        "IssueDate": "03/04/2015",
        "ExpirationDate": "05/31/2030",
        **more,
    }


def text_of(rows, header=WA, delimiter=","):
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write(path, rows, header=WA, encoding="utf-8"):
    path.write_bytes(text_of(rows, header).encode(encoding))
    return path
