"""Studies as API v2 of ClinicalTrials.gov writes them. All that is in them is fictional."""

import json
import os
from datetime import UTC, datetime
from io import StringIO

from django.core.management import call_command

# People who stand in every record, and may stand nowhere else.
PEOPLE = ("Ophelia Quartermain", "Barnaby Fennimore", "512-555-0142", "quartermain@example.org")
AUSTIN = {"city": "Austin", "state": "Texas", "zip": "78701", "lat": 30.26715, "lon": -97.74306}
WACO = {"city": "Waco", "state": "Texas", "zip": "76701", "lat": 31.54933, "lon": -97.14667}
TULSA = {"city": "Tulsa", "state": "Oklahoma", "zip": "74103", "lat": 36.15398, "lon": -95.99277}
OSLO = {"city": "Oslo", "country": "Norway", "lat": 59.91273, "lon": 10.74609}


def site(place=AUSTIN, facility="Larkspur Research Rooms", status=None, **changes):
    """A place of a study; None leaves a part out. Another city has no point unless one is given."""
    place = {} if "city" in changes else place
    asked = {"country": "United States"} | place | {"facility": facility, "status": status} | changes
    point = {"lat": asked.pop("lat", None), "lon": asked.pop("lon", None)}
    written = {name: value for name, value in asked.items() if value is not None}
    if point["lat"] is not None:
        written["geoPoint"] = point
    return written | {"contacts": [{"name": PEOPLE[0], "phone": PEOPLE[2], "email": PEOPLE[3]}]}


def nct(number):
    return f"NCT99{number:06d}"


def study(number=1, *, sites=None, **changes):
    """One study. Each change is a path below protocolSection, such as statusModule__overallStatus."""
    record = {
        "identificationModule": {
            "nctId": nct(number),
            "briefTitle": f"Ketamine and the Hypothetical Blues, Part {number}",
            "officialTitle": "A Made-up Study of Ketamine in Invented People",
        },
        "statusModule": {
            "overallStatus": "RECRUITING",
            "statusVerifiedDate": "2026-10",
            "startDateStruct": {"date": "2026-03"},
            "completionDateStruct": {"date": "2028"},
            "lastUpdatePostDateStruct": {"date": "2026-11-01"},
        },
        "sponsorCollaboratorsModule": {
            "leadSponsor": {"name": "University of Nowhere", "class": "OTHER"},
            "responsibleParty": {"type": "PRINCIPAL_INVESTIGATOR", "investigatorFullName": PEOPLE[1]},
        },
        "descriptionModule": {"briefSummary": "People get ketamine or something else."},
        "conditionsModule": {"conditions": ["Major Depressive Disorder"], "keywords": ["mood"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE2", "PHASE3"],
            "enrollmentInfo": {"count": 60},
        },
        "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": "Ketamine"}]},
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* Age \\>= 18",
            "sex": "ALL",
            "minimumAge": "18 Years",
            "maximumAge": "65 Years",
            "healthyVolunteers": False,
        },
        "contactsLocationsModule": {
            "centralContacts": [{"name": PEOPLE[0], "phone": PEOPLE[2], "email": PEOPLE[3]}],
            "overallOfficials": [{"name": PEOPLE[1], "role": "PRINCIPAL_INVESTIGATOR"}],
            "locations": [site()] if sites is None else sites,
        },
    }
    for path, value in changes.items():
        *parents, last = path.split("__")
        part = record
        for name in parents:
            part = part[name]
        if value is None:
            part.pop(last, None)
        else:
            part[last] = value
    return {"protocolSection": record, "hasResults": False}


def with_status(number, status, **changes):
    return study(number, statusModule__overallStatus=status, **changes)


def updated(number, day, **changes):
    return study(number, statusModule__lastUpdatePostDateStruct={"date": day}, **changes)


def page(*studies, **more):
    """A page of a search."""
    return {"studies": list(studies)} | more


class Importer:
    """Writes files and imports them, and keeps what the command said."""

    def __init__(self, folder):
        self.folder, self.said = folder, ""

    def write(self, content, name="studies.json", day="2026-11-24"):
        path = self.folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content))
        at = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC).timestamp()
        os.utime(path, (at, at))
        return path

    def run(self, *paths, retrieved="", whole=False):
        output = StringIO()
        options = [*(["--whole"] if whole else []), *([f"--retrieved={retrieved}"] if retrieved else [])]
        try:
            call_command("import_trials", *map(str, paths), *options, stdout=output)
        finally:
            self.said = output.getvalue()
        return self.said.splitlines()[-1]

    def __call__(self, *studies, day="2026-11-24", **options):
        """Import one page with these studies; the last line of the command."""
        return self.run(self.write(page(*studies), day=day), **options)
