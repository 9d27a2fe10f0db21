"""Two real snapshots of the registry, nine years apart, one after the other."""

import csv
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from clinics.listings import index
from clinics.models import Clinic, Listing, Provider, RegistryRecord, State, ZipCode
from clinics.registries.wording import readable
from tests import factories as make

pytestmark = pytest.mark.django_db
OLDER, NEWER = "nppes/npidata_pfile_v1_2016_sample.csv", "nppes/npidata_pfile_v2_2025_sample.csv"
LEGAL_NAME = "Provider Organization Name (Legal Business Name)"
PRACTICE = "Provider Business Practice Location Address"
LABEL = "From the national registry; not yet checked by us"


@pytest.fixture(scope="module")
def runs(django_db_setup, django_db_blocker, shared_data):
    """What each of three runs printed and left of legal names; the newer file is read twice."""
    with django_db_blocker.unblock(), transaction.atomic():
        State.objects.bulk_create(make.StateFactory.build(usps=usps) for usps in make.ROWS)
        ZipCode.objects.bulk_create(zip_codes([shared_data(OLDER), shared_data(NEWER)]))
        yield [imported(shared_data(name)) for name in (OLDER, NEWER, NEWER)]
        transaction.set_rollback(True)


def zip_codes(files):
    """The ZIP codes of these files, each at a point of its own that we made up."""
    found = {}
    for file in files:
        with file.open() as rows:
            found |= {row[f"{PRACTICE} Postal Code"][:5]: row for row in csv.DictReader(rows)}
    for place, (code, row) in enumerate(found.items()):
        if code:
            point = {"latitude": 25 + place / 40, "longitude": -120 + place / 20}
            city, region = row[f"{PRACTICE} City Name"], row[f"{PRACTICE} State Name"]
            yield make.ZipCodeFactory.build(code=code, city=city, region=region[:2], **point)


def imported(file):
    said = StringIO()
    call_command("import_nppes", file, match=".", publish=True, stdout=said)
    names = {held.identifier: held.content["record"].get(LEGAL_NAME) for held in RegistryRecord.objects.all()}
    return said.getvalue().splitlines()[-1], names


def test_each_row_is_created_updated_or_left(runs):
    assert [last for last, _ in runs] == [
        "read=499 created=486 updated=0 left=13 rejected=0",
        "read=1000 created=458 updated=132 left=410 rejected=0",
        "read=1000 created=0 updated=0 left=1000 rejected=0",
    ]


def test_the_21_numbers_deactivated_meanwhile_are_marked_and_out_of_the_results(runs):
    off = RegistryRecord.objects.filter(deactivated_on__isnull=False)
    assert off.count() == 21
    assert all(2016 < held.deactivated_on.year <= 2025 for held in off)
    assert {(held.provider or held.listing).status for held in off} == {"suspended"}
    assert not index.SearchEntry.objects.filter(provider__in=off.values("provider")).exists()


def test_8_organisations_changed_their_legal_name_and_their_clinics_follow(runs):
    before, after = runs[0][1], runs[1][1]
    changed = {npi for npi in before if after[npi] != before[npi]}
    assert len(changed) == 8
    for clinic in Clinic.objects.filter(npi__in=changed):
        assert readable(after[clinic.npi]) in (clinic.name, clinic.organisation)
    assert Clinic.objects.filter(name="Amoskeag Health").exists()


def test_a_trade_name_that_only_the_older_file_told_is_still_shown(runs):
    assert Clinic.objects.filter(name="Wilpage Medical", organisation="Wilpage Inc.").exists()


def test_all_are_the_registrys_and_nothing_withheld_is_shown(runs):
    for model in (Clinic, Provider):
        assert set(model.objects.values_list("source", "is_demo")) == {("nppes", False)}
    assert not Listing.objects.filter(verified_from__isnull=False).exists()
    assert Clinic.objects.count() == 190
    assert not Listing.objects.filter(name__icontains="UNAVAIL").exists()
    assert not Clinic.objects.filter(organisation__icontains="UNAVAIL").exists()
    assert not index.SearchText.objects.filter(words__icontains="unavail").exists()


def test_what_they_wrote_of_other_identifiers_is_nowhere(runs):
    kept = {name for held in RegistryRecord.objects.all() for name in held.content["record"]}
    assert LEGAL_NAME in kept
    assert not any(name.startswith("Other Provider Identifier") for name in kept)


def test_every_address_is_on_the_map(runs):
    assert not Clinic.objects.filter(latitude=None).exists()
    assert not Provider.objects.filter(latitude=None).exists()


def test_a_search_by_state_finds_the_clinics_of_that_state(runs, client):
    for usps in ("TX", "NJ", "OH"):
        page = client.get("/search/", {"state": usps})
        assert page.context["found"].total == Clinic.objects.filter(state=usps).count() > 0
        assert LABEL in page.content.decode()


def test_a_search_by_zip_code_finds_the_clinic_there_and_a_condition_search_counts_it(runs, client):
    make.ConditionFactory(slug="ptsd")
    clinic = Clinic.objects.get(name="Amoskeag Health")
    near = {"near": clinic.zip_code, "radius": "1"}
    page = client.get("/search/", near)
    assert "Amoskeag Health" in [card.name for card in page.context["results"]]
    here = page.context["found"].total
    page = client.get("/search/", near | {"condition": "ptsd"})
    assert page.context["found"].total == 0
    assert f"{here} more nearby ha" in page.content.decode()
    assert "not said what they treat" in page.content.decode()
    page = client.get("/search/", near | {"condition": "ptsd", "unknown": "1"})
    assert page.context["found"].total == here


def test_their_pages_say_where_they_come_from(runs, client):
    clinic, person = Clinic.objects.first(), Provider.objects.filter(status="published").first()
    for subject in (clinic, person):
        page = client.get(subject.get_absolute_url())
        assert page.status_code == 200
        assert LABEL in page.content.decode()
        assert 'data-verified="no"' in page.content.decode()


def test_the_index_agrees_with_its_sources(runs):
    assert list(index.disagreements()) == []
