"""What the import tests share: the states, two ZIP codes, and the command."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests import factories as make


@pytest.fixture
def texas(db):
    """Texas and Oklahoma with a ZIP code each."""
    make.StateFactory()
    make.StateFactory(usps="OK")
    make.ZipCodeFactory()
    make.ZipCodeFactory(code="73102", city="Oklahoma City", region="OK", latitude=35.47, longitude=-97.52)


@pytest.fixture
def run(texas):
    """Run the import; tell what it printed, line by line."""

    def run_import(file, **options):
        out = StringIO()
        call_command("import_nppes", file, stdout=out, **options)
        return out.getvalue().splitlines()

    return run_import
