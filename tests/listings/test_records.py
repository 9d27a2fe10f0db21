"""Renaming: an old address leads to whom it always led."""

import pytest
from django.core.exceptions import ValidationError

from clinics.listings.records import change_slug, free_slug, rename, slug_is_free
from clinics.models import FormerSlug, Listing, SearchText
from tests import factories as make

pytestmark = pytest.mark.django_db


def former(kind):
    return list(FormerSlug.objects.filter(kind=kind).values_list("slug", flat=True))


def test_a_changed_address_is_remembered():
    clinic = make.ClinicFactory(slug="old")
    change_slug(clinic, "new")
    assert Listing.objects.get(pk=clinic.pk).slug == "new"
    assert former("clinic") == ["old"]


def test_the_same_address_again_changes_nothing():
    change_slug(make.ClinicFactory(slug="old"), "old")
    assert former("clinic") == []


def test_going_back_to_an_old_address_leaves_no_circle():
    clinic = make.ClinicFactory(slug="first")
    change_slug(clinic, "second")
    change_slug(clinic, "first")
    assert former("clinic") == ["second"]


def test_an_address_that_another_has_is_refused():
    make.ClinicFactory(slug="taken")
    clinic = make.ClinicFactory(slug="mine")
    with pytest.raises(ValidationError, match="taken"):
        change_slug(clinic, "taken")
    assert former("clinic") == []


def test_an_address_that_another_once_had_is_refused():
    change_slug(make.ClinicFactory(slug="old"), "new")
    with pytest.raises(ValidationError):
        change_slug(make.ClinicFactory(slug="mine"), "old")


@pytest.mark.parametrize("slug", ["", "two words", "ümlaut", "a/b", "x" * 121])
def test_what_is_no_slug_is_refused(slug):
    with pytest.raises(ValidationError):
        change_slug(make.ClinicFactory(slug="mine"), slug)


def test_a_form_that_already_set_the_new_address_still_remembers_the_old():
    clinic = make.ClinicFactory(slug="old")
    clinic.slug = "new"
    change_slug(clinic, "new")
    assert former("clinic") == ["old"]


def test_each_kind_has_addresses_of_its_own():
    change_slug(make.ClinicFactory(slug="harbor"), "harbor-clinic")
    change_slug(make.ProviderFactory(slug="ada"), "ada-w")
    assert slug_is_free("telehealth", "harbor")
    assert slug_is_free("provider", "harbor")
    assert not slug_is_free("clinic", "harbor")
    assert not slug_is_free("provider", "ada")


def test_a_free_address_counts_up_past_present_and_former_ones():
    change_slug(make.ClinicFactory(slug="quiet-harbor"), "loud-harbor")
    make.ClinicFactory(slug="quiet-harbor-2")
    assert free_slug("clinic", "Quiet Harbor") == "quiet-harbor-3"


def test_a_name_without_latin_letters_still_gets_an_address():
    assert free_slug("clinic", "عيادة") == "clinic"


def test_renaming_changes_name_address_and_what_search_reads():
    clinic = make.ClinicFactory(name="Quiet Harbor", slug="quiet-harbor")
    rename(clinic, "Loud Harbor")
    listing = Listing.objects.get(pk=clinic.pk)
    assert (listing.name, listing.slug) == ("Loud Harbor", "loud-harbor")
    assert former("clinic") == ["quiet-harbor"]
    assert "loud harbor" in SearchText.objects.get(listing=clinic.pk).words


def test_many_of_one_name_are_numbered_without_asking_for_each(django_assert_max_num_queries):
    for number in range(2, 30):
        make.ClinicFactory(slug=f"quiet-harbor-{number}")
    make.ClinicFactory(slug="quiet-harbor")
    with django_assert_max_num_queries(4):
        assert free_slug("clinic", "Quiet Harbor") == "quiet-harbor-30"


def test_a_listing_keeps_its_number_when_its_name_is_saved_again():
    make.ClinicFactory(slug="quiet-harbor")
    second = make.ClinicFactory(slug="quiet-harbor-2")
    make.ClinicFactory(slug="quiet-harbor-3")
    assert free_slug("clinic", "Quiet Harbor", second) == "quiet-harbor-2"
