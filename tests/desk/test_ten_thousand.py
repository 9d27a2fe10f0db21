"""With ten thousand listings, every list page of the desk still costs few queries."""

import pytest
from django.urls import reverse

from bench.tables import Table
from clinics.desk.queue import QUEUES
from clinics.models import Check, Clinic, Listing, Provider
from tests import factories as make

pytestmark = pytest.mark.django_db
MANY, MOST_QUERIES = 10_000, 19
STAMP = "2026-01-01 00:00:00"
LISTINGS = Table(
    Listing, ("id", "slug", "name", "status"), {"kind": "clinic", "created_at": STAMP, "updated_at": STAMP}
)
CLINICS = Table(
    Clinic, ("listing_ptr_id", "latitude", "longitude"),
    {"street": "1 Example St", "city": "Austin", "state_id": "TX", "zip_code": "78701", "point_source": "zip"},
)  # fmt: skip
CHECKS = Table(
    Check, ("listing_id",),
    {"kind": "contact", "outcome": "passed", "source_name": "Our call", "looked_at": STAMP},
)  # fmt: skip
LISTS = ["clinic", "telemedicineservice", "provider", "check", "report", "request", "claim", "proposal"]


@pytest.fixture
def crowd(db):
    """Ten thousand clinics far apart, each with a check; every tenth a draft; one of each other thing."""
    make.StateFactory()
    make.ZipCodeFactory()
    ids = range(1_000, 1_000 + MANY)
    LISTINGS.write((pk, f"c{pk}", f"Harbor {pk}", "published" if pk % 10 else "draft") for pk in ids)
    CLINICS.write((pk, 25 + pk % 200 / 10, -120 + pk / 250) for pk in ids)
    CHECKS.write((pk,) for pk in ids)
    make.ReportFactory()
    make.verified(make.ProviderFactory())


def test_no_list_of_the_desk_costs_twenty_queries(admin_client, crowd, django_assert_max_num_queries):
    assert Listing.objects.count() > MANY
    assert Provider.objects.exists()
    pages = ["/admin/", *(reverse(f"admin:clinics_{name}_changelist") for name in LISTS)]
    pages += [reverse("admin:desk-queue", args=[queue.key]) for queue in QUEUES]
    for page in pages:
        with django_assert_max_num_queries(MOST_QUERIES):
            assert admin_client.get(page).status_code == 200, page
