"""The short public history: what changed and when, and never who did it."""

import pytest

from clinicfinder import clock
from clinics.listings.publication import Because, publish, withdraw
from clinics.models import Clinic
from tests import factories as make

pytestmark = pytest.mark.django_db


def told(show, clinic):
    return [text for text in show(clinic).texts("li") if text[:1].isdigit()]


def test_a_price_that_changed_is_told_with_both(show):
    clinic = make.ClinicFactory()
    offer = make.OfferFactory(listing=clinic, price_low_cents=45_000, price_high_cents=None)
    offer.price_low_cents = 50_000
    offer.save()
    [line] = [text for text in told(show, clinic) if "Price" in text]
    assert line.endswith("changed from From $450 to From $500")


def test_publication_and_withdrawal_are_told_without_staff_or_reason(show):
    clinic = make.ClinicFactory(status="draft")
    ada = make.UserFactory(username="ada-curator")
    chosen = Clinic.objects.filter(pk=clinic.pk)
    for change in (
        lambda: publish(chosen, clock.now(), Because(ada, "Called them")),
        lambda: withdraw(chosen, "suspended", clock.now(), Because(ada, "A complaint")),
        lambda: publish(chosen, clock.now(), Because(ada, "Settled")),
    ):
        change()
    reading = show(clinic)
    words = [line.split(" ", 3)[3] for line in told(show, clinic)]
    assert words == ["Published here", "Taken out of the results", "Published here"]
    for secret in ("ada-curator", "Called them", "A complaint", "Settled"):
        assert secret not in reading.text


def test_a_new_name_tells_the_old_one(show):
    clinic = make.ClinicFactory(name="Still Water")
    clinic.name = "Quiet Harbor"
    clinic.save()
    assert any("Renamed; before: Still Water" in line for line in told(show, clinic))


@pytest.mark.parametrize("of", ["clinic", "service", "person"])
def test_verification_is_told(show, of):
    made = {
        "clinic": make.ClinicFactory,
        "service": lambda: make.TelemedicineServiceFactory(states=["TX"]),
        "person": make.ProviderFactory,
    }[of]()
    assert any("Verified by us" in line for line in told(show, make.verified(made)))
