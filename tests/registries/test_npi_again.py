"""Stored records of NPPES looked at again: what changed here counts, and no file grows younger."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics.listings import index
from clinics.models import Check, Clinic, Provider, RegistryRecord
from clinics.registries import npi_again
from clinics.registries.npi_again import look_again
from clinics.vetting import standing
from tests import factories as make
from tests.registries.extracts import (
    CLINIC,
    LOCATIONS,
    OTHER,
    PERSON,
    deactivated,
    location,
    organisation,
    person,
    write,
)

# The day of the newest file, and a later night.
FILE = "npidata_pfile_20050523-20251012.csv"
READ_ON = datetime(2025, 10, 12, 12, tzinfo=UTC)
NIGHT = datetime(2025, 12, 1, 6, tzinfo=UTC)


@pytest.fixture
def take(run, tmp_path):
    """Import these rows, all of them chosen and published, some days after the day of the file."""

    def imported(*rows, name=FILE, on=datetime(2025, 10, 20, tzinfo=UTC), **options):
        with time_machine.travel(on):
            run(write(tmp_path / name, rows), match=".", publish=True, **options)

    return imported


def look():
    """Look again twice: the second time finds nothing."""
    with time_machine.travel(NIGHT):
        index.rebuild()
        looked = look_again(NIGHT)
        assert look_again(NIGHT + timedelta(days=1)).checks == 0
    assert list(index.disagreements()) == []
    assert list(standing.all_disagreements()) == []
    return looked.records, looked.checks


def told():
    """The checks of NPIs in the order in which they overrule each other."""
    rows = Check.objects.filter(kind="npi").order_by("looked_at", "pk")
    return list(rows.values_list("outcome", "looked_at", "reference"))


def test_what_the_import_concluded_is_concluded_again_and_nothing_is_new(take):
    take(organisation(), person())
    assert look() == (2, 0)
    assert {row[:2] for row in told()} == {("passed", READ_ON)}


def test_a_name_that_a_curator_corrected_counts_as_of_the_day_of_the_file(take):
    take(organisation())
    Clinic.objects.update(name="Quiet Harbor", organisation="")
    assert look() == (1, 1)
    Clinic.objects.update(name="Birch Ketamine Clinic LLC")
    assert look() == (1, 1)
    assert told() == [
        (outcome, READ_ON, f"NPI {CLINIC}, {FILE}") for outcome in ("passed", "unknown", "passed")
    ]


def test_looking_again_never_makes_a_verification_last_longer(take):
    take(organisation())
    with time_machine.travel(NIGHT):
        clinic = make.verified(Clinic.objects.get(), looked_at=NIGHT - timedelta(days=2))
        Check.objects.filter(listing=clinic, kind="npi", source_name="Our call").delete()
        index.refresh(listings=[clinic.pk])
        clinic.refresh_from_db()
        until = clinic.verified_until
        for name in ("Quiet Harbor", "Birch Ketamine Clinic LLC"):
            Clinic.objects.update(name=name, organisation="")
            look()
        clinic.refresh_from_db()
        assert (clinic.checks.filter(kind="npi").count(), clinic.verified_until) == (3, until)


def test_a_record_that_was_linked_by_hand_speaks_as_of_its_file(take):
    take(organisation())
    other = make.ClinicFactory(name="Birch Ketamine Clinic LLC", npi=CLINIC)
    RegistryRecord.objects.update(listing=other)
    Clinic.objects.exclude(pk=other.pk).update(npi="")
    assert look() == (1, 1)
    check = other.checks.get()
    assert (check.outcome, check.looked_at, check.reference) == ("passed", READ_ON, f"NPI {CLINIC}, {FILE}")
    assert check.source_url.endswith(CLINIC)


def test_a_file_without_a_day_in_its_name_is_as_old_as_the_last_change_of_the_record(take):
    take(organisation(), organisation(OTHER, **{"Last Update Date": "05/06/2024"}), name="npi.csv")
    Check.objects.all().delete()
    look()
    days = {
        reference.split()[1].strip(","): looked_at.date().isoformat() for _o, looked_at, reference in told()
    }
    assert days == {CLINIC: "2020-03-04", OTHER: "2024-05-06"}


def test_what_tells_no_day_at_all_is_no_evidence(take):
    take(organisation(**{"Last Update Date": ""}), name="npi.csv")
    Check.objects.all().delete()
    assert look() == (1, 0)


def test_a_day_that_lies_ahead_is_now(take):
    take(organisation(), name="npidata_pfile_20050523-20991231.csv")
    Check.objects.all().delete()
    look()
    assert told()[0][1] == NIGHT


def test_a_number_that_was_switched_off_fails_whoever_has_it_now(take):
    take(person())
    take(deactivated(PERSON), name="npidata_pfile_20050523-20251019.csv")
    other = make.ProviderFactory(last_name="O'Quill")
    Provider.objects.exclude(pk=other.pk).update(npi="")
    Provider.objects.filter(pk=other.pk).update(npi=PERSON)
    RegistryRecord.objects.update(provider=other)
    assert look() == (1, 1)
    check = other.checks.get()
    assert (check.outcome, check.said) == ("failed", "Deactivated on 2021-05-06")
    assert check.looked_at == datetime(2025, 10, 19, 12, tzinfo=UTC)


def test_a_later_look_of_a_curator_is_not_overruled(take):
    take(organisation())
    clinic = Clinic.objects.get()
    seen = make.CheckFactory(
        listing=clinic, kind="npi", looked_at=NIGHT - timedelta(days=1), looked_by=make.UserFactory()
    )
    Clinic.objects.update(name="Quiet Harbor", organisation="")
    assert look() == (1, 1)
    assert Check.objects.of(clinic).newest_of_each() == [seen]


def test_a_later_file_that_changed_nothing_dates_what_is_concluded_anew(take):
    take(organisation())
    later = "npidata_pfile_20050523-20251109.csv"
    take(organisation(), name=later, on=datetime(2025, 11, 10, tzinfo=UTC))
    Clinic.objects.update(name="Quiet Harbor", organisation="")
    look()
    assert told()[-1] == ("unknown", datetime(2025, 11, 9, 12, tzinfo=UTC), f"NPI {CLINIC}, {later}")


@pytest.mark.parametrize("columns", [{"status": "draft"}, {"status": "suspended"}, {"npi": OTHER}])
def test_only_those_who_are_shown_under_this_number_are_looked_at(take, columns):
    take(organisation())
    Check.objects.all().delete()
    Clinic.objects.update(**columns)
    assert look() == (0, 0)


def test_two_places_of_one_organisation_that_were_merged_are_one_answer(run, tmp_path, take):
    rows = [location(CLINIC, "99 OAK ST", "OKLAHOMA CITY", "OK", "73102")]
    take(organisation(), locations=write(tmp_path / "pl.csv", rows, LOCATIONS))
    main, further = Clinic.objects.order_by("pk")
    RegistryRecord.objects.update(listing=main)
    further.delete()
    record = RegistryRecord.objects.get(place="")
    Clinic.objects.update(name="Quiet Harbor", organisation="")
    RegistryRecord.objects.exclude(pk=record.pk).update(applied={"name": "Quiet Harbor"})
    assert look() == (2, 0)
    assert told()[-1][0] == "passed"


def test_a_check_that_came_with_a_merge_hides_none_of_its_own_number(take):
    take(organisation(), organisation(OTHER))
    keep, gone = Clinic.objects.order_by("npi")
    RegistryRecord.objects.update(listing=keep)
    Check.objects.filter(listing=gone).update(listing=keep)
    gone.delete()
    assert Check.objects.of(keep).newest_of_each()[0].reference.startswith(f"NPI {OTHER}")
    assert look() == (1, 1)
    assert Check.objects.of(keep).newest_of_each()[0].reference.startswith(f"NPI {CLINIC}")


def test_it_asks_the_same_of_the_database_however_many_there_are(take):
    asked = []
    for number in (3, 30):
        take(*(organisation(make.well_formed_npi(n, "2")) for n in range(number)))
        Clinic.objects.update(name="Quiet Harbor", organisation="")
        with CaptureQueriesContext(connection) as queries:
            assert look_again(NIGHT).checks >= 3
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_batches_never_part_the_records_of_one_number(run, tmp_path, take, monkeypatch):
    monkeypatch.setattr(npi_again, "BATCH", 2)
    streets = [location(CLINIC, f"{number} OAK ST", "OKLAHOMA CITY", "OK", "73102") for number in range(4)]
    take(organisation(), organisation(OTHER), locations=write(tmp_path / "pl.csv", streets, LOCATIONS))
    Check.objects.all().delete()
    assert look() == (6, 6)


def test_the_nightly_run_says_what_it_found_and_names_what_lapsed(take):
    take(organisation())
    take(deactivated(CLINIC), name="npidata_pfile_20050523-20251019.csv")
    with time_machine.travel(NIGHT):
        # Evidence of a curator kept it; then its record was linked to a clinic that is verified.
        clinic = make.verified(
            make.ClinicFactory(name="Quiet Harbor"), looked_at=datetime(2025, 10, 15, tzinfo=UTC)
        )
        call_command("verify_listings", stdout=StringIO())
        Clinic.objects.exclude(pk=clinic.pk).update(npi="")
        Clinic.objects.filter(pk=clinic.pk).update(npi=CLINIC)
        index.refresh(listings=[clinic.pk])
        RegistryRecord.objects.update(listing=clinic)
    with time_machine.travel(NIGHT + timedelta(days=1)):
        out = StringIO()
        with pytest.raises(CommandError, match="1 verifications have lapsed"):
            call_command("verify_listings", stdout=out)
        assert "National registry: 1 records, 1 new checks." in out.getvalue()
        assert "Withdrawn: Quiet Harbor, Texas: Registry number (NPI)" in out.getvalue()
        out = StringIO()
        call_command("verify_listings", stdout=out)
        assert "National registry: 1 records, 0 new checks." in out.getvalue()
