"""Accounts that ask for mails about the law, and notes that were public long before."""

from datetime import UTC, datetime
from smtplib import SMTPException

from clinics.models import LawAlert
from tests import factories as make

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TO = "grace@example.org"


def person(name="grace", **address):
    made = make.UserFactory(username=name, email=f"{name}@example.org")
    made.emailaddress_set.create(**{"email": made.email, "verified": True, "primary": True} | address)
    return made


def alert(user, usps="TX", **columns):
    columns = {"confirmed_at": NOW, "told_until": NOW, "asked_at": NOW} | columns
    return LawAlert.objects.create(user=user, state=make.StateFactory(usps=usps), **columns)


def note(**columns):
    return make.RegulationNoteFactory(**{"approved_at": LONG_AGO} | columns)


def refuse(*_arguments):
    raise SMTPException
