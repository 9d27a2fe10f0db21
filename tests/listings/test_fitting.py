"""Which declared taxonomy does not fit what somebody does."""

import pytest

from clinics.listings.fitting import misfit
from clinics.models import Taxonomy
from tests import factories as make

PSYCHIATRIST, NURSE_ANESTHETIST, NURSE = "2084P0800X", "367500000X", "163W00000X"
SOCIAL_WORKER, PRESCRIBING_PSYCHOLOGIST, PSYCHOLOGIST = "1041C0700X", "103TP0016X", "103TC0700X"


@pytest.mark.parametrize("role", ["medical-director", "prescriber"])
def test_only_who_may_prescribe_fits_a_role_that_asks_for_it(role):
    fitting = [
        PSYCHIATRIST,
        NURSE_ANESTHETIST,
        "363LP0808X",
        "363A00000X",
        "364SP0808X",
        PRESCRIBING_PSYCHOLOGIST,
    ]
    assert [code for code in fitting if misfit(code, role)] == []
    assert [code for code in (NURSE, SOCIAL_WORKER, PSYCHOLOGIST) if not misfit(code, role)] == []


def test_a_registered_nurse_may_give_the_treatment_and_a_social_worker_may_not():
    assert not misfit(NURSE, "administers")
    assert not misfit(PSYCHIATRIST, "administers")
    assert misfit(SOCIAL_WORKER, "administers")


def test_therapists_and_psychiatrists_fit_as_therapists():
    fitting = [SOCIAL_WORKER, PSYCHOLOGIST, PSYCHIATRIST, "101YM0800X", "106H00000X"]
    assert [code for code in fitting if misfit(code, "therapist")] == []
    assert misfit("207L00000X", "therapist")
    assert misfit(NURSE, "therapist")


def test_no_code_and_no_known_role_are_no_misfit():
    assert not misfit("", "prescriber")
    assert not misfit(NURSE, "receptionist")


def test_a_code_is_read_in_any_case():
    assert not misfit(" 103tp0016x ", "prescriber")


@pytest.mark.django_db
def test_a_code_is_told_in_words_and_a_misfit_to_curators(admin_client, client):
    Taxonomy.objects.create(code="122300000X", grouping="Dental Providers", classification="Dentist")
    person = make.ProviderFactory(taxonomy="122300000X", specialty="")
    link = make.AffiliationFactory(provider=person, role="prescriber")
    assert "Dentist" in client.get(person.get_absolute_url()).content.decode()
    form = admin_client.get(f"/admin/clinics/provider/{person.pk}/change/").content.decode()
    assert "does not fit" in form
    page = admin_client.get(f"/admin/clinics/check/of/clinic/{link.listing_id}/").content.decode()
    assert "Look before you verify." in page
