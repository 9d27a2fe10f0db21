"""The nightly run: what lapsed is withdrawn and named, with what is missing."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from clinics.models import Check, Clinic
from tests import factories as make

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
            "No exclusion list is stored yet: run import_leie.\nEverything that is shown as verified stands.\n",
            "",
        )
        assert Check.objects.count() == before


def test_what_ran_out_is_named_once_with_what_is_missing():
    with time_machine.travel(NOW):
        make.verified(make.ClinicFactory(name="Quiet Harbor"))
    with time_machine.travel(NOW + timedelta(days=76)):
        said, failed = verify()
        assert "Withdrawn: Quiet Harbor, Texas: Nobody here is on the federal exclusion list" in said
        assert failed == "2 verifications have lapsed."
        assert Clinic.objects.get().verified_from is None
        assert verify()[1] == ""


def test_a_fixed_column_comes_back():
    with time_machine.travel(NOW):
        clinic = make.verified(make.ClinicFactory())
        Clinic.objects.update(verified_from=None, verified_until=None)
        with pytest.raises(CommandError):
            call_command("check_derived", stdout=StringIO())
        call_command("check_derived", fix=True, stdout=StringIO())
        clinic.refresh_from_db()
        assert clinic.verified_from is not None
