"""The nightly run: what lapsed is withdrawn and named, with what is missing."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from clinics.listings import index
from clinics.models import Check, Clinic
from tests import factories as make
from tests.registries.lists import excluded, write_list

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)


def verify():
    out = StringIO()
    try:
        call_command("verify_listings", stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def test_where_nothing_lapsed_it_says_so_and_changes_nothing():
    with time_machine.travel(NOW):
        make.verified(make.ClinicFactory())
        before = Check.objects.count()
        assert verify() == (
            "No exclusion list is stored yet: run import_leie.\n"
            "No record of the national registry is stored yet: run import_nppes.\n"
            "Everything that was shown as verified stands.\n",
            "",
        )
        assert Check.objects.count() == before


def test_what_ran_out_is_named_once_with_what_is_missing():
    with time_machine.travel(NOW):
        make.verified(make.ClinicFactory(name="Quiet Harbor"), looked_at=NOW - timedelta(hours=1))
        verify()
    with time_machine.travel(NOW + timedelta(days=76)):
        said, failed = verify()
        assert "Withdrawn: Quiet Harbor, Texas: Nobody here is on the federal exclusion list" in said
        assert failed == "2 verifications have lapsed."
        assert Clinic.objects.get().verified_from is None
        assert verify()[1] == ""


def test_a_lapse_is_named_though_somebody_saved_the_listing_meanwhile():
    with time_machine.travel(NOW):
        clinic = make.verified(make.ClinicFactory(name="Quiet Harbor"), looked_at=NOW - timedelta(hours=1))
        verify()
    with time_machine.travel(NOW + timedelta(days=76)):
        index.refresh(listings=[clinic.pk])
        assert "Withdrawn: Quiet Harbor" in verify()[0]


def test_whom_the_stored_list_excludes_is_withdrawn_and_named(tmp_path):
    npi = make.well_formed_npi(7)
    with time_machine.travel(NOW):
        file = write_list(tmp_path / "UPDATED.csv", [excluded(npi=npi)])
        call_command("import_leie", file, stdout=StringIO())
        person = make.verified(make.ProviderFactory(last_name="Marrowby"))
    with time_machine.travel(NOW + timedelta(days=1)):
        verify()
        type(person).objects.update(npi=npi)
    with time_machine.travel(NOW + timedelta(days=2)):
        said, failed = verify()
    assert "Marrowby" in said
    assert failed == "1 verifications have lapsed."


def test_a_fixed_column_comes_back():
    with time_machine.travel(NOW):
        clinic = make.verified(make.ClinicFactory())
        Clinic.objects.update(verified_from=None, verified_until=None)
        with pytest.raises(CommandError):
            call_command("check_derived", stdout=StringIO())
        call_command("check_derived", fix=True, stdout=StringIO())
        clinic.refresh_from_db()
        assert clinic.verified_from is not None
