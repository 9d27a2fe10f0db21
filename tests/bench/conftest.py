"""Two hundred synthetic listings around the places that the benchmark asks for."""

import csv
import re

import pytest
from django.conf import settings

from bench.filling import fill
from bench.queries import QUERIES
from clinics.medicine.loading import load_vocabularies
from clinics.places.models import State, ZipCode
from clinics.places.states import STATES

LISTINGS = 200


@pytest.fixture
def listings(db, settings):
    settings.SHOW_DEMO = False
    State.objects.bulk_create(State(**row._asdict()) for row in STATES)
    ZipCode.objects.bulk_create(_zips())
    load_vocabularies()
    fill(LISTINGS)


def _zips() -> list[ZipCode]:
    asked = set(re.findall(r"near=(\d{5})", " ".join(QUERIES)))
    with (settings.FIXTURE_DIRS[0] / "places" / "zip_us.csv").open(encoding="utf-8", newline="") as file:
        return [
            ZipCode(row["zip"], row["city"], row["region"], float(row["lat"]), float(row["lon"]))
            for row in csv.DictReader(file)
            if row["zip"] in asked
        ]
