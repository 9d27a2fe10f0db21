"""Trials for tests: two conditions, two states, and 25 November 2026."""

from datetime import UTC, datetime

import pytest

from clinicfinder import clock
from tests import factories as make
from tests.trials.registry import Importer


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 25, 18, tzinfo=UTC))


@pytest.fixture
def importer(db, today, tmp_path):
    """Conditions and states are there; call it with studies."""
    for usps in ("TX", "OK", "GA"):
        make.StateFactory(usps=usps)
    make.ConditionFactory(slug="major-depressive-disorder", name="Major depression", bit=0)
    make.ConditionFactory(slug="ptsd", name="PTSD", bit=4)
    make.ZipCodeFactory()
    make.CityFactory()
    return Importer(tmp_path)
